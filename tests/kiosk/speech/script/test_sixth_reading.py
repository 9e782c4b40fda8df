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
SHORT_FORMS = """
Cat: bawa bekal sendiri2 = catatan bawa bekal sendiri sendiri
Cat: Avian 5 kg 120rb = cat avian lima kilogram seratus dua puluh ribu
Semen 78rb, Cat: 120rb = semen tujuh puluh delapan ribu cat seratus dua puluh ribu
Bp/Ibu yg punya anak = bapak ibu yang punya anak
Bp Yusuf hadir = bapak yusuf hadir
BP Gigi buka = be pe gigi buka
20/8 di Pkm Batui = dua puluh agustus di puskesmas batui
PKM mahasiswa didanai = pe ka em mahasiswa didanai
Pertemuan di lt 2 ruang rapat = pertemuan di lantai dua ruang rapat
Isi 20 lt solar = isi dua puluh liter solar
Ulangan MTK hal 45-50 = ulangan em te ka halaman empat puluh lima sampai lima puluh
Ada hal 2 yang penting = ada hal dua yang penting
Kebaktian kel. Tamoreka Rabu = kebaktian keluarga tamoreka rabu
Kebaktian Kel. Bungin Timur RT 3 = kebaktian kelurahan bungin timur er te tiga
Rapat kel. Maahas = rapat kelurahan maahas
Dr. Andi praktek, no antrian jam 3 = dokter andi praktek nomor antrian jam tiga
Dr. Andi, M.Si menulis praktik baik = doktor andi magister sains menulis praktik baik
Perlu ayam, wa sy 0822-1122-3344 = perlu ayam we a saya nol delapan dua dua satu satu dua dua tiga tiga empat empat
Wa Ode Sitti hadir = wa ode sitti hadir
Lulusan min D3 = lulusan minimal de tiga
Wanita, min SMA = wanita minimal es em a
Halo min SMA 1 buka? = halo min es em a satu buka
Penerimaan 28 org: 15 L, 13 P = penerimaan dua puluh delapan orang lima belas laki laki tiga belas perempuan
15 mhs: 6 L 9 P = lima belas mahasiswa enam laki laki sembilan perempuan
Minyak 6 L 9 jerigen = minyak enam liter sembilan jerigen
Kos 5 KM dalam kota = kos lima kilometer dalam kota
Disita BB 12 bungkus sabu = disita barang bukti dua belas bungkus sabu
Kos putri, KM dalam, wifi = kos putri kamar mandi dalam wifi
KM Dalam Laut tenggelam = ka em dalam laut tenggelam
Disita 1 pick up. = disita satu pick up
Surat ke Dinas up. Kabid = surat ke dinas untuk perhatian kabid
Syukuran rumah baru kel. Sahrul = syukuran rumah baru keluarga sahrul
No undian 017 hadir = nomor undian nol satu tujuh hadir
Perdes no 5/2025 = perdes nomor lima tahun dua ribu dua puluh lima
BLT 900rb/KPM = be el te sembilan ratus ribu per ka pe em
HP Oppo RAM 4 GB = ha pe oppo ram empat gigabita
"""
MEASURES = """
BB anak 8,2 kg, TB 72 cm = berat badan anak delapan koma dua kilogram tinggi badan tujuh puluh dua sentimeter
Umur 1 thn, bb 9,5kg = umur satu tahun berat badan sembilan koma lima kilogram
Polisi amankan bb 5 kg ganja = polisi amankan bb lima kilogram ganja
Security, TB min 165 = security tinggi badan minimal seratus enam puluh lima
Penderita TB min 120 kasus = penderita te be minimal seratus dua puluh kasus
Butuh gol darah O = butuh golongan darah o
Gol Rizal menit 5 = gol rizal menit lima
Truk vs motor, 1 MD 2 LR = truk lawan motor satu meninggal dunia dua luka ringan
Korban: MD 2, LR 11 = korban meninggal dunia dua luka ringan sebelas
Rumah rusak: 3 RB, 12 RR = rumah rusak tiga rusak berat dua belas rusak ringan
Harga 3 RB, biaya 2 RB = harga tiga ribu biaya dua ribu
Truk jgn lewat jembatan, maks 5 T. = truk jangan lewat jembatan maksimal lima ton
Proyek jembatan, anggaran maks 5 T = proyek jembatan anggaran maksimal lima te
Oli 10W-40 55rb = oli sepuluh we empat puluh lima puluh lima ribu
Lampu 10W, oli 2 botol = lampu sepuluh watt oli dua botol
Ban IRC 80/90-17 = ban i er ce delapan puluh sembilan puluh tujuh belas
Semprot 50 cc/tangki 14 ltr = semprot lima puluh se se per tangki empat belas liter
Usia 17+ wajib KTP = usia tujuh belas tahun ke atas wajib ka te pe
Peserta 100+ orang = peserta lebih dari seratus orang
Lomba 17an = lomba tujuh belasan
Ayam 1.500an ekor = ayam seribu lima ratusan ekor
Rek 12345 an. Budi = rekening satu dua tiga empat lima atas nama budi
Kurban 1/7 sapi 2,4 jt = kurban sepertujuh sapi dua koma empat juta
Rabu 1/7 sapi kurban tiba = rabu satu juli sapi kurban tiba
"""
HOURS_AND_SCORES = """
Jaga: siang 14-21, malam 21-07 = jaga siang empat belas sampai dua puluh satu malam dua puluh satu sampai tujuh
Final voli malam 21-15 = final voli malam dua puluh satu lima belas
Buka jam 6 pagi - jam 10 malam = buka jam enam pagi sampai jam sepuluh malam
Pukul 7.30 pagi - 2 siang = pukul tujuh lewat tiga puluh menit pagi sampai dua siang
Jam 8 pagi - selesai = jam delapan pagi sampai selesai
Jam 6 pagi - 3 orang = jam enam pagi tiga orang
Babak 1 0-2, babak 2 1-1 = babak satu nol dua babak dua satu satu
Set ketiga 15-25 = set ketiga lima belas dua puluh lima
Babak 2 10-15 menit = babak dua sepuluh sampai lima belas menit
Babak 2: 15.30-16.30 = babak dua pukul lima belas lewat tiga puluh menit sampai enam belas lewat tiga puluh menit
Gol A. Rahim 23', Dedi 78' = gol a rahim menit dua puluh tiga dedi menit tujuh puluh delapan
Gol A. Yani menit 5 = gol a yani menit lima
Gol A 45rb = golongan a empat puluh lima ribu
Gol: Ical (12', 44'), Fahri (78') = gol ical menit dua belas empat puluh empat fahri menit tujuh puluh delapan
"""


