"""The real server on loopback: floods are cut off, and no route answers any request with a fault of its own."""

from __future__ import annotations

import http.client
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from waitress.server import create_server

from kiosk.desk.web import MOST_REQUEST
from tests.kiosk.desk.test_walk import shown
from tests.support.desk import Hall

GIGABYTE = 1_000_000_000


@pytest.fixture
def port(hall: Hall) -> Iterator[int]:
    server = create_server(hall.app, host="127.0.0.1", port=0, threads=3, ident="", max_request_body_size=MOST_REQUEST)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join(10)


def ask(port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> int:
    """The status; 0 where the server broke off."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request(method, path, body, headers or {})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


@pytest.mark.parametrize("announced", [True, False])
def test_a_gigabyte_is_cut_off(hall: Hall, port: int, announced: bool) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        length = f"Content-Length: {GIGABYTE}" if announced else "Transfer-Encoding: chunked"
        line.sendall(f"POST /tulis HTTP/1.1\r\nHost: 127.0.0.1\r\n{length}\r\n\r\n".encode())
        block = bytes(1_000_000) if announced else b"f4240\r\n" + bytes(1_000_000) + b"\r\n"
        with suppress(OSError):
            for _ in range(GIGABYTE // 1_000_000):
                line.sendall(block)
                sent += 1_000_000
        with suppress(OSError):
            assert b" 200 " not in line.recv(100)
    assert sent < GIGABYTE
    assert ask(port, "GET", "/") == 200, "it serves the next"
    assert shown(hall) == []


PATHS = ("/", "/masuk/{}", "/keluar", "/tulis", "/ubah/{}", "/lihat", "/lihat/layar.png", "/lihat/suara.wav", "/terbit",
         "/tarik/{}", "/orang", "/hitungan", "/gaya.css", "/{}")  # fmt: skip
FIELDS = ("tanda", "jenis", "judul", "isi", "tanggal", "jam", "tempat", "sampai", "penting", "saksi", "pin_saksi", "pin", "nama",
          "pin_petugas", "gambar_kata", "foto", "suara")  # fmt: skip
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")


def noise(rng: random.Random) -> str:
    return rng.choice(
        [
            "", "0", "-1", "pengumuman", "kegiatan", "darurat", "hari-ini", "3 September", "19.30", "99999999999999999999", "%00",
            "..%2f", "\u202e", "\U0001f600" * 50, "a" * 3_000, "'\"<>", "\ud7ff", "kim-" + "0" * 16, "2026-09-05",
            "31 Februari", "١٢",
        ]
    )  # fmt: skip


def test_no_request_makes_the_server_fail(hall: Hall, port: int) -> None:
    """Every route with every method and 400 random forms, logged in and not."""
    rng = random.Random(10)
    phone = hall.phone("127.0.0.1")
    phone.log_in()
    cookie = phone.client.get_cookie("meja", domain="kios.local")
    assert cookie is not None
    for path in PATHS:
        for method in METHODS:
            assert ask(port, method, path.format("x")) < 500, (method, path)
    for number in range(400):
        fields = {name: noise(rng) for name in rng.sample(FIELDS, rng.randrange(len(FIELDS)))}
        if rng.random() < 0.7:
            fields["tanda"] = phone.mark
        body, kind = _form(fields, multipart=rng.random() < 0.5)
        headers = {"Content-Type": kind} | ({"Cookie": f"meja={cookie.value}"} if rng.random() < 0.8 else {})
        path = rng.choice(PATHS).replace("{}", "kim-0123456789abcdef")
        if path in ("/keluar", "/lihat/layar.png", "/lihat/suara.wav"):
            continue  # it would end the session; the others start the kiosk's own commands
        status = ask(port, rng.choice(("POST", "POST", "GET")), path, body, headers)
        assert 0 < status < 500, (number, path, fields)


def _form(fields: dict[str, str], *, multipart: bool) -> tuple[bytes, str]:
    if not multipart:
        from urllib.parse import urlencode

        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    parts = []
    for name, value in fields.items():
        file = f'; filename="{name}"' if name in ("foto", "suara") else ""
        parts.append(f'--X\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{value}\r\n')
    return ("".join(parts) + "--X--\r\n").encode("utf-8", "surrogatepass"), "multipart/form-data; boundary=X"


def test_it_says_nothing_of_itself(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", "/tidak-ada")
    headers = dict(line.getresponse().getheaders())
    line.close()
    assert "Server" not in headers


def test_the_data_folder_is_not_served(hall: Hall, port: int, tmp_path: Path) -> None:
    (hall.notice_store.folder / "rahasia.txt").write_text("rahasia")
    for path in ("/rahasia.txt", "/desk/rahasia.txt", "/../desk/people.json", "/media/../people.json"):
        assert ask(port, "GET", path) == 404
    assert (tmp_path / "desk" / "people.json").stat().st_mode & 0o077 == 0
