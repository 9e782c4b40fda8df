"""One core and so much memory, by control groups of version 1."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_GROUPS = Path("/sys/fs/cgroup")
_PARTS = ("cpuset", "cpu", "cpuacct", "memory")
_PERIOD_US = 100_000
_SHARES = 8_192  # as eight other processes: the core is its own, as far as others on this machine let it


@dataclass(frozen=True)
class Second:
    """`at`: seconds from the first look until its end. `load`: share of the core. `by`: the shares of its threads that used most
    of it, process and thread by name."""

    at: float
    load: float
    by: str


class Machine:
    """What is started by `within` runs there."""

    def __init__(self, name: str, memory: int) -> None:
        self._groups = {part: _GROUPS / part / name for part in _PARTS}
        self._memory = memory

    def __enter__(self) -> Self:
        for group in self._groups.values():
            group.mkdir(exist_ok=True)
        everywhere = _GROUPS / "cpuset/cpuset.mems"
        self._set("cpuset", "cpuset.cpus", "0")
        self._set("cpuset", "cpuset.mems", everywhere.read_text("ascii").strip())
        self._set("cpu", "cpu.cfs_period_us", str(_PERIOD_US))
        self._set("cpu", "cpu.cfs_quota_us", str(_PERIOD_US))
        self._set("cpu", "cpu.shares", str(_SHARES))
        self._set("memory", "memory.limit_in_bytes", str(self._memory))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for group in self._groups.values():
            for _ in range(50):  # children that were just ended
                with contextlib.suppress(OSError):
                    group.rmdir()
                    break
                time.sleep(0.1)

    @property
    def within(self) -> list[str]:
        """To be put before a command."""
        joins = "; ".join(f"echo $$ > {group}/cgroup.procs" for group in self._groups.values())
        return ["sh", "-c", f'set -e; {joins}; exec "$@"', "sh"]

    @property
    def peak(self) -> int:
        return self._number("memory", "memory.max_usage_in_bytes")

    @property
    def refused(self) -> int:
        """Return how often the memory limit was hit."""
        return self._number("memory", "memory.failcnt")

    @contextmanager
    def watched(self, every_s: float = 1.0) -> Iterator[list[Second]]:
        """Record the use of the core every *every_s* seconds into the list, as long as the context lasts."""
        seconds: list[Second] = []
        over = threading.Event()
        thread = threading.Thread(target=self._watch, args=(every_s, seconds, over))
        thread.start()
        try:
            yield seconds
        finally:
            over.set()
            thread.join()

    def _watch(self, every_s: float, seconds: list[Second], over: threading.Event) -> None:
        began = at = time.monotonic()
        used, ticks = self._number("cpuacct", "cpuacct.usage"), self._ticks()
        while not over.wait(every_s):
            now, then = self._number("cpuacct", "cpuacct.usage"), time.monotonic()
            told, most = self._ticks(), 5
            by = (told - ticks).most_common(most)
            share = 1 / os.sysconf("SC_CLK_TCK") / (then - at)
            seconds.append(
                Second(
                    then - began,
                    (now - used) / 1e9 / (then - at),
                    ", ".join(f"{name} {each * share:.0%}" for name, each in by),
                )
            )
            used, at, ticks = now, then, told

    def _ticks(self) -> Counter[str]:
        """Return the processor ticks of each thread of the group, by "process/thread name"."""
        found: Counter[str] = Counter()
        for number in (self._groups["cpuacct"] / "cgroup.procs").read_text("ascii").split():
            for place in Path(f"/proc/{number}/task").glob("*/stat"):
                try:
                    name, _, rest = place.read_text("utf-8", "replace").partition("(")[2].rpartition(")")
                except OSError:  # it ended
                    continue
                words = rest.split()
                found[f"{number}/{name}"] += int(words[11]) + int(words[12])
        return found

    def _number(self, part: str, name: str) -> int:
        return int((self._groups[part] / name).read_text("ascii"))

    def _set(self, part: str, name: str, value: str) -> None:
        (self._groups[part] / name).write_text(value, "ascii")
