"""A dash between numbers: a range, a score, parts of one thing, or a number that is a name."""

from __future__ import annotations

import re

import pytest

from kiosk.speech.script.normaliser import say_words


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        # scores
        ("Skor 21-15, 21-18", "skor dua puluh satu lima belas dua puluh satu delapan belas"),
        ("kalah 15-21, 18-21", "kalah lima belas dua puluh satu delapan belas dua puluh satu"),
        ("menang 25-20 dan 19-25", "menang dua puluh lima dua puluh dan sembilan belas dua puluh lima"),
        ("Luwuk 3-1 Toili", "luwuk tiga satu toili"),
        ("Persibal 2 - 0 Batui FC", "persibal dua nol batui ef ce"),
        ("final 21–19", "final dua puluh satu sembilan belas"),
        ("basket 102-98", "basket seratus dua sembilan puluh delapan"),
        ("set 23-17-19", "set dua puluh tiga tujuh belas sembilan belas"),
        # ranges stay ranges
        ("umur 7-12 tahun", "umur tujuh sampai dua belas tahun"),
        ("2-3 hari", "dua sampai tiga hari"),
        ("halaman 100-120", "halaman seratus sampai seratus dua puluh"),
        ("10-20 orang", "sepuluh sampai dua puluh orang"),
        ("1.500-1.200 meter", "seribu lima ratus sampai seribu dua ratus meter"),
        # letters and numbered things
        ("Blok A–F", "blok a sampai ef"),
        ("kelas A-C", "kelas a sampai ce"),
        ("Loket B - D", "loket be sampai de"),
        ("TPS 01–04", "te pe es nol satu sampai nol empat"),
        ("TPS 09-12", "te pe es nol sembilan sampai satu dua"),
        ("RT 01-03", "er te nol satu sampai nol tiga"),
        # call centres
        ("1500-171", "satu lima nol nol satu tujuh satu"),
        ("hubungi 1500 888", "hubungi satu lima nol nol delapan delapan delapan"),
        ("1-500-909", "satu lima nol nol sembilan nol sembilan"),
        ("0461-21024", "nol empat enam satu dua satu nol dua empat"),
    ],
)  # fmt: skip
def test_a_dash_between_numbers(written: str, words: str) -> None:
    assert spoken(written) == words
