"""Warnings, price lists and schedules as offices write them, five hundred of a kind by chance: what is said is read back to its
values, and they are those that were written."""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections.abc import Sequence

import pytest

from kiosk.speech.script.normaliser import say_words

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
WORDS = {
    *DIGITS,
    "sepuluh",
    "sebelas",
    "belas",
    "puluh",
    "ratus",
    "seratus",
    "ribu",
    "seribu",
    "juta",
    "miliar",
    "koma",
}
COUNT = 500


def whole(words: Sequence[str]) -> int:
    """The value of a cardinal in words."""
    total = group = 0
    for word in words:
        if word in DIGITS:
            group += DIGITS.index(word)
        elif word in ("sepuluh", "sebelas", "seratus"):
            group += {"sepuluh": 10, "sebelas": 11, "seratus": 100}[word]
        elif word == "belas":
            group += 10
        elif word == "puluh":
            group += group % 10 * 9
        elif word == "ratus":
            group *= 100
        elif word == "seribu":
            total += 1000
        else:
            total, group = total + group * {"ribu": 10**3, "juta": 10**6, "miliar": 10**9}[word], 0
    return total + group


def numbers(text: str) -> list[float]:
    """The values of all numbers in spoken words, in their order."""
    found: list[float] = []
    run: list[str] = []
    for word in [*re.findall(r"[a-z]+|[,.]", text.lower()), "."]:
        if word in WORDS:
            run.append(word)
        elif run:
            point = run.index("koma") if "koma" in run else len(run)
            scale = 10**6 if "koma" in run and run[-1] == "juta" else 1
            fraction = "".join(str(DIGITS.index(each)) for each in run[point + 1 :] if each != "juta")
            found.append(round(float(f"{whole(run[:point])}.{fraction or 0}") * scale, 2))
            run = []
    return found


def dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def test_the_reader_of_values_can_read() -> None:
    spoken = "seribu dua ratus tiga puluh empat, dua belas koma nol lima dan sembilan puluh sembilan juta seratus ribu sebelas"
    assert numbers(spoken) == [1234, 12.05, 99_100_011]
    assert numbers("seratus tujuh belas ribu lima ratus rupiah") == [117_500]


def test_500_warnings_are_read_back() -> None:
    chance = random.Random(22)
    for _ in range(COUNT):
        size, depth = chance.randint(20, 89) / 10, chance.choice([5, 10, 12, 33, 110, 641])
        wind, most = sorted(chance.sample(range(2, 40), 2))
        rain, hours = chance.randint(20, 250), chance.choice([1, 3, 24])
        begins, ends = sorted(chance.sample(range(24), 2))
        minute = chance.choice(["00", "30"])
        sign = chance.choice([",", "."])
        written = (
            f"Gempa M {str(size).replace('.', sign)} kedalaman {depth} km. "
            f"{chance.choice(['Angin', 'Kecepatan angin'])} {wind}{chance.choice(['-', ' - ', '–', ' s.d. '])}{most}"
            f"{chance.choice([' knot', ' kt', ' knots'])}, "
            f"hujan {rain} {chance.choice(['mm/', 'mm per '])}{hours} jam, "
            f"berlaku pukul {begins:02}.{minute} sampai {ends:02}.{minute} WITA"
        )
        said = say_words(written)
        clock = [begins, *([30] if minute == "30" else []), ends, *([30] if minute == "30" else [])]
        assert numbers(said) == [size, depth, wind, most, rain, hours, *clock], (written, said)
        assert re.search(r"kilometer.*knot.*milimeter", said), (written, said)


@pytest.mark.slow(cases=0)
def test_500_prices_are_read_back() -> None:
    chance = random.Random(23)
    units = {"kg": "kilogram", "liter": "liter", "ikat": "ikat", "butir": "butir", "tabung": "tabung", "ekor": "ekor"}
    for _ in range(COUNT):
        price, before = chance.randint(5, 1999) * 500, chance.randint(3, 19999) * 500
        million = chance.randint(11, 999) / 10
        unit, amount = chance.choice(list(units)), chance.randint(2, 30)
        tail = chance.choice(["", ",-", ",00"])
        written = (
            f"Harga {chance.choice(['Rp', 'Rp ', 'Rp. '])}{dotted(price)}{tail}{chance.choice(['/', ' per '])}{unit}, "
            f"minggu lalu Rp{dotted(before)}. "
            f"Bantuan Rp{str(million).replace('.', ',')} {chance.choice(['juta', 'jt'])} untuk {amount} kelompok"
        )
        said = say_words(written)
        assert numbers(said) == [price, before, round(million * 10**6), amount], (written, said)
        assert f"per {units[unit]}" in said, (written, said)
        assert said.count("rupiah") == 3, (written, said)


@pytest.mark.slow(cases=0)
def test_500_schedules_are_read_back() -> None:
    chance = random.Random(24)
    for _ in range(COUNT):
        year, month = chance.choice([2026, 2027]), chance.randint(1, 12)
        day = chance.randint(1, monthrange(year, month)[1])
        name = MONTHS[month - 1]
        date = chance.choice(
            [
                f"{day} {name} {year}",
                f"{day:02}/{month:02}/{year}",
                f"{day}-{month}-{year}",
                f"{year}-{month:02}-{day:02}",
            ]
        )
        begins, ends = sorted(chance.sample(range(24), 2))
        minutes = chance.choice(["00", "15", "30", "45"])
        rt, rw, people = chance.randint(1, 12), chance.randint(1, 6), chance.randint(2, 900)
        written = (
            f"Tanggal {date}, {chance.choice(['pukul', 'pkl.', 'jam'])} {begins:02}{chance.choice(['.', ':'])}{minutes}"
            f"{chance.choice(['-', ' - ', '–', ' s.d. '])}{ends:02}.{minutes} WITA, RT {rt:02}/RW {rw:02}, {people} orang"
        )
        said = say_words(written)
        clock = [int(minutes)] if minutes != "00" else []
        assert numbers(said) == [day, year, begins, *clock, ends, *clock, rt, rw, people], (written, said)
        assert f" {name} " in said, (written, said)
