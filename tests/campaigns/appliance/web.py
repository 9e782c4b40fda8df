"""The office's host, as an emulated kiosk reaches it: bundles over https in pieces, counted; and a line that breaks off."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

ADDRESS = "10.0.2.2"  # by which QEMU's network leads to this machine's own
_PIECE = re.compile(r"bytes=(\d+)-(\d+)")
_CHUNK = 1 << 16


class Host:
    """`url` is the folder's; `sent` are the bytes of bodies, in `answers` answers. After `breaks_after` of them it is gone, until
    it is given another figure."""

    def __init__(
        self, folder: Path, authority: trustme.CA, *, listen: str = "127.0.0.1", address: str = ADDRESS
    ) -> None:
        self.folder = folder
        self.sent = self.answers = 0
        self.breaks_after: int | None = None
        self._counting = threading.Lock()
        self._server = _Server((listen, 0), self)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(address).configure_cert(context)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://{address}:{self._server.server_port}/"

    @property
    def broken(self) -> bool:
        return self.breaks_after is not None and self.sent >= self.breaks_after

    def count(self, piece: int) -> None:
        with self._counting:
            self.sent += piece

    def answered(self) -> None:
        with self._counting:
            self.answers += 1

    @contextmanager
    def open(self) -> Iterator[Host]:
        thread = threading.Thread(target=self._server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], host: Host) -> None:
        self.host = host
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A kiosk that hangs up is none."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 600
    server: _Server

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        host = self.server.host
        path = host.folder / Path(self.path).name
        if host.broken:
            self.close_connection = True
            return
        if not path.is_file():
            self.send_error(404)
            return
        size = path.stat().st_size
        first, last = 0, size - 1
        piece = _PIECE.fullmatch(self.headers.get("Range", ""))
        if piece:
            first, last = int(piece[1]), min(int(piece[2]), last)
        self.send_response(206 if piece else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first + 1))
        if piece:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        host.answered()
        if body:
            self._send(path, first, last - first + 1)

    def _send(self, path: Path, first: int, left: int) -> None:
        host = self.server.host
        with path.open("rb") as file:
            file.seek(first)
            while left and not host.broken:
                chunk = file.read(min(left, _CHUNK))
                self.wfile.write(chunk)
                host.count(len(chunk))
                left -= len(chunk)
        self.close_connection = self.close_connection or left > 0

    def log_message(self, *words: Any) -> None:
        pass
