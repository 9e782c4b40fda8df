"""The captive process's side: a task from stdin, with the limits that its parent set, an answer to stdout.

It is loaded by each of thousands of processes that live a moment: it imports next to nothing before the task says what is needed.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import math
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from content_cache.model.errors import CacheError, Code

RESULT_BYTES = 64_000_000  # of an answer
GRACE = 1.0  # seconds past the deadline
_DATA = 0.65  # of the memory that may be written to: what is only mapped (libraries, locales) is address space but no memory
_MOST_WRITTEN = 100_000_000  # bytes of one file: a recording of a quarter of an hour has 86 MB
_MOST_OPEN = 64  # descriptors

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38  # prctl(2)
_SECCOMP_MODE_FILTER, _SOCK_FILTER_BYTES = 2, 8
_LANDLOCK_RESTRICT_SELF = 446  # on every processor (landlock(7))

# glibc reserves address space for each thread, and OpenBLAS for each core: both would count against the limit
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def serve() -> None:
    """One task, one answer."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not the answer
    task = sys.stdin.buffer
    (memory_bytes, deadline, parent, niceness), reserving, rules, syscalls = pickle.load(task)  # noqa: S301 - by our own parent
    _die_with(parent)
    _give_way(niceness)
    before = _reserved()
    for name in reserving:
        importlib.import_module(name)
    reserved = max(_reserved() - before, 0)
    function, args = pickle.load(task)  # noqa: S301
    gc.enable()  # what was loaded stays: it was not looked through
    _limit(memory_bytes, reserved, deadline)
    _lock(rules, syscalls)
    answer = _answer(function, args, memory_bytes)
    with channel:
        channel.write(answer)
    os._exit(0)  # to let go of all, one by one, takes a tenth of what a start does


def become() -> None:
    """A process that becomes a program."""
    task = sys.stdin.buffer
    (memory_bytes, deadline, parent, niceness), program, coming, rules, syscalls = pickle.load(task)  # noqa: S301 - by our own parent
    _die_with(parent)
    _give_way(niceness)
    os.dup2(coming, 0)
    os.lseek(0, 0, os.SEEK_SET)
    _limit(memory_bytes, 0, deadline)
    _lock(rules, syscalls)
    environment = {**ENVIRONMENT, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    os.execve(program[0], program, environment)  # noqa: S606 - there is no shell


def _give_way(niceness: int) -> None:
    with suppress(OSError):  # a unit may keep its processes from it
        os.nice(niceness)


def _die_with(parent: int) -> None:
    """A refresher that is killed takes this process along: it would go on beside the next one (prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # when the thread that started this process ends
    if os.getppid() != parent:
        raise SystemExit  # it was killed before that


def _limit(memory_bytes: int, reserved: int, deadline: float) -> None:
    """Hard and soft alike: none can be raised again."""
    import resource  # no Windows has it, and an office's PC reads what stands above

    seconds = math.ceil(deadline + GRACE)
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes + reserved),
        (resource.RLIMIT_DATA, int(memory_bytes * _DATA) + reserved),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _MOST_WRITTEN),  # of the answer too, whoever writes it
        (resource.RLIMIT_NOFILE, _MOST_OPEN),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CPU, seconds),
    ):
        resource.setrlimit(kind, (most, most))
    signal.setitimer(signal.ITIMER_REAL, deadline + GRACE)  # should the parent be gone, SIGALRM still ends it


def _lock(rules: int | None, syscalls: bytes) -> None:
    """Enter what `captivity` prepared. Raises OSError where the kernel refuses what it said that it has."""

    class Program(ctypes.Structure):  # struct sock_fprog of seccomp(2)
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    libc = ctypes.CDLL(None, use_errno=True)
    calls: list[Callable[[], int]] = [lambda: libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)]
    if rules is not None:
        calls.append(lambda: libc.syscall(_LANDLOCK_RESTRICT_SELF, rules, 0))
        calls.append(lambda: libc.close(rules))
    if syscalls:
        program = Program(len(syscalls) // _SOCK_FILTER_BYTES, syscalls)
        calls.append(lambda: libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0))
    for call in calls:
        if call() != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _reserved() -> int:
    """Bytes of this process that may be written to (proc(5), statm)."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- pathlib is a fifth of a start
        return int(file.read().split()[5]) * os.sysconf("SC_PAGESIZE")


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
