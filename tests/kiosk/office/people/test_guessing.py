"""Guesses of passwords at the desk: floods of names, addresses, restarts, and the second person of a warning."""

from __future__ import annotations

from datetime import datetime

import pyotp
import pytest

from kiosk.office.people.people import Role, new_secret
from tests.support.newsroom import PASSWORD, Browser, Newsroom

pytestmark = [
    pytest.mark.attack(
        "people",
        "the office's login limit is flooded with made-up names: 10,000, twice each, before and after a restart",
    ),
    pytest.mark.attack(
        "people",
        "the first person of a warning guesses the second's password, from ever new browsers",
        "five tries for these two people, then longer and longer waits; told to the second, and in the history",
    ),
]


LOCKED = "Terlalu sering salah"
FLOOD = 500
"""Made-up names, twice each, through the pages; `test_sign_in` has ten thousand."""


def guess(browser: Browser, name: str, address: str) -> str:
    """Return the page that answers a login from *address*; the form was fetched before."""
    form = {"tanda": browser.token, "nama": name, "sandi": "salah sekali"}
    browser.post("/masuk", form, environ_base={"REMOTE_ADDR": address})
    return browser.words


def refused_at(browser: Browser, name: str, addresses: list[str]) -> int:
    """Return the number of the first try that is not compared, 0 if all are."""
    return next((n for n, each in enumerate(addresses, 1) if LOCKED in guess(browser, name, each)), 0)


@pytest.fixture
def thief(room: Newsroom) -> Browser:
    browser = room.browser()
    browser.get("/masuk")
    return browser


@pytest.mark.slow(cases=0)
def test_flood_of_made_up_names_leaves_the_limit_of_a_known_one(room: Newsroom, thief: Browser) -> None:
    """2,000 names switched it off: 60 wrong passwords of an administrator, none refused, over restarts."""
    for n in range(2 * FLOOD):
        guess(thief, f"tak-ada-{n % FLOOD}", f"10.0.{n // 250}.{n % 250}")
    assert refused_at(thief, "fatma", [f"10.1.0.{n}" for n in range(9)]) == 6
    room.open()
    again = room.browser()
    again.get("/masuk")
    assert LOCKED in guess(again, "fatma", "10.3.0.1")


def test_addresses_of_one_ipv6_network_count_together(thief: Browser) -> None:
    """A line of a household has 2^64 of them (RFC 6177)."""
    names = [f"tak-ada-{n}" for n in range(6)]
    answers = [guess(thief, name, f"2001:db8:1:2::{n:x}") for n, name in enumerate(names)]
    assert [LOCKED in each for each in answers] == [False] * 5 + [True]
    assert LOCKED not in guess(thief, "tak-ada", "2001:db8:1:3::1")
    assert LOCKED in guess(thief, "tak-ada", "2001:db8:1:2:ffff::1")


def test_ipv4_address_is_the_same_when_written_as_ipv6(thief: Browser) -> None:
    for n in range(5):
        guess(thief, f"tak-ada-{n}", "192.0.2.7")
    assert LOCKED in guess(thief, "tak-ada", "::ffff:192.0.2.7")
    assert LOCKED not in guess(thief, "tak-ada", "::ffff:192.0.2.8")


def with_code(room: Newsroom, person: str) -> None:
    secret = new_secret()
    totp = pyotp.TOTP(secret)
    room.office.people.set_code(person, secret, totp.generate_otp(_step(totp) - 1))


def code_of(room: Newsroom, person: str) -> str:
    """Return the code of now, or of the next step where this one was used."""
    found = room.office.people.find_person(person)
    assert found is not None
    totp = pyotp.TOTP(found.totp)
    return totp.generate_otp(max(_step(totp), found.step + 1))


def _step(totp: pyotp.TOTP) -> int:
    return totp.timecode(datetime.now().astimezone())


@pytest.fixture
def two(room: Newsroom) -> Newsroom:
    """Hendra and Fatma are of the role Emergency, and have codes."""
    room.office.people.set_roles("fatma", {Role.ADMINISTRATOR, Role.EMERGENCY})
    with_code(room, "fatma")
    return room


def hendra_anew(room: Newsroom) -> Browser:
    """Log Hendra in from a browser that nobody knows."""
    with_code(room, "hendra")
    hendra = room.browser()
    hendra.log_in("hendra", PASSWORD, code_of(room, "hendra"))
    hendra.get("/darurat")
    return hendra


def release(first: Browser, name: str, password: str, code: str = "") -> str:
    """Return the page that answers a release with these words of a second person."""
    first.get("/akun")
    form = {"tanda": first.token, "nama": name, "sandi": password, "kode": code, "kunci": "x", "dibaca": "ya"}
    first.post("/darurat/lepas", form)
    return first.words


def test_first_person_guesses_the_second_five_times_from_however_many_browsers(two: Newsroom) -> None:
    """Each login without the cookie was a new known browser with five tries: 60 were compared."""
    told = [release(hendra_anew(two), "fatma", f"salah sekali {n}") for n in range(4) for _ in range(3)]
    assert sum("tidak cocok" in each for each in told) == 5
    assert sum(LOCKED in each for each in told) == 7
    assert LOCKED not in release(hendra_anew(two), "rahma", "salah sekali"), "others are other pairs"


def test_second_person_who_is_right_starts_the_count_anew(two: Newsroom) -> None:
    hendra = hendra_anew(two)
    for _ in range(4):
        release(hendra, "fatma", "salah sekali")
    assert "15 menit" in release(hendra, "fatma", PASSWORD, code_of(two, "fatma")), "nothing waits, but it is Fatma"
    told = [release(hendra, "fatma", "salah sekali") for _ in range(6)]
    assert [LOCKED in each for each in told] == [False] * 5 + [True]


def test_wrong_tries_at_a_second_person_are_told_to_them_and_in_the_history(two: Newsroom) -> None:
    hendra = hendra_anew(two)
    for n in range(2):
        release(hendra, "fatma", f"salah sekali {n}")
    release(hendra, "fatma", PASSWORD, "000000")
    assert [deed.who for deed in two.office.history.deeds(9) if "Fatma Adam" in deed.what] == ["Hendra Mokoagow"] * 3

    fatma = two.browser()
    fatma.log_in("fatma", PASSWORD, code_of(two, "fatma"))
    fatma.get("/")
    assert "3 kali sandi atau kode Anda salah diketik di samping Hendra Mokoagow" in fatma.words
    fatma.submit("/akun/salah")
    fatma.follow()
    assert "salah diketik" not in fatma.words
    hendra.get("/")
    assert "salah diketik" not in hendra.words
