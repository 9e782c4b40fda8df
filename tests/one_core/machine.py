"""One core and so much memory, by control groups of version 1."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

_GROUPS = Path("/sys/fs/cgroup")
_PARTS = ("cpuset", "cpu", "cpuacct", "memory")
_PERIOD_US = 100_000
_SHARES = 8_192  # as eight other processes: the core is its own, as far as others on this machine let it


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
        """How often there was no more memory."""
        return self._number("memory", "memory.failcnt")

    @contextmanager
    def watched(self, every_s: float = 1.0) -> Iterator[list[float]]:
        """How much of the core was used, second by second."""
        loads: list[float] = []
        over = threading.Event()
        thread = threading.Thread(target=self._watch, args=(every_s, loads, over))
        thread.start()
        try:
            yield loads
        finally:
            over.set()
            thread.join()

    def _watch(self, every_s: float, loads: list[float], over: threading.Event) -> None:
        used, began = self._number("cpuacct", "cpuacct.usage"), time.monotonic()
        while not over.wait(every_s):
            now, at = self._number("cpuacct", "cpuacct.usage"), time.monotonic()
            loads.append((now - used) / 1e9 / (at - began))
            used, began = now, at

    def _number(self, part: str, name: str) -> int:
        return int((self._groups[part] / name).read_text("ascii"))

    def _set(self, part: str, name: str, value: str) -> None:
        (self._groups[part] / name).write_text(value, "ascii")
