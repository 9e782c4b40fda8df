"""Who is told, and when a kiosk is silent, at the desk: real letters and a real web hook, and what an enemy would type."""

from __future__ import annotations

import re
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kiosk.office.app import make_app
from kiosk.office.setup.telling import LetterRecipient, MailServer, TellKind, TellSettings, WebHook
from tests.support.mail_server import PASSWORD, USER, MailHost, mail_host, trusting
from tests.support.newsroom import Browser, Newsroom
from tests.support.posting import enrol, report_health
from tests.support.web_hook import hook_host

PATH = "/kantor/pantau"
NEAR = "Kait web di jaringan sendiri"
KINDS = tuple(kind for kind in TellKind if kind not in (TellKind.MONITOR, TellKind.CERTIFICATE))
SITI, BUDI = "siti@kantor.example", "budi@kantor.example"


@pytest.fixture
def host() -> Iterator[MailHost]:
    with mail_host() as found:
        yield found


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator at a desk that trusts the mail server's authority."""
    room.app = make_app(room.office, mail_context=trusting)
    browser = room.browser("Fatma Adam")
    browser.get(PATH)
    return browser


def typed(host: MailHost) -> dict[str, object]:
    """Return the form for a mail server on loopback and one recipient."""
    return {
        "hari": "3", "server": "localhost", "pintu": str(host.port), "cara": "tls", "pengirim": USER, "pengguna": USER,
        "sandi": PASSWORD, "alamat-0": SITI, "jenis-0": ["silent", "card"],
    }  # fmt: skip


def test_trial_letters_go_out_before_anything_is_saved(room: Newsroom, fatma: Browser, host: MailHost) -> None:
    fatma.submit(PATH, **typed(host), lalu="uji")
    assert f"{SITI}Server surat menerimanya" in fatma.words
    assert "Belum disimpan" in fatma.words
    (letter,) = host.letters
    assert (letter["To"], str(letter["Subject"])) == (SITI, "Diskominfo Banggai: Percobaan")
    assert "Ini percobaan" in letter.get_content()
    assert room.office.tell.settings() == TellSettings()
    assert PASSWORD not in fatma.text
    assert fatma.form(PATH)["alamat-0"] == SITI


def test_what_was_typed_is_saved_shown_without_secrets_and_noted(
    room: Newsroom, fatma: Browser, host: MailHost
) -> None:
    fatma.submit(PATH, **typed(host), kait="https://hook.example/T0KEN", token="t0ken", lalu="simpan")
    assert fatma.page.status_code == 303
    kept = room.office.tell.settings()
    assert kept == TellSettings(
        3,
        MailServer("localhost", USER, host.port, user=USER, password=PASSWORD),
        (LetterRecipient(SITI, (TellKind.SILENT, TellKind.CARD)),),
        WebHook("https://hook.example/T0KEN", "t0ken"),
    )
    assert stat.S_IMODE((room.folder / ".kantor/kabari.json").stat().st_mode) == 0o600
    fatma.follow()
    assert not re.search(rf"{PASSWORD}|t0ken", fatma.text)
    assert room.office.history.deeds(1)[0].what == "mengubah siapa yang diberi tahu, dan kapan"
    form = fatma.form(PATH)
    assert (form["hari"], form.get("sandi"), form.get("token")) == ("3", None, None)
    fatma.submit(PATH, hari="4", lalu="uji")
    assert len(host.letters) == 1, "with the password that is kept"
    fatma.submit(
        PATH, **{"alamat-0": "", "alamat-1": BUDI, "jenis-1": list(KINDS), "server": "", "kait": ""}, lalu="simpan"
    )
    assert room.office.tell.settings() == TellSettings(4, recipients=(LetterRecipient(BUDI, KINDS),))


def test_days_typed_here_hold_on_the_page_of_villages(room: Newsroom, fatma: Browser) -> None:
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1)
    room.wait(days=3)
    fatma.log_in("Fatma Adam")
    assert "Diam" in (fatma.get("/desa"), fatma.words)[1]
    assert "1 dari 1 kios diam" in (fatma.get(PATH), fatma.words)[1]
    fatma.submit(PATH, hari="4", lalu="simpan")
    fatma.follow()
    assert "0 dari 1 kios diam" in fatma.words
    assert not room.office.fleet.is_silent(room.office.fleet.list_kiosks()[0])


def test_a_refused_trial_says_what_came_back(room: Newsroom, fatma: Browser, host: MailHost) -> None:
    host.how = "refuses"
    with hook_host("404") as hook:
        room.office.tell.write_settings(TellSettings(hook=WebHook(hook.url)))
        fatma.get(PATH)
        fatma.submit(PATH, **typed(host), lalu="uji")
    assert f"{SITI}Suratnya tidak diterima: 550 tidak dikenal" in fatma.words
    assert "Kait webKait web tidak menerimanya" in fatma.words
    assert "404" in fatma.words


