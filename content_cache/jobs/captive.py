"""The captive process's side: a task from stdin, with the limits that its parent set, an answer to stdout.

It is loaded by each of thousands of processes that live a moment: it imports next to nothing before the task says what is needed.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import math
import mmap
import os
import signal
from collections.abc import Callable
from contextlib import suppress

import msgspec

from content_cache.jobs.wire import (
    LINES_BYTES,
    ChildTask,
    Confines,
    Failure,
    ProgramTask,
    function_of,
    pack,
    unpack_arguments,
)
from content_cache.model.errors import CacheError, Code
from content_cache.model.problems import Problem, quoted

OUTPUT_BYTES = 16_000_000  # of a program
STATUS_BYTES = 4  # of an exit status, as a starter tells it
GRACE = 1.0  # seconds past the deadline
_DATA = 0.65  # share that may be written to: mapped libraries and locales take address space but no memory
_MOST_WRITTEN = 100_000_000  # bytes of one file: a recording of a quarter of an hour has 86 MB
_MOST_OPEN = 64  # descriptors
_MOST_MESSAGE = 10_000  # bytes of a message to a starter

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38  # prctl(2)
_SECCOMP_MODE_FILTER, _SOCK_FILTER_BYTES = 2, 8
_LANDLOCK_RESTRICT_SELF = 446  # on every processor (landlock(7))

# glibc reserves address space for each thread, and OpenBLAS for each core: both would count against the limit
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def serve() -> None:
    """Do one task and write its answer."""
    answer = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is not the answer
    with mmap.mmap(0, 0, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as written:  # not read: it may be large
        length = int.from_bytes(written[:4], "big")
        task = msgspec.msgpack.decode(written[4 : 4 + length], type=ChildTask)
        confines = task.confines
        _die_with(confines.parent)
        _give_way(confines.niceness)
        before = _reserved()
        for name in task.reserving:
            importlib.import_module(name)
        reserved = max(_reserved() - before, 0)
        function = function_of(task.function)
        arguments = unpack_arguments(written[4 + length :], function)
    gc.enable()  # it was off while loading: loaded modules stay anyway
    _limit(confines, reserved, _MOST_WRITTEN)
    _lock(confines)
    _send_answer(answer, _run_function(function, arguments, task, confines.memory_bytes))
    os._exit(0)  # to let go of all, one by one, takes a tenth of what a start does


def start() -> None:
    """Fork a child for each task that comes by the socket on descriptor 0, until that is closed (`starter.Starter`).

    The first message names modules to load. Each other message has the numbers that its descriptors are to have, and the
    descriptors. These are a socket for the exit status (closing it kills the child), the task, the answer, and handed
    files.
    """
    import select
    import socket

    control = socket.socket(fileno=0)
    for name in msgspec.msgpack.decode(control.recv(_MOST_MESSAGE), type=list[str]):
        importlib.import_module(name)
    gc.freeze()
    ready, by_file, askers = select.poll(), dict[int, int](), dict[int, socket.socket]()
    ready.register(control, select.POLLIN)
    while True:
        file, _event = ready.poll()[0]  # one by one: a number that was closed may be another's the next moment
        if file == control.fileno():
            message, given, _flags, _address = socket.recv_fds(control, _MOST_MESSAGE, _MOST_OPEN)
            if not message:
                os._exit(0)  # its children die with it
            pid = os.fork()
            if not pid:
                _place(given[1:], msgspec.msgpack.decode(message, type=list[int]))
                serve()
            for one in given[1:]:
                os.close(one)
            ending, askers[pid] = os.pidfd_open(pid), socket.socket(fileno=given[0])
            by_file[ending] = by_file[given[0]] = pid
            ready.register(ending, select.POLLIN)
            ready.register(given[0], 0)  # POLLHUP, when its other end is closed, comes unasked
            continue
        pid = by_file.pop(file)
        ready.unregister(file)
        if file == askers[pid].fileno():
            os.kill(pid, signal.SIGKILL)
            continue
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(file)
        with askers.pop(pid) as asker:
            if by_file.pop(asker.fileno(), 0):
                ready.unregister(asker)
            with suppress(OSError):  # nobody waits any more
                asker.send(status.to_bytes(STATUS_BYTES, "big", signed=True))


def _place(given: list[int], numbers: list[int]) -> None:
    """Give the descriptors *given* their *numbers*, and close all others, which belong to other tasks."""
    import fcntl

    above = max(*numbers, *given) + 1
    for file, number in zip([fcntl.fcntl(file, fcntl.F_DUPFD, above) for file in given], numbers, strict=True):
        os.dup2(file, number)
    start = 3
    for number in sorted({one for one in numbers if one >= start}):
        os.closerange(start, number)
        start = number + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))
    os.setsid()


def become() -> None:
    """Replace this process by the program of a task, with the task's limits."""
    with open(0, "rb", closefd=False) as file:
        task = msgspec.msgpack.decode(file.read(), type=ProgramTask)
    confines, program = task.confines, task.program
    _die_with(confines.parent)
    _give_way(confines.niceness)
    os.dup2(task.coming, 0)
    os.lseek(0, 0, os.SEEK_SET)
    _limit(confines, 0, OUTPUT_BYTES)
    _lock(confines)
    environment = {**ENVIRONMENT, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    os.execve(program[0], program, environment)  # noqa: S606 - there is no shell


def _give_way(niceness: int) -> None:
    with suppress(OSError):  # a unit may keep its processes from it
        os.nice(niceness)


def _die_with(parent: int) -> None:
    """Make the kernel kill this process when its parent dies (prctl(2)), so that it does not go on beside the next refresher."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # when the thread that started this process ends
    if os.getppid() != parent:
        raise SystemExit  # it was killed before that


def _limit(confines: Confines, reserved: int, written_bytes: int) -> None:
    """Limit this process's memory (*reserved* bytes on top), open files, processes, processor time, and each file it writes
    (*written_bytes*).

    Limits are hard and soft alike, so that none can be raised again. A timer ends the process after its deadline.
    """
    import resource  # no Windows has it, and an office's PC reads what stands above

    seconds = math.ceil(confines.deadline_s + GRACE)
    memory_bytes = confines.memory_bytes
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes + reserved),
        (resource.RLIMIT_DATA, int(memory_bytes * _DATA) + reserved),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, written_bytes),  # of one file, whoever writes it
        (resource.RLIMIT_NOFILE, _MOST_OPEN),
        # a thread counts as a process here, and those of all the user's processes do: where threads are needed the filter of
        # system calls alone keeps a child from starting others
        *(() if confines.threads else ((resource.RLIMIT_NPROC, 0),)),
        (resource.RLIMIT_CPU, seconds),
    ):
        resource.setrlimit(kind, (most, most))
    signal.setitimer(
        signal.ITIMER_REAL, confines.deadline_s + GRACE
    )  # should the parent be gone, SIGALRM still ends it


def _lock(confines: Confines) -> None:
    """Enter the Landlock and seccomp rules that `captivity` prepared. Raise OSError if the kernel refuses them."""

    class Program(ctypes.Structure):  # struct sock_fprog of seccomp(2)
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    rules, syscalls = confines.rules, confines.syscalls
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
    """Return the bytes of this process that may be written to (proc(5), statm)."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- pathlib is a fifth of a start
        return int(file.read().split()[5]) * os.sysconf("SC_PAGESIZE")


def _run_function(
    function: Callable[..., object], arguments: list[object], task: ChildTask, memory_bytes: int
) -> tuple[bool, bytes, bytes]:
    """Return (whether the function failed, its packed value or failure, the lines of items in the value)."""
    try:
        value = function(*arguments)
        try:
            lines: tuple[str, ...] = getattr(value, "lines", ())
            apart = "\n".join(lines).encode()
            packed = pack(msgspec.structs.replace(value, lines=()) if lines else value)  # type: ignore[type-var]
        except (TypeError, ValueError, OverflowError) as error:  # of no type that an answer has
            raise CacheError(Code.CHILD_ANSWER, name=quoted(error)) from error
        if len(packed) <= task.answer_bytes and len(apart) <= LINES_BYTES:
            return False, packed, apart
        raised = CacheError(Code.RESULT_TOO_LARGE, megabytes=-(-(len(packed) + len(apart)) // 1_000_000))
    except CacheError as error:
        raised = error
    except MemoryError:
        raised = CacheError(Code.TOO_MUCH_MEMORY, megabytes=memory_bytes // 1_000_000)
    except Exception as error:  # noqa: BLE001 - parsers raise anything on hostile input: it becomes one line for the log
        raised = CacheError(Code.UNEXPECTED, reason=f"{type(error).__name__}: {quoted(error)}")
    return True, pack(Failure(type(raised).__name__, _writable(raised.problem))), b""


def _writable(told: Problem) -> Problem:
    """Return the problem with lone surrogates replaced, which UTF-8 cannot carry."""
    details = {
        name: said.encode("utf-8", "replace").decode() if isinstance(said, str) else said
        for name, said in told.details.items()
    }
    return Problem(told.code, details, tuple(map(_writable, told.causes)))


def _send_answer(answer: int, said: tuple[bool, bytes, bytes]) -> None:
    failed, value, apart = said
    head = bytes((failed,)) + len(value).to_bytes(4, "big") + len(apart).to_bytes(4, "big")
    at = 0
    for part in (head, value, apart):
        left = memoryview(part)
        while left:
            count = os.pwrite(answer, left, at)  # whatever else was written to it
            left, at = left[count:], at + count
