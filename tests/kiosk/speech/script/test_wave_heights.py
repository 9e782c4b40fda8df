"""Heights of waves as warnings write them, five hundred by chance, read back to their values."""

from __future__ import annotations

import random
import re

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.indonesian.tables import bared

NAMES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
DIGITS = {word: number for number, word in enumerate(NAMES)}


def value(words: str) -> str:
    """Words of a number below 100 with its decimals, back as digits."""
    whole, _, fraction = words.partition(" koma ")
    tens, teens, rest = 0, 0, whole.split()
    if "puluh" in rest:
        tens = DIGITS[rest[rest.index("puluh") - 1]] * 10
        rest = rest[rest.index("puluh") + 1 :]
    elif rest[0] == "sepuluh":
        return "10" + ("." + "".join(str(DIGITS[each]) for each in fraction.split()) if fraction else "")
    elif rest[0] == "sebelas":
        rest, teens = [], 11
    elif rest[-1] == "belas":
        rest, teens = [], 10 + DIGITS[rest[0]]
    number = tens + teens + (DIGITS[rest[0]] if rest else 0)
    return str(number) + ("." + "".join(str(DIGITS[each]) for each in fraction.split()) if fraction else "")


def test_500_wave_warnings_are_read_back_to_their_values() -> None:
    chance = random.Random(20261127)
    for _ in range(500):
        low, high = sorted(chance.sample(range(25, 900, 5), 2))
        ends = [f"{number / 100:.2f}" for number in (low, high)]
        sign = chance.choice([".", ","])
        shown = chance.choice(["-", " - ", "–", " – ", " s.d. ", " hingga "]).join(
            end.replace(".", sign) for end in ends
        )
        unit = chance.choice([" m", "m", " meter"])
        where = chance.choice(["di Selat Peling", "di Teluk Tolo", "Perairan Banggai", "berpeluang terjadi"])
        words = bared(say_words(f"{chance.choice(['Waspada', 'Tinggi'])} gelombang {shown}{unit} {where}"))
        found = re.search(r"gelombang (.*?) (?:sampai dengan|sampai|hingga) (.*?) meter", words)
        assert found, (shown, unit, words)
        assert [value(found[1]), value(found[2])] == ends, (shown, words)
