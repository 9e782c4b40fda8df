"""The long soak: 20,000 acts of a visitor without sense, on a virtual display.

    python -m tests.campaigns.soak [ACTS] [SEED]

On a real display server, not offscreen: SDL's offscreen driver with llvmpipe lets a texture leak of its own appear. Needs xvfb.
Ends with 1 if anything went wrong or the memory grew by 5 MB or more after the first tenth. It is read between two visits: in one
of them the letters may be at their largest, and all that is drawn of them.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from pathlib import Path

from kiosk.ui.runtime.environment import prepare
from tests.campaigns.bench.display import on_a_display

GROWS_MB = 5.0
LOOKS = 25  # acts from one look at the pixels to the next
WATCHED = (
    "Row",
    "Paragraph",
    "Touchable",
    "PushButton",
    "Reading",
    "WrappedText",
    "ClockEvent",
    "cell",
    "function",
    "method",
)


def soak(acts: int, seed: int) -> int:
    home = Path(tempfile.mkdtemp(prefix="soak-"))
    prepare(size=(1280, 720), offscreen=False, home=home / "kivy", maxfps=0)
    from kiosk.app.pictures.offscreen import Canvas
    from tests.campaigns.soak.monkey import Monkey, memory_told, objects_of, resident_mb

    logging.basicConfig(level=logging.ERROR)
    monkey = Monkey(home, Canvas((1280, 720)), seed)
    early, began, before, after, objects = max(1, acts // 10), time.monotonic(), 0.0, 0.0, {}
    for number in range(1, acts + 1):
        monkey.act()
        if number % LOOKS == 0:
            known = len(monkey.faults)
            monkey.look()
            for fault in monkey.faults[known:]:
                print(f"act {number}, {monkey.app.board.screen}: {fault}", flush=True)
        if number % early == 0:
            monkey.go_away()
            after, faults = resident_mb(), len(monkey.faults)  # before anything is told: to count takes memory
            print(
                f"after {number}: {after:.1f} MB, {time.monotonic() - began:.0f} s, {faults} faults; {memory_told()}",
                flush=True,
            )
        if number == early:
            before, objects = after, objects_of(*WATCHED)
    now = objects_of(*WATCHED)
    print(f"{acts} acts with seed {seed}: {dict(monkey.done)}")
    print(f"memory after the first {early}: {before:.1f} -> {after:.1f} MB; objects {objects} -> {now}")
    for fault in dict.fromkeys(monkey.faults):
        print(fault)
    monkey.close()
    return int(bool(monkey.faults) or after - before >= GROWS_MB)


def main() -> int:
    acts, seed = (int(a) for a in (*sys.argv[1:], *("20000", "1")[len(sys.argv) - 1 :]))
    code = on_a_display("tests.campaigns.soak", str(acts), str(seed))
    return soak(acts, seed) if code is None else code


if __name__ == "__main__":
    sys.exit(main())
