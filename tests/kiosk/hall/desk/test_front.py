"""Denial of the desk without a login, and what crosses the line in the clear: over real sockets, from many addresses."""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import resource
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from kiosk.hall.desk.front import CONNECTIONS
from kiosk.hall.notices.pairing import fingerprint
from tests.kiosk.hall.desk.test_command import Kiosk
from tests.support.desk import Hall, Phone
from tests.support.desk_server import ask, free_port, line_to, needs_nginx, serving, trusting
from tests.support.present import present

pytestmark = [
    needs_nginx,
    pytest.mark.attack(
        "people",
        "half-open requests take all places of the hall's desk",
        "nginx: 16 connections of an address, 5 to 8 seconds for a hello and a head",
    ),
    pytest.mark.attack(
        "people",
        "uploads of nobody fill the memory of the hall's desk",
        "nginx asks the desk before it reads a body; other forms hold 16 KB",
    ),
    pytest.mark.attack(
        "people",
        "PINs, cookies and drafts are heard in the Wi-Fi",
        "TLS with a certificate of the kiosk's own; http reads or leads to https; cookies `__Host-`, Secure",
    ),
]
WITHIN_S = 8.0  # what somebody at a phone waits for; half-open lines are let go of after 5 to 8


@pytest.fixture
def port(hall: Hall) -> Iterator[int]:
    with serving(hall) as port:
        yield port


def peers(number: int) -> list[str]:
    """Addresses of loopback, other than the owner's."""
    return [f"127.0.{each // 250}.{each % 250 + 2}" for each in range(number)]


def half_open(port: int, peer: str, kind: str) -> socket.socket:
    """A line that says the beginning of something, and no more."""
    line = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(peer, 0))
    if kind == "a request":
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    elif kind == "a hello":
        line.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    elif kind == "a request in TLS":
        wrapped = trusting().wrap_socket(line)
        wrapped.sendall(b"POST /masuk HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le")
        return wrapped
    return line


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process is all the phones: it holds more lines than a shell allows at first."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.slow(cases=2)
@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("kind", ["nothing", "a request", "a hello", "a request in TLS"])
def test_half_open_lines_do_not_shut_the_owner_out(port: int, kind: str) -> None:
    """130 of one address did; these are 130 of one and 12 of each of 100 others."""
    with ExitStack() as lines:
        for peer in [*["127.0.3.3"] * 130, *(peers(100) * 12)]:
            with suppress(OSError):  # beyond what an address may have
                lines.enter_context(half_open(port, peer, kind))
        begun = time.monotonic()
        assert ask(port, "GET", "/") == 200
        assert time.monotonic() - begun < WITHIN_S


