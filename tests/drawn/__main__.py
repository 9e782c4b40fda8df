"""All screens and states, each in a process of its own, at every size, text size and theme:

    python -m tests.drawn [--sample] [--screen NAME]... [--size WxH]... [--scale S]... [--theme NAME]... [-j N] [--shard K/N]
                          [--crowded] [--pictures FOLDER]

A line for each fault, and how many there are at the end; 1 if there are any. What a key asks for is done in the light theme alone;
drawn twice are the smallest and the largest letters of it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.drawn.process import Drawing
from tests.drawn.scenes import SCALES, SIZES, THEMES, Look, sample, whole


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drawn")
    parser.add_argument("--sample", action="store_true", help="one look of each scene, as the tests draw them")
    parser.add_argument("--screen", action="append", help="a screen, or a screen and its state: news/stale")
    parser.add_argument("--size", action="append", choices=[f"{wide}x{high}" for wide, high in SIZES])
    parser.add_argument("--scale", action="append", type=float, choices=SCALES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--shard", default="1/1", metavar="K/N", help="the K-th of N parts")
    parser.add_argument("--crowded", action="store_true", help="in a village where everything is long and much")
    parser.add_argument("-j", type=int, default=1, dest="jobs", metavar="N", help="processes at once")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="keep the pictures there")
    return parser.parse_args()


def wanted(chosen: argparse.Namespace) -> list[Look]:
    part, parts = (int(number) for number in chosen.shard.split("/"))
    looks = [
        look
        for look in (sample() if chosen.sample else whole())
        if (not chosen.screen or look.scene in chosen.screen or look.scene.partition("/")[0] in chosen.screen)
        and (not chosen.size or f"{look.size[0]}x{look.size[1]}" in chosen.size)
        and (not chosen.scale or look.scale in chosen.scale)
        and (not chosen.theme or look.theme in chosen.theme)
    ]
    return looks[part - 1 :: parts]


def main() -> int:
    chosen = asked()
    looks = wanted(chosen)
    if chosen.pictures:
        chosen.pictures.mkdir(parents=True, exist_ok=True)
    drawings: SimpleQueue[Drawing] = SimpleQueue()
    begun = [Drawing(chosen.pictures, crowded=chosen.crowded) for _ in range(chosen.jobs)]
    for drawing in begun:
        drawings.put(drawing)

    def drawn(look: Look) -> list[str]:
        drawing = drawings.get()
        try:
            return drawing.look(look, idle=look.theme == "light", twice=look.scale != SCALES[1])
        finally:
            drawings.put(drawing)

    kinds: Counter[str] = Counter()
    bad = 0
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for number, (look, faults) in enumerate(zip(looks, pool.map(drawn, looks), strict=True), 1):
            for fault in faults:
                print(f"{look}: {fault}", flush=True)
            kinds.update(fault.partition(":")[0] for fault in faults)
            bad += bool(faults)
            if number % 100 == 0:
                print(f"{number} of {len(looks)}", file=sys.stderr)
    for drawing in begun:
        drawing.close()
    told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    print(f"{len(looks)} pictures, {bad} with faults; {sum(kinds.values())} faults{': ' if told else ''}{told}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
