"""Passwords of people who publish, and of keys: what is easy to guess is refused."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.keys.passwords import PasswordRule, words_of
from kiosk.office.opening import open_office
from kiosk.office.people.people import Role
from tests.support.newsroom import KEY_PASSWORD, PASSWORD, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "somebody who publishes, or makes the keys, takes `1234567890`, `Diskominfo2026`, the name of a "
    "village with a year",
    "zxcvbn's score is 3 or more with the office's name, its areas and the person's name among its words, "
    "and 2 or more without them",
)


WEAK = [
    "1234567890",
    "qwertyuiop",
    "Diskominfo2026",
    "banggai2026",
    "Banggai-2026!",
    "K1longan2026",
    "LuwukTimur26",
    "sriwahyuni1",
    "Wahyuni_2026",
    "password12",
    "rahasia2026",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "17-08-1945",
    "Luwuk Banggai 2026",
    "Bunga@Kilongan#1",
    "Diskominfo Banggai!!",
]


@pytest.mark.parametrize("password", WEAK)
def test_easy_password_is_refused_to_people_and_keys(room: Newsroom, password: str) -> None:
    office = open_office(room.folder, clock=lambda: room.now)
    token = office.people.invite("Sri Wahyuni", {Role.EDITOR}, "fatma", room.now)
    with pytest.raises(OfficeError) as refused:
        office.people.accept(token, password, password, room.now)
    assert refused.value.problem.code == OfficeCode.PASSWORD_COMMON.value
    if "ahyuni" not in password:
        with pytest.raises(OfficeError):
            office.cabinet.make_keys({"news": (password, password)})
    assert not list(office.cabinet.folder.glob("*"))


@pytest.mark.parametrize(
    "password", [PASSWORD, KEY_PASSWORD, "perahu layar di pantai", "x7#kQ9!vLm2p", "kopi pahit di teras"]
)
def test_sentence_is_taken(room: Newsroom, password: str) -> None:
    PasswordRule(lambda: words_of(room.folder)).check_password(password, password, "Sri Wahyuni")


def test_page_says_what_is_wrong_with_a_password(room: Newsroom) -> None:
    anton = room.browser("Anton Djalil")
    anton.get("/akun")
    anton.submit("/akun", lama=PASSWORD, sandi="Diskominfo2026", lagi="Diskominfo2026")
    assert "mudah ditebak" in anton.words
    assert room.browser().log_in("anton").status_code == 303


def test_password_of_a_megabyte_is_looked_at_in_no_time() -> None:
    before = time.process_time()
    PasswordRule().check_password("kopi pahit di teras rumah " * 40_000, "kopi pahit di teras rumah " * 40_000)
    assert time.process_time() - before < 5


def test_office_with_a_damaged_feed_takes_passwords(tmp_path: Path) -> None:
    (tmp_path / "feed.toml").write_text("title = ")
    (tmp_path / "desa.csv").write_bytes(b"\xff\xfe;;")
    PasswordRule(lambda: words_of(tmp_path)).check_password(PASSWORD, PASSWORD)


def test_word_lists_are_loaded_by_no_page_but_those_of_passwords() -> None:
    code = "import sys, kiosk.office.app; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