def test_the_lines_of_one_address_are_counted(port: int) -> None:
    with ExitStack() as lines:
        held = [lines.enter_context(half_open(port, "127.0.3.3", "a request in TLS")) for _ in range(CONNECTIONS)]
        assert ask(port, "GET", "/", peer="127.0.3.3") == 0
        assert ask(port, "GET", "/", peer="127.0.3.4") == 200
        for line in held:
            line.close()
    deadline = time.monotonic() + 20
    while ask(port, "GET", "/", peer="127.0.3.3") != 200:
        assert time.monotonic() < deadline, "an address that lets go is served again"
        time.sleep(0.1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Kiosk, subprocess.Popen[str]]]:
    """Run the desk as a kiosk does, in a process of its own whose memory can be examined."""
    kiosk = Kiosk(tmp_path, free_port())
    process = subprocess.Popen(kiosk.command("desk"), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    process.stderr.readline()
    yield kiosk, process
    process.terminate()
    process.communicate(timeout=20)


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def pss_mb(pid: int) -> float:
    found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(present(found)[1]) / 1_000


def memory_mb(pid: int) -> float:
    """PSS of a process and its children."""
    return sum(map(pss_mb, family(pid)))


OF_NOBODY = {
    "a wrong host": "POST /tulis HTTP/1.1\r\nHost: evil.example\r\n",
    "no login": "POST /tulis HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "made-up cookies": "POST /tulis HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-meja=x; __Host-hp=y\r\n",
    "the login itself": "POST /masuk HTTP/1.1\r\nHost: 127.0.0.1\r\n",
}


@pytest.mark.slow(cases=0)
def test_a_body_of_nobody_is_refused_before_it_is_read(desk: tuple[Kiosk, subprocess.Popen[str]]) -> None:
    """Eight at one time held 339 MB."""
    kiosk, process = desk
    assert ask(kiosk.port, "GET", "/") == 200
    for name, head in OF_NOBODY.items():
        before = memory_mb(process.pid)
        told, sent = [], 0
        with ExitStack() as lines:
            for peer in peers(8):
                raw = socket.create_connection(("127.0.0.1", kiosk.port), timeout=20, source_address=(peer, 0))
                line = lines.enter_context(trusting().wrap_socket(raw))
                line.sendall(
                    f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50000000\r\n\r\n".encode()
                )
                told.append(line.recv(12))
                with suppress(OSError):
                    for _ in range(50):
                        line.sendall(bytes(1_000_000))
                        sent += 1_000_000
            held = memory_mb(process.pid) - before
            uploads = kiosk.folder / "data" / "desk" / "uploads"
            kept = sum(path.stat().st_size for path in uploads.rglob("*") if path.is_file())
        assert {answer.split()[1] for answer in told} <= {b"403", b"413"}, (name, told)
        assert (held < 10, kept) == (True, 0), f"{name}: {held:.1f} MB of memory, {kept} bytes on the card, {sent} sent"


def test_a_killed_desk_leaves_no_server_behind(desk: tuple[Kiosk, subprocess.Popen[str]]) -> None:
    _, process = desk
    left = family(process.pid)[1:]
    assert left, "nginx is a child of the desk"
    os.kill(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        assert time.monotonic() < deadline
        time.sleep(0.05)


# what crosses the line in the clear


def plain(port: int, method: str, path: str, body: bytes = b"") -> tuple[http.client.HTTPResponse, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    content = answer.read()
    line.close()
    return answer, content


def test_without_tls_there_is_only_something_to_read(hall: Hall, sari: Phone, port: int) -> None:
    sari.write()
    sari.send("/terbit")
    code = hall.code()
    answer, page = plain(port, "GET", "/")
    assert answer.status == 200
    assert b"Rapat desa malam ini" in page
    for path in ("/", "/tulis", "/masuk", f"/pasangkan/{code}", "/hitungan", "/lihat/x", "/tarik/x", "/-/siapa"):
        answer, page = plain(port, "GET", path)
        assert answer.headers["Set-Cookie"] is None
        assert b"<form" not in page
        assert b"Sari" not in page
        if path != "/":
            assert (answer.status, answer.headers["Location"]) == (302, f"https://127.0.0.1:{port}{path}")
    for path in ("/masuk", "/tulis", f"/pasangkan/{code}"):
        answer, page = plain(port, "POST", path, b"nama=Sari&pin=483920")
        assert (answer.status, answer.headers["Set-Cookie"]) == (403, None)


def test_every_cookie_is_for_tls_alone(hall: Hall, port: int) -> None:
    line = line_to(port)
    path = f"/pasangkan/{hall.code()}"
    line.request("GET", path)
    answer = line.getresponse()
    page = answer.read().decode()
    told = answer.headers.get_all("Set-Cookie") or []
    mark = re.search(r'name="tanda" value="([^"]+)"', page)
    assert mark is not None
    line.request("POST", path, f"tanda={mark[1]}&siapa=sudah&nama=sari&pin=483920", {
        "Cookie": told[0].partition(";")[0], "Content-Type": "application/x-www-form-urlencoded",
    })  # fmt: skip
    answer = line.getresponse()
    line.close()
    told += answer.headers.get_all("Set-Cookie") or []
    assert answer.status == 303
    assert len(told) >= 4
    for cookie in told:
        assert cookie.startswith("__Host-")
        assert {"Secure", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie


def test_the_certificate_is_the_one_of_the_code_and_is_kept(hall: Hall) -> None:
    seen = []
    for _ in range(2):
        with serving(hall) as port, trusting().wrap_socket(socket.create_connection(("127.0.0.1", port))) as line:
            body = line.getpeercert(binary_form=True)
            assert body is not None
            assert line.version() in ("TLSv1.2", "TLSv1.3")
            seen.append(hashlib.sha256(body).hexdigest().upper())
    assert seen == [fingerprint(hall.notice_store.folder)] * 2
    assert (hall.notice_store.folder / "tls" / "key.pem").stat().st_mode & 0o077 == 0
    (hall.notice_store.folder / "tls" / "key.pem").write_text("")
    with serving(hall) as port:
        assert ask(port, "GET", "/") == 200, "a key that a power cut took is made anew"
    assert fingerprint(hall.notice_store.folder) != seen[0]


def test_old_tls_is_refused(port: int) -> None:
    context = trusting()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", port)) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw)
