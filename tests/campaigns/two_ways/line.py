"""A line to the office that is up for a while and then down: whatever would go through is refused, what is open breaks off."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trustme

from tests.content_cache.central.nginx import NGINX

_CONFIG = """
daemon off; pid {place}/pid; error_log {place}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log {place}/access.log; types {{ application/feed+json json; }}
  client_body_temp_path {place}/t; proxy_temp_path {place}/t; fastcgi_temp_path {place}/t; uwsgi_temp_path {place}/t;
  scgi_temp_path {place}/t; client_max_body_size 2m;
  ssl_certificate {place}/server.pem; ssl_certificate_key {place}/server.pem;
  server {{
    listen 127.0.0.1:{tls} ssl; root {folder};
    location = /post {{ proxy_pass http://127.0.0.1:{office}; proxy_set_header X-Forwarded-Proto https; }}
  }}
}}
"""
# certifi's file is what `requests` trusts: a test authority is put in its place, in children too
_SITE = "import os, certifi\ncertifi.where = lambda: os.environ['TEST_AUTHORITY']\n"


@dataclass(frozen=True)
class Host:
    """`port` speaks TLS as localhost; `environment` makes a kiosk's processes trust its certificate."""

    port: int
    environment: dict[str, str]


@contextmanager
def served_over_tls(place: Path, folder: Path, office: int) -> Iterator[Host]:
    """nginx: the editions of `folder`, and in front of the office's desk on that port its receiver alone."""
    place.mkdir()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(place / "authority.pem"))
    certificate = authority.issue_cert("localhost", not_after=datetime(2099, 1, 1, tzinfo=UTC))
    certificate.private_key_and_cert_chain_pem.write_to_path(str(place / "server.pem"))
    (place / "sitecustomize.py").write_text(_SITE, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        tls = int(free.getsockname()[1])
    config = _CONFIG.format(place=place, folder=folder, tls=tls, office=office)
    (place / "nginx.conf").write_text(config, "utf-8")
    place.chmod(0o755)
    process = subprocess.Popen(
        [NGINX or "nginx", "-c", str(place / "nginx.conf"), "-p", str(place), "-g", "user root;"],
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", tls), 1).close()
                break
        path = os.pathsep.join(filter(None, (str(place), os.environ.get("PYTHONPATH", ""))))
        yield Host(tls, {"PYTHONPATH": path, "TEST_AUTHORITY": str(place / "authority.pem")})
    finally:
        process.terminate()
        process.wait(20)


class Line:
    """Takes connections on `port` and carries their bytes to another one while it is up; it begins down."""

    def __init__(self, to: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._to = to
        self._over = threading.Event()
        self._open: list[socket.socket] = []
        self._server: socket.socket | None = None
        self._thread = threading.Thread(target=lambda: None)
        self.times = self.carried = 0
        """How often it was up; how many connections went through."""

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join() if self._thread.ident else None
        self.down()

    def goes(self, up_s: float, down_s: float) -> None:
        """Alternate the line in a thread: *down_s* seconds down, then *up_s* seconds up."""

        def go() -> None:
            while not self._over.wait(down_s):
                self.up()
                self._over.wait(up_s)
                self.down()

        self._thread = threading.Thread(target=go)
        self._thread.start()

    def up(self) -> None:
        self.times += 1
        self._server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._take, args=(self._server,), daemon=True).start()

    def down(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open = []

    def _take(self, server: socket.socket) -> None:
        while True:
            try:
                near, _ = server.accept()
            except OSError:
                return
            self.carried += 1
            far = socket.create_connection(("127.0.0.1", self._to))
            self._open += [near, far]
            threading.Thread(target=_carry, args=(near, far), daemon=True).start()


def _carry(near: socket.socket, far: socket.socket) -> None:
    with suppress(OSError, ValueError):
        while True:
            for ready in select.select([near, far], [], [])[0]:
                content = ready.recv(65_536)
                if not content:
                    near.close()
                    far.close()
                    return
                (far if ready is near else near).sendall(content)
