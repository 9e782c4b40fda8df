"""What it costs to look at a poster: how long from the touch to the picture, what a frame costs while it is dragged, and how much
memory it takes and gives back.

    python -m tests.campaigns.bench.bench_viewer [ROUNDS]

A kiosk of the sample village in this process, on a virtual display (xvfb), with an A4 poster of 1810x2560 px as the store keeps
it, which is in the system's cache. Times are of the processor, of all threads of the process: what it would take at most on a
core of its own, however busy the machine is. Drawing is by software, which is in these times and in this memory; a GPU has its own.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from kiosk.demo.sample import POSTER, sample_village
from kiosk.installation import Installation
from kiosk.settings import Settings
from tests.campaigns.bench.display import on_a_display, pss_megabytes

ROUNDS = 10
SIZE = (1280, 720)
DRAGS = 200
OPEN_MS, FRAME_MS, TAKEN_MB, KEPT_MB = 150.0, 50.0, 60.0, 5.0


class Looker:
    """A visitor who looks at the poster, and what it cost."""

    def __init__(self, village: Installation) -> None:
        from kivy.base import EventLoop
        from kivy.clock import Clock

        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp

        EventLoop.ensure_window()
        EventLoop.start()
        self._frame, self._clock = EventLoop.idle, Clock
        self.app: Any = KioskApp(
            AppContext(
                village.settings, village.data, village.repository(), village.clock(believed=True), village.config
            )
        )
        EventLoop.window.add_widget(self.app.build())
        self.app.open_rest()
        self.frames(30)
        self.me = psutil.Process()

    def frames(self, count: int) -> list[float]:
        """ms of each."""
        taken = []
        for _ in range(count):
            began = time.process_time()
            self._frame()
            taken.append((time.process_time() - began) * 1000)
        return taken

    def memory(self) -> float:
        self.app.tick()
        self.frames(4)
        gc.collect()
        self.app.tick()
        self.frames(4)
        return pss_megabytes(self.me)

    @property
    def stage(self) -> Any:
        return self.app.shell.screen.ids.stage

    def item(self) -> None:
        self.app.controller.home()
        self.app.controller.navigation.open_item(POSTER)
        self.frames(20)

    def open(self) -> tuple[float, float]:
        """ms until the whole is there, and until all of its parts are."""
        began = time.process_time()
        self.app.controller.page("viewer").open()
        self._frame()  # its place is known, the thread begins
        while self.stage.small is None:
            time.sleep(0.005)  # a loop that waits draws nothing
            self._frame()  # draws it, when it has come
        whole = (time.process_time() - began) * 1000
        while any(each.busy for each in self.app.shell.theme.decoding):
            time.sleep(0.005)
            self._frame()
        return whole, (time.process_time() - began) * 1000

    def drag(self) -> list[float]:
        """Drag from corner to corner at the largest zoom. Return the seconds of each frame."""
        stage = self.stage
        while stage.width_shown < stage.most * 0.99:
            stage.press(1.5)
        taken = []
        for number in range(DRAGS):
            stage.across, stage.down = number / DRAGS, (number * 3 / DRAGS) % 1
            stage._bound()
            taken += self.frames(1)
        return taken


def measure(village: Installation, rounds: int) -> bool:
    looker = Looker(village)
    looker.item()
    looker.open()
    looker.app.controller.back()
    looker.item()
    looker.app._settle()
    before = looker.memory()
    opened, complete, during = [], [], 0.0
    for _ in range(rounds):
        whole, parts = looker.open()
        opened.append(whole)
        complete.append(parts)
        during = max(during, looker.memory())
        looker.app.controller.back()
        looker.frames(10)
    looker.open()
    dragged = looker.drag()
    during = max(during, looker.memory())
    looker.app.controller.back()
    looker.frames(20)
    after = looker.memory()
    looker.app.on_stop()
    told = f"{statistics.median(opened):.0f} ms ({min(opened):.0f}–{max(opened):.0f})"
    print(f"opening: {told}, all parts after {statistics.median(complete):.0f} ms, n {rounds}")
    print(
        f"frames while dragging: median {statistics.median(dragged):.1f} ms, max {max(dragged):.1f} ms, n {len(dragged)}"
    )
    print(f"memory, PSS: {before:.0f} MB on the item, {during:.0f} MB while viewing, {after:.0f} MB after it")
    return (
        statistics.median(opened) > OPEN_MS
        or max(dragged) > FRAME_MS
        or during - before > TAKEN_MB
        or after - before > KEPT_MB
    )


def main(rounds: int = ROUNDS) -> int:
    code = on_a_display("tests.campaigns.bench.bench_viewer", str(rounds))
    if code is not None:
        return code
    from kiosk.ui.runtime.environment import prepare

    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    prepare(size=SIZE, offscreen=False, home=folder / "kivy", maxfps=0)
    with sample_village(Installation(Settings(), None, folder, print, print), datetime.now(UTC)) as village:
        return int(measure(village, rounds))


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
