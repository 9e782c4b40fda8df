"""Strokes between an amount and what it is for, and strokes that look like them."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sewa Rp40.000/petak/musim", "Sewa empat puluh ribu rupiah per petak per musim"),
        ("Jatah 3 kg/KK/bln", "Jatah tiga kilogram per kepala keluarga per bulan"),
        ("Obat 2x/hr", "Obat dua kali per hari"),
        ("Curah 30 mm/6 jam", "Curah tiga puluh milimeter per enam jam"),
        ("Ongkos 15rb/orang", "Ongkos lima belas ribu per orang"),
        ("Upah Rp5.000-Rp7.000/karung", "Upah lima ribu sampai tujuh ribu rupiah per karung"),
        ("Kelapa 12.000/4 biji", "Kelapa dua belas ribu per empat biji"),
        ("Biaya Rp10.000/gratis bagi lansia", "Biaya sepuluh ribu rupiah atau gratis bagi lansia"),
        ("1 botol/600 ml", "satu botol atau enam ratus mililiter"),
        ("2 kg/3 ltr beras", "dua kilogram atau tiga liter beras"),
        # no rates
        ("warga/kelompok", "warga kelompok"),
        ("No. 7 / KM 2", "nomor tujuh kilometer dua"),
        ("3 kios/lapak", "tiga kios lapak"),
        ("Kec. 10 m/s", "kecepatan sepuluh meter per detik"),
    ],
)
def test_stroke_is_said(text: str, words: str) -> None:
    assert say_words(text) == words
