"""What rules for short forms once took from ordinary sentences: a unit, a date, a minus, a word. Each has its neighbours, of which
the rule is right."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared
from tests.kiosk.speech.script.test_registers import cases

DAYS = """
Hari Jum'at libur = hari jumat libur
malam Jum'at = malam jumat
Setiap Jum'at ada posyandu = setiap jumat ada posyandu
Hari Jum’at dan Sab pagi = hari jumat dan sabtu pagi
Senin-Jum'at buka = senin sampai jumat buka
tiap Jum 07.00 = tiap jumat pukul tujuh
Berlaku 01.01.27 = berlaku satu januari dua ribu dua puluh tujuh
Lahir 3.04.98 = lahir tiga april seribu sembilan ratus sembilan puluh delapan
Tanggal 3.05.26 = tanggal tiga mei dua ribu dua puluh enam
TGL.05/12/2026 = tanggal lima dua belas dua ribu dua puluh enam
keg. 2.05.01 = kegiatan dua nol lima nol satu
kode 1.05.01 = kode satu nol lima nol satu
"""
CODES = """
R-1/900 VA naik = er satu sembilan ratus volt ampere naik
Tarif R-1/1.300 VA = tarif er satu seribu tiga ratus volt ampere
Beras RP.5000/KG = beras lima ribu rupiah per kilogram
NO.5/2 = nomor lima dua
KLS.7/8 = kelas tujuh delapan
JAM.07/08 = jam tujuh delapan
KM.12/13 = kilometer dua belas tiga belas
Beli 14.000/1/2 kg = beli empat belas ribu satu dua kilogram
A-1/2 kg = a setengah kilogram
H-1/H-2 lebaran = ha minus satu ha minus dua lebaran
Lulusan D-3/S-1 = lulusan de tiga es satu
SD/SMP/100/200 = es de es em pe seratus dua ratus
STPL/B/112/2026 = es te pe el garis miring be garis miring seratus dua belas garis miring dua ribu dua puluh enam
DAU/DAK/2026/2027 = de a u dak dua ribu dua puluh enam dua ribu dua puluh tujuh
Pasal C-3/7 = pasal ce tiga tujuh
Surat BA.12/PL/2026 = surat be a titik dua belas garis miring pe el garis miring dua ribu dua puluh enam
ND-8/BKAD = en de delapan garis miring be ka a de
KH-11/KT-9 = ka ha sebelas garis miring ka te sembilan
RT 004/002 = er te empat dua
RT/RW/005/002 = er te lima er we dua
RT 01/02 Desa Uso = er te satu dua desa uso
RT 1/2 = er te satu dua
RT 04/02 = er te empat dua
RT 004/RW 002 = er te nol nol empat er we nol nol dua
"""
UNITS = """
Realisasi rabat beton 350 M = realisasi rabat beton tiga ratus lima puluh meter
Realisasi talud 250 M = realisasi talud dua ratus lima puluh meter
Nilai rumah 200 M persegi = nilai rumah dua ratus meter persegi
anggaran talud 250 M = anggaran talud dua ratus lima puluh meter
pagu 2,5 M = pagu dua koma lima miliar
pagu anggaran 12 M = pagu anggaran dua belas miliar
dana desa 1,2 M = dana desa satu koma dua miliar
anggaran 1,5 M (APBN) = anggaran satu koma lima miliar a pe be en
biaya 20 M pagar = biaya dua puluh meter pagar
Arisan emas 3 G, iuran 500k = arisan emas tiga gram iuran lima ratus ribu
Cincin 5 gr, ongkir 10k = cincin lima gram ongkir sepuluh ribu
sepuh emas 20k = sepuh emas dua puluh ribu
Emas 3 gr dan uang 12K = emas tiga gram dan uang dua belas ka
emas 24k = emas dua puluh empat karat
Cincin emas 18 K hilang = cincin emas delapan belas karat hilang
gula 250 G = gula dua ratus lima puluh gram
emas 5 G = emas lima gram
Sabu 0,8 G = sabu nol koma delapan gram
Jl. Mawar 5 G = jalan mawar lima ge
gula di rumah 250 G = gula di rumah dua ratus lima puluh gram
kelas 7 G = kelas tujuh ge
jaringan 4 G = jaringan empat ge
Program/kegiatan = program kegiatan
Ikuti Instagram/Facebook desa = ikuti instagram facebook desa
lewat telegram/whatsapp = lewat telegram whatsapp
diagram/tabel = diagram tabel
100 gr/kantong = seratus gram per kantong
250 mg/kapsul = dua ratus lima puluh miligram per kapsul
5 ton/hektare = lima ton per hektare
pasien 4 TB = pasien empat te be
12 TB, 3 HIV = dua belas te be tiga ha i fe
Ada 3 TB di desa = ada tiga te be di desa
kuota pasien 4 TB = kuota pasien empat te be
kuota 1 TB = kuota satu terabita
hardisk 2 TB = hardisk dua terabita
"""
FRACTIONS = """
Lulus 8/10, gagal 2/10 = lulus delapan dari sepuluh gagal dua sepuluh
Bayi usia 9/12 = bayi usia sembilan dua belas
Dosis anak 3/12 = dosis anak tiga dua belas
setuju 5/12, menolak 7/12 = setuju lima dua belas menolak tujuh dua belas
Nilai Ani 8/10, Budi 9/10 = nilai ani delapan sepuluh budi sembilan sepuluh
Ani 8/10, Budi 9/10 = ani delapan sepuluh budi sembilan sepuluh
Progres Uso 7/12, Nipa 8/12 = progres uso tujuh dua belas nipa delapan dua belas
Tekanan darah 13/9 = tekanan darah tiga belas sembilan
Stok darah 28/11 = stok darah dua puluh delapan november
Ruko 3/12 & 5/12 = ruko tiga dua belas dan lima dua belas
Jl. Mawar 12/9 & 15/9 = jalan mawar dua belas sembilan dan lima belas sembilan
fogging 3/12 & 10/12 = fogging tiga desember dan sepuluh desember
soal 8/10 & 9/10 = soal delapan sepuluh dan sembilan sepuluh
Kel. Jole 2/12, Kel. Karaton 3/12 = kelurahan jole dua desember kelurahan karaton tiga desember
skrining 3/12, operasi 5/12 = skrining tiga desember operasi lima desember
pertemuan 3/12 = pertemuan tiga dua belas
pertemuan 14/12 = pertemuan empat belas desember
pelayanan gratis, 8/12 = pelayanan gratis delapan desember
"""
OFFICES = """
Hubungi Kel. atau RT = hubungi kelurahan atau er te
Hub. Kel. di Simpong = hubungi kelurahan di simpong
hub. Kel. di Jl. Mawar = hubungi kelurahan di jalan mawar
hub. Kel. di 0811-222-333 = hubungi keluarga di nol delapan satu satu dua dua dua tiga tiga tiga
DI Desa Uso tersumbat saluran = di desa uso tersumbat saluran
Jl. DI Panjaitan rusak, saluran tersumbat = jalan di panjaitan rusak saluran tersumbat
DI Yogyakarta punya 500 ha sawah = di yogyakarta punya lima ratus hektare sawah
DI Dongin 2.348 ha, golongan tanam = daerah irigasi dongin dua ribu tiga ratus empat puluh delapan hektare golongan tanam
Hasan, SE Kepala Desa = hasan es e kepala desa
Hasan SE Camat = hasan es e camat
SE Bupati dan SE No. 3 = surat edaran bupati dan surat edaran nomor tiga
Menindaklanjuti SE Bupati No. 5 = menindaklanjuti surat edaran bupati nomor lima
sesuai SE Mendagri = sesuai surat edaran mendagri
"""
NUMBERS = """
Bantuan 05 nelayan = bantuan lima nelayan
Jumlah Bantuan 05 nelayan = jumlah bantuan lima nelayan
Uang 05 ribu = uang lima ribu
Ukuran 05 meter = ukuran lima meter
Suhu 08 derajat = suhu delapan derajat
Butuh kasir 03 orang = butuh kasir tiga orang
KM Mina Jaya 07 tenggelam = ka em mina jaya nol tujuh tenggelam
Posyandu Melati 02 buka = posyandu melati nol dua buka
Kasir 03, jam 08.00 = kasir nol tiga jam delapan
Produksi 1234567 kilogram = produksi satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh kilogram
Panen 1234567 hektare = panen satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh hektare
Total suara sah 2345678 = total suara sah dua juta tiga ratus empat puluh lima ribu enam ratus tujuh puluh delapan
Surat suara 2345678 = surat suara dua juta tiga ratus empat puluh lima ribu enam ratus tujuh puluh delapan
Kode anggota 1234567 = kode anggota satu dua tiga empat lima enam tujuh
Kirim bantuan ke 1200 KK = kirim bantuan ke seribu dua ratus kepala keluarga
ketik REG kirim ke 4444 = ketik reg kirim ke empat empat empat empat
"""


@pytest.mark.parametrize(("written", "words"), cases(DAYS, CODES, UNITS, FRACTIONS, OFFICES, NUMBERS))
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words
