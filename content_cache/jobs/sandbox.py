"""A function run where it can do no harm: in a process with a memory limit and a deadline, killed when it oversteps.

What comes from outside (feeds, pictures, sound) is fetched and decoded there. It is a fresh interpreter and not a fork
server: nothing lingers while no source is due, and a start costs little beside a request over a village's line.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeGuard, TypeVar

from msgspec import Struct

from content_cache.model.errors import CacheError, Code, DeadlineError

P = ParamSpec("P")
T = TypeVar("T")

MEMORY_BYTES = 400_000_000  # address space, of which a fresh interpreter with all parsers has about half
_DATA = 0.65  # of it that may be written to: what is only mapped (libraries, locales) is address space but no memory
RESULT_BYTES = 64_000_000
_RESERVED = 500_000_000  # at most, by libraries that reserve what they never touch: see load_uncounted
_MOST_WRITTEN = 100_000_000  # bytes of one file: a recording of a quarter of an hour has 86 MB
_GRACE = 1.0
_POLL = 0.2

_BOOT = "import json,sys; sys.path[:]=json.loads(sys.argv[1]); from content_cache.jobs.sandbox import serve; serve()"

# glibc reserves address space for each thread, and OpenBLAS for each core: both would count against the limit
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class StoppedError(CacheError):
    """The caller's stop was set while the function ran."""


def run_bounded(
    function: Callable[..., T],
    *args: object,
    deadline: float,
    memory_bytes: int = MEMORY_BYTES,
    stop: threading.Event | None = None,
) -> T:
    """Return what `function(*args)` returns, or raise the CacheError that it raises, from a process of its own.

    The function is named by module and qualified name; arguments and result are pickled, and the result may hold only
    plain values and structs, frozen dataclasses with slots, enums and errors of content_cache. After `deadline` seconds
    the process and all that it started is killed: DeadlineError. When it dies, needs too much memory or raises anything
    else: CacheError, one line.
    """
    task = pickle.dumps((function, args, memory_bytes, deadline, os.getpid()))
    with os.fdopen(
        os.memfd_create("answer"), "rb"
    ) as answer:  # not a pipe: a large answer would be here three times over
        process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ENVIRONMENT,
            start_new_session=True,
        )
        try:
            _wait(process, task, deadline, stop)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        try:
            answer.seek(0)
            result, error = _Unpickler(answer).load()
        except CacheError:
            raise
        except (
            Exception
        ) as torn:  # nothing, half an answer, or what a process that was taken over wrote: pickle raises anything
            raise CacheError(Code.CHILD_DIED, function=function.__name__, ending=_ending(process.returncode)) from torn
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _wait(process: subprocess.Popen[bytes], task: bytes, deadline: float, stop: threading.Event | None) -> None:
    end = time.monotonic() + deadline + _GRACE
    given: bytes | None = task
    while True:
        try:
            process.communicate(given, timeout=_POLL if stop else deadline + _GRACE)
        except subprocess.TimeoutExpired:
            given = None
        else:
            return
        if stop is not None and stop.is_set():
            raise StoppedError(Code.STOPPED)
        if time.monotonic() >= end:
            raise DeadlineError(Code.TOO_SLOW, seconds=deadline)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"


class _Unpickler(pickle.Unpickler):
    """Reads what may have been written by a process that a hostile feed took over: classes of data, and nothing that acts."""

    _PLAIN = frozenset(
        (
            ("datetime", "datetime"),
            ("datetime", "timedelta"),
            ("datetime", "timezone"),
            ("content_cache.model.errors", "_rebuild"),
        )
    )

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self._structs: set[Callable[..., Struct]] = set()

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("msgspec._utils", "rebuild"):
            return self._rebuilt
        found = super().find_class(module, name) if module.startswith(("content_cache.", "datetime")) else None
        if (module, name) in self._PLAIN:
            return found
        if not _is_data(found):
            raise CacheError(Code.CHILD_ANSWER, name=f"{module}.{name}"[:300])
        if hasattr(found, "__setstate__"):
            return found  # errors, frozen dataclasses: a class would not take what is meant for its instance
        maker: Callable[..., Any] = _maker_of(found)
        if issubclass(found, Struct):
            self._structs.add(maker)
        return maker

    def _rebuilt(self, kind: Callable[..., Struct], values: dict[str, Any]) -> Struct:
        """In place of msgspec's own for structs with keyword-only fields, which calls whatever it is given."""
        if kind not in self._structs:
            raise CacheError(Code.CHILD_ANSWER, name=repr(kind)[:300])
        return kind(**values)


