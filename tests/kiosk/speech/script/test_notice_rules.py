"""Rules that notices of a village asked for, and their neighbours, which are something else: "3 KL – Singapura" and "tandon 5 KL",
"1 gelas/botol" and "2 botol/hari", days of a plan and parts of twelve."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared, sentences
from tests.kiosk.speech.script.test_registers import cases

TOWN = """
3 KL – Singapura = tiga kuala lumpur singapura
Hari 3 KL – Singapura = hari tiga kuala lumpur singapura
Rute Makassar–KL–Jeddah = rute makassar kuala lumpur jeddah
Dari KL ke Makassar = dari kuala lumpur ke makassar
PMI pulang via KL = pe em i pulang via kuala lumpur
Tiket Luwuk-KL PP = tiket luwuk kuala lumpur pe pe
Muatan 3 KL – Singapura = muatan tiga kiloliter singapura
Solar 8 KL - Batui = solar delapan kiloliter batui
Tandon 5 KL - Dusun II = tandon lima kiloliter dusun dua
Stok biosolar 16 KL – cukup = stok biosolar enam belas kiloliter cukup
Kirim BBM ke KL 2 = kirim be be em ke ka el dua
Kebutuhan air 2 KL per hari = kebutuhan air dua kiloliter per hari
5 KL = lima kiloliter
"""
PLANS = """
Sel: nasi, ikan, sayur = selasa nasi ikan sayur
Menu Sel: nasi kuning = menu selasa nasi kuning
Rab: senam pagi = rabu senam pagi
Sen: RT 1 = senin er te satu
Kam: libur = kamis libur
- Jum: bubur kacang hijau = jumat bubur kacang hijau
Sab: 08.00 kerja bakti = sabtu pukul delapan kerja bakti
Menu (Sel: telur rebus) = menu selasa telur rebus
Sel: unit terkecil makhluk hidup = sel unit terkecil makhluk hidup
Sel: A1 = sel a satu
Sel: jam dinding rusak = sel jam dinding rusak
Sel tahanan penuh = sel tahanan penuh
Batui Sel: 14 desa = batui selatan empat belas desa
Jum: 0812-3333-4444 = jum nol delapan satu dua tiga tiga tiga tiga empat empat empat empat
Sab 08.00–12.00; Min/libur tutup = sabtu pukul delapan sampai dua belas minggu libur tutup
Sel, Kam, Min tutup = selasa kamis minggu tutup
Pak Min tutup warung = pak min tutup warung
Nilai min tutup = nilai min tutup
jadwal Sel/Jum/Min. = jadwal selasa jumat minggu
Sabtu, min. 5 orang = sabtu minimal lima orang
Libur 8-10 Feb, masuk 11/2. = libur delapan sampai sepuluh februari masuk sebelas februari
masuk 7/10 besar = masuk tujuh sepuluh besar
Jadwal: 4/12 Ust. Ali, 18/12 H. Umar = jadwal empat desember ustaz ali delapan belas desember haji umar
Tensi kakek 160/95 = tensi kakek seratus enam puluh per sembilan puluh lima
Rumah kakek 160/95 = rumah kakek seratus enam puluh sembilan puluh lima
tunda melaut sd Kamis = tunda melaut sampai dengan kamis
Mtk 82, B. Indo 90 = matematika delapan puluh dua bahasa indonesia sembilan puluh
"""
PASTORS = """
Pend. Maria = pendeta maria
Pend. Maria Lumentut memimpin doa = pendeta maria lumentut memimpin doa
Pend. J. Daniel Lumentut = pendeta je daniel lumentut
Hadir: Pend. Yohanes = hadir pendeta yohanes
Pend. Ruth dan keluarga = pendeta ruth dan keluarga
Pend. Maria: SMA = pendidikan maria es em a
Pend. Daniel: S1 Teologi = pendidikan daniel es satu teologi
Pend. Yohanes tamat SD = pendidikan yohanes tamat es de
Yayasan Pend. Petrus = yayasan pendidikan petrus
Sekolah Pend. Maria = sekolah pendidikan maria
Kasi Pend. Markus Lanto = kasi pendidikan markus lanto
Kolom Pend. diisi D3 = kolom pendidikan diisi de tiga
Pend. Dasar = pendidikan dasar
Pend. terakhir ibu = pendidikan terakhir ibu
"""
LISTED = """
Uso 7/12, Nipa 8/12 = uso tujuh desember nipa delapan desember
Jadwal: Uso 7/12, Nipa 8/12 = jadwal uso tujuh desember nipa delapan desember
Vaksinasi: Uso 7/12, Nipa 7/12, Batui 6/12 = vaksinasi uso tujuh desember nipa tujuh desember batui enam desember
Posyandu: Uso 14/1, Nipa 13/1 = posyandu uso empat belas januari nipa tiga belas januari
Jadwal perekaman: 7/12 Uso; 8/12 Nipa = jadwal perekaman tujuh desember uso delapan desember nipa
Posyandu: 14/1 Uso, 15/1 Nipa = posyandu empat belas januari uso lima belas januari nipa
Jadwal 7/1 Uso, 8/1 Nipa = jadwal tujuh januari uso delapan januari nipa
berangkat 08.00, 4/12 = berangkat pukul delapan empat desember
3/4 Uso; 1/2 Nipa = tiga perempat uso setengah nipa
Nilai: 7/10 Ani; 8/10 Budi = nilai tujuh dari sepuluh ani delapan sepuluh budi
Bagi rata: 7/12 Uso, 5/12 Nipa = bagi rata tujuh dua belas uso lima dua belas nipa
Imunisasi: Uso 3/4, Nipa 2/4 = imunisasi uso tiga perempat nipa dua perempat
Progres Uso 7/12, Nipa 8/12 = progres uso tujuh dua belas nipa delapan dua belas
Capaian: 11/12 Uso, 12/12 Nipa = capaian sebelas dari dua belas uso dua belas dua belas nipa
RT 7/12 Uso, RT 8/12 Nipa = er te tujuh dua belas uso er te delapan dua belas nipa
Skor: Uso 7/12, Nipa 6/12 = skor uso tujuh dua belas nipa enam dua belas
"""
VESSELS = """
1 gelas/botol = satu gelas atau botol
minum 1 gelas/cangkir = minum satu gelas atau cangkir
1 piring/mangkuk = satu piring atau mangkuk
1 gelas/200 ml air = satu gelas atau dua ratus mililiter air
1 botol/600 ml = satu botol atau enam ratus mililiter
1 sendok makan/15 ml = satu sendok makan atau lima belas mililiter
1 sendok teh/5 ml = satu sendok teh atau lima mililiter
2 botol/hari = dua botol per hari
1 gelas/orang = satu gelas per orang
3 gelas/botol sirup = tiga gelas per botol sirup
24 botol/dus = dua puluh empat botol per dus
1 saset/200 ml air = satu saset per dua ratus mililiter air
1 sendok makan/200 ml = satu sendok makan per dua ratus mililiter
1 gelas/1000 ml = satu gelas per seribu mililiter
11 gelas/botol = sebelas gelas per botol
"""
CHAINS = """
1 tabung/KK/minggu = satu tabung per kepala keluarga per minggu
2 kg/jiwa/bulan = dua kilogram per jiwa per bulan
250 kg NPK/ha = dua ratus lima puluh kilogram en pe ka per hektare
5 kg KCl/ha = lima kilogram ka ce el per hektare
1 orang per rumah/kos = satu orang per rumah kos
per kepala keluarga/rumah = per kepala keluarga rumah
100-160/70-100 mmHg = seratus sampai seratus enam puluh per tujuh puluh sampai seratus milimeter air raksa
1 jam 2rb, 1 hari 5rb = satu jam dua ribu satu hari lima ribu
jam 2 rb peserta = jam dua ribu peserta
jam 2 rapat = jam dua rapat
telur ↓ Rp1.000, beras ↑ 2% = telur turun seribu rupiah beras naik dua persen
naik ↑ 2% = naik dua persen
↑ 2 km = dua kilometer
pkl 23.00 → Bitung = pukul dua puluh tiga bitung
10 → 12 = sepuluh menjadi dua belas
Honda Supra X 125 = honda supra eks seratus dua puluh lima
Upah X 30 hari = upah kali tiga puluh hari
tonase maks 5 T = tonase maksimal lima ton
beban kerja 8 T = beban kerja delapan te
bibit siklon 98W = bibit siklon sembilan puluh delapan we
lampu 98 W = lampu sembilan puluh delapan watt
"""
SHORT = """
Rian 5 gol. = rian lima gol
Kendaraan 5 gol. II = kendaraan lima golongan dua
gol. darah B = golongan darah be
Rabu minggu I tiap bulan = rabu minggu satu tiap bulan
Minggu I Adven = minggu satu adven
Minggu I Made libur = minggu i made libur
sesuai BB. = sesuai berat badan
BB turun, batuk = berat badan turun batuk
sesuai BB yang disita = sesuai be be yang disita
BB turun dari mobil = be be turun dari mobil
PB 48 cm = panjang badan empat puluh delapan sentimeter
PB 12 cm = pe be dua belas sentimeter
di P. Peleng dan P. Bangkurung = di pulau peleng dan pulau bangkurung
Bapak A. dan P. Ambon = bapak a dan pe ambon
Musrenbang kec. Kamis 11 Feb = musrenbang kecamatan kamis sebelas februari
Buka tiap hari kec. Minggu = buka tiap hari kecuali minggu
Cuaca buruk sd Rabu = cuaca buruk sampai dengan rabu
kelas 6 sd Senin ujian = kelas enam es de senin ujian
bulan Nov & Des sudah = bulan november dan desember sudah
SPPT NOP 72.01 = es pe pe te en o pe tujuh dua nol satu
RAPAT 12 NOP 2026 = rapat dua belas november dua ribu dua puluh enam
elev. 22 m = elevasi dua puluh dua meter
akun @kimuso = akun kimuso
infoBMKG = info be em ka ge
mobileJKN = mobile je ka en
eSIM = esim
TERIMA KOST PUTRI = terima kost putri
"""
SPACES = """
Hub.0812 3456 7890 = hubungi nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol
HP.0812-3456-7890 = ha pe nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol
Hub. Pak Amir = hubungi pak amir
tgl5 Des = tanggal lima desember
5Des = lima desember
Jam.9 = jam sembilan
s/d10 = sampai dengan sepuluh
1.Bawa KTP = satu bawa ka te pe
syarat: a.KTP asli = syarat a ka te pe asli
h.Saleh = haji saleh
1.500 orang = seribu lima ratus orang
no.urut 3 = nomor urut tiga
No: 5 = nomor lima
No: tidak = no tidak
jam 09.00/10.00 = jam sembilan sepuluh
=== INFO === = info
Lamp : 1 berkas = lampiran satu berkas
Ket : lunas = keterangan lunas
I, II, III = satu dua tiga
I, III = i tiga
u.p. Sekdes = untuk perhatian sekdes
p. kades = pak kades
TA. 2026 = tahun anggaran dua ribu dua puluh enam
tersebar di RT. 001 = tersebar di er te nol nol satu
P 10 m x L 5 m x T 2 m = panjang sepuluh meter kali lebar lima meter kali tinggi dua meter
P 3 x L 2 = pe tiga kali el dua
Amir als Ical = amir alias ical
5kg @Rp10.000 = lima kilogram masing masing sepuluh ribu rupiah
rina@desa.go.id = rina a keong desa titik go titik id
atas kerja samanya.Salam = atas kerja samanya salam
www.desauso.id = desauso titik id
wa aja 0812 3456 7890 = we a aja nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol
#KIMUso = kim uso
usia 5th = usia lima tahun
ps 5 ay 2 = pasal lima ayat dua
kelas I A dan I B = kelas satu a dan satu be
021 – 31504455 = nol dua satu tiga satu lima nol empat empat lima lima
Nomor : 5 /KP/XI/2019 = nomor lima garis miring ka pe garis miring sebelas garis miring dua ribu sembilan belas
"""
COUNTED = """
Sumbangan air 5 dus. = sumbangan air lima dus
Tersebar di 5 dus. = tersebar di lima dusun
Dus. III = dusun tiga
Solar 20 lt. = solar dua puluh liter
Rumah 2 lt. = rumah dua lantai
Bambu 10 btg. = bambu sepuluh batang
Jembatan Btg. 12 m = jembatan bentang dua belas meter
Obat 3 kap. = obat tiga kapsul
Kap. 50 orang = kapasitas lima puluh orang
Batu bata 900/biji = batu bata sembilan ratus per biji
50/biji = lima puluh biji
Rp 25,000 = dua puluh lima ribu rupiah
Rp 1,250 juta = satu koma dua lima nol juta rupiah
Rp 10,5 juta = sepuluh koma lima juta rupiah
panen padi 10 kw = panen padi sepuluh kuintal
pompa sawah 10 kw = pompa sawah sepuluh kilowatt
NPK 15:15:15 = en pe ka lima belas lima belas lima belas
pukul 15:15:15 = pukul lima belas lewat lima belas menit
61 WP lunas = enam puluh satu wajib pajak lunas
panel surya 100 WP = panel surya seratus watt puncak
Festival Pulau Dua V digelar = festival pulau dua lima digelar
Festival Ibu Ani V. Sari = festival ibu ani fe sari
Kelas SD, siswa TK. = kelas es de siswa te ka
bawa SKL asli, FC. = bawa es ka el asli fotokopi
PLN Mobile atau 123. = pe el en mobile atau seratus dua puluh tiga
Lapor: PLN Mobile atau 123. = lapor pe el en mobile atau satu dua tiga
Batas: U jalan, T kebun, S sungai, B parit = batas utara jalan timur kebun selatan sungai barat parit
Batas waktu: S, T = batas waktu es te
5% x (harga - Rp80 juta) = lima persen kali harga dikurangi delapan puluh juta rupiah
dr. Rina, Sp.OG (K) = dokter rina spesialis kebidanan dan kandungan konsultan
Status (K) = status ka
dr. Budi (K) = dokter budi ka
mata minus -2,25 = mata minus dua koma dua lima
"""
CODES = """
1.1.01 Penghasilan tetap = satu satu nol satu penghasilan tetap
2.05.01 Rabat beton = dua nol lima nol satu rabat beton
Kode OTP Anda 482913 = kode o te pe anda empat delapan dua sembilan satu tiga
Kode verifikasi WhatsApp Anda: 482-913 = kode verifikasi whatsapp anda empat delapan dua sembilan satu tiga
Kode verifikasi 6 digit = kode verifikasi enam digit
Call center Pertamina 135. = call center pertamina satu tiga lima
Hotline Bupati Banggai 2026. = hotline bupati banggai dua ribu dua puluh enam
Lapor gangguan: 123 = lapor gangguan satu dua tiga
Lapor: 120 orang hadir = lapor seratus dua puluh orang hadir
Jl. Mawar No. 3, Luwuk, 94711 = jalan mawar nomor tiga luwuk sembilan empat tujuh satu satu
Jl. Mawar, anggaran, 95000 = jalan mawar anggaran sembilan puluh lima ribu
12/Kec.Btu/XI/2026 = dua belas garis miring kecamatan btu garis miring sebelas garis miring dua ribu dua puluh enam
"""


@pytest.mark.parametrize(
    ("written", "words"), cases(TOWN, PLANS, PASTORS, LISTED, VESSELS, CHAINS, SHORT, SPACES, COUNTED, CODES)
)
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Patroli dijaga KRI. Semua aman.", 2),
        ("Ditolong KM. Nelayan lain selamat.", 2),
        ("Disusun Yusuf M. Harap hadir semua.", 2),
        ("Ketua: Rina S. Untuk pendaftaran hubungi Tuti.", 2),
        ("Kelas B. Semua hadir.", 2),
        ("Rian 3 gol. Budi 2 gol.", 2),
        ("Naik KM. Hari Baru 02.", 1),
        ("Ditolong KM. Semua Jaya.", 1),
        ("Naik KMP. Tanjung Api.", 1),
        ("Bapak Yusuf M. Warga lahir di Uso.", 2),
        ("Pak Arif D. Lasimpala hadir.", 1),
        ("Kendaraan 5 gol. II naik.", 1),
        ("Bantuan 5 dus. Air 3 galon.", 2),
        ("Dana desa TA. 2026 cair.", 1),
        ("Titik kumpul (elev. 22 m) aman.", 1),
        ("Prof. Yusuf A. Karim hadir.", 1),
    ],
)
def test_a_point_behind_a_ship_and_an_initial_ends_a_sentence_where_a_word_begins_one(text: str, spoken: int) -> None:
    assert len(sentences(text)) == spoken
