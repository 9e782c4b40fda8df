"""What tenders, banks and livestock services write: proportions, how much for how much, limits in front of money, numbers that are
names, and short forms of papers and works."""

from __future__ import annotations

import re

import pytest

from kiosk.speech.script.normaliser import say_words


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


LIMITS = """
usaha > Rp50 jt = usaha lebih dari lima puluh juta rupiah
kerugian >Rp1,5 M = kerugian lebih dari satu koma lima miliar rupiah
penghasilan < Rp2 juta = penghasilan kurang dari dua juta rupiah
harga <Rp500.000 = harga kurang dari lima ratus ribu rupiah
nilai ≤ Rp200 jt = nilai paling banyak dua ratus juta rupiah
nilai ≥Rp10.000 = nilai paling sedikit sepuluh ribu rupiah
nilai >= 75 = nilai paling sedikit tujuh puluh lima
nilai <= 60 = nilai paling banyak enam puluh
usia =< 35 tahun = usia paling banyak tiga puluh lima tahun
usia => 17 tahun = usia paling sedikit tujuh belas tahun
peserta < 3 = peserta kurang dari tiga
hujan >100 mm = hujan lebih dari seratus milimeter
utang > Rp 7.500.000,- = utang lebih dari tujuh juta lima ratus ribu rupiah
Klik >> di sini = klik di sini
"""
PROPORTIONS = """
dosis 1:100 = dosis satu banding seratus
larutan 1:1.000 = larutan satu banding seribu
Peta 1:25000 = peta satu banding dua puluh lima ribu
Peta 1:50.000 = peta satu banding lima puluh ribu
adukan 1:4 = adukan satu banding empat
beton 1:2:3 = beton satu banding dua banding tiga
campuran 1:3:5 = campuran satu banding tiga banding lima
pakan 10:125 = pakan sepuluh banding seratus dua puluh lima
pasangan bata (1:6) = pasangan bata satu banding enam
denda 1/1000 per hari = denda satu per seribu per hari
denda 1/1.000 = denda satu per seribu
bunga 2/100 = bunga dua per seratus
pukul 1:30 WITA = pukul satu lewat tiga puluh menit waktu indonesia tengah
pukul 08:30:15 = pukul delapan lewat tiga puluh menit
QS 2:183 = quran surah dua ayat seratus delapan puluh tiga
perbandingan 1:4 = perbandingan satu banding empat
Rut 1:8 = rut pasal satu ayat delapan
"""
AMOUNTS = """
1 bolus/150 kg = satu bolus per seratus lima puluh kilogram
1 tablet/10 kg = satu tablet per sepuluh kilogram
2 sachet/100 liter = dua sachet per seratus liter
5 sendok/15 l = lima sendok per lima belas liter
1 botol/20 ltr = satu botol per dua puluh liter
3 karung/2 ha = tiga karung per dua hektare
1 petugas/50 orang = satu petugas per lima puluh orang
satu tong/4 rumah = satu tong per empat rumah
1 kandang/12 ekor = satu kandang per dua belas ekor
1 lubang/2 m = satu lubang per dua meter
1 kader/20 KK = satu kader per dua puluh kepala keluarga
1 saset/5 kg = satu saset per lima kilogram
Blok A/2 = blok a dua
"""
NAMES = """
SBU BG004 = es be u be ge nol nol empat
izin IP002 = izin i pe nol nol dua
kamar B-07 = kamar be nol tujuh
loket C012 = loket ce nol satu dua
KBLI 41015 = ka be el i empat satu nol satu lima
KBLI: 01262 = ka be el i nol satu dua enam dua
KBJI 2310 = ka be je i dua tiga satu nol
Rek. 0123-01-004567-53-8 = rekening nol satu dua tiga nol satu nol nol empat lima enam tujuh lima tiga delapan
transfer ke 7201-10-000123-45-6 = transfer ke tujuh dua nol satu satu nol nol nol nol satu dua tiga empat lima enam
Rek. 1002003004 = rekening satu nol nol dua nol nol tiga nol nol empat
Call center BRI 1500-017 = call center be er i satu lima nol nol nol satu tujuh
hotline PLN 123 = hotline pe el en satu dua tiga
set 21-15, 21-18 = set dua puluh satu lima belas dua puluh satu delapan belas
"""
SHORT = """
dr DAK Fisik = dari dak fisik
3% dr HPS = tiga persen dari ha pe es
honor dr APBD = honor dari a pe be de
dr PMI = dari pe em i
bantuan dr BNPB = bantuan dari be en pe be
cek dr KTP = cek dari ka te pe
gratis bg petani kakao = gratis bagi petani kakao
bg warga = bagi warga
bg yang belum = bagi yang belum
bg ibu hamil = bagi ibu hamil
bg pelaku usaha = bagi pelaku usaha
bg semua peserta = bagi semua peserta
dr. Rina = dokter rina
dr. RINA = dokter rina
"""
PAPERS = """
Dok. lelang = dokumen lelang
dok. penawaran lengkap = dokumen penawaran lengkap
Dok. kontrak = dokumen kontrak
gal. tanah 86 m³ = galian tanah delapan puluh enam meter kubik
Gal. pondasi = galian pondasi
pas. batu kali = pasangan batu kali
Pas. keramik 40x40 = pasangan keramik empat puluh kali empat puluh
urg. pasir = urugan pasir
Pek. beton = pekerjaan beton
Pek. persiapan = pekerjaan persiapan
bunga 6% eff. p.a. = bunga enam persen efektif per tahun
bunga 9% p.a. = bunga sembilan persen per tahun
SPSE v4.5 = es pe es e versi empat titik lima
aplikasi versi 2.10 = aplikasi versi dua titik sepuluh
Ver. 3.1 = versi tiga titik satu
"""


def cases(block: str) -> list[tuple[str, str]]:
    pairs = (line.rpartition(" = ") for line in block.strip().splitlines())
    return [(written, words) for written, _, words in pairs]


@pytest.mark.parametrize(
    ("written", "words"),
    [case for block in (LIMITS, PROPORTIONS, AMOUNTS, NAMES, SHORT, PAPERS) for case in cases(block)],
)
def test_what_tenders_and_banks_write(written: str, words: str) -> None:
    assert spoken(written) == words
