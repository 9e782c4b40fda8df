"""nginx (Debian: apt install nginx-light) with TLS on loopback, as an office's web host; it notes the bytes of each request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trustme

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

_CONFIG = """
daemon off; pid {place}/pid; error_log {place}/error.log; worker_processes 2; worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
  log_format bytes "$uri $status $request_length $bytes_sent $msec";
  access_log {place}/access.log bytes;
  client_body_temp_path {place}/t; proxy_temp_path {place}/t; fastcgi_temp_path {place}/t; uwsgi_temp_path {place}/t;
  scgi_temp_path {place}/t; types {{ application/feed+json json; image/png png; image/jpeg jpg; }}
  gzip on; gzip_types application/feed+json;
  server {{ listen 127.0.0.1:{plain} backlog=4096; root {folder}; }}
  ssl_certificate {place}/server.pem; ssl_certificate_key {place}/server.pem;
  server {{ listen 127.0.0.1:{tls} ssl; root {folder}; }}
}}
"""
# certifi's file is what `requests` trusts: a test authority is put in its place, in children too
_SITE = "import os, certifi\ncertifi.where = lambda: os.environ['TEST_AUTHORITY']\n"


@dataclass(frozen=True)
class Host:
    """`url` over TLS and `plain` without; `environment` makes a kiosk's process trust its certificate."""

    url: str
    plain: str
    environment: dict[str, str]
    log: Path

    def requests(self) -> list[tuple[str, int, int]]:
        """Return the path, status and bytes of HTTP in both directions, for each request so far."""
        lines = (line.split() for line in self.log.read_text("utf-8").splitlines())
        return [(uri, int(status), int(asked) + int(sent)) for uri, status, asked, sent, _ in lines]

    def times(self, path: str) -> list[float]:
        """When this path was asked for, in seconds since the epoch."""
        lines = (line.split() for line in self.log.read_text("utf-8").splitlines())
        return [float(at) for uri, *_, at in lines if uri == path]


@contextmanager
def nginx(place: Path, folder: Path) -> Iterator[Host]:
    """Serve `folder` while the context lasts; `place` is for its own files."""
    place.mkdir()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(place / "authority.pem"))
    certificate = authority.issue_cert("localhost", not_after=datetime(2099, 1, 1, tzinfo=UTC))
    certificate.private_key_and_cert_chain_pem.write_to_path(str(place / "server.pem"))
    (place / "sitecustomize.py").write_text(_SITE, "utf-8")
    plain, tls = _free_ports(2)
    (place / "nginx.conf").write_text(_CONFIG.format(place=place, folder=folder, plain=plain, tls=tls), "utf-8")
    os.chmod(place, 0o755)  # noqa: S103, PTH101 - its workers are another user
    process = subprocess.Popen(
        [NGINX or "nginx", "-c", str(place / "nginx.conf"), "-p", str(place), "-g", f"user {_user()};"],
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_port(tls)
        environment = {
            "PYTHONPATH": f"{place}:{os.environ.get('PYTHONPATH', '')}",
            "TEST_AUTHORITY": str(place / "authority.pem"),
        }
        yield Host(
            f"https://localhost:{tls}/", f"http://127.0.0.1:{plain}/", os.environ | environment, place / "access.log"
        )
    finally:
        process.terminate()
        process.wait(20)


def _user() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _await_port(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            continue
        return
    raise AssertionError("nginx does not answer")
