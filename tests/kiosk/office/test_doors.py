"""Others' notices, forms from elsewhere, other hosts, and what all answers have in common."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path

import lxml.html
import pyotp
import pytest
from msgspec.structs import replace

from kiosk.office.app import warm_app
from kiosk.office.door import COURIER, RECEIVER
from kiosk.office.people.people import new_secret
from kiosk.office.sounds.hearing import SpeechPreviews
from tests.support.desk_routes import address
from tests.support.newsroom import Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "a form of 40 MB that is no upload, to the office's desk without a session, to the hall's from a "
    "paired phone: it was read whole, however many fields",
    "refused by its length, 1 MB and 400 kB",
)


def test_a_writer_changes_no_others_notice(room: Newsroom, rahma: Browser, anton: Browser) -> None:
    name = rahma.write("Judul Rahma", "Isi")
    before = (room.folder / f"_{name}.md").read_bytes()
    anton.get("/tulis")
    for path in (
        f"/kabar/{name}",
        f"/simpan/{name}",
        f"/buang/{name}",
        f"/minta/{name}",
        f"/siap/{name}",
        f"/tarik/{name}",
    ):
        assert (
            anton.post(path, {"tanda": anton.token or _token(anton), "judul": "Direbut", "dasar": ""}).status_code
            == 403
        )
        anton.get("/tulis")
    assert (room.folder / f"_{name}.md").read_bytes() == before
    anton.get(f"/kabar/{name}")
    assert "Judul Rahma" in anton.words


def _token(browser: Browser) -> str:
    browser.get("/tulis")
    return browser.token


@pytest.mark.parametrize("token", ["", "salah", "é"])
def test_a_form_without_its_token_does_nothing(room: Newsroom, anton: Browser, token: str) -> None:
    for route in room.app.extensions["routes"].values():
        if route.method == "POST" and route.path not in (RECEIVER, COURIER):  # what is signed has no session
            assert anton.post(address(route), {"tanda": token, "judul": "x"}).status_code == 403, route.path
    assert room.files() == []


@pytest.mark.parametrize("host", ["jahat.example", "127.0.0.1.jahat.example", "[::1", "127.0.0.1@jahat.example"])
def test_by_another_name_there_is_no_desk(room: Newsroom, host: str) -> None:
    browser = room.browser()
    answer = browser.client.get("/masuk", base_url="http://127.0.0.1:8090", headers={"Host": host})

    assert answer.status_code in (400, 421)


def test_over_https_the_cookies_are_its_hosts_alone(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "kantor", address="https://kabar.example")
    browser = room.browser()
    answer = browser.log_in("anton")
    cookies = answer.headers.getlist("Set-Cookie")

    assert answer.status_code == 303
    assert all(
        each.startswith("__Host-") and "Secure" in each and "HttpOnly" in each for each in cookies if "=;" not in each
    )
    assert browser.get("/").status_code == 200
    assert "max-age=31536000" in browser.page.headers["Strict-Transport-Security"]


def test_no_page_lets_anything_from_elsewhere_in(rahma: Browser) -> None:
    name = rahma.write("Judul", "Isi")
    for path in ("/", "/kabar", "/tulis", f"/kabar/{name}", "/terbitkan", "/akun", "/lainnya"):
        rahma.get(path)
        policy = rahma.page.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert " style=" not in rahma.text, path
        assert "onclick" not in rahma.text
        assert rahma.page.headers["X-Content-Type-Options"] == "nosniff"


def test_the_heading_of_a_page_stands_where_the_link_to_its_content_leads(rahma: Browser) -> None:
    """Show that the link to the content leads before the page's heading: before, people who use a screen reader landed
    behind it."""
    name = rahma.write("Judul", "Isi")
    rest = ("kotak", "kalender", "tanya", "desa", "kunci", "setelan", "akun")
    for path in ("", "kabar", "tulis", f"kabar/{name}", *rest):
        rahma.get(f"/{path}")
        page = lxml.html.fromstring(rahma.text)
        assert page.xpath("count(//main[@id='isi']//h1)") == 1, path
        assert not page.xpath("//h1[not(ancestor::main)]"), path


@pytest.mark.parametrize(
    "path",
    [
        "/gambar/%00.png",
        f"/gambar/{'a' * 300}.png",
        f"/gambar/{'/'.join(['a' * 120] * 40)}.png",
        "/suara?kata=%00",
        f"/kabar/{'/'.join(['a' * 120] * 40)}",
        f"/gabung/{'/'.join(['a' * 120] * 40)}",
    ],
)
def test_a_name_that_no_disk_takes_is_no_page(anton: Browser, path: str) -> None:
    assert anton.get(path).status_code in (302, 404)


@pytest.mark.parametrize("name", ["con", "AUX", "nul.x", "lampiran/lpt1", "com1/air"])
def test_no_notice_is_called_as_a_device_of_windows(room: Newsroom, anton: Browser, name: str) -> None:
    anton.get("/tulis")
    before = room.files()
    answer = anton.post(f"/simpan/{name}", {"tanda": anton.token, "judul": "Air", "isi": "Mati"})
    assert answer.status_code in (400, 404)
    assert (room.files(), list(room.folder.glob("*/*.md"))) == (before, [])


def test_with_a_full_disk_people_come_in_and_lose_no_words(
    room: Newsroom, anton: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    room.office.people.set_code("hendra", secret, pyotp.TOTP(secret).now())

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert room.browser().log_in("rahma").status_code == 303
    totp = pyotp.TOTP(secret)
    code = totp.generate_otp(totp.timecode(datetime.now().astimezone()) + 1)
    assert room.browser().log_in("hendra", code=code).status_code == 303
    assert room.browser().log_in("hendra", code=code).status_code == 401
    shared = {"judul": "Vaksin", "teks": "Sabtu pagi di balai"}
    assert anton.post("/bagikan", shared, headers={"Sec-Fetch-Site": "none"}).status_code == 507
    assert "Sabtu pagi di balai" in anton.words


def test_who_wants_to_hear_while_others_do_waits_on_no_thread(room: Newsroom) -> None:
    (room.folder / "catatan.md").write_text("---\ntitle: Catatan\n---\nIsi")
    room.office = replace(room.office, hearing=SpeechPreviews(room.folder / ".kantor", at_once=0))
    room.open()
    anton = room.browser("Anton Djalil")
    for path in ("/suara?kata=halo", "/layar/catatan"):
        assert anton.get(path).status_code == 503
        assert anton.page.headers["Retry-After"] == "5"
        assert "sibuk" in anton.words


FIELDS = ("judul", "isi", "siapa", "tempat", "klaim", "sampai", "jam", "syarat", "penting", "jenis", "daerah")


@pytest.mark.slow(cases=5)
@pytest.mark.parametrize("field", FIELDS)
def test_markup_in_any_field_stays_letters(anton: Browser, field: str) -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7777}}'
    fields: dict[str, str | None] = {"semua": None, field: attack}
    title, body = fields.pop("judul", None) or "Judul", fields.pop("isi", None) or "Isi"
    name = anton.write(title, body, **fields)
    for path in ("/", "/kabar", f"/kabar/{name}"):
        anton.get(path)
        assert "<script>alert" not in anton.text
        assert "<img src=x" not in anton.text
        assert "{{7*7777}}" in anton.words or "54439" not in anton.words


@pytest.mark.parametrize(
    ("site", "is_told"), [("same-origin", True), ("", True), ("cross-site", False), ("same-site", False)]
)
def test_what_was_typed_in_a_form_of_a_session_that_is_over_can_be_copied(
    rahma: Browser, site: str, is_told: bool
) -> None:
    """ "This page has expired. Log in again": and the page before came empty. Another site's words are told to nobody."""
    rahma.get("/darurat")
    headers = {"Sec-Fetch-Site": site} if site else {}
    typed = {
        "tanda": "of another session",
        "kejadian": "Banjir",
        "isi": "Air </textarea><b>naik</b>.",
        "sandi": "rahasia",
    }
    rahma.post("/darurat", typed, headers=headers)
    assert rahma.page.status_code == 403
    assert ("Air </textarea><b>naik</b>." in rahma.words) is is_told
    assert ("Banjir" in rahma.words) is is_told
    assert "<b>naik" not in rahma.text
    assert "rahasia" not in rahma.text


