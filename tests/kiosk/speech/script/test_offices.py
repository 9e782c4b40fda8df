"""Short forms of offices that depend on their neighbours: other texts than those that the rules were mended for."""

from __future__ import annotations

import re

import pytest

from kiosk.speech.script.normaliser import say_words


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        # letters that stand alone are said by their names
        ("Rumah No. 17C di Blok F", "rumah nomor tujuh belas ce di blok ef"),
        ("Hepatitis B.", "hepatitis be"),
        ("Bus DN 7021 AB", "bus de en tujuh nol dua satu a be"),
        ("atas nama Rahmat K. dari Bunta", "atas nama rahmat ka dari bunta"),
        ("Golongan II/c dan III b", "golongan dua ce dan tiga be"),
        # a numeral of one stroke
        ("Selasa I dan III", "selasa satu dan tiga"),
        ("Tambahan I: masker", "tambahan satu masker"),
        ("I Made Sudana dan I. Ketut Rai", "i made sudana dan i ketut rai"),
        # in capitals without a point: a word of a chat only where all is in capitals
        ("Lapor SPT tahunan di KPP", "lapor es pe te tahunan di ka pe pe"),
        ("Masuk DPT Pilkada", "masuk de pe te pilkada"),
        ("BSK RAPAT, TDK BOLEH TERLAMBAT", "besok rapat tidak boleh terlambat"),
        ("sdh ada di DLL dan tsb", "sudah ada di dan lain lain dan tersebut"),
        # offices and schools
        (
            "SMA Neg. 2 Toili, T.P. 2026/2027",
            "es em a negeri dua toili tahun pelajaran dua ribu dua puluh enam dua ribu dua puluh tujuh",
        ),
        ("R. Sidang DPRD", "ruang sidang de pe er de"),
        ("Luapan S. Mantawa", "luapan sungai mantawa"),
        ("Kel. Nelayan Bahari", "kelompok nelayan bahari"),
        ("Kel. Karaton", "kelurahan karaton"),
        ("Rustam Dg. Pawero", "rustam daeng pawero"),
        ("Arifin Saleh, SKM, MKes", "arifin saleh sarjana kesehatan masyarakat magister kesehatan"),
        ("Siti Aminah, SE", "siti aminah sarjana ekonomi"),
        ("menurut Camat, SK itu sah", "menurut camat surat keputusan itu sah"),
        # land and buildings
        ("Batas-batas: U: jalan raya; S: kebun", "batas batas utara jalan raya selatan kebun"),
        ("Talud P = 60 m, T = 1,5 m", "talud panjang enam puluh meter tinggi satu koma lima meter"),
        ("penduduk L = 120, P = 134", "penduduk laki laki seratus dua puluh perempuan seratus tiga puluh empat"),
        ("3 orang x Rp75.000", "tiga orang kali tujuh puluh lima ribu rupiah"),
        ('Pipa 3/4" dan 1/2"', "pipa tiga perempat inci dan setengah inci"),
        ("Rp15.000/m²", "lima belas ribu rupiah per meter persegi"),
        ("12 pohon/lubang", "dua belas pohon per lubang"),
        ("Pasal 9 ayat (2)-(4)", "pasal sembilan ayat dua sampai empat"),
        # weather
        ("Angin S-BD 10 knot", "angin selatan sampai barat daya sepuluh knot"),
        ("angin dari TG 20 km/j", "angin dari tenggara dua puluh kilometer per jam"),
        ("ringan–sedang pada sore-malam", "ringan sampai sedang pada sore sampai malam"),
        # days and months
        ("Kembali ke Luwuk 6/1", "kembali ke luwuk enam januari"),
        ("akhir Feb. dan pertengahan Okt.", "akhir februari dan pertengahan oktober"),
        ("Mei-Jun tanam", "mei sampai juni tanam"),
        ("Sab 08.00, Ming 10.30", "sabtu pukul delapan minggu pukul sepuluh lewat tiga puluh menit"),
        # matches
        (
            "(15-21, 21-19, 18-21)",
            "lima belas dua puluh satu dua puluh satu sembilan belas delapan belas dua puluh satu",
        ),
        ("Persibal 1-1 Galara", "persibal satu satu galara"),
        ("usia 10-12, 13-15 tahun", "usia sepuluh sampai dua belas tiga belas sampai lima belas tahun"),
        # numbers that are names
        ("Tel. 21-567", "telepon dua satu lima enam tujuh"),
        ("ID rapat: 812 3344 5566", "i de rapat delapan satu dua tiga tiga empat empat lima lima enam enam"),
        ("info@dkp.go.id", "info a keong de ka pe titik go titik id"),
    ],
)
def test_says_a_short_form_by_what_stands_around_it(written: str, words: str) -> None:
    assert spoken(written) == words
