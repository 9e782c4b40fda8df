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

# for which what the rules asked for then was too much
NEIGHBOURS = """
Dari Rp 500,000 menjadi Rp 1,5 juta = dari lima ratus ribu rupiah menjadi satu koma lima juta rupiah
Cabai Rp 45,000 - 50 ribu = cabai empat puluh lima ribu sampai lima puluh ribu rupiah
Harga Rp 12,500 menjadi Rp 15 ribu = harga dua belas ribu lima ratus rupiah menjadi lima belas ribu rupiah
Denda Rp 500,000 atau Rp 1 juta = denda lima ratus ribu rupiah atau satu juta rupiah
Anggaran Rp 1,250 - 1,500 miliar = anggaran satu koma dua lima nol sampai satu koma lima nol nol miliar rupiah
Samsat keliling layani 45 WP, 3 unit mobil = samsat keliling layani empat puluh lima wajib pajak tiga unit mobil
Realisasi 61WP sudah lunas PBB = realisasi enam puluh satu wajib pajak sudah lunas pe be be
Susu 1 lt. Untuk setiap orang = susu satu liter untuk setiap orang
Bensin 10 lt. Dibeli di toko Amin = bensin sepuluh liter dibeli di toko amin
Toko Jaya: minyak 5 lt. Murah = toko jaya minyak lima liter murah
Gedung kapasitas 500 orang, 2 lt. Ada parkir = gedung kapasitas lima ratus orang dua lantai ada parkir
Panen padi 50 kw/ha dengan traktor baru = panen padi lima puluh kuintal per hektare dengan traktor baru
Panen jagung 20 kw, alat panen dipinjamkan = panen jagung dua puluh kuintal alat panen dipinjamkan
Gabah 30 kw per hektare, bantuan traktor tiba = gabah tiga puluh kuintal per hektare bantuan traktor tiba
Panen jagung memakai alat 2 kw = panen jagung memakai alat dua kilowatt
Isi 40 bungkus/dus. Harga tetap = isi empat puluh bungkus per dus harga tetap
Mie 24 bks/dus. Beli = mie dua puluh empat bungkus per dus beli
Polisi menyita miras 12 dus. Warga melapor = polisi menyita miras dua belas dus warga melapor
Banjir merendam 4 dus. Tinggi air satu meter = banjir merendam empat dusun tinggi air satu meter
Kopi per KK 2 dus. Terima kasih = kopi per kepala keluarga dua dus terima kasih
Paket per RT 5 dus. Selesai = paket per er te lima dus selesai
Warga RW 2 dus. Tengah = warga er we dua dusun tengah
Kayu 30 btg. Untuk jembatan desa = kayu tiga puluh batang untuk jembatan desa
Jembatan 2 btg. Rusak = jembatan dua bentang rusak
Layanan pengaduan 112 gratis = layanan pengaduan satu satu dua gratis
Pengaduan 112 siap melayani = pengaduan satu satu dua siap melayani
Pengaduan 112 - 24 jam = pengaduan satu satu dua dua puluh empat jam
Pengaduan darurat 112 aktif 24 jam = pengaduan darurat satu satu dua aktif dua puluh empat jam
Pengaduan 112 kasus tahun ini = pengaduan seratus dua belas kasus tahun ini
Hubungi Damkar 113 atau 112 = hubungi damkar satu satu tiga atau satu satu dua
Hubungi 110 atau 112 = hubungi satu satu nol atau satu satu dua
Telp 021 – 31504455 setiap hari = telepon nol dua satu tiga satu lima nol empat empat lima lima setiap hari
PDAM: 0461 - 21234 pada jam kerja = pe de a em nol empat enam satu dua satu dua tiga empat pada jam kerja
Layanan BPJS 165. Buka 24 jam = layanan be pe je es satu enam lima buka dua puluh empat jam
Layanan Telkom 147, tekan 1 = layanan telkom satu empat tujuh tekan satu
Layanan KTP 150, KK 75, akta 50 = layanan ka te pe seratus lima puluh ka ka tujuh puluh lima akta lima puluh
Harga BB naik = harga be be naik
Tiket ke KL, program umrah plus = tiket ke kuala lumpur program umrah plus
TKI dari KL dipulangkan lembaga BP2MI = te ka i dari kuala lumpur dipulangkan lembaga be pe dua em i
Usulan dari KL terkait belum masuk = usulan dari ka el terkait belum masuk
Tiket dari KL/Penang = tiket dari kuala lumpur penang
Dana dari KL/Kementerian = dana dari ka el kementerian
Guru dan siswa masuk sd Kamis = guru dan siswa masuk sampai dengan kamis
Anak kami masuk sd Senin ini = anak kami masuk es de senin ini
Persipal unggul 3 gol. Tiket terjual habis = persipal unggul tiga gol tiket terjual habis
Silakan ke Puskesmas.Bawa KTP = silakan ke puskesmas bawa ka te pe
Hubungi Bapak.Ali di kantor = hubungi bapak ali di kantor
Terima kasih.Info: hubungi desa = terima kasih info hubungi desa
Ke loket → Tahap 2 = ke loket tahap dua
Level 4 → Level 3 = level empat menjadi level tiga
status Normal → Siaga 2 = status normal menjadi siaga dua
NPK 12-06-22 = en pe ka dua belas enam dua puluh dua
Pupuk NPK 12:06:22 = pupuk en pe ka dua belas enam dua puluh dua
Mutiara 16:16:16 tersedia = mutiara enam belas enam belas enam belas tersedia
Apotek Mutiara 08:00-21:00 = apotek mutiara pukul delapan sampai dua puluh satu
Minum 1 botol/600 ml air mineral per hari = minum satu botol atau enam ratus mililiter air mineral per hari
Campur 1 botol/500 ml air = campur satu botol per lima ratus mililiter air
Tensi ibu 50/30, dirujuk = tensi ibu lima puluh per tiga puluh dirujuk
Tensi lansia 15/12 di balai desa = tensi lansia lima belas dua belas di balai desa
pakaiAPD = pakai a pe de
kantorKPU = kantor ka pe u
Penumpang ▲ 2.345 orang = penumpang naik dua ribu tiga ratus empat puluh lima orang
Emas di atas ▲ 2% = emas di atas naik dua persen
Kapal ke Ibu Kota – P. Banggai = kapal ke ibu kota pulau banggai
Nomor 3 / PERBUP Tahun 2026 = nomor tiga garis miring perbup tahun dua ribu dua puluh enam
"""


@pytest.mark.parametrize(("written", "words"), cases(SENTENCES, NEIGHBOURS))
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