def test_a_trial_without_anybody_is_told(fatma: Browser) -> None:
    fatma.submit(PATH, hari="3", lalu="uji")
    assert "Tulis server surat dan siapa yang mendapat surat" in fatma.words


@pytest.mark.attack(
    "people",
    "an administrator names a web hook in the server's own network, or a line break in an address of a letter",
    "only what is on the internet, unless it stands in the server's file; addresses are one plain line; all comes back as typed",
)
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8428/api/v1/import", "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data", "https://metadata.google.internal/x", "https://10.0.0.1/x",
        "https://meja.local/x", "https://[::ffff:169.254.169.254]/x", "https://0x7f000001/x", "https://2130706433/x",
        "https://siti:sandi@hook.example/x", "http://hook.example/x", "https://hook.example/a\r\nHost: x", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_web_hook_in_our_network_is_refused(room: Newsroom, fatma: Browser, url: str) -> None:
    for then in ("uji", "simpan"):
        fatma.submit(PATH, kait=url, hari="3", lalu=then)
        assert "Tidak disimpan" in fatma.words
        assert room.office.tell.settings() == TellSettings()
    assert fatma.form(PATH)["kait"] == url.replace("\r\n", "\n")


def test_what_is_no_address_is_not_called_a_machine_of_our_network(fatma: Browser) -> None:
    fatma.submit(PATH, kait="ftp://hook.example/x", hari="3", lalu="simpan")
    told = fatma.words
    fatma.submit(PATH, kait="https://127.0.0.1/x", hari="3", lalu="simpan")
    assert NEAR in fatma.words
    assert NEAR not in told


@pytest.mark.attack(
    "people", "an administrator names a web hook in the server's own network, or a line break in an address of a letter"
)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("alamat-0", "a@b.id\r\nBcc: x@evil.example"),
        ("alamat-0", "a@b.id, c@d.id"),
        ("pengirim", "kios@b.id\nX: y"),
        ("server", "mail b.id"),
        ("pintu", "99999"),
        ("pengguna", "sitié"),
        ("hari", "0"),
        ("hari", "-1"),
        ("hari", "9" * 50),
        ("token", "a\r\nHost: x"),
    ],
)
def test_what_cannot_work_comes_back_as_it_was_typed(
    room: Newsroom, fatma: Browser, host: MailHost, field: str, value: str
) -> None:
    fatma.submit(PATH, **{**typed(host), "kait": "https://hook.example/x", field: value, "lalu": "simpan"})
    assert "Tidak disimpan" in fatma.words
    assert PASSWORD not in fatma.text
    assert room.office.tell.settings() == TellSettings()
    assert host.letters == []


class _Endless(BaseHTTPRequestHandler):
    """Answers with headers at once and a body that does not end."""

    stop = threading.Event()
    sent = 0

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.stop.is_set() and _Endless.sent < 50_000_000:
            _Endless.sent += self.wfile.write(b"x" * 65_536)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.stop.set()


@pytest.mark.attack(
    "from afar",
    "a web hook answers a trial without end, or not at all, and several people try at once",
    "no answer is read; one trial at a time, so that the desk's threads stay free",
)
def test_endless_answer_of_a_web_hook_is_not_read(room: Newsroom, fatma: Browser) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Endless) as web:
        threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
        room.office.tell.write_settings(TellSettings(hook=WebHook(f"http://127.0.0.1:{web.server_port}")))
        fatma.get(PATH)
        fatma.submit(PATH, lalu="uji")
        web.shutdown()
    assert "Kait webDiterima" in fatma.words
    assert _Endless.sent < 20_000_000


@pytest.mark.attack(
    "from afar", "a web hook answers a trial without end, or not at all, and several people try at once"
)
def test_a_second_trial_does_not_wait_for_the_first(room: Newsroom, fatma: Browser) -> None:
    with hook_host("hangs") as hook:
        room.office.tell.write_settings(TellSettings(hook=WebHook(hook.url)))
        other = room.browser("Fatma Adam")
        other.get(PATH)
        fatma.get(PATH)
        first = threading.Thread(target=fatma.submit, args=(PATH,), kwargs={"lalu": "uji"})
        first.start()
        while not hook.bodies:
            hook.stopped.wait(0.02)
        other.submit(PATH, lalu="uji")
        assert "Sebuah percobaan sedang berjalan" in other.words
        hook.stopped.set()
        first.join()
    assert "Kait web tidak menerimanya" in fatma.words


def test_page_tells_which_programs_of_the_monitor_are_there(fatma: Browser) -> None:
    for name in ("victoria-metrics", "vmauth", "vmalert", "prometheus-alertmanager"):
        assert re.search(rf"{name}(berjalan|terpasang, tidak berjalan|tidak terpasang)", fatma.words)
    assert "sudo kantor monitor" in fatma.words
