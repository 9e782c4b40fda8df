"""HTTP server at a socket that only nginx uses: a body is passed on as it comes, and must come at a minimum rate.

Thus a refused upload is refused before its bytes are stored anywhere, and only the door has a copy."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

GRACE_S = 15.0
"""Seconds before the rate counts: less than nginx waits for a byte (client_body_timeout), which would otherwise end a
silent upload first, and hide that it was slow."""

LEAST_RATE = 50_000
"""Least rate in bytes a second, over the whole upload after its first `GRACE_S`. A phone in the hall has ten times that."""

CHANGED_MIND_S = 5.0
"""An upload that is broken off sooner than this many seconds was not slow."""

LONGEST_S = 300.0
"""Longest time in seconds for any upload. A large one must come faster than the least rate."""


class Paced(io.RawIOBase):
    """Stream of the bytes from *line*; raises TimeoutError below the least rate, also if the line then breaks off."""

    def __init__(self, line: socket.socket, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._monotonic = monotonic
        self._begun = monotonic()
        self._came = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        may = min(GRACE_S + self._came / LEAST_RATE, LONGEST_S)
        left = self._begun + may - self._monotonic()
        if left <= 0:
            raise TimeoutError(f"{self._came} bytes in {may:.0f} s")
        self._line.settimeout(left)
        try:
            came = self._line.recv_into(buffer)
        except ConnectionError:
            came = 0
        for_s = self._monotonic() - self._begun
        if not came and self._came < LEAST_RATE * (for_s - CHANGED_MIND_S):
            raise TimeoutError(f"broke off: {self._came} bytes in {for_s:.0f} s")
        self._came += came
        return came


class _Request(WSGIRequestHandler):
    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(Paced(self.connection), 1 << 16)

    def log_request(self, *_: object) -> None:
        """Log nothing: the door logs the outcome."""


def server(door: Callable[..., Any], line: socket.socket) -> BaseWSGIServer:
    """Return a server for *door* at the bound socket *line*, with a thread for each upload: nginx lets few in at a time."""
    line.listen(20)
    return make_server("unix://", 0, door, threaded=True, request_handler=_Request, fd=line.fileno())
