"""What a visitor feels, with 5,000 items: how long from a tap to the next screen, what a frame costs while a list and an article
are scrolled, and what the kiosk costs while nobody is there.

    python -m tests.campaigns.bench.bench_frames [ROUNDS]

The taps and the idle time are those of a real kiosk on a virtual display (xvfb, xdotool): from the finger's release until the
next screen's colour stands in the app bar. The frames are of the same screens in this process: the main thread's own time, so
that the software renderer's other threads and a busy machine do not count. One core's whole time is 100 %.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.settings import Settings
from tests.campaigns.bench.bench_search import percentile
from tests.campaigns.bench.bench_start import BAR, GROUND, PAGE, SAND, fill_store, kiosk_command
from tests.campaigns.bench.display import Display, display, family

ROUNDS = 7
SETTLED_S = 60.0  # after the first frame: what a first start has to read is read
IDLE_S = 120.0  # six slides' turns and two minutes'
BADGE = (30, 22)  # a place of the category's badge in the app bar, beside the logo that home has there
TILES = {  # where, and the colour of the screen's badge
    "berita": ((580, 220), (0x0B, 0x5A, 0x6B)),
    "kegiatan": ((850, 220), (0x23, 0x5A, 0x2D)),
    "pengumuman": ((1120, 220), (0x8A, 0x3B, 0x12)),
    "layanan": ((580, 480), (0x2B, 0x4A, 0x94)),
    "klarifikasi": ((850, 480), (0x7A, 0x2A, 0x5C)),
}
HOME_KEY = (970, 668)
TAP_S, FRAME_MS, IDLE_PART = 0.100, 3.0, 1.0


def _mouse(screen: Display, *what: str) -> None:
    subprocess.run(["xdotool", *what], env={"DISPLAY": screen.name}, check=True)


def _tap(screen: Display, place: tuple[int, int]) -> float:
    """The monotonic time of the release."""
    _mouse(screen, "mousemove", *map(str, place), "mousedown", "1")
    time.sleep(0.15)
    released = time.monotonic()
    _mouse(screen, "mouseup", "1")
    return released


def taps_and_idle(village: Installation, rounds: int) -> tuple[dict[str, list[float]], float]:
    """Seconds from release to screen by tile, and the percentage of a core while the idle screen stands."""
    taken: dict[str, list[float]] = {name: [] for name in TILES}
    with display() as screen:
        kiosk = subprocess.Popen(kiosk_command(village), env=os.environ | {"DISPLAY": screen.name})
        try:
            screen.wait_for(*GROUND, BAR, seconds=60)
            time.sleep(SETTLED_S)
            idle = _part_of_a_core(kiosk.pid)
            _tap(screen, (640, 300))
            screen.wait_for(*PAGE, SAND, seconds=10)
            if screen.pixel(*BADGE) != SAND:  # it fell on a poster, which it opens
                _tap(screen, HOME_KEY)
                screen.wait_for(*BADGE, SAND, seconds=10)
            for _ in range(rounds):
                for name, (place, colour) in TILES.items():
                    time.sleep(1.0)
                    taken[name].append(_measure(screen, place, colour))
                    time.sleep(0.6)
                    _tap(screen, HOME_KEY)
                    screen.wait_for(*BADGE, SAND, seconds=10)
        finally:
            for each in family(kiosk.pid):
                each.terminate()
            kiosk.wait()
    return taken, idle


def _measure(screen: Display, place: tuple[int, int], colour: tuple[int, int, int]) -> float:
    released = _tap(screen, place)
    return screen.wait_for(*BADGE, colour, seconds=10) - released


def _part_of_a_core(pid: int) -> float:
    """Return how much of one core the process *pid* uses within IDLE_S seconds, in per cent."""

    def used() -> float:
        times = family(pid)[0].cpu_times()
        return float(times.user + times.system)

    before = used()
    time.sleep(IDLE_S)
    return (used() - before) / IDLE_S * 100


class Frames:
    """The main thread's time of each frame, ms: `times` of all, `drawing` what of it went into GL calls, which a software
    renderer answers with its own work and a GPU with little."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.times: list[float] = []
        self.drawing: list[float] = []
        self._draws = type(canvas.window).on_draw.__get__(canvas.window)
        canvas.window.on_draw = self._drawn
        self._drawing = 0.0

    def _drawn(self) -> None:
        began = time.thread_time()
        self._draws()
        self._drawing += time.thread_time() - began

    def draw(self, count: int = 1) -> None:
        for _ in range(count):
            self._drawing, began = 0.0, time.thread_time()
            self._canvas.frames(1, seen=True)
            self.times.append((time.thread_time() - began) * 1000)
            self.drawing.append(self._drawing * 1000)


