"""Who comes in: invitations, passwords, codes, roles, sessions, and how often somebody may guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pyotp
import pytest

from content_cache.signing.keyring import KeyRole
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.people.access_file import access_file
from kiosk.office.people.access_tables import DeviceTable
from kiosk.office.people.people import People, Role, new_secret
from kiosk.web.devices import KnownDevices
from tests.support.newsroom import KEY_PASSWORD, PASSWORD, Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "an invitation is used twice, late or after its person was put out; a password is weak",
    "it counts once, for a day, for nobody who was put out; refused",
)


def test_an_invitation_lets_one_person_in_once(room: Newsroom) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/orang")
    fatma.submit("/orang", nama="Sri Wahyuni", peran="penulis")
    link = re.search(r'value="http://127.0.0.1:8090(/undangan/[^"]+)"', fatma.text)
    assert link is not None

    sri = room.browser()
    sri.get(link[1])
    assert "Selamat datang, Sri Wahyuni" in sri.words
    sri.submit(link[1], sandi="perahu layar di pantai", lagi="perahu layar di pantai")
    sri.follow()
    assert "Sri Wahyuni" in sri.words
    assert room.browser().get(link[1]).status_code == 410
    assert room.browser().log_in("sri", "perahu layar di pantai").status_code == 303


def test_an_invitation_is_over_after_a_day(room: Newsroom) -> None:
    token = room.office.people.invite("Sri", {Role.WRITER}, "fatma", room.now)
    room.wait(days=1, seconds=1)

    assert room.browser().get(f"/undangan/{token}").status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "code"),
    [
        ("pendek", "pendek", OfficeCode.PASSWORD_SHORT),
        ("perahu layar di pantai", "lain", OfficeCode.PASSWORDS_DIFFER),
        ("password12", "password12", OfficeCode.PASSWORD_COMMON),
    ],
)
def test_a_weak_password_is_refused(tmp_path: Path, password: str, again: str, code: OfficeCode) -> None:
    people = People(access_file(tmp_path), memory_kib=8)
    now = datetime(2026, 11, 27, tzinfo=UTC)
    token = people.invite("Sri Wahyuni", {Role.ADMINISTRATOR}, "", now)

    with pytest.raises(OfficeError) as refused:
        people.accept(token, password, again, now)
    assert refused.value.problem.code == code.value


def test_somebody_is_always_left_to_look_after_people(room: Newsroom) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/orang/fatma")
    fatma.post("/orang/fatma", {"tanda": fatma.token, "peran": "penulis"})

    assert "Harus ada yang mengurus orang" in fatma.words


def test_whoever_needs_a_code_sees_nothing_before_it_is_set_up(room: Newsroom) -> None:
    hendra = room.browser("Hendra Mokoagow")
    assert hendra.get("/").headers["Location"] == "/akun/kode"
    hendra.follow()
    secret = hendra.form("/akun/kode")["rahasia"]
    hendra.submit("/akun/kode", kode="000000" if pyotp.TOTP(secret).now() != "000000" else "000001")
    assert "Kode ini sudah lewat" in hendra.words
    hendra.submit("/akun/kode", kode=pyotp.TOTP(secret).now())
    assert hendra.get("/").status_code == 200

    assert room.browser().log_in("Hendra Mokoagow").status_code == 401


def test_no_link_lets_anybody_in_who_was_put_out(room: Newsroom) -> None:
    people, password = room.office.people, "perahu layar di pantai"
    people.set_roles("anton", {Role.ADMINISTRATOR})
    own = people.invite("Anton Djalil", {Role.WRITER}, "fatma", room.now, "anton")
    given = people.invite("Sepupu Anton", {Role.WRITER}, "anton", room.now)
    people.remove("anton")

    for link in (own, given):
        assert room.browser().get(f"/undangan/{link}").status_code == 410
        with pytest.raises(OfficeError, match="office_invitation_gone"):
            people.accept(link, password, password, room.now)


def test_a_code_is_right_once(tmp_path: Path) -> None:
    people = People(access_file(tmp_path), memory_kib=8)
    now = datetime(2026, 11, 27, tzinfo=UTC)
    person = people.accept(people.invite("Sri", {Role.ADMINISTRATOR}, "", now), PASSWORD, PASSWORD, now)
    secret = new_secret()
    totp = pyotp.TOTP(secret)
    step = totp.timecode(datetime.now().astimezone())
    person = people.set_code(person.id, secret, totp.generate_otp(step - 1))
    code = totp.generate_otp(step)

    assert people.code_right(person, code)
    assert not people.code_right(person, code)
    again = people.find_person(person.id)
    assert again is not None
    assert not people.code_right(again, code)


def test_guessing_is_slowed_down_but_not_for_a_known_browser(room: Newsroom) -> None:
    known = room.browser("Anton Djalil")
    known.post("/keluar", {"tanda": _token(known)})
    thief = room.browser()
    answers = [thief.log_in("anton", f"salah sekali {n}").status_code for n in range(6)]
    assert answers[:5] == [401] * 5
    assert "Terlalu sering salah" in thief.words

    assert known.log_in("anton").status_code == 303
    assert room.browser().log_in("anton").status_code == 401


def test_codes_are_guessed_no_faster_with_the_password_alone_between(room: Newsroom) -> None:
    secret = new_secret()
    totp = pyotp.TOTP(secret)
    room.office.people.set_code("hendra", secret, totp.now())
    step = totp.timecode(datetime.now().astimezone())
    wrong = [f"{n:06}" for n in range(50)]
    wrong = [code for code in wrong if code not in {totp.generate_otp(step + n) for n in range(-2, 20)}]
    thief = room.browser()
    for code in wrong[:5]:
        thief.log_in("hendra", PASSWORD, code)
        thief.log_in("hendra", PASSWORD)
    assert "Terlalu sering salah" in thief.words

    room.wait(seconds=15)  # the owner is asked for the code, and may type it
    thief.log_in("hendra", PASSWORD)
    assert "Ketik juga kode 6 angka" in thief.words
    assert thief.log_in("hendra", PASSWORD, totp.generate_otp(step + 1)).status_code == 303


def test_a_name_that_nobody_has_is_answered_as_one_that_somebody_has(room: Newsroom) -> None:
    for n in range(5):
        _from(room, f"10.0.0.{n}", f"tak-ada-{n}")

    assert _from(room, "10.0.1.1", "tak-ada") == _from(room, "10.0.1.2", "anton")


def _from(room: Newsroom, address: str, name: str) -> str:
    """Return what a login as *name* with a wrong password from *address* is told, without the name."""
    browser = room.browser()
    browser.get("/masuk")
    form = {**browser.form("/masuk"), "nama": name, "sandi": "salah sekali"}
    browser.post("/masuk", form, environ_base={"REMOTE_ADDR": address})
    return browser.words.replace(name, "")


def test_one_persons_many_browsers_push_no_other_out(room: Newsroom) -> None:
    devices = KnownDevices(DeviceTable(room.office.people.file), most=30)
    rahma, shared = devices.pair(room.now), devices.pair(room.now)
    devices.remember(rahma, "rahma")
    devices.remember(shared, "rahma")
    own = [shared]
    devices.remember(shared, "anton")
    for _ in range(60):
        room.wait(seconds=1)
        own.append(devices.pair(room.now))
        devices.remember(own[-1], "anton")

    found = [devices.find(token, room.now) for token in (rahma, shared)]
    assert [each.people if each else () for each in found] == [("rahma",), ("rahma",)]
    assert [token for token in own if devices.find(token, room.now)] == [shared, *own[-10:]]


def test_guessing_elsewhere_keeps_nobody_from_a_new_password(room: Newsroom, anton: Browser) -> None:
    thief = room.browser()
    for n in range(6):
        thief.log_in("anton", f"salah sekali {n}")
    anton.get("/akun")
    anton.submit("/akun", lama=PASSWORD, sandi="burung maleo bertelur", lagi="burung maleo bertelur")

    assert "kata sandi baru berlaku" in anton.words


def test_a_session_left_open_gives_no_other_code(room: Newsroom, anton: Browser) -> None:
    first, other = new_secret(), new_secret()
    anton.get("/akun/kode")
    anton.submit("/akun/kode", rahasia=first, kode=pyotp.TOTP(first).now())
    anton.get("/akun/kode")
    anton.submit("/akun/kode", rahasia=other, kode=pyotp.TOTP(other).now(), sandi="")
    assert "tidak cocok" in anton.words
    assert _secret(room) == first
    anton.submit("/akun/kode", kode=pyotp.TOTP(other).now(), sandi=PASSWORD)
    assert _secret(room) == other


def _secret(room: Newsroom) -> str:
    found = room.office.people.find_person("anton")
    assert found is not None
    return found.totp


def test_a_session_outlives_the_process_and_ends_when_idle(room: Newsroom, anton: Browser) -> None:
    cookie = anton.client.get_cookie("kantor", domain="127.0.0.1")
    assert cookie is not None
    room.open()
    anton.client = room.app.test_client()
    anton.client.set_cookie("kantor", cookie.value, domain="127.0.0.1")
    assert anton.get("/").status_code == 200
    room.wait(minutes=31)
    assert anton.get("/").headers["Location"].startswith("/masuk")


def test_a_new_password_ends_all_other_sessions(room: Newsroom, anton: Browser) -> None:
    other = room.browser("Anton Djalil")
    anton.get("/akun")
    anton.submit("/akun", lama=PASSWORD, sandi="burung maleo bertelur", lagi="burung maleo bertelur")
    assert "kata sandi baru berlaku" in anton.words
    assert other.get("/").status_code == 302
    assert anton.get("/").status_code == 200


def test_whoever_is_taken_out_is_out_at_once(room: Newsroom, anton: Browser) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/orang/anton")
    fatma.post("/orang/anton", {"tanda": fatma.token, "apa": "keluarkan"})

    assert anton.get("/").status_code == 302


@pytest.mark.parametrize(
    "target", ["//jahat.example", "https://jahat.example", "/\\jahat.example", "javascript:alert(1)", "/\tx"]
)
def test_nobody_is_sent_elsewhere_after_logging_in(room: Newsroom, target: str) -> None:
    browser = room.browser()
    browser.get("/masuk")
    answer = browser.submit("/masuk", nama="anton", sandi=PASSWORD, ke=target)

    assert answer.headers["Location"] == "/"


def test_no_secret_lies_in_the_history_or_the_page(room: Newsroom, anton: Browser) -> None:
    anton.write("Judul", "Isi")
    fatma = room.browser("Fatma Adam")
    fatma.get("/riwayat")
    room.office.people.file.close()
    hashed = (room.folder / ".kantor/orang.sqlite").read_bytes()

    assert "menulis “Judul”" in fatma.words
    assert b"argon2" in hashed
    assert not any("orang" in path.name for path in room.folder.glob("[!.]*"))
    assert b".kantor" in (room.folder / ".gitignore").read_bytes()


def _token(browser: Browser) -> str:
    browser.get("/akun")
    return browser.token


def test_a_name_goes_before_a_short_name(room: Newsroom) -> None:
    people = room.office.people
    second = people.accept(people.invite("Anton", {Role.WRITER}, "fatma", room.now), PASSWORD, PASSWORD, room.now)

    assert second.id == "anton2"
    assert people.named("ANTON") == second
    assert people.named("Anton Djalil") == people.find_person("anton")


def test_who_is_invited_at_the_machine_becomes_an_administrator(room: Newsroom) -> None:
    people, roles = room.office.people, {Role.ADMINISTRATOR}
    of_desk = people.invite("Anton Djalil", roles, "fatma", room.now, "anton")
    assert people.accept(of_desk, PASSWORD, PASSWORD, room.now).roles == (Role.WRITER,)
    of_machine = people.invite("Anton Djalil", roles, "", room.now, "anton")
    assert people.accept(of_machine, PASSWORD, PASSWORD, room.now).roles == (Role.WRITER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "kominfo12345"])
def test_no_key_lies_under_a_password_that_is_tried_first(room: Newsroom, password: str) -> None:
    """The folder is copied to a stick, where nobody counts who tries."""
    cabinet = room.office.cabinet
    with pytest.raises(OfficeError) as refused:
        cabinet.make_keys({KeyRole.NEWS.value: (KEY_PASSWORD, KEY_PASSWORD), KeyRole.ALERT.value: (password, password)})
    assert refused.value.problem.code == OfficeCode.PASSWORD_COMMON
    with pytest.raises(OfficeError) as refused:
        cabinet.make_post(password, password)
    assert refused.value.problem.code == OfficeCode.PASSWORD_COMMON
    assert not list(room.office.cabinet.folder.glob("*"))


def test_an_invitation_that_cannot_be_keeps_what_was_typed(room: Newsroom) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/orang")
    fatma.submit("/orang", nama="Sri Wahyuni", peran=None)
    assert "Pilih paling sedikit satu peran." in fatma.words
    assert fatma.form("/orang")["nama"] == "Sri Wahyuni"
    fatma.submit("/orang", nama="Anton Djalil", peran=["penyunting", "pengurus"])
    page = lxml.html.fromstring(fatma.text)
    assert page.xpath("//input[@name='peran'][@checked]/@value") == ["penyunting", "pengurus"]
    fatma.submit("/orang", nama="Sri Wahyuni", peran="penulis")
    assert fatma.form("/orang")["nama"] == ""
