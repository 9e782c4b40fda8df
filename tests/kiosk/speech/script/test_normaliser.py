from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.indonesian.tables import rows, tables


def test_the_lexicon_comes_first_whatever_its_case() -> None:
    assert say_words("BPD Luwuk rapat.", lexicon={"bpd": "badan permusyawaratan", "Luwuk": "luwu'"}).startswith(
        "badan permusyawaratan luwu"
    )
    assert say_words("Luwukan", lexicon={"Luwuk": "x"}) == "Luwukan"


def test_an_entry_in_capitals_stands_for_capitals_alone() -> None:
    lexicon = {"ADA": "a de a", "Kmp.": "kampung", "Balai Desa": "balai de sa"}
    assert say_words("ADA ada di Kmp. Baru dan balai\n desa.", lexicon=lexicon) == (
        "a de a ada di kampung Baru dan balai de sa."
    )


@pytest.mark.parametrize("text", ["", "   ", "😀 👍", "—", "…!?"])
def test_nothing_to_say_is_no_words(text: str) -> None:
    assert say_words(text) == ""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("At 09.00 WITA, Rp1.250.000.", "At 09:00 Central Indonesian Time, 1250000 rupiah."),
        ("09.00–11.30 WIB", "09:00 to 11:30 Western Indonesian Time"),
        ("Open 08.00-15.00, closed at 12.30.", "Open 08:00 to 15:00, closed at 12:30."),
        ("Version 3.11, 10.50%", "Version 3.11, 10.50 percent"),
        ("Rp2,5 juta/person", "2.5 million rupiah per person"),
        ("on 5/12/2026 and 2026-12-06", "on 5 December 2026 and 6 December 2026"),
        ("on 45/13/2026", "on 45/13/2026"),
        ("Call 0812-3456-7890 or +62 461 21024.", "Call 0 8 1 2, 3 4 5 6, 7 8 9 0 or plus 6 2, 4 6 1, 2 1 0 2 4."),
        ("1.250 people, 25 °C, 12 km/h", "1250 people, 25 degrees Celsius, 12 kilometres per hour"),
        ("5-10 people, 24–26 July", "5 to 10 people, 24 to 26 July"),
        ("See https://www.banggaikab.go.id/en/x1 now 😀", "See banggaikab dot go dot id now"),
        ("Water & light · No. 12, RT 03/RW 02", "Water and light, number 12, R T 3, R W 2"),
        ("KTP is needed.", "KTP is needed."),  # an English voice spells what is in capitals
    ],
)
def test_english_is_left_to_its_voice_but_for_what_that_does_not_know(written: str, words: str) -> None:
    assert say_words(written, "en") == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1. KTP asli", "satu, ka te pe asli"),
        ("Wajib membawa: 1. KTP, 2) undangan.", "Wajib membawa: satu, ka te pe, dua, undangan."),
        ("Yang hadir 12. Selesai.", "Yang hadir dua belas. Selesai."),
    ],
)
def test_entries_of_a_list_are_told_apart_by_a_short_pause(written: str, words: str) -> None:
    assert say_words(written) == words


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_no_case_of_the_examples_is_too_odd(change: Callable[[str], str]) -> None:
    for table in tables():
        for row in list(rows(table))[::4]:
            assert not re.search(r"[0-9\[\]<>\n]", say_words(change(row.text))), row.text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,/-: RpkmHISDMX()%ajw@#\n[]"), max_size=60) | st.text(max_size=60))
def test_words_hold_no_digit_and_no_bracket(text: str) -> None:
    words = say_words(text)
    assert not re.search(r"[0-9\[\]<>\n]", words)