def scrolled(village: Installation) -> dict[str, Frames]:
    """A flick a second through the pages of 5,000 news, and an article of 10,000 words dragged from its top to its end: 30
    frames a second, as on a kiosk."""
    from kiosk.ui.runtime.environment import prepare

    prepare(size=(1280, 720), offscreen=True, home=Path(tempfile.mkdtemp(prefix="bench-")) / "kivy")
    from content_cache.model.blocks import Block, BlockKind
    from content_cache.model.items import NewsItem
    from kiosk.app.context import AppContext
    from kiosk.app.pictures.offscreen import Canvas
    from kiosk.app.window import KioskApp
    from kiosk.content.views.shown import ArticleView, Shown
    from kiosk.ui.widgets.article import Reading

    canvas = Canvas((1280, 720))
    app: Any = KioskApp(
        AppContext(village.settings, village.data, village.repository(), village.clock(believed=True), village.config)
    )
    canvas.show_widget(app.build(), (1280, 720))
    app.controller.visit.touched()
    app.controller.navigation.open_category("berita")
    canvas.frames(10)

    def flick(frames: Frames, verb: Callable[[], None]) -> None:
        frames.draw(15)
        verb()
        frames.draw(15)

    pages = Frames(canvas)
    for _ in range(100):
        flick(pages, app.controller.navigation.page_down)
    draw = random.Random(1)
    words = " ".join(draw.choices(("balai", "desa", "posyandu", "air", "listrik", "jalan"), k=10_000))
    blocks = tuple(Block(BlockKind.PARAGRAPH, words[i : i + 600]) for i in range(0, len(words), 600))
    app.board.shown = Shown("item", ArticleView(NewsItem(id="long", source="desa", title="Panjang", blocks=blocks)))
    app.board.screen = "item"
    canvas.frames(20)
    reading = next(w for w in app.shell.walk() if isinstance(w, Reading))
    article = Frames(canvas)
    for number in range(1000):
        reading.scroll_y = 1 - number / 999
        article.draw()
    app.on_stop()
    return {"pages of news": pages, "article": article}


def main(rounds: int = ROUNDS) -> int:
    bad = False
    with sample_village(
        Installation(Settings(), None, Path(tempfile.gettempdir()), print, print), datetime.now(UTC)
    ) as village:
        print(f"{len(fill_store(village))} items")
        assert village.config is not None
        with village.config.open("a") as config:  # at rest: a film that has its turn takes a quarter of a core
            config.write("\n[loop]\nfilms = false\n")
        taken, idle = taps_and_idle(village, rounds)
        for name, seconds in taken.items():
            bad = bad or statistics.median(seconds) > TAP_S
            print(
                f"tap on {name:12} {statistics.median(seconds) * 1000:5.0f} ms "
                f"({min(seconds) * 1000:.0f}–{max(seconds) * 1000:.0f}), n {len(seconds)}"
            )
        print(f"idle: {idle:.2f} % of a core")
        for name, frames in scrolled(village).items():
            own = [all_ - drawing for all_, drawing in zip(frames.times, frames.drawing, strict=True)]
            bad = bad or percentile(own, 0.95) > FRAME_MS
            for what, times in (("all", frames.times), ("without GL calls", own)):
                print(
                    f"frames, {name}, {what}: n {len(times)}, median {statistics.median(times):.2f} ms, "
                    f"p95 {percentile(times, 0.95):.2f} ms, max {max(times):.2f} ms of the main thread"
                )
    return int(bad or idle > IDLE_PART)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
