"""What is tried against the desk, and that nothing of it is shown and nothing is lost."""

from __future__ import annotations

import io
import re
import zlib

import pytest

from kiosk.core.network import is_near
from kiosk.hall.desk.network_access import is_own_host
from tests.kiosk.hall.desk.test_walk import shown
from tests.support.desk import COOKIE, Hall, Phone

pytestmark = pytest.mark.attack(
    "people",
    "a photo or PDF for the desk of 30,000 x 30,000 pixels, of another kind than it says, with a path for "
    "its name, of 5,000 pages, locked, with a place in its EXIF",
    "by content; decoded and written anew in captivity, PDF opened there; no name that came is used; no EXIF is kept",
)


@pytest.mark.parametrize("mark", ["", "x", "a" * 200])
def test_forms_of_other_pages_do_nothing(hall: Hall, sari: Phone, mark: str) -> None:
    sari.write()
    assert sari.ask("POST", "/terbit", data={"tanda": mark}).status_code == 403
    assert sari.ask("POST", "/terbit").status_code == 403
    assert shown(hall) == []


def test_a_guessed_cookie_is_nobody(hall: Hall, sari: Phone) -> None:
    sari.write()
    thief = hall.phone()
    thief.client.set_cookie(COOKIE, "A" * 43, domain="kios.local")
    draft = re.search(r"/lihat/([\w-]+)/", sari.page)
    assert draft is not None
    at = f"/lihat/{draft[1]}"
    for path in ("/tulis", at, "/hitungan", f"{at}/layar.png", f"{at}/suara.wav"):
        assert thief.get(path).status_code == 302
    assert thief.ask("POST", "/terbit", data={"tanda": sari.mark}).status_code == 403


def test_a_session_ends(hall: Hall, sari: Phone) -> None:
    sari.write()
    hall.later(minutes=31)
    assert sari.get("/hitungan").status_code == 302
    sari.log_in()
    for _ in range(20):
        hall.later(minutes=25)
        answer = sari.get("/tulis")
    assert answer.status_code == 302, "at the latest after eight hours"
    sari.log_in()
    cookie = sari.client.get_cookie(COOKIE, domain="kios.local")
    sari.get("/")
    sari.send("/keluar")
    assert cookie is not None
    sari.client.set_cookie(COOKIE, cookie.value, domain="kios.local")
    assert sari.get("/tulis").status_code == 302, "logged out is logged out"


def test_who_was_taken_out_is_out(hall: Hall, sari: Phone) -> None:
    person = next(each for each in hall.people.list_clerks() if each.name == "Sari")
    hall.people.remove(person.id)
    assert sari.get("/tulis").status_code == 403


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("kios.local:8080", True), ("kios.local", True), ("KIOS.local.", True), ("192.168.4.1:8080", True),
        ("[fe80::1]:8080", True), ("127.0.0.1", True), ("evil.example", False), ("kios.local.evil.example", False),
        ("8.8.8.8", False), ("", False),
        ("192.168.4.1.evil.example", False), ("[2001:db8::1]", False), ("kios.local@evil.example", False),
    ],
)  # fmt: skip
def test_host(host: str, ours: bool) -> None:
    assert is_own_host(host, ("kios.local",)) is ours


@pytest.mark.parametrize(
    ("peer", "near"),
    [
        ("192.168.4.2", True), ("10.0.0.1", True), ("172.16.9.9", True), ("127.0.0.1", True), ("::1", True), ("fd00::5", True),
        ("fe80::1%wlan0", True), ("::ffff:192.168.4.2", True), ("8.8.8.8", False), ("2606:4700::1111", False), ("", False),
        ("0.0.0.0", False), ("::ffff:8.8.8.8", False), ("kios", False),
    ],
)  # fmt: skip
def test_peer(peer: str, near: bool) -> None:
    assert is_near(peer) is near


def test_from_far_or_by_another_name_nothing_is_shown(hall: Hall) -> None:
    assert hall.phone("8.8.8.8").get("/").status_code == 403
    assert hall.phone().get("/", base_url="https://evil.example").status_code == 421


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}\u202e[b]x[/b]\0"


def test_markup_in_every_field_is_text(hall: Hall, sari: Phone) -> None:
    sari.write(judul=HOSTILE, isi=HOSTILE, tempat=HOSTILE)
    assert "<script>" not in sari.page
    assert "<img src=x" not in sari.page
    assert "49" not in re.sub(r"kim-[0-9a-f]{16}|value=\"[^\"]+\"", "", sari.page)
    sari.send("/terbit")
    (item,) = shown(hall)
    assert "\u202e" not in item.title + item.text
    assert "\0" not in item.title + item.text
    sari.get("/")
    assert "<script>" not in sari.page


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/pasangkan/../../people.json", "/ubah/..%2f..%2fpeople.json", "/tarik/%00",
        "/gaya.css/../people.json", "/desk/people.json", "/media/x", "/static/x", "//evil.example/x", "/tarik/" + "a" * 5_000,
    ],
)  # fmt: skip
def test_paths(sari: Phone, path: str) -> None:
    answer = sari.get(path)
    assert answer.status_code in (404, 405)
    assert b"argon2" not in answer.data


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-Host": "kios.local"}, {"X-HTTP-Method-Override": "DELETE"},
        {"Content-Type": "application/json"}, {"Content-Type": "multipart/form-data"}, {"Cookie": "__Host-meja=" + "x" * 4_000},
        {"Transfer-Encoding": "chunked"}, {"Expect": "100-continue"}, {"Range": "bytes=0-"},
    ],
)  # fmt: skip
def test_headers(hall: Hall, headers: dict[str, str]) -> None:
    far = hall.phone("8.8.8.8")
    assert far.get("/", headers=headers).status_code == 403
    near = hall.phone()
    assert near.get("/", headers=headers).status_code == 200
    assert near.ask("POST", "/terbit", headers=headers, data=b"x").status_code in (400, 403)


def png_bomb(side: int = 30_000) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = side.to_bytes(4) + side.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("field", "content", "told"),
    [
        ("foto", png_bomb(), "Foto ini tidak dapat dipakai"),
        ("foto", b"<?php system('id'); ?>", "Foto ini tidak dapat dipakai"),
        ("foto", b"", "Foto ini kosong"),
        ("suara", b"RIFF" + bytes(100), "Rekaman ini tidak dapat dipakai"),
        ("suara", b"\xff\xd8\xff\xe0JFIF", "Rekaman ini tidak dapat dipakai"),
    ],
)
def test_files_that_are_none(hall: Hall, sari: Phone, field: str, content: bytes, told: str) -> None:
    sari.write(**{field: (io.BytesIO(content), "../../../etc/cron.d/x.jpg")})
    assert told in sari.page
    assert "Rapat desa malam ini" in sari.page, "what was typed is not lost"
    assert list(hall.notice_store.drafts.iterdir()) == []
    sari.send("/terbit")
    assert shown(hall) == []


def test_every_answer_is_sealed(sari: Phone) -> None:
    for path in ("/", "/tulis", "/tidak-ada"):
        headers = sari.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
    cookie = sari.client.get_cookie(COOKIE, domain="kios.local")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Strict"
