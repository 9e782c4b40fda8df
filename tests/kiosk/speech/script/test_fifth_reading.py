"""Sentences of notices, messages and posters as other eyes read them: what was understood wrongly, and its neighbours, of which the
rules were right."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared, sentences
from tests.kiosk.speech.script.test_registers import cases

SENTENCES = """
Mesin pompa 5 HP. = mesin pompa lima ha pe
Cek 1 Hb. = cek satu ha be
Nilai 12 Hb, normal = nilai dua belas ha be normal
Lahan 3 ha. = lahan tiga hektare
Mesin penggiling padi 8 kw = mesin penggiling padi delapan kilowatt
Pemipil jagung 5 kw = pemipil jagung lima kilowatt
PLTMH desa produksi 30 kw = pe el te em ha desa produksi tiga puluh kilowatt
Cold storage ikan 15 kw = cold storage ikan lima belas kilowatt
Pengering gabah 15 kw = pengering gabah lima belas kilowatt
Hasil 12 kw dari panel surya = hasil dua belas kilowatt dari panel surya
Tagihan listrik gudang beras 3 kw = tagihan listrik gudang beras tiga kilowatt
Sound system 10 kw untuk pesta panen = sound system sepuluh kilowatt untuk pesta panen
Panen jagung 20 kw, alat panen dipinjamkan = panen jagung dua puluh kuintal alat panen dipinjamkan
Panen padi dengan traktor: hasil 30 kw = panen padi dengan traktor hasil tiga puluh kuintal
Harga gabah Rp650.000/kw = harga gabah enam ratus lima puluh ribu rupiah per kuintal
Beras 650rb/kw = beras enam ratus lima puluh ribu per kuintal
Harga rawit 100 kw = harga rawit seratus kuintal
Dana Rp3 m dari APBD = dana tiga miliar rupiah dari a pe be de
Jembatan Rp1,2 m = jembatan satu koma dua miliar rupiah
Talud Rp2,5m = talud dua koma lima miliar rupiah
Kain Rp25.000/m = kain dua puluh lima ribu rupiah per meter
Kumpul 7.30, jalan 8.15. = kumpul pukul tujuh lewat tiga puluh menit jalan pukul delapan lewat lima belas menit
Senam 6.30 di lapangan = senam pukul enam lewat tiga puluh menit di lapangan
Kelas mulai 7.10 = kelas mulai pukul tujuh lewat sepuluh menit
Nilai IPK mulai 3.25 = nilai i pe ka mulai tiga koma dua lima
Jalan 8.15 km = jalan delapan koma satu lima kilometer
Nilai 3.25-4.00 = nilai tiga koma dua lima sampai empat koma nol nol
Nilai rapor 3.10 - 3.50 = nilai rapor tiga koma satu nol sampai tiga koma lima nol
Waktu tempuh 2:05 jam = waktu tempuh dua jam lima menit
Durasi 1:30 jam = durasi satu jam tiga puluh menit
Juara lari 5 km: 18:45 = juara lari lima kilometer delapan belas menit empat puluh lima detik
Lari 5 km: pukul 06.00 = lari lima kilometer pukul enam
Pendaftaran → 12 Des = pendaftaran dua belas desember
Waktu → 08.00 = waktu pukul delapan
Peserta → 45 orang = peserta empat puluh lima orang
RT 1 → 25 paket = er te satu dua puluh lima paket
Sesi 1 → Kelas 4 = sesi satu kelas empat
Level 4 → Level 3 = level empat menjadi level tiga
Level I → Level II = level satu menjadi level dua
Status Normal → Siaga 2 = status normal menjadi siaga dua
10 km → 12 km = sepuluh kilometer menjadi dua belas kilometer
Rp10.000 → Rp12.000 = sepuluh ribu rupiah menjadi dua belas ribu rupiah
Daftar sekarang ⬇ Rp50rb/tim = daftar sekarang lima puluh ribu rupiah per tim
Scan QR di sini ⬇ 100% = scan ki er di sini seratus persen
Harga telur ⬇ Rp1.000 = harga telur turun seribu rupiah
Telur ↓ Rp1.000 = telur turun seribu rupiah
Dari Rp1,200 hingga Rp1,500 triliun = dari satu koma dua nol nol sampai satu koma lima nol nol triliun rupiah
Rp1,250 dan Rp2,125 triliun = satu koma dua lima nol rupiah dan dua koma satu dua lima triliun rupiah
Dari Rp 500,000 menjadi Rp 1,5 juta = dari lima ratus ribu rupiah menjadi satu koma lima juta rupiah
Rp 2,500,- per biji = dua ribu lima ratus rupiah per biji
Gedung baru dicat, cat baru 2 lt. = gedung baru dicat cat baru dua lantai
Kos air lancar 2 lt. = kos air lancar dua lantai
Toko Amin jual minyak goreng Bimoli 2 lt. = toko amin jual minyak goreng bimoli dua liter
Tangki air di kantor 500 lt. = tangki air di kantor lima ratus liter
Ember 20 lt. = ember dua puluh liter
Madu 2 lt. = madu dua liter
Susu 1 lt. Untuk setiap orang = susu satu liter untuk setiap orang
Gedung kapasitas 500 orang, 2 lt. Ada parkir = gedung kapasitas lima ratus orang dua lantai ada parkir
Desa Uso membawahi 4 dus. = desa uso membawahi empat dusun
Wilayahnya terdiri atas 6 dus. = wilayahnya terdiri atas enam dusun
Harga per dus. Rp45.000 = harga per dus empat puluh lima ribu rupiah
Mie 24 bks/dus. Beli = mie dua puluh empat bungkus per dus beli
Lingk./dus. Mawar = lingkungan dusun mawar
Desa Uso/dus. Mawar = desa uso dusun mawar
Bahan jembatan: besi 20 btg. = bahan jembatan besi dua puluh batang
Tiang listrik 8 btg. roboh = tiang listrik delapan batang roboh
Bantuan dari KL sudah cair = bantuan dari ka el sudah cair
Program wisata bahari dari KL = program wisata bahari dari ka el
PMI terima hibah dari KL = pe em i terima hibah dari ka el
Tiket ke KL, program umrah plus = tiket ke kuala lumpur program umrah plus
Kapolres: BB naik 3 kg dibanding tahun lalu = kapolres be be naik tiga kilogram dibanding tahun lalu
Cucu saya masuk sd Senin depan = cucu saya masuk es de senin depan
Anak Pak Amir masuk sd Senin = anak pak amir masuk es de senin
Siswa baru TA. 2026/2027 = siswa baru tahun ajaran dua ribu dua puluh enam dua ribu dua puluh tujuh
Anggaran TA. 2026 = anggaran tahun anggaran dua ribu dua puluh enam
Penyaluran NPK 05-12-26 = penyaluran en pe ka tanggal lima desember dua ribu dua puluh enam
Pupuk NPK 12-06-22 = pupuk en pe ka dua belas enam dua puluh dua
Pupuk NPK (15:15:15) = pupuk en pe ka lima belas lima belas lima belas
Dosis dewasa 1 sdt/5 ml = dosis dewasa satu sendok teh atau lima mililiter
Campur 1 botol/500 ml air = campur satu botol per lima ratus mililiter air
Ban 2.75-17 = ban dua koma tujuh lima tujuh belas
Kupon 0001 - 10000 = kupon nol nol nol satu sampai sepuluh ribu
Karcis 001 – 15000 = karcis nol nol satu sampai lima belas ribu
Telp 021 – 31504455 setiap hari = telepon nol dua satu tiga satu lima nol empat empat lima lima setiap hari
Kost 10 KT. = kost sepuluh kamar tidur
Angin 15 KT. = angin lima belas knot
Gas 30-35rb/tab = gas tiga puluh sampai tiga puluh lima ribu per tabung
Amoksisilin 500 mg/tab = amoksisilin lima ratus miligram per tablet
Warga di ps. Simpong = warga di pasar simpong
Dijerat ps. 363 KUHP = dijerat pasal tiga ratus enam puluh tiga ka u ha pe
Jilbab uk. S-M-L = jilbab ukuran es em el
Umur 5th = umur lima tahun
Posyandu 8/12 di Balai = posyandu delapan desember di balai
Rapat 4/12 di balai = rapat empat desember di balai
Tekanan darah 8/12 di balai = tekanan darah delapan dua belas di balai
Hadir 8/12 di balai = hadir delapan dari dua belas di balai
Rekap pengaduan 156. = rekap pengaduan seratus lima puluh enam
Aduan 132 (selesai 120) = aduan seratus tiga puluh dua selesai seratus dua puluh
Layanan Dukcapil 150 pemohon = layanan dukcapil seratus lima puluh pemohon
Layanan KTP 150 dan KK 75 = layanan ka te pe seratus lima puluh dan ka ka tujuh puluh lima
Hubungi 125 pelanggan = hubungi seratus dua puluh lima pelanggan
Hubungi 110 = hubungi satu satu nol
Beban maks. 5 T = beban maksimal lima ton
Truk maks. 8 T = truk maksimal delapan ton
Bupati Cup V = bupati cup lima
MTQ V tingkat kecamatan = em te ki lima tingkat kecamatan
Pelatihan SiskeuDES = pelatihan siskeudes
KemenKES = kemenkes
Cuaca buruk, sd Rabu = cuaca buruk sampai dengan rabu
Td 120/80 = tekanan darah seratus dua puluh per delapan puluh
L: 3 m, P: 10 m = lebar tiga meter panjang sepuluh meter
Temui petugas Puskesmas.Terima kasih = temui petugas puskesmas terima kasih
Puskesmas.Toili = puskesmas toili
Cuaca cerah 24-32 C = cuaca cerah dua puluh empat sampai tiga puluh dua derajat celsius
Luwuk, 05.12.26 = luwuk lima desember dua ribu dua puluh enam
Rapat 05.12.26 di balai desa. = rapat lima desember dua ribu dua puluh enam di balai desa
Versi 05.12.26 = versi lima titik dua belas titik dua puluh enam
Paslon no urut 02 = paslon nomor urut nol dua
Rumah rusak: RB 3, RS 5, RR 12 = rumah rusak rusak berat tiga rusak sedang lima rusak ringan dua belas
Korban: MD 2, LB 3, LR 11, hilang 1 = korban meninggal dunia dua luka berat tiga luka ringan sebelas hilang satu
Pakaian RS 5 = pakaian er es lima
Lulusan SD sd SMA boleh ikut = lulusan es de sampai es em a boleh ikut
Kapal jm brp berangkat = kapal jam berapa berangkat
Jadwal shalat Luwuk 1/12: Subuh 04.22 = jadwal shalat luwuk satu desember subuh pukul empat lewat dua puluh dua menit
PLN: 123; PDAM: 0461-22333 = pe el en satu dua tiga pe de a em nol empat enam satu dua dua tiga tiga tiga
PLN 123 pelanggan = pe el en seratus dua puluh tiga pelanggan
Lapor bila siswa kurang dari 100 atau 110. = lapor bila siswa kurang dari seratus atau seratus sepuluh
Pesawat Wings IW1234 tiba 10.45 = pesawat wings i we satu dua tiga empat tiba pukul sepuluh lewat empat puluh lima menit
HUT ke-25th = hari ulang tahun ke dua puluh lima
"""

# what these rules took for what it is not, when other eyes read against them
NEIGHBOURS = """
Posko 0461-21113 siaga 24 jam = posko nol empat enam satu dua satu satu satu tiga siaga dua puluh empat jam
Nomor 0461-21234 = nomor nol empat enam satu dua satu dua tiga empat
Angin kencang 25 KT dapat merusak atap rumah = angin kencang dua puluh lima knot dapat merusak atap rumah
Angin 20 KT di KM 12 = angin dua puluh knot di kilometer dua belas
Rumah rusak 12, warga dirawat di RS 3 orang = rumah rusak dua belas warga dirawat di er es tiga orang
Servis HP rusak 50 RB 1 hari jadi = servis ha pe rusak lima puluh ribu satu hari jadi
Bantuan korban gempa: rumah LB 36 = bantuan korban gempa rumah luas bangunan tiga puluh enam
Kios MD 12 korban kebakaran = kios em de dua belas korban kebakaran
Toko buka 08:00 jam tutup 17:00 = toko buka pukul delapan jam tutup pukul tujuh belas
Masuk 07:30 jam pertama Matematika = masuk pukul tujuh lewat tiga puluh menit jam pertama matematika
Lomba lari 5 km: 06:30 WITA = lomba lari lima kilometer pukul enam lewat tiga puluh menit waktu indonesia tengah
Harga telur hari ini ↓ Rp1.000 = harga telur hari ini turun seribu rupiah
Kasus DBD tahun ini ↓ 30% = kasus de be de tahun ini turun tiga puluh persen
Tarif angkot ⬆ Rp2.000 = tarif angkot naik dua ribu rupiah
Stok darah ⬇ 40% = stok darah turun empat puluh persen
Hubungi 112 warga butuh pertolongan = hubungi satu satu dua warga butuh pertolongan
Call center 14045 pelanggan = call center satu empat nol empat lima pelanggan
Harga tiket Rp75.000, berangkat 8.30 = harga tiket tujuh puluh lima ribu rupiah berangkat pukul delapan lewat tiga puluh menit
Jalan 3.20 x 4 m = jalan tiga koma dua nol kali empat meter
Beli apel 1.50 kilo = beli apel satu koma lima nol kilo
Tiket masuk 7.50 = tiket masuk tujuh koma lima nol
Progres 7.50 selesai = progres tujuh koma lima nol selesai
Gempa 5.20 mulai terasa di Luwuk = gempa lima koma dua nol mulai terasa di luwuk
Pembagian rapor 8.00-9.00 = pembagian rapor pukul delapan sampai sembilan
Pemeriksaan TB 8.00-9.00 di puskesmas = pemeriksaan te be pukul delapan sampai sembilan di puskesmas
Penyaluran pupuk subsidi NPK 12-6-27 untuk kakao = penyaluran pupuk subsidi en pe ka dua belas enam dua puluh tujuh untuk kakao
Amoxicillin 500 mg/tab, antasida bila banyak gas = amoxicillin lima ratus miligram per tablet antasida bila banyak gas
Iuran per dus. 50 ribu = iuran per dusun lima puluh ribu
Desa Bungin: 3 dus. 5 RT = desa bungin tiga dusun lima er te
Bantuan meliputi 5 dus. Mi instan = bantuan meliputi lima dus mi instan
Upah gali pipa Rp25 m = upah gali pipa dua puluh lima rupiah m
Rp15,000 per kg, anggaran Rp1,250 miliar = lima belas ribu rupiah per kilogram anggaran satu koma dua lima nol miliar rupiah
Capaian Td 20/25 siswa = capaian te de dua puluh dari dua puluh lima siswa
Tiap 8/12 jam = tiap delapan dua belas jam
Kunci 10/12 di bengkel = kunci sepuluh dua belas di bengkel
Pasien 8/11 di RSUD = pasien delapan sebelas di er es u de
Hujan deras merendam RT 12 C = hujan deras merendam er te dua belas ce
Kartu 0812 - 34567 = kartu nol delapan satu dua tiga empat lima enam tujuh
Kode 007 - 12345 = kode nol nol tujuh satu dua tiga empat lima
Rumah produksi 3 KT Harapan Jaya = rumah produksi tiga knot harapan jaya
Aqua/dus. Tersedia = aqua per dus tersedia
Pemilik mesin giling beras 5 kw gabah = pemilik mesin giling beras lima kuintal gabah
Surat jalan, berangkat ke KL = surat jalan berangkat ke kuala lumpur
Baju uk.S-M-L = baju ukuran es em el
Luwuk 5th Festival = luwuk ke lima festival
Pindah kelas 7 → 8 = pindah kelas tujuh menjadi delapan
Motor angkut gabah 3 kw = motor angkut gabah tiga kuintal
Masjid butuh cat genteng 20 lt. Donasi = masjid butuh cat genteng dua puluh liter donasi
Toko Rezeki: minyak sawit 2 lt. Murah = toko rezeki minyak sawit dua liter murah
Depot Air Mineral 19 lt. Antar = depot air mineral sembilan belas liter antar
Vaksin lansia: TD 150/90 boleh = vaksin lansia tekanan darah seratus lima puluh per sembilan puluh boleh
Hubungi 165 peserta JKN = hubungi satu enam lima peserta je ka en
Layanan PSC 119 pasien darurat = layanan pe es ce satu satu sembilan pasien darurat
Rekap pengaduan 110 Polres = rekap pengaduan satu satu nol polres
Rumah rusak RB 4, RR 12, warga dirawat RS 3 = rumah rusak rusak berat empat rusak ringan dua belas warga dirawat er es tiga
Waktu start lari 5 km: 06:15. = waktu start lari lima kilometer pukul enam lewat lima belas menit
Dari 12 km, 7.25 jalan aspal = dari dua belas kilometer tujuh koma dua lima jalan aspal
Rp1,250 miliar, biaya admin Rp2,750. = satu koma dua lima nol miliar rupiah biaya admin dua ribu tujuh ratus lima puluh rupiah
Beras naik 45 ribu per kg → 60 ribu = beras naik empat puluh lima ribu per kilogram menjadi enam puluh ribu
12 kasus DBD → 5 kasus = dua belas kasus de be de menjadi lima kasus
Jadwal pupuk NPK 13-06-27 kelapa sawit = jadwal pupuk en pe ka tiga belas enam dua puluh tujuh kelapa sawit
Posyandu 11/12 di Kec. Batui aktif = posyandu sebelas dua belas di kecamatan batui aktif
Jadwal shalat Jumat RT 1/2: masjid A = jadwal shalat jumat er te satu dua masjid a
Pemilih per desa/dus. Paling lambat Jumat = pemilih per desa dusun paling lambat jumat
Ruang 12-20 C tetap masuk walau hujan = ruang dua belas sampai dua puluh ce tetap masuk walau hujan
Daftar ke no wa Bu Ani = daftar ke no we a bu ani
Kontrak dari 1th ke 3th = kontrak dari satu tahun ke tiga tahun
Kelas A → ruang 1, kelas B → ruang 2 = kelas a ruang satu kelas be ruang dua
KemenPUPR = kemen pe u pe er
Anggaran TA 2025/2026 = anggaran tahun anggaran dua ribu dua puluh lima dua ribu dua puluh enam
Rombongan bupati ke KL membawa program = rombongan bupati ke kuala lumpur membawa program
Calon siswa Polri BB turun 3 kg = calon siswa polri berat badan turun tiga kilogram
Traktor membawa padi 15 kw = traktor membawa padi lima belas kuintal
Mesin perontok padi hasil 12 kw = mesin perontok padi hasil dua belas kuintal
Biaya pasang Rp1 juta/kw = biaya pasang satu juta rupiah per kilowatt
Apartemen 25 lt. = apartemen dua puluh lima lantai
Ruko Madu Hutan 2 lt. = ruko madu hutan dua lantai
Jembatan kayu 3 btg. rusak = jembatan kayu tiga bentang rusak
Alamat: RT 3 Kel: Simpong = alamat er te tiga kelurahan simpong
Jadwal pindah: tgl 5 → 12 Desember = jadwal pindah tanggal lima menjadi dua belas desember
RT 02 → RT 05 = er te dua menjadi er te lima
Kelas 10 → Kelas 11 = kelas sepuluh menjadi kelas sebelas
Suhu 38,5 °C → 36,8 °C = suhu tiga puluh delapan koma lima derajat celsius menjadi tiga puluh enam koma delapan derajat celsius
Rp50.000 (lama) → Rp60.000 = lima puluh ribu rupiah lama menjadi enam puluh ribu rupiah
Beban anggaran maksimal 5 T = beban anggaran maksimal lima te
Muatan sumbu terberat (MST) 8 T = muatan sumbu terberat em es te delapan ton
Campur 1 sdm/15 ml cuka = campur satu sendok makan per lima belas mililiter cuka
Pengaduan 112, masuk lewat telepon = pengaduan satu satu dua masuk lewat telepon
Layanan SAPA 129 dan polisi 110 = layanan sapa satu dua sembilan dan polisi satu satu nol
Kode barang SJ123 = kode barang es je seratus dua puluh tiga
"""


@pytest.mark.parametrize(("written", "words"), cases(SENTENCES, NEIGHBOURS))
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words


def test_a_colon_behind_what_is_counted_is_a_pause() -> None:
    assert say_words("Anak 5 th: 1 tablet") == "Anak lima tahun: satu tablet"
    assert say_words("Tgl: 3 Mei") == "tanggal tiga Mei"


def test_the_entries_of_a_list_in_its_line_are_parted() -> None:
    """Each number was said with the name before it."""
    assert [*sentences("Ronda: 1. Amir 2. Udin 3. Sudirman, jam 22.00.")] == [
        "Ronda: satu, Amir, dua, Udin, tiga, Sudirman, jam dua puluh dua."
    ]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Diamankan 3 HP. Tersangka ditahan.", 2),
        ("Warga ke Psr. Simpong naik bus.", 1),
        ("Belanja di psr. Ikan segar banyak.", 2),
        ("Mesin 5 HP. Harga nego.", 2),
        ("Pos ronda malam ini: 1. Amir 2. Udin 3. Sudirman Dg, jam 22.00.", 1),
        ("Ruang: 1. Guru ada di kelas 2. Semua siap.", 2),
    ],
)
def test_how_many_sentences(text: str, spoken: int) -> None:
    assert len(list(sentences(text))) == spoken
