"""Pauses between two numbers, between entries of a list in its line, and behind initials."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.indonesian.tables import sentences


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Vitamin A. Selain itu", "Vitamin A. Selain itu"),
        ("di titik A. Jangan lewat jembatan", "di titik A. Jangan lewat jembatan"),
        ("A. Persyaratan", "A. Persyaratan"),
        ("Lapangan B. Warga hadir", "Lapangan B. Warga hadir"),
        ("Hepatitis B. Gejalanya demam", "Hepatitis B. Gejalanya demam"),
        ("Blok C. Rumah kedua", "Blok C. Rumah kedua"),
        ("0812xxxx5678", "nol delapan satu dua, ditutup, lima enam tujuh delapan"),
        ("0812-XXXX-90", "nol delapan satu dua, ditutup, sembilan nol"),
        ("7201****", "tujuh dua nol satu, ditutup"),
        ("31/02/2026", "tiga satu, nol dua, dua nol dua enam"),
        ("1" * 40, " ".join(["satu"] * 30) + ", dan seterusnya"),
        ("doa: ربنا آتنا في الدنيا حسنة", "doa: tulisan Arab"),
        ("Udang size 100 55rb", "Udang size seratus, lima puluh lima ribu"),
        ("Bandeng isi 3 35rb/kg", "Bandeng isi tiga, tiga puluh lima ribu per kilogram"),
        ("Kelas 3 Rp 35.000", "Kelas tiga, tiga puluh lima ribu rupiah"),
        ("Kas per Juli 2026 Rp500.000", "Kas per Juli dua ribu dua puluh enam, lima ratus ribu rupiah"),
        ("Foto 4x6 6 lbr", "Foto empat kali enam, enam lembar"),
        ("Papan 2x20 55rb", "Papan dua kali dua puluh, lima puluh lima ribu"),
        ("Kepala SMPN 2 3 bulan cuti", "Kepala es em pe negeri dua, tiga bulan cuti"),
        ("J2 1,5 jt", "je dua, satu koma lima juta"),
        ("Beasiswa S1 25 org", "Beasiswa es satu, dua puluh lima orang"),
        ("Surut 12.05 0,4 m", "Surut pukul dua belas lewat lima menit, nol koma empat meter"),
        ("*PENGUMUMAN* Besok libur", "pengumuman, Besok libur"),
        ("Hadir 56 org: 38 pria", "Hadir lima puluh enam orang: tiga puluh delapan pria"),
        ("Set 25-21, 23-25", "Set dua puluh lima dua puluh satu, dua puluh tiga dua puluh lima"),
        ("Ban dalam 2.75-17 Rp35.000", "Ban dalam dua koma tujuh lima, tujuh belas, tiga puluh lima ribu rupiah"),
        ("Korban MD 2 LB 3 LR 11.", "Korban meninggal dunia dua, luka berat tiga, luka ringan sebelas."),
        ("MD: 1, LB: 2, LR: 5", "meninggal dunia satu, luka berat dua, luka ringan lima"),
        ("Korban gempa MD 2/LB 3", "Korban gempa meninggal dunia dua, luka berat tiga"),
        ("RB: 3, RS: 5, RR: 12", "rusak berat tiga, rusak sedang lima, rusak ringan dua belas"),
        (
            "Rumah RB 3 unit RS 5 unit RR 12 unit",
            "Rumah rusak berat tiga unit, rusak sedang lima unit, rusak ringan dua belas unit",
        ),
        ("35 jiwa (L 20 P 15)", "tiga puluh lima jiwa, laki laki dua puluh, perempuan lima belas"),
        ("Siswa L: 20 P: 15", "Siswa laki laki dua puluh, perempuan lima belas"),
        ("Dirawat di RS 2, RB 3", "Dirawat di er es dua, er be tiga"),
        ("Anak 5 th: 1 tablet", "Anak lima tahun: satu tablet"),
        ("Tgl: 3 Mei", "tanggal tiga Mei"),
    ],
)
def test_words_and_pauses(written: str, words: str) -> None:
    assert say_words(written) == words


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "Ronda: 1. Amir 2. Udin 3. Sudirman, jam 22.00.",
            ["Ronda: satu, Amir, dua, Udin, tiga, Sudirman, jam dua puluh dua."],
        ),
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
        ("Hadir: 1. Ketua RT 2. Kepala Dusun 3. Kades", ["Hadir: satu, Ketua er te, dua, Kepala Dusun, tiga, Kades."]),
        ("Ditabrak pick up. Korban luka.", ["Ditabrak pick up.", "Korban luka."]),
        ("Kami punya anak 2. Semua sehat.", ["Kami punya anak dua.", "Semua sehat."]),
    ],
)
def test_entries_of_a_list_in_its_line(written: str, told: list[str]) -> None:
    assert sentences(written) == told
