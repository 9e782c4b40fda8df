"""A web hook on loopback: well behaved, refusing, hanging, or leading on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PATIENCE_S = 20.0


@dataclass
class HookHost:
    """Server's address, how it answers (`how`: a status, `hangs`, `redirects`), and what it was given."""

    url: str = ""
    how: str = "200"
    bodies: list[bytes] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hook_host(how: str = "200") -> Iterator[HookHost]:
    """Serve one web hook."""
    host = HookHost(how=how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            host.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            host.tokens.append(self.headers.get("Authorization", ""))
            if host.how == "hangs":
                host.stopped.wait(_PATIENCE_S)
                return
            self.send_response(307 if host.how == "redirects" else int(host.how))
            if host.how == "redirects":
                self.send_header("Location", f"{host.url}/dalam")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{web.server_port}"
    threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield host
    finally:
        host.stopped.set()
        web.shutdown()
        web.server_close()
