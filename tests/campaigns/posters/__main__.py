"""Draws, wears and reads the corpus; prints what was read right. `--told` prints each piece that was not."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from content_cache.ocr.tesseract import Tesseract
from tests.campaigns.posters.layouts import EACH, LAYOUTS, held_out, posters
from tests.campaigns.posters.measure import Figures, figures_of
from tests.campaigns.posters.reading import read_worn, tesseract_here
from tests.campaigns.posters.said import Heard, heard_of
from tests.campaigns.posters.side_by_side import side_by_side
from tests.campaigns.posters.wear import WEARS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.posters", description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="posters of a layout")
    parser.add_argument("--layouts", type=int, default=len(LAYOUTS))
    parser.add_argument("--wear", choices=[name for name, _ in WEARS], action="append")
    parser.add_argument("--told", action="store_true", help="what was not read right")
    parser.add_argument("--from", dest="first", type=int, default=0, help="leave out so many posters of a layout")
    parser.add_argument("--held-out", action="store_true", help="24 others, in fonts by which no rule was made")
    parser.add_argument(
        "--said", action="store_true", help="24 others in two and three columns, by what is said of them"
    )
    asked = parser.parse_args()
    tesseract = tesseract_here()
    if asked.said:
        return said(tesseract, asked.wear or ["clean"], told=asked.told)
    sums: dict[str, Figures] = {}
    slowest: dict[str, float] = {}
    count = 0
    drawn = held_out() if asked.held_out else posters(asked.layouts, asked.each, asked.first)
    for number, poster in enumerate(drawn, 500 if asked.held_out else 0):  # the number is the seed of its wear, too
        count += 1
        for name, wear in WEARS:
            if asked.wear and name not in asked.wear:
                continue
            worn = wear(poster, number)
            begun = time.monotonic()
            read = read_worn(worn, tesseract)
            seconds = time.monotonic() - begun
            told: list[str] = []
            found = figures_of(poster, worn, read, told)
            sums.setdefault(name, Figures()).__iadd__(found)
            slowest[name] = max(slowest.get(name, 0.0), seconds)
            print(f"{number:3} {poster.name:12} {name:12} CER {found.cer:6.2%}  {seconds:4.1f} s", flush=True)
            if asked.told:
                print("\n".join(told))
    print(f"\n{count} posters, {asked.layouts} layouts")
    for name, f in sums.items():
        bands = f"{f.bands_found}/{f.bands} ({f.bands_found / max(f.bands, 1):.1%})"
        facts = (
            f"{f.facts_right} right ({f.marked_right} of them marked), {f.facts_marked} marked, {f.facts_wrong} wrong, "
            f"{f.facts_missing} missing; entries' own numbers {f.ordinals}: {f.ordinals_lost} lost"
        )
        print(
            f"{name:12} CER {f.cer:.2%}; bands {bands}; numbers and months {f.facts}: {facts} "
            f"(unmarked {f.unmarked:.2%}; {f.doubtful} words marked); in order {f.orders_right / max(f.orders, 1):.1%}; "
            f"slowest {slowest[name]:.1f} s"
        )
    return 0


def said(tesseract: Tesseract, wears: Sequence[str], *, told: bool) -> int:
    """Read the posters with columns and print what is said of them."""
    for name, wear in WEARS:
        if name not in wears:
            continue
        sums = Heard()
        for number, (poster, parts) in enumerate(side_by_side(), 700):
            worn = wear(poster, number)
            faults: list[str] = []
            found = heard_of(poster, parts, worn, read_worn(worn, tesseract), faults)
            sums += found
            print(f"{number} {poster.name:14} {name:12} {found}", flush=True)
            if told:
                print("\n".join(faults))
        print(f"{name}: {sums}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
