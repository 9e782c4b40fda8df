"""A root shell on the emulated machine's serial line: systemd's debug shell.

The harness asks for it on the kernel's command line; the image itself has no login.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\r")


class ShellError(Exception):
    """No answer in time."""


class Shell:
    """Once it has been asked for anything it takes in all that the line says: QEMU stands still, with its monitor, where nobody
    reads what the machine writes, and a kernel that breaks writes a letter at a time."""

    def __init__(self, way: Path | socket.socket) -> None:
        """`way` is a socket's place, which is gone to when something is asked, or an open one."""
        self._way = way
        self._line: socket.socket | None = None
        self._heard = b""
        self._more = threading.Condition()
        self._number = 0

    def _open(self) -> socket.socket:
        if self._line is None:
            if isinstance(self._way, socket.socket):
                self._line = self._way
            else:
                self._line = socket.socket(socket.AF_UNIX)
                self._line.connect(str(self._way))
            threading.Thread(target=self._listen, args=(self._line,), daemon=True).start()
        return self._line

    def _listen(self, line: socket.socket) -> None:
        with suppress(OSError):  # it was closed
            while said := line.recv(65536):
                with self._more:
                    self._heard += said
                    self._more.notify()

    def wait(self, patience: float) -> None:
        """Until the shell answers. Raises ShellError."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                self.run("stty -echo; PS1=; PS2=; export TERM=dumb SYSTEMD_COLORS=0 SYSTEMD_PAGER=cat", patience=30)
            except ShellError:
                continue
            return
        raise ShellError(f"no shell within {patience:.0f} s")

    def run(self, command: str, *, patience: float = 120.0) -> str:
        """Run *command* as root and return what it printed, without the last newline. Raises ShellError after
        *patience* seconds."""
        line = self._open()
        self._number += 1
        begin, end = f"BEGIN-{self._number}\n", re.compile(rf"END-{self._number}-\d+\n")
        with self._more:
            self._heard = b""
        # the marks are split so that the shell's echo of the command does not hold them
        line.sendall(f"\necho BEGIN''-{self._number}; {{ {command}\n}} 2>&1; echo END''-{self._number}-$?\n".encode())
        until = time.monotonic() + patience
        with self._more:
            while (left := until - time.monotonic()) > 0:
                text = _CONTROL.sub("", self._heard.decode(errors="replace"))
                if begin in text and (found := end.search(text)):
                    return text[text.index(begin) + len(begin) : found.start()].strip()
                self._more.wait(left)
            raise ShellError(f"{command[:60]!r}: no answer within {patience:.0f} s; heard {self._heard[-200:]!r}")

    def close(self) -> None:
        if self._line is not None:
            with suppress(OSError):  # QEMU is gone
                self._line.shutdown(socket.SHUT_RDWR)
            self._line.close()
            self._line = None
