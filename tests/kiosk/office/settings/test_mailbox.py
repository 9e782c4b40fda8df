"""The office's mailbox at the desk, against a real IMAP server: tried before it is saved; its password is never shown."""

from __future__ import annotations

import stat

import pytest

from tests.kiosk.office.inbox.test_mail import PASSWORD, USER
from tests.kiosk.office.inbox.test_mail import port as port
from tests.support.newsroom import Browser, Newsroom

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a mailbox with a wrong password, a folder that is none, a server's name with a line break or an option",
        "it is not saved, and the form comes back filled; the password is in no page, no log and no history",
    ),
]

SECRET = "rahasia surat 9"


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator."""
    browser = room.browser("Fatma Adam")
    browser.get("/kantor/surat")
    return browser


@pytest.mark.slow(cases=1)
def test_a_mailbox_is_tried_saved_changed_and_dropped(room: Newsroom, fatma: Browser, port: int) -> None:
    fields = {"pengguna": USER, "server": "127.0.0.1", "pintu": str(port), "sandi": SECRET}
    for more, told in (({}, "sandinya salah"), ({"sandi": PASSWORD, "folder": "Tidak ada"}, "tidak punya folder")):
        fatma.submit("/kantor/surat", **{**fields, **more, "lalu": "simpan"})
        assert told in fatma.words
        assert SECRET not in fatma.text
        assert fatma.form("/kantor/surat")["server"] == "127.0.0.1"
        assert room.office.setup().mail is None
    fatma.submit("/kantor/surat", **{**fields, "sandi": PASSWORD, "folder": "INBOX", "lalu": "uji"})
    assert "Masuk berhasil" in fatma.words
    assert room.office.setup().mail is None
    fatma.submit("/kantor/surat", sandi=PASSWORD, lalu="simpan")
    fatma.follow()
    mail = room.office.setup().mail
    assert mail is not None
    assert (mail.user, mail.port) == (USER, port)
    kept = room.folder / ".kantor" / mail.password_file
    assert (kept.read_text("utf-8"), stat.S_IMODE(kept.stat().st_mode)) == (f"{PASSWORD}\n", 0o600)
    assert PASSWORD not in fatma.text
    fatma.submit("/kantor/surat", lalu="simpan")
    assert kept.read_text("utf-8") == f"{PASSWORD}\n", "an empty password means the one before"
    fatma.follow()
    fatma.submit("/kantor/surat/keluar")
    assert room.office.setup().mail is None
    assert not kept.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"server": "imap.contoh.go.id\nX: y"},
        {"server": "-x/../y"},
        {"pintu": "0"},
        {"pintu": "x"},
        {"pengguna": "a\x00b"},
    ],
)
def test_what_is_no_mailbox_comes_back_as_it_was_typed(room: Newsroom, fatma: Browser, more: dict[str, str]) -> None:
    typed = {"server": "imap.contoh.go.id", "pintu": "993", "pengguna": "kabar", "sandi": SECRET, **more}
    fatma.submit("/kantor/surat", **typed, lalu="simpan")
    assert "Tulis nama server" in fatma.words
    assert SECRET not in fatma.text
    assert room.office.setup().mail is None
