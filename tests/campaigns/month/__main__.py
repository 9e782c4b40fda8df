"""Lives through DAYS days (60) with the draws of SEED (1): python -m tests.campaigns.month [DAYS] [SEED]

Prints each untruth once, what happened how often, and ends with 1 if there was one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.campaigns.month.living import village


def main(days: int = 60, seed: int = 1) -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place, village(Path(place), seed) as life:
        life.live(days)
    for fault in life.faults:
        print(fault)
    for what, times in sorted(life.counts.items()):
        print(f"{times:6} {what}")
    print(f"{len(life.faults):6} untruths in {days} days, seed {seed}, {time.monotonic() - begun:.0f} s")
    return 1 if life.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
