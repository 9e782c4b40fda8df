"""The torture set of JSON and the icalendar package's own calendars, each by itself, and what they cost:

    python -m tests.hostile.torture

Ends with 1 if one crashed the reader, took longer than 2 s or gave a text that may not be shown, or if the process grew beyond
200 MB.
"""

from __future__ import annotations

import resource
import sys
import traceback
from collections.abc import Iterable

from tests.hostile.json_torture import documents
from tests.hostile.test_calendars import bodies
from tests.hostile.verdict import judge

MOST_MB = 200


def torture(name: str, documents: Iterable[tuple[str, bytes]]) -> bool:
    """Print what came of them, a line each fault; whether there was none."""
    read, refused, slowest, slow = 0, 0, 0.0, ""
    faults: list[str] = []
    for what, body in documents:
        try:
            verdict = judge(body)
        except Exception:  # noqa: BLE001 - what is looked for
            faults.append(f"{what}: {traceback.format_exc(limit=-1)}")
            continue
        read, refused = read + (verdict.feed is not None), refused + (verdict.feed is None)
        if verdict.seconds > slowest:
            slowest, slow = verdict.seconds, what
        if verdict.fault:
            faults.append(f"{what}: {verdict.fault}")
    print(f"{name}: {read} read, {refused} refused; slowest {slowest:.3f} s ({slow}); {len(faults)} faults")
    for fault in faults:
        print("  ", fault)
    return not faults and read > 0


def main() -> int:
    well = torture("JSON", documents())
    well = torture("calendars", bodies().items()) and well
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak {peak:.0f} MB")
    return 0 if well and peak <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
