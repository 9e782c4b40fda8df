"""The desk on the open internet, as it ships: deploy/kantor/nginx.conf, waitress and the app, attacked over real sockets."""

from __future__ import annotations

import getpass
import http.client
import os
import re
import resource
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from kiosk.cli.office import make_server
from tests.support.desk_server import free_port, needs_nginx, trusting
from tests.support.newsroom import PASSWORD, Newsroom

pytestmark = [
    needs_nginx,
    pytest.mark.attack(
        "people",
        "520 slow bodies of one client silence the office's desk and its receiver",
        "nginx, which ships, counts them and gives the desk whole requests",
    ),
]
SHIPPED = Path(__file__).parents[3] / "deploy/kantor/nginx.conf"
HOST = "kabar.example"
WITHIN_S = 2.0
UPLOADS = (
    "/kabar/air",
    "/lampiran/air",
    "/bagikan",
    "/kalender/masuk",
    "/tanya/bawa",
    "/tanya/1/1/rekaman",
    "/pendaftaran/kartu",
)


@dataclass
class Front:
    """The server in front, on a `port` of its own; `run` has what it writes."""

    port: int
    plain: int
    run: Path
    room: Newsroom
    seen: list[str]
    """Addresses that the app was told of."""

    def line(self, peer: str = "127.0.0.1", timeout: float = 20.0) -> http.client.HTTPSConnection:
        source = (peer, 0)
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=timeout, context=trusting(), source_address=source
        )

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        peer: str = "127.0.0.1",
    ) -> http.client.HTTPResponse:
        line = self.line(peer)
        line.request(method, path, body, {"Host": HOST, **(headers or {})})
        answer = line.getresponse()
        answer.read()
        return answer

    def slow_body(self, peer: str, path: str, cookie: str = "") -> ssl.SSLSocket:
        """A request whose body does not come."""
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(peer, 0))
        line = trusting().wrap_socket(raw)
        head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\nContent-Length: 900000\r\n\r\nx"
        line.sendall(head.encode())
        return line

    def kept(self) -> int:
        """Bytes that it holds of bodies on the disk."""
        return sum(path.stat().st_size for path in (self.run / "body").rglob("*") if path.is_file())

    def cookie(self, name: str) -> str:
        """The session of somebody who has logged in, through this server."""
        page = self.line()
        page.request("GET", "/masuk", headers={"Host": HOST})
        answer = page.getresponse()
        token = re.search(r'name="tanda" value="([^"]+)"', answer.read().decode())
        assert token is not None
        before = answer.headers["Set-Cookie"].split(";")[0]
        form = f"tanda={token[1]}&nama={name.replace(' ', '+')}&sandi={PASSWORD.replace(' ', '+')}"
        headers = {"Host": HOST, "Cookie": before, "Content-Type": "application/x-www-form-urlencoded"}
        page.request("POST", "/masuk", form, headers)
        answer = page.getresponse()
        answer.read()
        assert answer.status == 303
        return "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or ())


@contextmanager
def behind(room: Newsroom, seen: list[str]) -> Iterator[int]:
    """The desk's own server, as `kiosk office` runs it."""

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return room.app(environ, start)

    port = free_port()
    server = make_server(app, port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield port
    server.close()


def configured(run: Path, port: int, plain: int, desk: int) -> str:
    """Return the shipped configuration with other ports and places than a server has, and nothing else changed."""
    inner, other = free_port(), free_port()
    places = {
        "user www-data;": f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
        "pid /run/nginx.pid": f"pid {run}/nginx.pid",
        "error_log stderr": "error_log stderr crit",
        "/var/lib/nginx/": f"{run}/",
        "/etc/kantor/tls/": f"{run}/",
        "/srv/kantor/.terbit": f"{run}/terbit",
        "127.0.0.1:8090": f"127.0.0.1:{desk}",
        "127.0.0.1:8427": f"127.0.0.1:{free_port()}",
        "127.0.0.1:8091": f"127.0.0.1:{inner}",
        "127.0.0.1:8092": f"127.0.0.1:{other}",
        "listen 443 ": f"listen {port} ",
        "listen [::]:443 backlog=511;": "",
        "listen 80;": f"listen {plain};",
        "listen [::]:80;": "",
    }
    text = SHIPPED.read_text("utf-8")
    for shipped, here in places.items():
        assert shipped in text
        text = text.replace(shipped, here)
    return text


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    room = Newsroom(tmp_path / "kantor", address=f"https://{HOST}")
    run, port, plain = tmp_path / "run", free_port(), free_port()
    run.mkdir()
    own = trustme.CA().issue_cert(HOST)
    own.private_key_pem.write_to_path(run / "privkey.pem")
    own.cert_chain_pems[0].write_to_path(run / "fullchain.pem")
    seen: list[str] = []
    with behind(room, seen) as desk:
        (run / "nginx.conf").write_text(configured(run, port, plain, desk), "utf-8")
        command = ["/usr/sbin/nginx", "-e", "stderr", "-c", str(run / "nginx.conf"), "-g", "daemon off;"]
        process = subprocess.Popen(command)
        front = Front(port, plain, run, room, seen)
        try:
            until = time.monotonic() + 20
            while not _answers(front):
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)
            yield front
        finally:
            process.terminate()
            process.wait(20)


def _answers(front: Front) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return front.ask("GET", "/masuk").status == 200
    return False