def test_half_written_settings_close_no_door(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "kantor", address="https://kabar.example")
    browser = room.browser()
    assert browser.get("/masuk").status_code == 200
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('[[target]]\nname = "situs')
    assert browser.get("/masuk").status_code == 200
    assert room.office.setup().address == "https://kabar.example"
    (room.folder / "office.toml").write_text(
        'address = "https://kabar.example"\ntarget = 5\nmail = 7\nwatch = "x"\ncalendar = 1\n'
    )
    assert browser.get("/masuk").status_code == 200


def test_a_lock_that_a_process_left_does_not_end_the_history(room: Newsroom, anton: Browser) -> None:
    anton.write("Kabar satu", "Isi")
    lock = room.folder / ".git/index.lock"
    lock.write_bytes(b"")
    anton.write("Kabar dua", "Isi")
    assert room.office.history.fault
    os.utime(lock, (0, 0))
    anton.write("Kabar tiga", "Isi")

    assert room.office.history.fault == ""
    newest, before = room.office.history.deeds(2)
    assert "Kabar tiga" in newest.what
    assert "Kabar dua" in before.what, "it waited"


def test_every_page_is_compiled_before_anybody_asks_for_it(room: Newsroom) -> None:
    warm_app(room.app)

    assert room.app.jinja_env.cache is not None
    assert {name for _, name in room.app.jinja_env.cache} >= set(room.app.jinja_env.list_templates())


@pytest.mark.parametrize("path", ["/masuk", "/kabar/baru"])
def test_a_form_of_megabytes_is_refused_before_it_is_read(room: Newsroom, path: str) -> None:
    """Without a session, too: its token is in the form."""
    stranger = room.browser()
    stranger.get("/masuk")
    form = {"tanda": stranger.token, "nama": "x" * 1_100_000}
    assert stranger.post(path, form).status_code == 413
    assert stranger.post("/masuk", form | {"nama": "x" * 100_000}).status_code in (200, 401)
