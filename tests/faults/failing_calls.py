"""A system call of the refresher fails once with EIO, at each n-th time: it says so, and the next refresh makes it good.

python -m tests.faults.failing_calls DATA      what strace runs
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from content_cache.model.errors import StoreError
from content_cache.store.maintenance import Maintenance
from content_cache.store.store import Store
from tests.faults.checking import Acknowledged, check
from tests.faults.killing import ROOT
from tests.faults.publishing import publish
from tests.faults.village import shown

CALLS = ("pwrite64", "pread64", "fdatasync", "fsync", "ftruncate", "openat", "rename")
OF_ALL_PROGRAMS = ("pread64", "openat")  # which Python itself starts with: counted upon the store's files alone
EDITIONS = 3


@dataclass
class Failed:
    wrong: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    recovered: int = 0


def fail_each_call(scratch: Path, call: str, count: int) -> Failed:
    """Run a refresher `count` times; the n-th time its n-th call of that name upon the store's folder fails."""
    scratch.mkdir(parents=True)
    result = Failed()
    for number in range(1, count + 1):
        folder = scratch / f"data-{number}"
        with Store.open(folder) as store:
            publish(store, folder, 0)
            store.keep_good_copy()
        _fail(folder, call, number, result)
    return result


def _fail(folder: Path, call: str, number: int, result: Failed) -> None:
    which = ["-P", *_paths(folder)] if call in OF_ALL_PROGRAMS else []
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={number}"]
    worker = [sys.executable, "-B", "-m", "tests.faults.failing_calls", str(folder)]
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *which, *inject, *worker]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    if run.returncode:
        print(run.stderr[-300:])
        result.wrong["no_start"] += 1  # it crashed: an exception that nobody expected
        return
    told = json.loads(run.stdout.splitlines()[-1])
    result.failed += bool(told["failed"])
    result.recovered += bool(told["failed"]) and told["stored"]
    safe = Acknowledged()
    if told["stored"]:
        safe.items = {("Berita", n): revision for n, revision in shown(EDITIONS)}
    result.wrong += check(folder, safe)


def _paths(folder: Path) -> list[str]:
    names = ("content.sqlite", "content.sqlite-wal", "content.sqlite-shm", "content.good.sqlite.new", "media")
    return " -P ".join(str(folder / name) for name in names).split(" ")


def main(folder: Path) -> None:
    """Some refreshes, each tried again once as the refresher does a minute later; then a line that says how it went."""
    failed = 0
    store = None
    for edition in range(1, EDITIONS + 1):
        for _ in range(2):
            try:
                if store is None:
                    store = Store.open(folder)
                    keeper = Maintenance(store, folder, budget=1 << 40, now=lambda: None, reserve_bytes=100_000)
                keeper.write(partial(publish, store, folder, edition))
                keeper.run_after_refresh(updated=True)
                stored = True
                break
            except (StoreError, OSError) as error:
                failed += 1
                stored = False
                if store is not None and isinstance(error, StoreError):
                    keeper.recover(error)
    print(json.dumps({"failed": failed, "stored": stored}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
