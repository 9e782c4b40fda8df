"""Guesses of passwords at the desk: floods of names, addresses, restarts."""

from __future__ import annotations

import pytest

from tests.support.newsroom import Browser, Newsroom

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
