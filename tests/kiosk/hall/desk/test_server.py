"""The real server on loopback: floods are cut off, and no route answers any request with a fault of its own."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.hall.desk.test_walk import shown
from tests.support.desk import COOKIE, PHONE, Hall
from tests.support.desk_server import ask, line_to, needs_nginx, serving, trusting

pytestmark = [
    needs_nginx,
    pytest.mark.attack(
        "people",
        "uploads of nobody fill the memory of the hall's desk",
    ),
]


@pytest.fixture
def port(hall: Hall) -> Iterator[int]:
    with serving(hall) as port:
        yield port


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("announced", [True, False])
def test_a_body_without_end_is_cut_off(hall: Hall, port: int, announced: bool) -> None:
    deadline, cut = time.monotonic() + 60, False
    with trusting().wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        length = "Content-Length: 1000000000000" if announced else "Transfer-Encoding: chunked"
        line.sendall(f"POST /tulis HTTP/1.1\r\nHost: 127.0.0.1\r\n{length}\r\n\r\n".encode())
        assert line.recv(100).split()[1] in (b"403", b"413"), "it is told before the body is there"
        block = bytes(1_000_000) if announced else b"f4240\r\n" + bytes(1_000_000) + b"\r\n"
        while not cut and time.monotonic() < deadline:
            try:
                line.sendall(block)
            except OSError:
                cut = True
    assert cut
    assert ask(port, "GET", "/") == 200, "it serves the next"
    assert shown(hall) == []
    assert not any((hall.notice_store.folder / "uploads").rglob("*"))


PATHS = ("/", "/masuk", "/pasangkan/{}", "/keluar", "/tulis", "/ubah/{}", "/lihat/{}", "/lihat/{}/layar.png", "/lihat/{}/suara.wav",
         "/berkas/{}", "/terbit", "/buang", "/tarik/{}", "/hitungan", "/gaya.css", "/-/siapa", "/-/403", "/{}")  # fmt: skip
FIELDS = ("tanda", "jenis", "judul", "isi", "tanggal", "jam", "selesai", "tempat", "sampai", "penting", "saksi", "pin_saksi", "pin",
          "nama",
          "siapa", "naskah", "berkas0", "kata0", "teks0", "urut0", "cocok0", "buang0", "rekaman", "foto", "suara")  # fmt: skip
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")


def noise(rng: random.Random) -> str:
    return rng.choice(
        [
            "", "0", "-1", "pengumuman", "kegiatan", "darurat", "hari-ini", "3 September", "19.30", "99999999999999999999", "%00",
            "..%2f", "\u202e", "\U0001f600" * 50, "a" * 3_000, "'\"<>", "\ud7ff", "kim-" + "0" * 16, "2026-09-05",
            "31 Februari", "١٢",
        ]
    )  # fmt: skip


@pytest.mark.slow(cases=0)
def test_no_request_makes_the_server_fail(hall: Hall, port: int) -> None:
    """Every route with every method and 400 random forms, logged in and not."""
    rng = random.Random(10)
    phone = hall.phone("127.0.0.1")
    phone.log_in()
    cookies = [phone.client.get_cookie(name, domain="kios.local") for name in (COOKIE, PHONE)]
    known = "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies if cookie is not None)
    for path in PATHS:
        for method in METHODS:
            assert ask(port, method, path.format("x")) < 500, (method, path)
    for number in range(400):
        fields = {name: noise(rng) for name in rng.sample(FIELDS, rng.randrange(len(FIELDS)))}
        if rng.random() < 0.7:
            fields["tanda"] = phone.mark
        body, kind = _form(fields, multipart=rng.random() < 0.5)
        headers = {"Content-Type": kind} | ({"Cookie": known} if rng.random() < 0.8 else {})
        path = rng.choice(PATHS).replace("{}", "kim-0123456789abcdef")
        if path == "/keluar" or path.endswith((".png", ".wav")):
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


@pytest.mark.parametrize("path", ["/tulis", "/petugas", "/nomor"])
def test_a_photo_of_a_phone_comes_through_to_each_page_that_takes_one(hall: Hall, port: int, path: str) -> None:
    """More than the 16 KB that other forms may have, and not before the desk knows who sends it."""
    phone = hall.phone("127.0.0.1")
    phone.log_in()
    cookies = [phone.client.get_cookie(name, domain="kios.local") for name in (COOKIE, PHONE)]
    known = "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies if cookie is not None)
    body, kind = _form({"tanda": phone.mark, "isi": "a" * 100_000}, multipart=True)
    assert ask(port, "POST", path, body, {"Content-Type": kind, "Cookie": known}) in (200, 303)
    assert ask(port, "POST", path, body, {"Content-Type": kind}) == 403


def test_it_says_nothing_of_itself(port: int) -> None:
    line = line_to(port)
    line.request("GET", "/tidak-ada")
    headers = dict(line.getresponse().getheaders())
    line.close()
    assert headers["Server"] == "nginx", "no version"


def test_the_data_folder_is_not_served(hall: Hall, port: int, tmp_path: Path) -> None:
    (hall.notice_store.folder / "rahasia.txt").write_text("rahasia")
    for path in ("/rahasia.txt", "/desk/rahasia.txt", "/../desk/people.json", "/media/../people.json"):
        assert ask(port, "GET", path) in (400, 404)
    assert (tmp_path / "desk" / "people.json").stat().st_mode & 0o077 == 0
