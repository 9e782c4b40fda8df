"""Metered proxy on this machine (CONNECT, RFC 9110 section 9.3.6), the only way by which RAUC reaches the web.

It leads only to the host and port of [update] url, and to a private address or this machine only if the settings name
it as a number. It closes when the day's bytes are used up, whatever length a server announces. The traffic is TLS,
which RAUC's side checks. It starts with the first connection, and ends when idle."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from content_cache.http.address_guard import may_lead
from kiosk.core.json_file import JsonFile
from kiosk.settings import Settings

SPENT = "system-bytes.json"  # in the data folder
MOST_CONNECTIONS = 8
USED_UP = 75  # EX_TEMPFAIL
_MOST_HEAD = 8_000  # bytes
_CHUNK = 1 << 16
_NOTE_EVERY = 1_000_000  # bytes
_log = logging.getLogger(__name__)


def goal_of(url: str) -> tuple[str, int] | None:
    """Return host and port of the folder for bundles. Return None for a URL that is not allowed: not https, or with a
    user or a query."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        return None
    return parts.hostname, port


class Allowance:
    """Budget of bytes for today: half of the settings' daily bytes, stored in *path* so that a restart does not renew it."""

    def __init__(self, path: Path, settings: Settings, today: Callable[[], date] = date.today) -> None:
        self._file = JsonFile(path, tuple[str, int], most=200)
        self._today = today
        self._most = settings.network.daily_megabytes * 1_000_000 // 2
        self._day, self._spent, self._noted = self._spent_today()

    def _spent_today(self) -> tuple[str, int, int]:
        day, spent = self._file.load_if_valid() or ("", 0)
        return (day, spent, spent) if spent >= 0 else ("", 0, 0)

    @property
    def left(self) -> int:
        """Return the bytes left today."""
        return self._most - (self._spent if self._day == self._today().isoformat() else 0)

    def spend(self, count: int) -> None:
        today = self._today().isoformat()
        if self._day != today:
            self._day, self._spent, self._noted = today, 0, -_NOTE_EVERY
        self._spent += count
        if self._spent - self._noted >= _NOTE_EVERY:
            self.write_count()

    def write_count(self) -> None:
        """Store the count of today's bytes; on a card that cannot be written it stays in memory."""
        self._noted = self._spent
        with suppress(OSError):
            self._file.write((self._day, self._spent))


class MeteredLine:
    """Proxy to *goal*, None for nowhere. It ends after *idle* seconds without a connection."""

    def __init__(
        self, goal: tuple[str, int] | None, allowance: Allowance, *, idle: float = 120.0, patience: float = 60.0
    ) -> None:
        self._goal = goal
        self._allowance = allowance
        self._idle, self._patience = idle, patience
        self._open, self._met = 0, False

    async def relay_bytes(self, listening: socket.socket) -> bool:
        """Serve connections at *listening* until idle or out of bytes. Return true if today's bytes are used up."""
        server = await asyncio.start_server(self._connected, sock=listening, limit=_MOST_HEAD)
        quiet = 0.0
        while quiet < self._idle:
            await asyncio.sleep(step := min(1.0, self._idle / 4))
            if self._open or not self._met:  # the first connection has not been accepted yet
                quiet = 0.0
            elif self._allowance.left <= 0:
                break
            else:
                quiet += step
        server.close()
        self._allowance.write_count()
        return self._allowance.left <= 0

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open, self._met = self._open + 1, True
        try:
            await self._serve(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            _log.info("the line for bundles: %s", error or type(error).__name__)
        finally:
            self._open -= 1
            self._allowance.write_count()
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self._patience)
        refusal = self._refusal(head)
        if refusal:
            _log.warning("the line for bundles: %s", refusal)
            writer.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            return
        host, port = self._goal or ("", 0)
        far_reader, far_writer = await asyncio.wait_for(asyncio.open_connection(host, port), self._patience)
        try:
            if not may_lead(host, far_writer.get_extra_info("peername")[0], named=True):  # the same rule as for feeds
                raise OSError(f"{host} leads to an address that is not public")
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            up = asyncio.ensure_future(self._pass(reader, far_writer, counted=False))
            down = asyncio.ensure_future(self._pass(far_reader, writer, counted=True))
            _, rest = await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
            for each in rest:
                each.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
        finally:
            far_writer.close()

    def _refusal(self, head: bytes) -> str:
        method, _, rest = head.partition(b"\r\n")[0].partition(b" ")
        if method != b"CONNECT":
            return "405 Method Not Allowed"
        host, port = self._goal or ("", 0)
        named = f"[{host}]" if ":" in host else host
        if not host or rest != f"{named}:{port} HTTP/1.1".encode():
            return "403 Forbidden"
        if self._open > MOST_CONNECTIONS:
            return "503 Service Unavailable"
        return "429 Too Many Requests" if self._allowance.left <= 0 else ""

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool) -> None:
        while chunk := await asyncio.wait_for(reader.read(_CHUNK), self._patience):
            if counted:
                self._allowance.spend(len(chunk))
                if self._allowance.left <= 0:
                    _log.info("the line for bundles: the day's bytes are used up")
                    return
            writer.write(chunk)
            await asyncio.wait_for(writer.drain(), self._patience)


def run_line(settings: Settings, data: Path, listening: socket.socket) -> int:
    """Run the proxy until it is idle, and return 0; or `USED_UP` once the day's bytes are used up. Its unit then stops
    RAUC, which would retry for hours."""
    line = MeteredLine(goal_of(settings.update.url), Allowance(data / SPENT, settings))
    return USED_UP if asyncio.run(line.relay_bytes(listening)) else 0
