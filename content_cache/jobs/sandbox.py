"""A function run where it can do no harm: in a captive process with limits and a deadline, killed when it oversteps.

What comes from outside (feeds, pictures, sound) is read and decoded there, never fetched: it has no network. It is a fresh
interpreter and not a fork server: nothing lingers while nothing comes, and a start costs little beside what is read.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, TypeVar

from content_cache.jobs.answer import RESULT_BYTES, of_type, read_answer
from content_cache.jobs.captivity import import_folders, landlocked, syscall_filter
from content_cache.jobs.limits import MEMORY_BYTES as MEMORY_BYTES
from content_cache.model.errors import CacheError, Code, DeadlineError, StoppedError

T = TypeVar("T")

_DATA = 0.65  # of it that may be written to: what is only mapped (libraries, locales) is address space but no memory
_MOST_WRITTEN = 100_000_000  # bytes of one file: a recording of a quarter of an hour has 86 MB
_MOST_OPEN = 64  # descriptors
_GRACE = 1.0
_POLL = 0.2

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38  # prctl(2)
_SECCOMP_MODE_FILTER, _SOCK_FILTER_BYTES = 2, 8
_LANDLOCK_RESTRICT_SELF = 446  # on every processor (landlock(7))

_BOOT = "import json,sys; sys.path[:]=json.loads(sys.argv[1]); from content_cache.jobs import sandbox as s; s.{}()"
_ISOLATED = ("-I", "-S", "-B")  # neither what the user's folder nor what the environment would load

# glibc reserves address space for each thread, and OpenBLAS for each core: both would count against the limit
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Bounded(Protocol):
    """`run_bounded` with its limits given: calls a function in a bounded child for so many seconds at most."""

    def __call__(
        self,
        seconds: float,
        function: Callable[..., T],
        /,
        *args: object,
        handed: Sequence[int] = (),
        readable: Iterable[Path | str] = (),
        reserving: Sequence[str] = (),
    ) -> T: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """A Bounded of so much memory, broken off as soon as what `stop` gives at the time of the call is set."""

    memory_bytes: int
    stop: Callable[[], threading.Event | None] = lambda: None
    niceness: int = 0

    def __call__(
        self,
        seconds: float,
        function: Callable[..., T],
        /,
        *args: object,
        handed: Sequence[int] = (),
        readable: Iterable[Path | str] = (),
        reserving: Sequence[str] = (),
    ) -> T:
        return run_bounded(
            function,
            *args,
            deadline=seconds,
            memory_bytes=self.memory_bytes,
            stop=self.stop(),
            handed=handed,
            readable=readable,
            reserving=reserving,
            niceness=self.niceness,
        )

    def program(self, seconds: float, program: Sequence[str], coming: int, readable: Iterable[Path | str]) -> bytes:
        """As `run_program`."""
        return run_program(
            program,
            coming,
            deadline=seconds,
            memory_bytes=self.memory_bytes,
            stop=self.stop(),
            readable=readable,
            niceness=self.niceness,
        )


def here(_seconds: float, function: Callable[..., T], /, *args: object, **_files: object) -> T:
    """A Bounded for whoever is in a bounded child already."""
    return function(*args)


def run_bounded(
    function: Callable[..., T],
    *args: object,
    deadline: float,
    memory_bytes: int = MEMORY_BYTES,
    stop: threading.Event | None = None,
    handed: Sequence[int] = (),
    readable: Iterable[Path | str] = (),
    reserving: Sequence[str] = (),
    niceness: int = 0,
) -> T:
    """Return what `function(*args)` returns, or raise the CacheError that it raises, from a captive process of its own.

    The function is named by module and qualified name; arguments and result are pickled, and the result may hold only
    plain values and structs, frozen dataclasses with slots, enums and errors of content_cache, of the type that the function
    is annotated to return. After `deadline` seconds the process is killed: DeadlineError. When it dies, needs too much memory,
    answers with anything else or raises anything else: CacheError, one line.

    Of files it has the descriptors `handed`, under the numbers that they have here, and may read what is `readable`.
    `reserving` are libraries to be loaded before the limits hold, since they reserve memory and touch next to none of it: numpy's
    OpenBLAS reserves 33 MB, on 64-bit ARM 225 MB: nearly all that data may take. With a `niceness` it gives way to others.
    """
    # not pipes: a large body, or answer, would be here three times over
    with (
        os.fdopen(os.memfd_create("answer"), "r+b") as answer,
        os.fdopen(os.memfd_create("task"), "w+b") as task,
        landlocked(readable) as rules,
    ):
        limits = memory_bytes, deadline, os.getpid(), niceness
        pickle.dump((limits, tuple(reserving), rules, syscall_filter()), task)
        pickle.dump((function, args), task)
        ended = _run("serve", task, answer, (*handed, *(() if rules is None else (rules,))), deadline, stop)
        try:
            result, error = read_answer(answer)
        except CacheError:
            raise
        except (
            Exception
        ) as torn:  # nothing, half an answer, or what a process that was taken over wrote: pickle raises anything
            raise CacheError(Code.CHILD_DIED, function=function.__name__, ending=_ending(ended)) from torn
    if error is not None:
        raise error
    return of_type(result, function)


def run_program(
    program: Sequence[str],
    coming: int,
    *,
    deadline: float,
    memory_bytes: int = MEMORY_BYTES,
    stop: threading.Event | None = None,
    readable: Iterable[Path | str] = (),
    niceness: int = 0,
) -> bytes:
    """What a program of the system (its whole path, and its arguments) writes when it reads the descriptor `coming`.

    It runs in a captive process that has become it: with the limits and without the rights of a bounded child, but that it may be
    begun, and again. Raises CacheError as `run_bounded` does, also when it ends with another status than 0.
    """
    with (
        os.fdopen(os.memfd_create("answer"), "r+b") as answer,
        os.fdopen(os.memfd_create("task"), "w+b") as task,
        landlocked(readable, program[0]) as rules,
    ):
        limits = memory_bytes, deadline, os.getpid(), niceness
        pickle.dump((limits, tuple(program), coming, rules, syscall_filter(program=True)), task)
        ended = _run("become", task, answer, (coming, *(() if rules is None else (rules,))), deadline, stop)
        if ended:
            raise CacheError(Code.CHILD_DIED, function=Path(program[0]).name, ending=_ending(ended))
        if os.fstat(answer.fileno()).st_size > RESULT_BYTES:
            raise CacheError(Code.RESULT_TOO_LARGE, megabytes=RESULT_BYTES // 1_000_000)
        answer.seek(0)
        return answer.read()


def _run(
    entry: str, task: IO[bytes], answer: IO[bytes], handed: Sequence[int], deadline: float, stop: threading.Event | None
) -> int:
    """The exit status of a fresh interpreter that did the task, or was killed when it was late."""
    task.flush()
    task.seek(0)
    process = subprocess.Popen(
        [sys.executable, *_ISOLATED, "-c", _BOOT.format(entry), json.dumps(import_folders())],
        cwd="/",  # libsndfile looks for a file called `._` where it stands, and believes it
        stdin=task,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env=os.environ | _ENVIRONMENT,
        start_new_session=True,
        pass_fds=handed,
    )
    try:
        _wait(process, deadline, stop)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode


def _wait(process: subprocess.Popen[bytes], deadline: float, stop: threading.Event | None) -> None:
    end = time.monotonic() + deadline + _GRACE
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_POLL if stop else deadline + _GRACE)
            return
        if stop is not None and stop.is_set():
            raise StoppedError(Code.STOPPED)
        if time.monotonic() >= end:
            raise DeadlineError(Code.TOO_SLOW, seconds=deadline)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def serve() -> None:
    """The process's side: one task from stdin, one answer to stdout."""
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
    _limit(memory_bytes, reserved, deadline)
    _lock(rules, syscalls)
    answer = _answer(function, args, memory_bytes)
    with channel:
        channel.write(answer)


