"""Emulated ESC/POS printer: reads the commands, decodes the raster, answers to status queries."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from types import TracebackType

from PIL import Image

READY, PAPER_OUT, COVER_OPEN, HOT, LOW = (
    {2: 0x12, 3: 0x12, 4: 0x12},
    {2: 0x32, 4: 0x72},
    {2: 0x16},
    {2: 0x52, 3: 0x52},
    {4: 0x1E},
)


class Commands:
    """Reader of ESC/POS commands, fed byte by byte as they come.

    *status* are the answers to DLE EOT by their number, `None` for a printer that tells nothing. *stop_at* rows the
    status becomes *then*.
    """

    def __init__(
        self, status: dict[int, int] | None = READY, *, stop_at: int = -1, then: dict[int, int] | None = None
    ) -> None:
        self.status = status
        self.stop_at = stop_at
        self.then = then
        self.rows: list[bytes] = []
        self.widths: set[int] = set()
        self.cuts = self.resets = self.clears = 0
        self.unknown = b""
        self._left = b""

    def feed(self, some: bytes) -> bytes:
        """Take *some* bytes and return the printer's answers."""
        self._left += some
        answer = b""
        while self._left:
            took, said = self._command(self._left)
            if not took:
                break
            answer += said
            self._left = self._left[took:]
            if 0 <= self.stop_at <= len(self.rows):
                self.status = self.then
        return answer

    def _command(self, data: bytes) -> tuple[int, bytes]:
        if data[:2] == b"\x10\x04" and len(data) > 2:
            known = self.status or {}
            return 3, bytes((known.get(data[2], 0x12),)) if self.status is not None else b""
        if data[:2] == b"\x10\x14" and len(data) > 9:
            self.clears += 1
            return 10, b""
        if data[:2] == b"\x1b@":
            self.resets += 1
            return 2, b""
        if data[:2] == b"\x1bd" and len(data) > 2:
            return 3, b""
        if data[:3] == b"\x1dv0" and len(data) > 7:
            wide, high = data[4] + 256 * data[5], data[6] + 256 * data[7]
            if len(data) < 8 + wide * high:
                return 0, b""
            self.widths.add(wide)
            self.rows += [data[8 + wide * row : 8 + wide * (row + 1)] for row in range(high)]
            return 8 + wide * high, b""
        if data[:2] == b"\x1dV" and len(data) > 2:
            self.cuts += 1
            return 4 if data[2] in (65, 66) else 3, b""
        if data[:2] == b"\x1dr" and len(data) > 2:
            return 3, b"\x00" if self.status is not None else b""
        if data[0] in (0x10, 0x1B, 0x1D) and len(data) < 10:
            return 0, b""
        self.unknown += data[:1] if data[0] not in b"\n" else b""
        return 1, b""

    def picture(self) -> Image.Image:
        """Return what stands on the paper."""
        (wide,) = self.widths
        raster = b"".join(self.rows)
        return Image.frombytes("1", (wide * 8, len(self.rows)), bytes(byte ^ 0xFF for byte in raster))


class TcpPrinter:
    """Printer on a loopback socket. It breaks the connection off after *break_at* bytes, and reads nothing while *holds*."""

    def __init__(
        self, make: Callable[[], Commands] = Commands, *, break_at: int = -1, holds: threading.Event | None = None
    ) -> None:
        self.make = make
        self.break_at = break_at
        self.holds = holds
        self.papers: list[Commands] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)  # as little as a printer's card has
        self.address = f"tcp://127.0.0.1:{self._door.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> TcpPrinter:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        if self.holds is not None:
            self.holds.set()
        self._thread.join(5.0)

    @property
    def paper(self) -> Commands:
        return self.papers[-1]

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._door.accept()
                with line, contextlib.suppress(OSError):
                    self._print(line)

    def _print(self, line: socket.socket) -> None:
        commands = self.make()
        self.papers.append(commands)
        came = 0
        if self.holds is not None:
            self.holds.wait()
        while some := line.recv(4096 if self.break_at < 0 else max(1, min(4096, self.break_at - came))):
            came += len(some)
            if answer := commands.feed(some):
                line.sendall(answer)
            if 0 <= self.break_at <= came:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                return


class PtyPrinter:
    """Printer on a pseudo-terminal, as a serial line or a device file."""

    def __init__(self, commands: Commands) -> None:
        self.paper = commands
        self._master, slave = os.openpty()
        self.path = os.ttyname(slave)
        self._slave = slave
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> PtyPrinter:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._slave)
        self._thread.join(5.0)
        os.close(self._master)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # EIO: nobody has the other end open any more
            while some := os.read(self._master, 4096):
                if answer := self.paper.feed(some):
                    os.write(self._master, answer)
