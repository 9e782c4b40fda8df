"""Ordinary sentences that rules for short forms read worse than none would: no town, box, telephone, taxpayer or quintal is meant.
Their neighbours, of which the rules are right, stand beside them."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared, sentences
from tests.kiosk.speech.script.test_registers import cases

SENTENCES = """
Anggaran dari KL sebesar Rp5 miliar belum cair. = anggaran dari ka el sebesar lima miliar rupiah belum cair
Usulan dari KL terkait belum masuk. = usulan dari ka el terkait belum masuk
Surat dari KL Kemenkes sudah terbit. = surat dari ka el kemenkes sudah terbit
Transfer dari KL ke daerah turun 10 persen. = transfer dari ka el ke daerah turun sepuluh persen
Program KL – Pemda disinkronkan = program ka el pemda disinkronkan
Penyaluran via KL pangkalan = penyaluran via ka el pangkalan
Dari KL ke Makassar = dari kuala lumpur ke makassar
Warga RT 03 dus. Mawar, Desa Uso. = warga er te tiga dusun mawar desa uso
Rumah di RT 02 dus. Beringin terbakar. = rumah di er te dua dusun beringin terbakar
Jl. Pelita No 12 dus. Kelapa = jalan pelita nomor dua belas dusun kelapa
Alamat: RT 001/RW 002 dus. Sinar Harapan. = alamat er te nol nol satu er we nol nol dua dusun sinar harapan
Banjir melanda 3 dus. Warga mengungsi. = banjir melanda tiga dusun warga mengungsi
Desa Uso punya 4 dus. Semua aman. = desa uso punya empat dusun semua aman
Bantuan air 5 dus. Terima kasih = bantuan air lima dus terima kasih
Rp45.000/dus. = empat puluh lima ribu rupiah per dus
Apotek Mutiara 08:00-21:00 buka setiap hari = apotek mutiara pukul delapan sampai dua puluh satu buka setiap hari
Toko Mutiara 07:30-17:00 = toko mutiara pukul tujuh lewat tiga puluh menit sampai tujuh belas
NPK Mutiara 16-16-16 = en pe ka mutiara enam belas enam belas enam belas
Pengaduan 112 kasus tahun ini. = pengaduan seratus dua belas kasus tahun ini
Gangguan: 123 pelanggan padam. = gangguan seratus dua puluh tiga pelanggan padam
Aduan 150 dan 151 sudah selesai = aduan seratus lima puluh dan seratus lima puluh satu sudah selesai
Jumlah pengaduan 112, naik dari 100 = jumlah pengaduan seratus dua belas naik dari seratus
Pengaduan 112. = pengaduan satu satu dua
Gangguan: 123 = gangguan satu dua tiga
Layanan Lansia 125, balita 80. = layanan lansia seratus dua puluh lima balita delapan puluh
Layanan KTP 150, KK 75, akta 50. = layanan ka te pe seratus lima puluh ka ka tujuh puluh lima akta lima puluh
Layanan Kesehatan 500, pendidikan 300. = layanan kesehatan lima ratus pendidikan tiga ratus
Layanan BPJS 165 = layanan be pe je es satu enam lima
Paket 200 WP baterai 100 Ah. = paket dua ratus watt puncak baterai seratus ampere jam
Pasang 2 unit 100WP di atap. = pasang dua unit seratus watt puncak di atap
Kapasitas 450 WP per keping, aki 12 V. = kapasitas empat ratus lima puluh watt puncak per keping aki dua belas volt
61 WP terdaftar di desa = enam puluh satu wajib pajak terdaftar di desa
Kincir tambak 1 kw. = kincir tambak satu kilowatt
Rice mill 20 kw di sawah. = rice mill dua puluh kilowatt di sawah
Sambungan PLN 5,5 kw untuk petani padi. = sambungan pe el en lima koma lima kilowatt untuk petani padi
Panen padi 20 kw = panen padi dua puluh kuintal
Ruko air PDAM, 2 lt. Hubungi Ani. = ruko air pe de a em dua lantai hubungi ani
Masjid kapasitas 500 jamaah 2 lt. Ada parkir. = masjid kapasitas lima ratus jamaah dua lantai ada parkir
Sumber: Kompas.Com, 5 Mei = sumber kompas titik com lima mei
Detik.Com = detik titik com
Hubungi Bapak.Ali di kantor. = hubungi bapak ali di kantor
Daftar harga menu di bawah ini ⬇️ Rp15.000 nasi kuning = daftar harga menu di bawah ini lima belas ribu rupiah nasi kuning
Cek harga di bawah ⬇ Rp25.000 = cek harga di bawah dua puluh lima ribu rupiah
Belok ↑ 3.500 m = belok tiga ribu lima ratus meter
Status gunung naik: Level 2 → Level 3. = status gunung naik level dua menjadi level tiga
Siaga 1 → Siaga 2 = siaga satu menjadi siaga dua
Kelas 2 → Kelas 1 = kelas dua menjadi kelas satu
Pemeriksaan tensi lansia 15/12 di balai desa. = pemeriksaan tensi lansia lima belas dua belas di balai desa
Tekanan darah dan gula 20/11 = tekanan darah dan gula dua puluh sebelas
Nilai Rp1,250 hingga Rp1,500 triliun. = nilai satu koma dua lima nol sampai satu koma lima nol nol triliun rupiah
dari Rp1,125 menjadi Rp1,375 triliun = dari satu koma satu dua lima rupiah menjadi satu koma tiga tujuh lima triliun rupiah
APBD Rp1,234 milyar. = a pe be de satu koma dua tiga empat miliar rupiah
Anak kami masuk sd Senin ini. = anak kami masuk es de senin ini
Adik mulai sd Senin. = adik mulai es de senin
Libur sd Senin = libur sampai dengan senin
17th Anniversary Banggai = tujuh belas te ha anniversary banggai
Usia 17th = usia tujuh belas tahun
Campur 1 botol/500 ml air. = campur satu botol per lima ratus mililiter air
Dosis: 1 sdm/15 ml air = dosis satu sendok makan per lima belas mililiter air
1 gelas/200 ml air = satu gelas atau dua ratus mililiter air
Polisi melakukan penimbangan BB. = polisi melakukan penimbangan be be
Harga BB naik. = harga be be naik
Jl. Mawar No. 5 / RT 03 = jalan mawar nomor lima er te tiga
No. 12 / KM 5 = nomor dua belas kilometer lima
Nomor: 45 / DPRD / 2026 = nomor empat puluh lima garis miring de pe er de dua ribu dua puluh enam
Jembatan 2 btg. = jembatan dua bentang
Bambu 10 btg. = bambu sepuluh batang
Tarif PDAM 2 gol. Niaga = tarif pe de a em dua golongan niaga
Rian 5 gol. Semua senang = rian lima gol semua senang
Kontak senjata, korban 100 atau 110. = kontak senjata korban seratus atau seratus sepuluh
Hubungi PLN Mobile atau 123 = hubungi pe el en mobile atau satu dua tiga
TPS 001 - 25000 pemilih = te pe es nol nol satu dua puluh lima ribu pemilih
Peserta: 25/4 Putra, 28/4 Putri. = peserta dua puluh lima empat putra dua puluh delapan empat putri
LinkAJA = linkaja
ShopeePAY = shopeepay
drg. Ani, Sp.Ort(K) = dokter gigi ani sport konsultan
Kursus 2 x (Senin dan Rabu) - Rp100.000 = kursus dua kali senin dan rabu seratus ribu rupiah
Minum 3 x (pagi, siang, malam) - 5 hari = minum tiga kali pagi siang malam lima hari
"""


@pytest.mark.parametrize(("written", "words"), cases(SENTENCES))
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Warga RT 03 dus. Mawar hadir.", 1),
        ("Alamat: RT 001/RW 002 dus. Sinar Harapan.", 1),
        ("Tarif PDAM 2 gol. Niaga naik.", 1),
        ("Rian 5 gol. Semua senang.", 2),
        ("Bantuan air 5 dus. Terima kasih.", 2),
    ],
)
def test_a_hamlet_and_a_class_end_no_sentence(text: str, spoken: int) -> None:
    assert len(list(sentences(text))) == spoken
