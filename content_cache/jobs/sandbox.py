"""A function run where it can do no harm: in a captive process with limits and a deadline, killed when it oversteps.

What comes from outside (feeds, pictures, sound) is read and decoded there, never fetched: it has no network. It is a fresh
interpreter, or in a round of many new feeds a fork of one (`starter`): nothing lingers while nothing comes.
"""

from __future__ import annotations

import os
import select
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

from content_cache.jobs.answer import NoAnswerError, file_bytes, read_answer
from content_cache.jobs.captive import ENVIRONMENT, GRACE, OUTPUT_BYTES
from content_cache.jobs.captivity import import_folders, landlocked, syscall_filter
from content_cache.jobs.limits import MEMORY_BYTES as MEMORY_BYTES
from content_cache.jobs.starter import BOOT, ISOLATED, Starter
from content_cache.jobs.wire import ChildTask, Confines, ProgramTask, answer_type, name_of, pack
from content_cache.model.errors import CacheError, Code, DeadlineError, StoppedError

T = TypeVar("T")

_POLL = 0.2


class Bounded(Protocol):
    """Type of `run_bounded` with its limits bound: it calls a function in a bounded child for at most so many seconds."""

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
    """Bounded with these limits. It stops once the event that *stop* returned at the time of the call is set."""

    memory_bytes: int
    stop: Callable[[], threading.Event | None] = lambda: None
    niceness: int = 0
    starter: Starter | None = None

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
            starter=self.starter,
        )

    def program(self, seconds: float, program: Sequence[str], coming: int, readable: Iterable[Path | str]) -> bytes:
        """Run a program as `run_program` does, with these bounds; *seconds* is its deadline."""
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
    """Call *function* in this process: a Bounded for code that already runs in a bounded child."""
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
    starter: Starter | None = None,
    threads: bool = False,
) -> T:
    """Run `function(*args)` in a captive process of its own and return its result, or raise the CacheError that it raises.

    The function is named by module and qualified name. Arguments and result travel as MessagePack (`wire`), have the
    annotated types, and the result is at most `limits.AnswerBytes` long. After *deadline* seconds the process is killed:
    DeadlineError. If it dies, needs too much memory, raises another error or gives another answer: CacheError. Raise
    TypeError for a function or an argument that cannot travel.

    The process has the descriptors *handed*, under the same numbers, and may read the paths *readable*. *reserving* are
    libraries loaded before the limits hold, since they reserve memory that they hardly touch. numpy's OpenBLAS reserves 33
    MB, 225 MB on 64-bit ARM. With a *niceness* the process yields to others. A *starter* may fork it. With *threads* it may
    start threads.
    """
    # not pipes: a large body, or answer, would be here three times over
    with (
        _answer_file(file_bytes(function)) as answer,
        os.fdopen(os.memfd_create("task"), "w+b") as task,
        landlocked(readable) as rules,
    ):
        parent = starter.pid() if starter else None
        calls = syscall_filter(threads=threads)
        confines = Confines(memory_bytes, deadline, parent or os.getpid(), niceness, rules, calls, threads)
        head = pack(ChildTask(confines, name_of(function), tuple(reserving), answer_type(function)[1]))
        task.write(len(head).to_bytes(4, "big") + head)
        task.write(pack(args))
        handed = (*handed, *(() if rules is None else (rules,)))
        if starter and parent:
            task.flush()
            ended = starter.run(task, answer, handed, lambda end: _wait(end, deadline, stop))
        else:
            ended = _run_interpreter("serve", task, answer, handed, deadline, stop)
        died = CacheError(Code.CHILD_DIED, function=function.__name__, ending=_ending(ended))
        if ended:
            raise died  # whatever it wrote before
        try:
            return read_answer(answer, function)
        except NoAnswerError as nothing:
            raise died from nothing


def _answer_file(most: int) -> IO[bytes]:
    """Return a file in memory that can never hold more than *most* bytes; it takes up memory only as it is written."""
    import fcntl  # no Windows has it, and an office's PC imports this module for its types

    file = os.fdopen(os.memfd_create("answer", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "r+b")
    file.truncate(most)
    fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return file


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
    """Run a system program (whole path and arguments) on the descriptor *coming*, and return its output.

    The program replaces a captive process and has the limits of a bounded child, but it may execute programs. *deadline* is
    in seconds. Raises CacheError as `run_bounded` does, also if the program's exit status is not 0.
    """
    with (
        os.fdopen(os.memfd_create("answer"), "r+b") as answer,
        os.fdopen(os.memfd_create("task"), "w+b") as task,
        landlocked(readable, program[0]) as rules,
    ):
        confines = Confines(memory_bytes, deadline, os.getpid(), niceness, rules, syscall_filter(program=True))
        task.write(pack(ProgramTask(confines, tuple(program), coming)))
        ended = _run_interpreter("become", task, answer, (coming, *(() if rules is None else (rules,))), deadline, stop)
        if ended:
            raise CacheError(Code.CHILD_DIED, function=Path(program[0]).name, ending=_ending(ended))
        answer.seek(0)
        return answer.read(OUTPUT_BYTES)  # its limit as well: it is ended when it writes more


def _run_interpreter(
    entry: str, task: IO[bytes], answer: IO[bytes], handed: Sequence[int], deadline: float, stop: threading.Event | None
) -> int:
    """Run the task in a fresh interpreter and return its exit status. The interpreter is killed after *deadline* seconds."""
    task.flush()
    task.seek(0)
    process = subprocess.Popen(
        [sys.executable, *ISOLATED, "-c", BOOT.format(entry), *import_folders()],
        cwd="/",  # libsndfile looks for a file called `._` where it stands, and believes it
        stdin=task,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env=os.environ | ENVIRONMENT,
        start_new_session=True,
        pass_fds=handed,
    )
    pid = os.pidfd_open(process.pid)
    try:
        _wait(pid, deadline, stop)
    finally:
        os.close(pid)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode


def _wait(ending: int, deadline: float, stop: threading.Event | None) -> None:
    """Wait until the descriptor *ending* can be read. Raise StoppedError; DeadlineError after *deadline* seconds.

    Popen.wait would poll twenty times a second, and notice an end up to 50 ms late.
    """
    end = time.monotonic() + deadline + GRACE
    ended = select.poll()
    ended.register(ending, select.POLLIN)
    while not ended.poll(1000 * max(0.0, min(end - time.monotonic(), _POLL if stop else deadline + GRACE))):
        if stop is not None and stop.is_set():
            raise StoppedError(Code.STOPPED)
        if time.monotonic() >= end:
            raise DeadlineError(Code.TOO_SLOW, seconds=deadline)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"
