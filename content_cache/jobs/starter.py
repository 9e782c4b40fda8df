"""A process that has the parsers loaded, and forks a bounded child for each task: for a round in which many feeds are new.

20 new feeds of 40 kB take 0.9 s of the processor so, and 2.6 s with a fresh interpreter each. Each child still reads for one source
alone: what takes it over answers for no other. Feeds that share a child would take some 0.6 s, and let one host's speak for
another's. The starter reads nothing that a stranger sent, and limits, Landlock and seccomp are entered after the fork, as ever.
Its children have one layout of memory and one seed of hashes; so it ends with the round.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import IO

from content_cache.jobs.captive import ENVIRONMENT, STATUS_BYTES
from content_cache.jobs.captivity import import_folders
from content_cache.jobs.wire import pack

ISOLATED = ("-I", "-S", "-B")  # neither what the user's folder nor what the environment would load
BOOT = "import gc, sys; gc.disable(); sys.path[:]=sys.argv[1:]; from content_cache.jobs import captive; captive.{}()"
_FRESH = 2  # children of a round that are begun by themselves: most rounds have no more, and need no starter
_KILLED = -9


class Starter:
    """Starter of one round's children. It begins with the third task, loads *modules*, and ends with `close`. Threads may
    share it."""

    def __init__(self, modules: Iterable[str]) -> None:
        self._modules = tuple(modules)
        self._lock = threading.Lock()
        self._tasks = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def pid(self) -> int | None:
        """Return the id of the process that is to fork the next task's child, or None for this process itself.

        Call it once for each task, since it counts them.
        """
        with self._lock:
            self._tasks += 1
            if self._tasks <= _FRESH:
                return None
            if self._process is None or self._process.poll() is not None:
                self._start_process()
            return self._process.pid if self._process else None

    def _start_process(self) -> None:
        self._stop_process()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *ISOLATED, "-c", BOOT.format("start"), *import_folders()],
                cwd="/",
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | ENVIRONMENT,
                start_new_session=True,
            )
        self._control.send(pack(self._modules))

    def run(self, task: IO[bytes], answer: IO[bytes], handed: Sequence[int], wait: Callable[[int], None]) -> int:
        """Run a task in a forked child and return its exit status.

        *wait* gets a descriptor and returns when it can be read; if it raises, the child is killed.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                files = [theirs.fileno(), task.fileno(), answer.fileno(), *handed]
                try:
                    with self._lock:
                        if self._control is None:
                            return _KILLED
                        socket.send_fds(self._control, [pack([0, 1, *handed])], files)
                except OSError:  # it was killed
                    return _KILLED
            wait(ours.fileno())
            said = ours.recv(STATUS_BYTES)
        return int.from_bytes(said, "big", signed=True) if said else _KILLED

    def close(self) -> None:
        """End the starter and all its children."""
        with self._lock:
            self._stop_process()
            self._tasks = 0

    def _stop_process(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None
