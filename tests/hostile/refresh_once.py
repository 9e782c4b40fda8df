"""One refresh in a process of its own, to be measured: python -m tests.hostile.refresh_once FOLDER LIMITS NAME=URL ...

LIMITS is "deadline,reading" in seconds. Prints JSON: the outcomes, and the peak memory (MB) of this process and of the
largest of its children.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from content_cache.jobs.limits import Limits
from content_cache.model.sources import Source
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store


def own_peak() -> float:
    """The peak of this process in MB. Not ru_maxrss: a process inherits that of whoever started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:"))


def main(folder: str, bounds: str, *named: str) -> None:
    deadline, reading = map(float, bounds.split(","))
    sources = [Source(name=name, url=url) for name, url in (one.split("=", 1) for one in named)]
    limits = Limits(deadline=deadline, reading=reading)
    start = time.monotonic()
    with Store.open(Path(folder)) as store:
        refresher = Refresher(
            store, sources, data_dir=Path(folder), kiosk_id="k", clock=lambda: datetime.now(UTC), limits=limits
        )
        outcomes = refresher.refresh(force=True)
        report = {
            "outcomes": {outcome.name: [outcome.status, str(outcome.error or "")] for outcome in outcomes},
            "titles": [item.title[:60] for item in store.reader.items(limit=50)],
            "seconds": time.monotonic() - start,
            "own_mb": own_peak(),
            "largest_child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
        }
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
