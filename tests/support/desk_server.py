"""The desk as phones reach it: nginx, TLS, waitress and the app, on a port of its own; asked from any address of loopback."""

from __future__ import annotations

import http.client
import random
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.hall.desk.front import installed, start
from tests.support.desk import Hall

needs_nginx = pytest.mark.skipif(
    not installed(), reason="apt install nginx-light libnginx-mod-stream (deploy/setup.sh does)"
)


def free_port() -> int:
    """Below those that the system gives to outgoing lines, of which the tests make thousands."""
    while True:
        port = random.randrange(18_000, 30_000)
        with socket.socket() as line, suppress(OSError):
            line.bind(("0.0.0.0", port))
            return port


@contextmanager
def serving(hall: Hall) -> Iterator[int]:
    """The port that this desk answers on, in threads of this process."""
    with tempfile.TemporaryDirectory(prefix="desk-") as run:
        port = free_port()
        process: subprocess.Popen[bytes] = start(hall.app, hall.notice_store.folder, port, ("kios.local",), Path(run))
        try:
            yield port
        finally:
            process.terminate()
            process.wait(20)


def trusting() -> ssl.SSLContext:
    """Return the TLS context of a phone whose owner has accepted the kiosk's own certificate.

    No authority's certificate is read, which takes 10 ms a line.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def line_to(port: int, peer: str = "127.0.0.1", *, timeout: float = 20.0) -> http.client.HTTPSConnection:
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=trusting(), source_address=(peer, 0))


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    peer: str = "127.0.0.1",
) -> int:
    """The status; 0 where the server broke off."""
    line = line_to(port, peer)
    try:
        line.request(method, path, body, dict(headers or {}))
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()