def become() -> None:
    """The side of a process that becomes a program."""
    task = sys.stdin.buffer
    (memory_bytes, deadline, parent, niceness), program, coming, rules, syscalls = pickle.load(task)  # noqa: S301 - by our own parent
    _die_with(parent)
    _give_way(niceness)
    os.dup2(coming, 0)
    os.lseek(0, 0, os.SEEK_SET)
    _limit(memory_bytes, 0, deadline)
    _lock(rules, syscalls)
    environment = {**_ENVIRONMENT, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    os.execve(program[0], program, environment)  # noqa: S606 - there is no shell


def _give_way(niceness: int) -> None:
    with suppress(OSError):  # a unit may keep its processes from it
        os.nice(niceness)


def _die_with(parent: int) -> None:
    """A refresher that is killed takes this process along: it would go on beside the next one (prctl(2))."""
    import ctypes  # in the child alone

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # when the thread that started this process ends
    if os.getppid() != parent:
        raise SystemExit  # it was killed before that


def _limit(memory_bytes: int, reserved: int, deadline: float) -> None:
    """Hard and soft alike: none can be raised again."""
    import resource  # in the child alone

    seconds = math.ceil(deadline + _GRACE)
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
    signal.setitimer(signal.ITIMER_REAL, deadline + _GRACE)  # should the parent be gone, SIGALRM still ends it


def _lock(rules: int | None, syscalls: bytes) -> None:
    """Enter what `captivity` prepared. Raises OSError where the kernel refuses what it said that it has."""
    import ctypes

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
