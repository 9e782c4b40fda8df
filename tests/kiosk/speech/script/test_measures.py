"""A unit after a number beats a time: heights of waves, winds and rain are never read as hours."""

from __future__ import annotations

import random
import re

import pytest

from kiosk.speech.script.normaliser import say_words

HEIGHTS = "satu koma dua lima sampai dua koma lima nol meter"


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("gelombang 1.25 - 2.50 m", f"gelombang {HEIGHTS}"),
        ("Tinggi gelombang 1.25-2.50 m", f"tinggi gelombang {HEIGHTS}"),
        ("Tinggi gelombang 1.25 – 2.50 meter", f"tinggi gelombang {HEIGHTS}"),
        ("gelombang 0.5 - 1.25 m", "gelombang nol koma lima sampai satu koma dua lima meter"),
        ("ombak 2.50 s.d. 4.00 m", "ombak dua koma lima nol sampai dengan empat koma nol nol meter"),
        ("Gelombang laut 1.25-2.50", "gelombang laut satu koma dua lima sampai dua koma lima nol"),
        ("ombak setinggi 1.50", "ombak setinggi satu koma lima nol"),
        ("hujan 10.25 mm", "hujan sepuluh koma dua lima milimeter"),
        ("angin 10.50 km/jam", "angin sepuluh koma lima nol kilometer per jam"),
        ("beras 12.50 kg", "beras dua belas koma lima nol kilogram"),
        ("beras 12.50 kilogram", "beras dua belas koma lima nol kilogram"),
        ("pasang 01.45 meter", "pasang satu koma empat lima meter"),
        ("kadar air 10.15 %", "kadar air sepuluh koma satu lima persen"),
        ("suhu 24.30 °C", "suhu dua puluh empat koma tiga nol derajat celsius"),
        ("jarak 12.10-12.50 km", "jarak dua belas koma satu nol sampai dua belas koma lima nol kilometer"),
        ("angin 5-20 knot", "angin lima sampai dua puluh knot"),
        ("gelombang 1,25-2,5 m", "gelombang satu koma dua lima sampai dua koma lima meter"),
        ("harga 1.250 kg", "harga seribu dua ratus lima puluh kilogram"),
    ],
)  # fmt: skip
def test_what_is_measured_is_no_time(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("pukul 08.30", "pukul delapan lewat tiga puluh menit"),
        ("08.00-10.00 WITA", "pukul delapan sampai sepuluh waktu indonesia tengah"),
        ("Senin 08.00-10.00 di balai", "senin pukul delapan sampai sepuluh di balai"),
        ("jam 07.15 menit", "jam tujuh lewat lima belas menit menit"),
        ("pkl. 09.30 m", "pukul sembilan lewat tiga puluh menit m"),
        ("Gelombang I 08.00-10.00", "gelombang satu pukul delapan sampai sepuluh"),
        ("gelombang kedua pukul 13.00", "gelombang kedua pukul tiga belas"),
        ("mulai 19.30 WITA", "mulai pukul sembilan belas lewat tiga puluh menit waktu indonesia tengah"),
        ("08.00 bus berangkat", "pukul delapan bus berangkat"),
        ("10.15 hari Senin", "pukul sepuluh lewat lima belas menit hari senin"),
        ("buka 08.00 sampai 15.00", "buka pukul delapan sampai lima belas"),
        ("Rabu 10.00 M. Yusuf", "rabu pukul sepuluh m yusuf"),
    ],
)  # fmt: skip
def test_what_is_a_time_stays_one(written: str, words: str) -> None:
    assert spoken(written) == words


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
        words = spoken(f"{chance.choice(['Waspada', 'Tinggi'])} gelombang {shown}{unit} {where}")
        found = re.search(r"gelombang (.*?) (?:sampai dengan|sampai|hingga) (.*?) meter", words)
        assert found, (shown, unit, words)
        assert [value(found[1]), value(found[2])] == ends, (shown, words)
