"""Ordinary sentences of notices that hold what a short form, a plate, a verse or a race is known by, and are none of these."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared, sentences
from tests.kiosk.speech.script.test_registers import cases

HOURS = """
Lari pagi mulai 06:00 = lari pagi mulai pukul enam
Renang anak: Sabtu 08:00-10:00 WITA = renang anak sabtu pukul delapan sampai sepuluh waktu indonesia tengah
12K: kumpul 07:30 = dua belas ka kumpul pukul tujuh lewat tiga puluh menit
10K: Yosua 33:42 = sepuluh ka yosua tiga puluh tiga menit empat puluh dua detik
Maraton desa, mulai 05:30 = maraton desa mulai pukul lima lewat tiga puluh menit
finis 09:30 di lapangan = finis pukul sembilan lewat tiga puluh menit di lapangan
Jadwal Tes 09:00 = jadwal tes pukul sembilan
Tes 10:30 = tes pukul sepuluh lewat tiga puluh menit
Pasar Mal 10:00 = pasar mal pukul sepuluh
Pak Yunus 08:15, Ibu Ester 09:00 = pak yunus pukul delapan lewat lima belas menit ibu ester pukul sembilan
Pdt. Yosua 17:00 = pendeta yosua pukul tujuh belas
Daniel 10:30 = daniel pukul sepuluh lewat tiga puluh menit
Bacaan: Daniel 10:30 = bacaan daniel pasal sepuluh ayat tiga puluh
Kejadian 14:20 di jalan raya = kejadian pukul empat belas lewat dua puluh menit di jalan raya
Gereja Yohanes 17:30 = gereja yohanes pukul tujuh belas lewat tiga puluh menit
Matius 5:3-12 = matius pasal lima ayat tiga sampai dua belas
Subuh 4.35 = subuh pukul empat lewat tiga puluh lima menit
Feri berangkat 7.30 = feri berangkat pukul tujuh lewat tiga puluh menit
Buka 8.30, tutup 4.30 = buka pukul delapan lewat tiga puluh menit tutup pukul empat lewat tiga puluh menit
Kapal tiba 1.50 m dari dermaga = kapal tiba satu koma lima nol meter dari dermaga
"""
AMOUNTS = """
45 kk miskin = empat puluh lima kepala keluarga miskin
120 kk Desa Batui = seratus dua puluh kepala keluarga desa batui
Blok A 250 KK = blok a dua ratus lima puluh kepala keluarga
Dusun B 120 KK = dusun be seratus dua puluh kepala keluarga
Kelompok A 120 KPM = kelompok a seratus dua puluh ka pe em
Tipe B 250 KWH = tipe be dua ratus lima puluh kilowatt jam
P 100 CM L 200 CM = pe seratus sentimeter el dua ratus sentimeter
Polisi 123 warga = polisi seratus dua puluh tiga warga
BPBD 150 paket = be pe be de seratus lima puluh paket
Damkar 120 titik api = damkar seratus dua puluh titik api
PLN 120 meter dari jalan = pe el en seratus dua puluh meter dari jalan
Pelni 150 penumpang = pelni seratus lima puluh penumpang
Calon jemaah kumpul tanggal 05 = calon jemaah kumpul tanggal lima
Calon haji 07 orang = calon haji tujuh orang
Calon siswa hadir sampai 08 WITA = calon siswa hadir sampai delapan waktu indonesia tengah
Batui 90000 benih = batui sembilan puluh ribu benih
SI 1200 watt = es i seribu dua ratus watt
IN 250 lembar = i en dua ratus lima puluh lembar
sisa dana-Rp5 juta = sisa dana lima juta rupiah
panas di kelas 5 C = panas di kelas lima ce
Jl. Mawar 15/7 = jalan mawar lima belas tujuh
Gang mawar 17/8 = gang mawar tujuh belas delapan
Ruas jalan 15/3 km = ruas jalan lima belas tiga kilometer
Pupuk 15-9-20 = pupuk lima belas sembilan dua puluh
phonska 15-10-12 = phonska lima belas sepuluh dua belas
pupuk 15-9-26 = pupuk lima belas sembilan dua puluh enam
Keluarga 5 orang, sarden 5 klg = keluarga lima orang sarden lima kaleng
anak sd 1 libur = anak es de satu libur
usia 6 sd 12 tahun = usia enam sampai dengan dua belas tahun
"""
WORDS = """
Semua warga kec. batui wajib lapor = semua warga kecamatan batui wajib lapor
seluruh kec. toili libur = seluruh kecamatan toili libur
ke Kec. bagi yang belum = ke kecamatan bagi yang belum
semua hadir kec. yang sakit = semua hadir kecuali yang sakit
dana kec. tinggi = dana kecamatan tinggi
Pukul 08.00 dr Sari memeriksa balita = pukul delapan dokter sari memeriksa balita
Praktik besok dr Andi Wijaya = praktik besok dokter andi wijaya
Bidan desa, dr Sari, dan kader = bidan desa dokter sari dan kader
vaksin dr Batui = vaksin dari batui
Dr Sari periksa balita = dokter sari periksa balita
H Senin libur = ha senin libur
Hi Pak Camat = hi pak camat
Dg Bapak Camat = dengan bapak camat
Desa Lok Batu = desa lok batu
tanah liat = tanah liat
batas waktu: S - Senin = batas waktu es senin
no. kk 7201 = nomor kk tujuh dua nol satu
kk saya sakit = kakak saya sakit
beras dr Bulog = beras dari bulog
Pemerintah diam. = pemerintah diam
Pipa diam. 4 inci = pipa diameter empat inci
Donor darah di Aula B - lantai 2 = donor darah di aula be lantai dua
MUSYAWARAH RKP DESA = musyawarah er ka pe desa
PENGURUSAN SKT DI KANTOR DESA = pengurusan es ka te di kantor desa
SOSIALISASI BGN DI BALAI DESA = sosialisasi be ge en di balai desa
PENGAMBILAN SKL SISWA = pengambilan es ka el siswa
"""
# what a guess by consonants or by a beginning would make another word of
NOT_CUT = """
Segera lapor. 112 siap = segera lapor seratus dua belas siap
Kapal hilang di selat. 3 kapal mencari = kapal hilang di selat tiga kapal mencari
Foto alam. 10 peserta = foto alam sepuluh peserta
1. Catat. 2. Lapor. 3. Simpan. = satu catat dua lapor tiga simpan
Harga belum termasuk ppn = harga belum termasuk pe pe en
berlaku tmt 1/12/2026 = berlaku te em te satu desember dua ribu dua puluh enam
htm 10rb = ha te em sepuluh ribu
biaya trf 5000 = biaya te er ef lima ribu
kaleng klg besar Lamadang = kaleng ka el ge besar lamadang
bts Telkomsel = be te es telkomsel
lomba tts = lomba te te es
KM Btng Laut = ka em btng laut
KM Tmr Indah = ka em tmr indah
CV Krkl = se ve krkl
perum btn = perum be te en
mnt doa = em en te doa
risiko rsk tinggi = risiko er es ka tinggi
bbt 3 kg = be be te tiga kilogram
makan sosis. = makan sosis
Bpk. Op. Sitorus = bapak op sitorus
PD. Banggai Sejahtera = pe de banggai sejahtera
buku pd. meja = buku pada meja
Pak Sal. Budi = pak sal budi
surat pakai kop. = surat pakai kop
Tek. darah 120/80 = tekanan darah seratus dua puluh per delapan puluh
naik KA. Gambir = naik kereta api gambir
KA. UPT Toili = kepala u pe te toili
sapi 2 jtn, 8 btn = sapi dua jantan delapan betina
lem 1 klg = lem satu kaleng
tim gab. 18 org = tim gabungan delapan belas orang
Kop. Tani Maju = koperasi tani maju
infus 20 tts/mnt = infus dua puluh tetes per menit
"""
# ranges that are no matches, signs that are no minutes, names that are no metals, mountains and rooms
NOT_GUESSED = """
dari dr Hasan = dari dokter hasan
dirujuk di dr Hasan = dirujuk di dokter hasan
Tim dr Uso = tim dari uso
Resep dr Nenek = resep dari nenek
Rumah dr Kayu = rumah dari kayu
Lomba final: Putra 15-18 Tahun = lomba final putra lima belas sampai delapan belas tahun
Hasil panen: Uso 3-5 Ton = hasil panen uso tiga sampai lima ton
Hasil lab: Leukosit 4-10 Normal = hasil lab leukosit empat sampai sepuluh normal
Hasil rapat: Pagi 7-9 Wita = hasil rapat pagi tujuh sampai sembilan waktu indonesia tengah
Hasil: Uso 1-3 Nipa, Lontio 2-2 Bunga = hasil uso satu tiga nipa lontio dua dua bunga
Nomor antrean 15-20 = nomor antrean lima belas sampai dua puluh
Nomor antrean 012 = nomor antrean nol satu dua
Nomor peserta 15-20 = nomor peserta lima belas sampai dua puluh
Nomor registrasi 10 - 25 = nomor registrasi sepuluh sampai dua puluh lima
Nia 100 m gaya bebas = nia seratus meter gaya bebas
Lomba 'Desa Sehat 5' = lomba desa sehat lima
baca 'Bab 2' sebelum = baca bab dua sebelum
TV 32" siaran digital = ti vi tiga puluh dua inci siaran digital
iklan 30" = iklan tiga puluh detik
skala = 1 : 50.000 = skala sama dengan satu banding lima puluh ribu
Uso x Nipa = uso x nipa
Kucing x anjing = kucing x anjing
Bapak A x Ibu B = bapak a x ibu be
tarif x luas = tarif kali luas
minum 3 x sehari = minum tiga kali sehari
Al 100% = al seratus persen
Made Ni 5% suara = made ni lima persen suara
Co 20% = co dua puluh persen
Pak Al 5 mg = pak al lima miligram
bijih Ni 1,8% = bijih nikel satu koma delapan persen
Fe 9 mg = besi sembilan miligram
(ha) = ha
Sayang (ku) = sayang ku
Luas (ha), produksi (ku) = luas hektare produksi kuintal
Final: Siti bt Ahmad 2-1 = final siti be te ahmad dua satu
Siti bt Ahmad = siti binti ahmad
G. Agung bin Made = g agung bin made
Bpk. G. Merapi = bapak g merapi
Ketua G. Slamet Riyadi = ketua ge slamet riyadi
erupsi G. Agung = erupsi gunung agung
Juara 1, R. Hasan = juara satu er hasan
Nomor urut 2, R. Budi = nomor urut dua er budi
Pukul 09.30, R. Kadis = pukul sembilan lewat tiga puluh menit ruang kadis
dari B - S ujian = dari be es ujian
angin dari B - S 15 knot = angin dari barat sampai selatan lima belas knot
lantai 2/kamar 5 = lantai dua kamar lima
5 kios/lapak = lima kios lapak
10 kursi/meja = sepuluh kursi meja
24 kursi/gerbong = dua puluh empat kursi per gerbong
biaya/15.00 juta = biaya lima belas koma nol nol juta
3 Des/09.00 = tiga desember pukul sembilan
Mbak Jum, Om Sel = mbak jum om sel
50 Sen dan 1 Sel = lima puluh sen dan satu sel
VIII-A Sen, VIII-B Sel = delapan a senin delapan be selasa
ps 5 (10) buah = ps lima sepuluh buah
ps. 5 (1) huruf a = pasal lima ayat satu huruf a
Wapres JK: harga turun = wapres je ka harga turun
JK: L = jenis kelamin laki laki
3 px = tiga pe eks
Pasien IGD 3 px = pasien i ge de tiga pasien
10 gr B = sepuluh gram be
telur gr A = telur grade a
bahaya AI bagi pemegang SIM = bahaya a i bagi pemegang sim
Kol. 3 = kol tiga
kredit macet (kol. 5) = kredit macet kolektibilitas lima
Peserta (m) hadir = peserta m hadir
Tinggi (m) = tinggi meter
Isi formulir (kt) dulu = isi formulir ka te dulu
Lantai (lt) = lantai el te
Hasil rapat (-) = hasil rapat
Tes tulis (-) = tes tulis
hasil tes 40 (-), 2 (+) = hasil tes empat puluh negatif dua positif
Hasil pleno: Ketua 5-7 Anggota = hasil pleno ketua lima sampai tujuh anggota
Final: Uso 3-1 Nipa = final uso tiga satu nipa
B 20-300 butir = be dua puluh sampai tiga ratus butir
A 50-100 orang = a lima puluh sampai seratus orang
pesawat A320-200 = pesawat a tiga ratus dua puluh dua ratus
KM1-KM5 = kilometer satu kilometer lima
dikirim ke 2026 = dikirim ke dua ribu dua puluh enam
Desa Banjar Lor. = desa banjar lor
tkt pesawat = te ka te pesawat
Tkt. IV = tingkat empat
sekret hidung = sekret hidung
btl sekali = be te el sekali
2 btl minyak = dua botol minyak
di P. Amir = di pe amir
di P. Banggai = di pulau banggai
hasil dr Kampung Baru = hasil dari kampung baru
Nama = Siti : guru = nama sama dengan siti guru
Waktu = pagi : 08.00 = waktu sama dengan pagi pukul delapan
Peserta = BPD - PKK hadir = peserta sama dengan be pe de pe ka ka hadir
jumlah = 5 - KPU hadir = jumlah sama dengan lima ka pe u hadir
Adi x Budi = adi x budi
nomor porsi 1-20 = nomor porsi satu sampai dua puluh
mak 200000 = mak dua ratus ribu
dari PD. = dari pe de
tahun 2026, R. Budi = tahun dua ribu dua puluh enam r budi
pertandingan Desember 5-7 Batui = pertandingan desember lima sampai tujuh batui
Klasemen: Uso 1-3 Pertandingan = klasemen uso satu sampai tiga pertandingan
Mn 4% suara = mn empat persen suara
Golongan darah (-) = golongan darah
Golongan darah O (-) = golongan darah o negatif
nomor antrean 015-020 = nomor antrean nol satu lima sampai nol dua nol
python.org. = python titik org
who@who.org = who a keong who titik org
"""


@pytest.mark.parametrize(("written", "words"), cases(HOURS, AMOUNTS, WORDS, NOT_CUT, NOT_GUESSED))
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words


@pytest.mark.parametrize(
    "text",
    [
        "Hadir juga kadus. Acara lanjut.",
        "Undangan untuk kepsek. Harap hadir.",
        "Semua diam. Rapat usai.",
        "Segera lapor. 112 siap.",
        "Uang nil. 3 orang hadir.",
        "Dibawa ke lab. 3 pasien sembuh.",
        "Jangan tekan. 2 orang jatuh.",
    ],
)
def test_what_is_said_as_a_word_ends_its_sentence(text: str) -> None:
    assert len(sentences(text)) == 2