def _is_data(found: object) -> TypeGuard[type]:
    """A class of content_cache that holds data. What its modules merely import (Struct, Enum) makes classes, and is none."""
    if not isinstance(found, type) or not found.__module__.startswith("content_cache."):
        return False
    return is_dataclass(found) or issubclass(found, Struct | Enum | CacheError)


def _maker_of(kind: type[T]) -> Callable[..., T]:
    """Stands in for a class: an answer may set attributes of what it names (pickle's BUILD), and a class's would stay."""
    return lambda *args, **values: kind(*args, **values)


def serve() -> None:
    """The process's side: one task from stdin, one answer to stdout."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not the answer
    function, args, memory_bytes = _limited(sys.stdin.buffer.read())
    answer = _answer(function, args, memory_bytes)
    with channel:
        channel.write(answer)


def _die_with(parent: int) -> None:
    """A refresher that is killed takes this process along: it would go on writing beside the next one (prctl(2))."""
    import ctypes  # in the child alone

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: when the thread that started this process ends
    if os.getppid() != parent:
        raise SystemExit  # it was killed before that


def _limited(task: bytes) -> tuple[Callable[..., object], tuple[object, ...], int]:
    import resource  # in the child alone

    function, args, memory_bytes, deadline, parent = pickle.loads(task)  # noqa: S301 - written by our own parent
    _die_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes + _RESERVED))
    data = int(memory_bytes * _DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (data, data + _RESERVED))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))  # of the answer too, whoever writes it
    signal.setitimer(signal.ITIMER_REAL, deadline + _GRACE)  # should the parent be gone, SIGALRM still ends it
    return function, args, memory_bytes


def load_uncounted(name: str) -> None:
    """Import a library that reserves memory as it is loaded and touches next to none of it: that is not counted against the limits
    of this process, where it has any. numpy's OpenBLAS reserves 33 MB, on 64-bit ARM 225 MB: nearly all that data may take."""
    import resource  # in the child alone

    limits = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)}
    limits = {kind: bounds for kind, bounds in limits.items() if resource.RLIM_INFINITY not in bounds}
    before = _taken()
    for kind, (_, most) in limits.items():
        resource.setrlimit(kind, (most, most))
    try:
        importlib.import_module(name)
    finally:
        reserved = max(_taken() - before, 0)
        for kind, (counted, most) in limits.items():
            resource.setrlimit(kind, (min(counted + reserved, most), most))


def _taken() -> int:
    """Bytes of this process that may be written to (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * os.sysconf("SC_PAGESIZE")


def _answer(function: Callable[..., object], args: tuple[object, ...], memory_bytes: int) -> bytes:
    try:
        answer = pickle.dumps((function(*args), None))
        if len(answer) <= RESULT_BYTES:
            return answer
        error = CacheError(Code.RESULT_TOO_LARGE, megabytes=len(answer) // 1_000_000)
    except CacheError as raised:
        error = raised
    except MemoryError:
        error = CacheError(Code.TOO_MUCH_MEMORY, megabytes=memory_bytes // 1_000_000)
    except Exception as raised:  # noqa: BLE001 - parsers raise anything on hostile input: it becomes one line for the log
        error = CacheError(Code.UNEXPECTED, reason=" ".join(f"{type(raised).__name__}: {raised}".split())[:300])
    return pickle.dumps((None, error))
