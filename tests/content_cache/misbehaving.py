"""A web server on loopback that does what it is told, right or wrong: a table of paths, each with what to send.

A script is a sequence of steps; bytes are sent as they are. Several scripts for one path are used in turn, the last again
and again. Everything asked is kept in `requests`.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Drip:
    """Send one byte, wait, and so on; over and over when `forever`."""

    data: bytes
    every: float = 0.05
    forever: bool = True


@dataclass(frozen=True)
class Flood:
    """Send a block over and over until the reader goes."""

    block: bytes


@dataclass(frozen=True)
class Silence:
    """Send nothing more, and keep the connection."""


Step = bytes | Drip | Flood | Silence
Script = Sequence[Step]


@dataclass(frozen=True)
class Asked:
    """A request as it came; the names of headers in lower case."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)


def reply(
    body: bytes = b"",
    *,
    status: int = 200,
    length: int | None = None,
    content_type: str = "text/plain",
    headers: dict[str, str] | None = None,
) -> Script:
    """A well-formed answer; `length` tells another Content-Length than the body has."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {content_type}"]
    if status != 304:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body,)


class MisbehavingServer:
    """Serves `table` until closed. `url` is its root, without a slash at the end; with `tls` it speaks https.

    `host` may be any address of loopback (127.0.0.0/8): to the refresher each is another host.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._tls = tls
        self._host = host
        self.table: dict[str, list[Script]] = {}
        self.requests: list[Asked] = []
        self.validators: dict[str, str] = {}  # path -> ETag: who sends it back gets 304
        self.most_at_once = 0
        self._at_once = 0
        self._closing = threading.Event()
        self._lock = threading.Lock()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            timeout: ClassVar[float] = 60.0

            def handle(self) -> None:
                outer.handle(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

            def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
                accepted, address = super().get_request()
                if tls is not None:  # shaken hands with in the handler's own thread, with the first byte read
                    accepted = tls.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
                return accepted, address

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # who refuses a certificate goes without a word

        self._server = Server((host, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.port}"

    def on(self, path: str, *scripts: Script) -> str:
        """Say what `path` answers; returns its address."""
        self.table[path] = list(scripts)
        return self.url + path

    def asked(self, path: str) -> list[Asked]:
        return [request for request in self.requests if request.path == path]

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def handle(self, handler: socketserver.StreamRequestHandler) -> None:
        words = handler.rfile.readline().decode("latin-1").split()
        if len(words) < 2:
            return
        headers: dict[str, str] = {}
        while line := handler.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        path = words[1]
        with self._lock:
            self.requests.append(Asked(path, headers))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            script = self._script(path, headers)
        try:
            for step in script:
                self._do(step, handler.connection)
        except OSError:
            pass  # the reader went, as it should
        finally:
            with self._lock:
                self._at_once -= 1

    def _script(self, path: str, headers: dict[str, str]) -> Script:
        etag = self.validators.get(path)
        if etag is not None and headers.get("if-none-match") == etag:
            return reply(status=304, headers={"ETag": etag})
        scripts = self.table.get(path, [reply(b"not here", status=404)])
        return scripts.pop(0) if len(scripts) > 1 else scripts[0]

    def _do(self, step: Step, connection: socket.socket) -> None:
        match step:
            case bytes():
                connection.sendall(step)
            case Drip(data, every, forever):
                while not self._closing.is_set():
                    for at in range(len(data)):
                        connection.sendall(data[at : at + 1])
                        if self._closing.wait(every):
                            return
                    if not forever:
                        return
            case Flood(block):
                while not self._closing.is_set():
                    connection.sendall(block)
            case Silence():
                connection.settimeout(60)
                connection.recv(1)  # until the reader goes, or the server's close ends the test
