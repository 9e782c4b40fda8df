"""The desk as a process: waitress runs the app behind a socket of its own, nginx stands before it (`front.conf`).

waitress speaks no TLS, takes a hundred connections in all, and reads a body to its end before the app is asked. nginx holds
thousands of idle connections in a few megabytes, counts them by address, and asks the app who somebody is before it reads on.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask

from kiosk.hall.desk.certificate import certificate
from kiosk.hall.desk.web import MOST_REQUEST, error_page

ANYWHERE = "0.0.0.0"  # noqa: S104 -- a telephone comes by the hall's Wi-Fi; kiosk.hall.desk.network_access lets only near addresses in
CONNECTIONS = 16
"""Most connections of one address at one time."""
_UPLOADS = 3  # at one time, of all phones
_MODULE = Path("/usr/lib/nginx/modules/ngx_stream_module.so")
_PATIENCE_S = 20.0


class NoFrontError(Exception):
    """Error: the server in front does not start; the message says why."""


def installed() -> bool:
    return _nginx() is not None and _MODULE.exists()


def _nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


def run_desk(app: Flask, folder: Path, port: int, names: Sequence[str], ready: Callable[[], None]) -> int:
    """Run nginx with the app behind it until SIGTERM, or until nginx ends. Return nginx's exit code. *folder* is the
    desk's. *ready* is called once it listens. Raise OSError for a port that is taken, NoFrontError."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((ANYWHERE, port))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="kiosk-desk-") as run:
        process = start(app, folder, port, names, Path(run))
        try:
            ready()
            return process.wait()
        finally:
            process.terminate()
            process.wait()


def start(app: Flask, folder: Path, port: int, names: Sequence[str], run: Path) -> subprocess.Popen[bytes]:
    """Start nginx, and the app behind it in threads of this process, and return nginx's process once it listens.
    Sockets lie in *run*. Raise NoFrontError."""
    program = _nginx()
    if program is None or not _MODULE.exists():
        raise NoFrontError("nginx")
    threading.Thread(target=_waitress(app, run / "desk.sock").run, daemon=True).start()
    (run / "-").mkdir()
    for code in (403, 413, 429):
        (run / "-" / str(code)).write_text(error_page(app, code), "utf-8")
    (run / "nginx.conf").write_text(_configuration(folder, port, names, run), "utf-8")
    # nginx ends with this process, however that ends
    command = ["setpriv", "--pdeathsig", "TERM", program, "-e", "stderr", "-p", str(run), "-c", str(run / "nginx.conf")]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    until = time.monotonic() + _PATIENCE_S
    while not _listens(port):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise NoFrontError("nginx")
        time.sleep(0.05)
    return process


def _waitress(app: Flask, path: Path) -> Any:
    from waitress.server import create_server

    return create_server(
        app, unix_socket=str(path), unix_socket_perms="600", threads=4, ident="", max_request_body_size=MOST_REQUEST,
        trusted_proxy="localhost", trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True, connection_limit=500, asyncore_use_poll=True,
    )  # fmt: skip


def _configuration(folder: Path, port: int, names: Sequence[str], run: Path) -> str:
    try:
        folder = folder.resolve()  # nginx resolves relative paths in its own folder
        public, secret = certificate(folder, names)
    except OSError as error:
        raise NoFrontError(str(error)) from error
    uploads = folder / "uploads"
    shutil.rmtree(uploads, ignore_errors=True)  # uploads that a power cut left
    words = {
        "USER": f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else "",
        "RUN": run, "MODULE": _MODULE, "PORT": port, "CONNECTIONS": CONNECTIONS, "AT_ONCE": _UPLOADS, "MOST": MOST_REQUEST,
        "UPLOADS": uploads, "CERTIFICATE": public, "KEY": secret,
    }  # fmt: skip
    text = (Path(__file__).parent / "front.conf").read_text("utf-8")  # not in the data folder
    for name, value in words.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def _listens(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(1.0)
        return line.connect_ex(("127.0.0.1", port)) == 0
