"""A slash: per, or, and, the year of a law."""

from __future__ import annotations

import re

import pytest

from kiosk.speech.script.normaliser import say_words


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Rp12.000/kg/KPM", "dua belas ribu rupiah per kilogram per ka pe em"),
        ("Rp5.000/orang/hari", "lima ribu rupiah per orang per hari"),
        ("Rp75.000/orang", "tujuh puluh lima ribu rupiah per orang"),
        ("Rp2.000/liter/bulan", "dua ribu rupiah per liter per bulan"),
        ("50 mm/24 jam", "lima puluh milimeter per dua puluh empat jam"),
        ("100 mm/3 hari", "seratus milimeter per tiga hari"),
        ("200 ml/8 jam", "dua ratus mililiter per delapan jam"),
        ("Rp0/gratis", "nol rupiah atau gratis"),
        ("PMK 145/2023", "pe em ka nomor seratus empat puluh lima tahun dua ribu dua puluh tiga"),
        ("Pergub 12/2024", "pergub nomor dua belas tahun dua ribu dua puluh empat"),
        ("Permenkes 2/2023", "permenkes nomor dua tahun dua ribu dua puluh tiga"),
        ("PKH/BPNT", "pe ka ha be pe en te"),
        ("tekanan darah 120/80", "tekanan darah seratus dua puluh per delapan puluh"),
        ("10 km/jam", "sepuluh kilometer per jam"),
        ("24/7", "dua puluh empat jam tujuh hari"),
    ],
)  # fmt: skip
def test_a_slash(written: str, words: str) -> None:
    assert spoken(written) == words
