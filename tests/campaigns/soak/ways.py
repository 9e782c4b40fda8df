"""From wherever a visitor without sense comes to, home is two taps away: 5,000 acts over six sizes of screen.

    python -m tests.campaigns.soak.ways [ACTS] [SEED] [-j N]

Each size begins anew several times, in a process of its own each: what other screens have read or made hides nothing. A line for
each fault; 1 if there are any.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.ui.runtime.environment import prepare

SIZES = ((800, 480), (1024, 600), (1280, 720), (1920, 1080), (720, 1280), (600, 1024))
STARTS = 5  # of each size
ONE_IN = 5  # acts from one look for home to the next, on average
LOOKS = 25


def walk(size: tuple[int, int], acts: int, seed: int) -> None:
    """In a process that has shown nothing yet. Prints what was done and found as a line of JSON."""
    folder = Path(tempfile.mkdtemp(prefix="ways-"))
    prepare(size=size, offscreen=True, home=folder / "kivy")
    from kiosk.app.pictures.offscreen import Canvas
    from tests.campaigns.soak.monkey import Monkey

    class Undrawn(Canvas):
        """Draws when it is looked at: a finger needs no pixels."""

        def frames(self, count: int, *, seen: bool = False) -> None:  # noqa: ARG002
            self.draw_frames(count)

    logging.basicConfig(level=logging.ERROR)
    monkey = Monkey(folder, Undrawn(size), seed, size)
    monkey.put_up()
    told: list[str] = []
    for number in range(1, acts + 1):
        monkey.act()
        if number % LOOKS == 0 or number == acts:
            monkey.look()
        monkey.seen[monkey.app.board.screen] += 1
        if number == acts or monkey.draw.random() < 1 / ONE_IN:
            monkey.find_home()
        told += [f"{size[0]}x{size[1]} seed {seed} act {number}: {fault}" for fault in monkey.faults]
        monkey.faults.clear()
    print(json.dumps({"done": monkey.done, "seen": monkey.seen, "faults": told}))
    sys.stdout.flush()


def _started(size: tuple[int, int], acts: int, seed: int) -> dict[str, object]:
    command = [
        sys.executable,
        "-m",
        "tests.campaigns.soak.ways",
        "--walk",
        f"{size[0]}x{size[1]}",
        str(acts),
        str(seed),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = ran.stdout.splitlines()
    if ran.returncode or not lines:
        return {"faults": [f"{size[0]}x{size[1]} seed {seed}: ended with {ran.returncode}: {ran.stderr[-1500:]}"]}
    return dict(json.loads(lines[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.soak.ways")
    parser.add_argument("acts", type=int, nargs="?", default=5000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("-j", type=int, default=1, dest="jobs", metavar="N", help="processes at once")
    parser.add_argument("--walk", metavar="WxH", help="one start in this size, in this process")
    chosen = parser.parse_args()
    if chosen.walk:
        wide, high = (int(part) for part in chosen.walk.split("x"))
        walk((wide, high), chosen.acts, chosen.seed)
        return 0
    starts = [
        (size, chosen.seed + turn * len(SIZES) + place) for turn in range(STARTS) for place, size in enumerate(SIZES)
    ]
    acts, began = -(-chosen.acts // len(starts)), time.monotonic()
    done: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    faults: list[str] = []
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for found in pool.map(lambda start: _started(start[0], acts, start[1]), starts):
            done.update(found.get("done", {}))  # type: ignore[call-overload]
            seen.update(found.get("seen", {}))  # type: ignore[call-overload]
            new = [str(fault) for fault in found["faults"]]  # type: ignore[attr-defined]
            faults += new
            for fault in new:
                print(fault, flush=True)
    print(
        f"{acts * len(starts)} acts, {len(starts)} starts, {len(SIZES)} sizes, {time.monotonic() - began:.0f} s: {dict(done)}"
    )
    print(f"screens: {dict(seen.most_common())}")
    print(f"home was looked for {done['home']} times; {len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