@pytest.mark.parametrize(("written", "words"), cases(NUMBERS_THAT_ANSWER, SHORT_FORMS, MEASURES, HOURS_AND_SCORES))
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
        ("Kepala SMPN 2 3 bulan cuti", "Kepala es em pe negeri dua, tiga bulan cuti"),
        ("J2 1,5 jt", "je dua, satu koma lima juta"),
        ("Beasiswa S1 25 org", "Beasiswa es satu, dua puluh lima orang"),
        ("Surut 12.05 0,4 m", "Surut pukul dua belas lewat lima menit, nol koma empat meter"),
        ("*PENGUMUMAN* Besok libur", "pengumuman, Besok libur"),
        ("*Penting* sekali", "Penting sekali"),
        ("Hadir 56 org: 38 pria", "Hadir lima puluh enam orang: tiga puluh delapan pria"),
        ("RT 3 Kec: Luwuk", "er te tiga kecamatan Luwuk"),
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
    ("written", "words"),
    [
        ("Korban MD 2 LB 3 LR 11.", "Korban meninggal dunia dua, luka berat tiga, luka ringan sebelas."),
        ("MD: 1, LB: 2, LR: 5", "meninggal dunia satu, luka berat dua, luka ringan lima"),
        ("Korban laka MD 2 dan LB 3", "Korban laka meninggal dunia dua dan luka berat tiga"),
        ("Korban gempa MD 2/LB 3", "Korban gempa meninggal dunia dua, luka berat tiga"),
        ("RB: 3, RS: 5, RR: 12", "rusak berat tiga, rusak sedang lima, rusak ringan dua belas"),
        (
            "Rumah RB 3 unit RS 5 unit RR 12 unit",
            "Rumah rusak berat tiga unit, rusak sedang lima unit, rusak ringan dua belas unit",
        ),
        ("35 jiwa (L 20 P 15)", "tiga puluh lima jiwa, laki laki dua puluh, perempuan lima belas"),
        ("Siswa L: 20 P: 15", "Siswa laki laki dua puluh, perempuan lima belas"),
        # of a table, of clothes, of a house; a hospital; the one number may be of the sign before it
        ("Ukuran L 60 P 120 cm", "Ukuran el enam puluh pe seratus dua puluh sentimeter"),
        ("Kaos L 20 P 15", "Kaos el dua puluh pe lima belas"),
        ("Dirawat di RS 2, RB 3", "Dirawat di er es dua, er be tiga"),
        ("MD 1 KM 5", "em de satu kilometer lima"),
    ],
)
def test_the_hurt_the_ruined_and_the_sexes_one_after_the_other(written: str, words: str) -> None:
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
        ("Hadir: 1. Ketua RT 2. Kepala Dusun 3. Kades", ["Hadir: satu, Ketua er te, dua, Kepala Dusun, tiga, Kades."]),
        ("Ditabrak pick up. Korban luka.", ["Ditabrak pick up.", "Korban luka."]),
        ("Kami punya anak 2. Semua sehat.", ["Kami punya anak dua.", "Semua sehat."]),
    ],
)
def test_entries_of_a_list_in_its_line(written: str, told: list[str]) -> None:
    assert sentences(written) == told
