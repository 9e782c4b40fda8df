"""Ordinary messages of villages as a sixth reader wrote them before he knew the rules: what was understood wrongly, and its
neighbours, where the same signs are something else."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared, sentences
from tests.kiosk.speech.script.test_registers import cases

NUMBERS_THAT_ANSWER = """
Juara: MIN 1 Banggai = juara min satu banggai
IPK MIN 3,25 = i pe ka minimal tiga koma dua lima
BELI MIN 2 KG = beli minimal dua kilogram
Peserta min 10 orang = peserta minimal sepuluh orang
Pertalite di SPBU 10.000/liter = pertalite di es pe be u sepuluh ribu per liter
Pertalite SPBU 10.000 - 12.000/liter = pertalite es pe be u sepuluh ribu sampai dua belas ribu per liter
Depan SPBU 74.947.05 Kilo 8 = depan es pe be u tujuh empat sembilan empat tujuh nol lima kilo delapan
Jual HP 850.000 nego = jual ha pe delapan ratus lima puluh ribu nego
HP 1.500.000, laptop 3.000.000 = ha pe satu juta lima ratus ribu laptop tiga juta
HP 0852.1234.500 = ha pe nol delapan lima dua satu dua tiga empat lima nol nol
Saldo minimal rekening 100.000 = saldo minimal rekening seratus ribu
Rekening 123.456.700 = rekening satu dua tiga empat lima enam tujuh nol nol
No rek 123.456.700 = nomor rekening satu dua tiga empat lima enam tujuh nol nol
Telp. 21.300 = telepon dua satu tiga nol nol
Ambulans 118/119, damkar 113 = ambulans satu satu delapan atau satu satu sembilan damkar satu satu tiga
KDRT lapor ke UPTD PPA 129. = ka de er te lapor ke u pe te de pe pe a satu dua sembilan
UPTD PPA 129 kasus = u pe te de pe pe a seratus dua puluh sembilan kasus
Kekerasan anak, hub SAPA 129. = kekerasan anak hubungi sapa satu dua sembilan
Posko hub. 0811-4500-112 atau 112. = posko hubungi nol delapan satu satu empat lima nol nol satu satu dua atau satu satu dua
Hub kami bila butuh 50 atau 110. = hubungi kami bila butuh lima puluh atau seratus sepuluh
Avanza G 2015 MT 125 jt = avanza ge dua ribu lima belas em te seratus dua puluh lima juta
Avanza B 2015 XY disita = avanza be dua nol satu lima eks ye disita
Motor B 2015 MT hilang = motor be dua nol satu lima em te hilang
Penduduk 12 000 jiwa = penduduk dua belas ribu jiwa
Dana 1 250 000 rupiah = dana satu juta dua ratus lima puluh ribu rupiah
Dana Rp 1 250 000 = dana satu juta dua ratus lima puluh ribu rupiah
WA 812 345 000 = we a delapan satu dua tiga empat lima nol nol nol
Hub 0812 345 000 = hubungi nol delapan satu dua tiga empat lima nol nol nol
"""


@pytest.mark.parametrize(("written", "words"), cases(NUMBERS_THAT_ANSWER))
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Udang size 100 55rb", "Udang size seratus, lima puluh lima ribu"),
        ("Bandeng isi 3 35rb/kg", "Bandeng isi tiga, tiga puluh lima ribu per kilogram"),
        ("Kelas 3 Rp 35.000", "Kelas tiga, tiga puluh lima ribu rupiah"),
        ("Kas per Juli 2026 Rp500.000", "Kas per Juli dua ribu dua puluh enam, lima ratus ribu rupiah"),
        ("Foto 4x6 6 lbr", "Foto empat kali enam, enam lembar"),
        ("Papan 2x20 55rb", "Papan dua kali dua puluh, lima puluh lima ribu"),
        ("Beasiswa S1 25 org", "Beasiswa es satu, dua puluh lima orang"),
        # nothing stands side by side, or is one thing
        ("Uso menang 3-1", "Uso menang tiga satu"),
        ("Set 25-21, 23-25", "Set dua puluh lima dua puluh satu, dua puluh tiga dua puluh lima"),
        ("Nilai rata2 Rp5.000", "Nilai rata rata lima ribu rupiah"),
        ("Ibu2 25 orang", "Ibu Ibu dua puluh lima orang"),
        ("Beras 2 1/2 kg", "Beras dua setengah kilogram"),
        ("TP 2026/2027", "tahun pelajaran dua ribu dua puluh enam dua ribu dua puluh tujuh"),
        ("Ban dalam 2.75-17 Rp35.000", "Ban dalam dua koma tujuh lima, tujuh belas, tiga puluh lima ribu rupiah"),
        ("Rumah 120 m2 Rp85 jt", "Rumah seratus dua puluh meter persegi delapan puluh lima juta rupiah"),
    ],
)
def test_two_numbers_side_by_side_are_told_apart(written: str, words: str) -> None:
    assert say_words(written) == words


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1. Bawa cangkul 2. Bawa parang 3. Bekal", ["satu, Bawa cangkul, dua, Bawa parang, tiga, Bekal."]),
        ("Acara: 1. Laporan ketua 2. Sambutan 3. Doa", ["Acara: satu, Laporan ketua, dua, Sambutan, tiga, Doa."]),
        ("Bawa: 1. KTP 2. KK 3. Foto. Loket buka.", ["Bawa: satu, ka te pe, dua, ka ka, tiga, Foto.", "Loket buka."]),
        ("Penerima: 1) Amir 2) Sarce 3) Hadi", ["Penerima: satu, Amir, dua, Sarce, tiga, Hadi."]),
        ("syarat: 1. ktp asli 2. kk", ["syarat: satu, ka te pe asli, dua, ka ka."]),
        ("Hadir: 1. Bpk. Amir 2. Hj. Siti", ["Hadir: satu, bapak Amir, dua, hajah Siti."]),
        ("1. Ketua: Amir 2. Bendahara: Ani", ["satu, Ketua: Amir, dua, Bendahara: Ani."]),
        (
            "Tata tertib: 1. Lapor 1 x 24 jam 2. Jaga diri",
            ["Tata tertib: satu, Lapor satu kali dua puluh empat jam, dua, Jaga diri."],
        ),
        # a number of its own, which ends a sentence
        ("Ruang: 1. Guru ada di kelas 2. Semua siap.", ["Ruang: satu, Guru ada di kelas dua.", "Semua siap."]),
        ("Info: 1. Rapat mulai jam 2. Harap hadir.", ["Info: satu, Rapat mulai jam dua.", "Harap hadir."]),
        ("1. Undangan dibagi RT 2. RT 3 menyusul", ["satu, Undangan dibagi er te dua.", "er te tiga menyusul."]),
        ("1. Peserta paling sedikit 2. Semua hadir.", ["satu, Peserta paling sedikit dua.", "Semua hadir."]),
        ("1. Air mati dari jam 8. 2. Tampung air.", ["satu, Air mati dari jam delapan.", "dua, Tampung air."]),
        ("Kami punya anak 2. Semua sehat.", ["Kami punya anak dua.", "Semua sehat."]),
    ],
)
def test_entries_of_a_list_in_its_line(written: str, told: list[str]) -> None:
    assert sentences(written) == told
