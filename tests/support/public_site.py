"""The public pages as phones are given them: Debian's nginx with the files of deploy/publik; the courier's door as a process."""

from __future__ import annotations

import os
import shutil
import socket as sockets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.present import present

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "deploy/publik"
HAS_NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin") is not None
_PATIENCE_S = 30.0


def configured(site: Path, place: Path, socket: Path) -> Path:
    """hotspot.conf with what it includes, where `place` takes the part of the image's folders."""
    for name in ("http.conf", "situs.conf", "hotspot.conf"):
        text = (PUBLIC / name).read_text("utf-8")
        text = text.replace("/usr/lib/kiosk/publik", str(place)).replace("/run/kiosk-public", str(place))
        text = text.replace("/srv/info-desa", str(site)).replace("/run/kiosk-courier.sock", str(socket))
        (place / name).write_text(text)
    return place / "hotspot.conf"


@contextmanager
def served(site: Path, place: Path, socket: Path, before: Sequence[str] = ()) -> Iterator[tuple[str, str, int]]:
    """(address of the pages in the hall's network, that of the kiosk's own Wi-Fi, process id). `before` is what nginx is run by: a
    network namespace has the ports as they are."""
    path = configured(site, place, socket)
    hall, own = 8088, 8089
    text = path.read_text()
    if not before:
        hall, own = free_port(), free_port()
        text = text.replace("listen 8088;", f"listen 127.0.0.1:{hall};").replace(
            "listen 8089", f"listen 127.0.0.1:{own}"
        )
        text = text.replace("        listen [::]:8088;\n", "")
    user = (
        "user www-data;\n" if os.geteuid() == 0 else ""
    )  # as the unit has another one: it may read what everybody may
    path.write_text(user + text)
    program = present(shutil.which("nginx", path="/usr/sbin:/usr/bin"))
    server = subprocess.Popen([*before, program, "-c", str(path), "-p", str(place)])
    try:
        wait_for(lambda: (place / "nginx.pid").exists() and bool((place / "nginx.pid").read_text().strip()))
        yield f"http://127.0.0.1:{hall}", f"http://127.0.0.1:{own}", int((place / "nginx.pid").read_text())
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def courier(arrivals: Path, socket: Path) -> Iterator[int]:
    """kiosk-courier.service, which listens at `socket`: its process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.web.courier", str(arrivals), str(socket)],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(arrivals)},
    )
    try:
        wait_for(lambda: _listens(socket))  # by then it has given the rights that it gives
        socket.chmod(0o666)  # nginx is another user
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def _listens(socket: Path) -> bool:
    with sockets.socket(sockets.AF_UNIX) as asking:
        return asking.connect_ex(str(socket)) == 0


def free_port() -> int:
    with sockets.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(there: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not there():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.02)