@pytest.fixture
def many_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.slow(cases=2)
@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("peers", [1, 52])
@pytest.mark.parametrize("path", ["/masuk", "/post", "/bawa"])
def test_slow_bodies_silence_neither_the_desk_nor_the_post(front: Front, path: str, peers: int) -> None:
    """520 of one client did: 10 of 10 visitors timed out."""
    with ExitStack() as lines:
        for n in range(520):
            with suppress(OSError):  # beyond what an address may have
                lines.enter_context(front.slow_body(f"127.0.3.{n % peers + 2}", path))
        for method, asked, status in (("GET", "/masuk", 200), ("POST", "/post", 400), ("GET", "/bawa", 200)):
            begun = time.monotonic()
            assert front.ask(method, asked, b"x" if method == "POST" else b"").status == status, asked
            assert time.monotonic() - begun < WITHIN_S, asked


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("path", UPLOADS)
def test_an_upload_of_nobody_is_refused_before_it_is_read(front: Front, path: str) -> None:
    """Strangers filled the disk: 68 MB each were taken before the app was asked."""
    with ExitStack() as lines:
        for n in range(8):
            raw = socket.create_connection(
                ("127.0.0.1", front.port), timeout=20, source_address=(f"127.0.4.{n + 2}", 0)
            )
            line = lines.enter_context(trusting().wrap_socket(raw))
            line.sendall(f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 68000000\r\n\r\n".encode())
            assert line.recv(12).split()[1] == b"303"
            with suppress(OSError):
                for _ in range(20):
                    line.sendall(bytes(1_000_000))
        assert front.kept() == 0


def test_what_is_no_upload_may_have_a_megabyte(front: Front) -> None:
    cookie = {"Cookie": front.cookie("Rahma Lasaeo")}
    known = {route.path for route in front.room.app.extensions["routes"].values() if route.method == "POST"}
    for path in sorted(known):
        asked = re.sub(r"<[^>]*>", "1", path)
        status = front.ask("POST", asked, bytes(1_200_000), cookie).status
        large = any(re.fullmatch(re.sub("1|air", "[^/]+", each), asked) for each in UPLOADS) or path == "/bawa"
        assert (status == 413) is not large, path
    assert front.ask("POST", "/bawa", bytes(5_300_000)).status == 413


@pytest.mark.attack(
    "from afar",
    "where kiosks report, somebody sends megabytes, or a path that leads further into the monitor",
    "nginx takes 400 kB, and hands on this one path alone; vmauth wants a token",
)
def test_reports_lead_to_one_path_of_the_monitor(front: Front) -> None:
    assert front.ask("POST", "/lapor", b"x" * 500_000).status == 413
    assert front.ask("POST", "/lapor?extra_label=kiosk=a", b"kiosk_up 1").status == 502, "no monitor is set up"
    before = len(front.seen)
    for path in ("/lapor/", "/lapor/api/v1/query", "/lapor/../api/v1/query", "/lapor%2f..%2fapi/v1/query", "//lapor/x"):
        assert front.ask("GET", path).status in (302, 303, 400, 404)
    assert len(front.seen) > before, "all these are the desk's to answer"


def test_people_of_the_desk_send_their_files(front: Front) -> None:
    """A film of 60 MB, as it was before; without a session its writer is asked to log in."""
    cookie = front.cookie("Rahma Lasaeo")
    answer = front.ask("POST", "/lampiran/air", bytes(66_000_000), {"Cookie": cookie})
    assert answer.status == 403, "it came to the app, which misses the form's token"
    assert front.ask("POST", "/lampiran/air", bytes(75_000_000), {"Cookie": cookie}).status == 413
    refused = front.ask("POST", "/lampiran/air", bytes(2_000), {"Cookie": "__Host-kantor=x"})
    assert (refused.status, refused.headers["Location"]) == (303, "/masuk")


def test_pages_of_uploads_are_shown_and_the_gate_is_shut(front: Front) -> None:
    assert front.ask("GET", "/kabar/air").status == 302, "to the login, by the app"
    assert front.ask("GET", "/-/siapa").status == 404


def test_whoever_asks_too_much_waits_and_nobody_else(front: Front) -> None:
    told = [front.ask("GET", "/bawa", peer="127.0.5.5").status for _ in range(30)]
    assert set(told) == {200}
    with ExitStack() as lines:
        held = 0
        for _ in range(120):
            with suppress(OSError):
                lines.enter_context(front.slow_body("127.0.5.5", "/masuk"))
                held += 1
        assert held <= 100
        assert front.ask("GET", "/bawa", peer="127.0.5.6").status == 200


def test_the_app_is_told_who_asks_and_nobody_can_say_otherwise(front: Front) -> None:
    front.ask("POST", "/bawa", b"x" * 2_000, {"X-Forwarded-For": "10.9.9.9"}, peer="127.0.6.6")
    assert front.seen[-1] == "127.0.6.6"


def test_plain_http_leads_to_https(front: Front) -> None:
    line = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=20)
    line.request("GET", "/tulis?a=1", headers={"Host": HOST})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/tulis?a=1")
    line.close()


@pytest.mark.attack(
    "people", "a link in the folder of editions hands a file of the server out", "nginx follows none there"
)
def test_editions_are_handed_out_and_nothing_beside_them(front: Front) -> None:
    folder = front.run / "terbit"
    (folder / "media").mkdir(parents=True)
    (folder / "latest.minisig").write_text("tanda")
    (folder / "media/a.jpg").write_text("gambar")
    (front.run / "rahasia").write_text("rahasia")
    (folder / "tautan").symlink_to(front.run / "rahasia")
    for path, status in (
        ("latest.minisig", 200),
        ("media/a.jpg", 200),
        ("feed-1.json", 404),
        ("", 403),
        ("media/", 403),
        ("tautan", 403),
        ("..%2Frahasia", 404),
        ("../rahasia", 404),
    ):
        assert front.ask("GET", f"/edisi/{path}").status == status, path
    assert front.ask("POST", "/edisi/latest.minisig", b"x").status == 403
