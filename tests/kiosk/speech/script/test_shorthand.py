"""What tables, formulas and messages write for short, and ordinary sentences that hold the same signs and letters."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import bared
from tests.kiosk.speech.script.test_registers import cases

TABLES = """
Jagung (kg) = jagung kilogram
Luas (ha) dan produksi (ton) = luas hektare dan produksi ton
Lebar (m), tebal (cm) = lebar meter tebal sentimeter
Hujan (mm/hari) = hujan milimeter per hari
Nilai (Rp) = nilai rupiah
lansia (L) = lansia el
kelas (m) kosong = kelas m kosong
rata-rata (%) = rata rata persen
Kadar Fe 0,3 mg/L = kadar besi nol koma tiga miligram per liter
kandungan Hg dan Pb = kandungan merkuri dan pb
As Roda patah = as roda patah
debu 90 µg/Nm3 = debu sembilan puluh mikrogram per meter kubik normal
PM2.5 dan PM10 = pe em dua koma lima dan pe em sepuluh
3,5 juta m3 air = tiga koma lima juta meter kubik air
12 ribu ha sawah = dua belas ribu hektare sawah
2 juta orang = dua juta orang
solar 8 KL = solar delapan kiloliter
PLTS 20 kWp = pe el te es dua puluh kilowatt puncak
USD 65/bbl = enam puluh lima dolar amerika per barel
EUR/IDR 17.950 = euro rupiah tujuh belas ribu sembilan ratus lima puluh
NT$500 dan A$20 = lima ratus dolar taiwan dan dua puluh dolar australia
KRW 1.000 = seribu won
SGD 12 = dua belas dolar singapura
"""
FORMULAS = """
volume = p x l x t = volume sama dengan panjang kali lebar kali tinggi
luas = p x l = luas sama dengan panjang kali lebar
pajak = tarif x luas = pajak sama dengan tarif kali luas
upah x hari kerja = upah kali hari kerja
Pak X dan Bu Y = pak eks dan bu ye
kelas X IPA = kelas sepuluh i pe a
laba = (PB - PK) = laba sama dengan pe be dikurangi pe ka
rata-rata = (A + B) : 2 jam = rata rata sama dengan a tambah be dibagi dua jam
SNI 6989:2019 = es en i enam ribu sembilan ratus delapan puluh sembilan tahun dua ribu sembilan belas
ISO 9001:2015 = i es o sembilan ribu satu tahun dua ribu lima belas
kemiringan 1:1,5 = kemiringan satu banding satu koma lima
sistem kerja 14:7 = sistem kerja empat belas banding tujuh
skala 1:2,5 = skala satu banding dua koma lima
Mulai 14:07 = mulai pukul empat belas lewat tujuh menit
pasir 3x3 m = 9 m2 = pasir tiga kali tiga meter sama dengan sembilan meter persegi
t = 12 cm = te sama dengan dua belas sentimeter
"""
SIGNS = """
hasil: 40 (-), 2 (+) = hasil empat puluh negatif dua positif
golongan O rhesus (+) = golongan o rhesus positif
tes HIV (-) = tes ha i fe negatif
keterangan (-) = keterangan
laporan #4711 = laporan nomor empat tujuh satu satu
antrean #7 = antrean nomor tujuh
#KitaBisa #2027 = kita bisa dua ribu dua puluh tujuh
cek pulsa *123# = cek pulsa bintang satu dua tiga pagar
ketik INFO#NIK# kirim ke 9123 = ketik info pagar en i ka pagar kirim ke sembilan satu dua tiga
kirim 20 sak ke 12 desa = kirim dua puluh sak ke dua belas desa
kirim ke 4500 warga = kirim ke empat ribu lima ratus warga
data R1M dan P3K = data er satu em dan pe tiga ka
alat PC300LC = alat pe ce tiga ratus el ce
Pesawat ATR 72-600 = pesawat a te er tujuh puluh dua enam ratus
runway 04/22 = runway nol empat dua dua
titik K1-K4 = titik ka satu sampai ka empat
petak B.2–B.9 = petak be dua sampai be sembilan
usia 3,4,5 th = usia tiga empat lima tahun
berat 3,4 kg = berat tiga koma empat kilogram
waktu terbaik 2'05" = waktu terbaik dua menit lima detik
istirahat 15', durasi 10' = istirahat lima belas menit durasi sepuluh menit
ps. 3 hrf b = pasal tiga huruf be
"""
NUMBERS = """
KM Bahari 04 berangkat = ka em bahari nol empat berangkat
posko Melati 09 siaga = posko melati nol sembilan siaga
05 orang hadir = lima orang hadir
tanggal 05 s.d. 07 Desember = tanggal lima sampai dengan tujuh desember
promo Rp50.000 s.d. 31 Des = promo lima puluh ribu rupiah sampai dengan tiga puluh satu desember
promo Rp50.000 s.d. Rp75.000 = promo lima puluh ribu sampai tujuh puluh lima ribu rupiah
Rp5.000/kg-Rp6.000/kg = lima ribu rupiah per kilogram sampai enam ribu rupiah per kilogram
Layanan 1500046 = layanan satu lima nol nol nol empat enam
1500 ekor bebek = seribu lima ratus ekor bebek
No. 7201-LT-01122026-0011 = nomor tujuh dua nol satu el te nol satu satu dua dua nol dua enam nol nol satu satu
Permen KP 10/2021 = permen ka pe nomor sepuluh tahun dua ribu dua puluh satu
NRP 98061122 = en er pe sembilan delapan nol enam satu satu dua dua
STA 1+250 = es te a satu plus dua ratus lima puluh
usia 9 bln - 5 thn = usia sembilan bulan sampai lima tahun
masa kerja 5 th - 2 orang cuti = masa kerja lima tahun dua orang cuti
1 jam 20' = satu jam dua puluh menit
200 ml/kemasan = dua ratus mililiter per kemasan
1 guru/±20 siswa = satu guru per kurang lebih dua puluh siswa
50 kg/ha/MT = lima puluh kilogram per hektare per em te
5 mg/kgBB = lima miligram per kilogram berat badan
penduduk TB 12 kasus = penduduk te be dua belas kasus
TB min. 155 cm = tinggi badan minimal seratus lima puluh lima sentimeter
Ditangkap dengan BB 3 linting = ditangkap dengan barang bukti tiga linting
"""
DATES = """
1445 H/2024 M di masjid = seribu empat ratus empat puluh lima hijriah dua ribu dua puluh empat masehi di masjid
lebar 2024 m = lebar dua ribu dua puluh empat meter
aktif s/d 15Mar27 = aktif sampai dengan lima belas maret dua ribu dua puluh tujuh
Nov 2026 - Jan 2027 = november dua ribu dua puluh enam sampai januari dua ribu dua puluh tujuh
Dusun I 2/12, Dusun II 4/12 = dusun satu dua desember dusun dua empat desember
Posyandu Mawar 7/12, Posyandu Melati 9/12 = posyandu mawar tujuh desember posyandu melati sembilan desember
lantai 2/12, lantai 3/12 = lantai dua dua belas lantai tiga dua belas
campuran 1/3, sisanya 2/3 = campuran sepertiga sisanya dua pertiga
Hadir 9/12, lulus 10/12 = hadir sembilan dari dua belas lulus sepuluh dari dua belas
KB gratis, 8/12 = ka be gratis delapan desember
TMT 1/4 gaji naik = te em te satu april gaji naik
Jatah 15/6 = jatah lima belas enam
kuota pupuk 20/8 = kuota pupuk dua puluh delapan
Rapat 20/8 = rapat dua puluh agustus
Tahap I: 2-9/12 = tahap satu dua sampai sembilan desember
rilis 4 Des/09.00 = rilis empat desember pukul sembilan
tutup 07.00-17.00 LT = tutup pukul tujuh sampai tujuh belas waktu setempat
pk. 7 pagi = pukul tujuh pagi
mesin 7 pk = mesin tujuh pe ka
"""
PEOPLE = """
Pend. Rut memimpin doa = pendeta rut memimpin doa
Dilayani Pend. J. Tololiu = dilayani pendeta je tololiu
Dinas Pend. Nasional = dinas pendidikan nasional
Pend. Anak Usia Dini = pendidikan anak usia dini
Pend. terakhir SMA = pendidikan terakhir es em a
syukuran Kel. Maahas = syukuran kelurahan maahas
syukuran Kel. Manoppo = syukuran keluarga manoppo
hub. Kel. di 0811-222-333 = hubungi keluarga di nol delapan satu satu dua dua dua tiga tiga tiga
Kantor Kel. Simpong = kantor kelurahan simpong
salam dr Wati = salam dari wati
titipan foto dr Andi = titipan foto dari andi
Besok dr Wati datang = besok dokter wati datang
jam 9 dr Wati datang = jam sembilan dokter wati datang
Kapus dr Amir = kapus dokter amir
bersama dr Wati = bersama dokter wati
Pak Rudi dr Uso = pak rudi dari uso
anak lk 3 th = anak laki laki tiga tahun
Bd. Yuni dan Br. Yosef = bidan yuni dan br yosef
tarif dr. Pel. KB = tarif dokter pelayanan ka be
abu G. Soputan = abu gunung soputan
"""
SHORT_FORMS = """
sebelum STD. = sebelum es te de
cabai mrh, harga mrh = cabai merah harga murah
350 cc. = tiga ratus lima puluh se se
cc: Camat = tembusan camat
surat dibuat o/ panitia = surat dibuat oleh panitia
terima kasih a/ bantuan = terima kasih atas bantuan
a/n Yusuf = atas nama yusuf
iuran 2 blnan = iuran dua bulanan
Pusk. Simpong, Lrg. 3 = puskesmas simpong lorong tiga
10 mnt, menit 10 = sepuluh menit menit sepuluh
tanpa dok. lengkap = tanpa dokumen lengkap
pot. harga 10% = potongan harga sepuluh persen
pot bunga = pot bunga
12 pers. TNI = dua belas personel te en i
insan pers = insan pers
LAPOR SPT = lapor es pe te
uji KIR = uji kir
emas 17K = emas tujuh belas karat
lari 17K = lari tujuh belas ka
arah TL-T = arah timur laut sampai timur
"""


CITED = """
ps 27 (3) UU 19/2016 = pasal dua puluh tujuh ayat tiga undang undang nomor sembilan belas tahun dua ribu enam belas
pasal 3 huruf a s.d. d = pasal tiga huruf a sampai dengan de
huruf b dan huruf e = huruf be dan huruf e
jo 12/2021 = juncto nomor dua belas tahun dua ribu dua puluh satu
SE Bupati dan SE No. 3 = surat edaran bupati dan surat edaran nomor tiga
Hasan, SE = hasan sarjana ekonomi
Kep. Dirjen dan Kep. Sula = keputusan dirjen dan kepulauan sula
No. 9/Pid.Sus/PN Lwk = nomor sembilan garis miring pidana titik khusus garis miring pe en luwuk
BA.7/PL/2026 = be a titik tujuh garis miring pe el garis miring dua ribu dua puluh enam
ND-8/BKAD = en de delapan garis miring be ka a de
keg. 2.05.01 = kegiatan dua nol lima nol satu
(i) KTP, (ii) KK = satu ka te pe dua ka ka
poin 2.c = poin dua ce
paket v2.1.3 = paket versi dua titik satu titik tiga
CVE-2025-3344 = ce fe e dua nol dua lima tiga tiga empat empat
No. 60/PUU-XXII/2024 = nomor enam puluh garis miring pe u u dua puluh dua garis miring dua ribu dua puluh empat
"""
CUT = """
Bts. Kec. Batui = batas kecamatan batui
2 gls air, 3 lbg tanam = dua gelas air tiga lubang tanam
Cad. 5%, dev. 2% = cadangan lima persen deviasi dua persen
iuran thnan = iuran tahunan
ktr ppk dan bpd = kantor pe pe ka dan be pe de
sks, pns, smp = es ka es pe en es es em pe
hmm, brr dan psst = hmm brr dan psst
SKS dan KPM = es ka es dan ka pe em
prh dan krn = pe er ha dan karena
kawas.1 = kawas satu
"""
PAIRS = """
07.00/08.30 WITA = pukul tujuh delapan lewat tiga puluh menit waktu indonesia tengah
0461-21001/0461-21002 = nol empat enam satu dua satu nol nol satu atau nol empat enam satu dua satu nol nol dua
Rp9.000/11.000 = sembilan ribu rupiah sebelas ribu
5.000/2 ikat = lima ribu per dua ikat
28/11-3/12/2026 = dua puluh delapan november sampai tiga desember dua ribu dua puluh enam
Sen, Rab, & Jum = senin rabu dan jumat
Sab & Ahad libur = sabtu dan ahad libur
Sel/Kam 08.00 = selasa kamis pukul delapan
libur 5-7/12, masuk lagi = libur lima sampai tujuh desember masuk lagi
pipa 7-10/12 inci = pipa tujuh sampai sepuluh dua belas inci
Hasil: Uso 1-3 Nipa, Bunga 2-2 Boras = hasil uso satu tiga nipa bunga dua dua boras
Hasil panen Dusun 1-3 Uso = hasil panen dusun satu sampai tiga uso
kelas IX-C dan IX-XII = kelas sembilan ce dan sembilan sampai dua belas
USD 1,200.50 = seribu dua ratus koma lima nol dolar amerika
pagu 2,5 M = pagu dua koma lima miliar
lebar 2,5 M = lebar dua koma lima meter
kode 58213377 = kode lima delapan dua satu tiga tiga tujuh tujuh
penduduk 58000000 = penduduk lima puluh delapan juta
Avanza 1.3 G = avanza satu koma tiga ge
gula 500 g = gula lima ratus gram
s.d. ½ gelas = sampai dengan setengah gelas
pipa ½" dan 2½ m = pipa setengah inci dan dua setengah meter
alat P3K. = alat pe tiga ka
iklan 30" Rp25rb = iklan tiga puluh detik dua puluh lima ribu rupiah
layar 30" baru = layar tiga puluh inci baru
RAPAT SABTU 5/12 JAM 20.00 = rapat sabtu lima desember jam dua puluh
HARGA NAIK DES 2026 = harga naik desember dua ribu dua puluh enam
"""


FIFTH = """
lampu 25 W/100 ekor = lampu dua puluh lima watt per seratus ekor
1 kelambu/2 jiwa = satu kelambu per dua jiwa
120 jiwa/30 KK = seratus dua puluh jiwa tiga puluh kepala keluarga
telur gr. A, gula 5 gr = telur grade a gula lima gram
SIM CI dan SIM CII = sim ce satu dan sim ce dua
foto 1.200 px = foto seribu dua ratus piksel
kuota 20 px = kuota dua puluh pasien
Kelas A Sen, kelas B Sel = kelas a senin kelas be selasa
tiap Rab, 09.00 = tiap rabu pukul sembilan
Sel darah putih = sel darah putih
Rab. Kam. = rabu kamis
fogging 3/12 & 10/12 = fogging tiga desember dan sepuluh desember
campuran 3/12 & 2/12 = campuran tiga dua belas dan dua dua belas
visus 6/12, kiri 6/9 = visus enam dua belas kiri enam sembilan
Sab 22.00-Ahad 06.00 = sabtu pukul dua puluh dua sampai ahad pukul enam
dasarian Des I kering = dasarian desember satu kering
NO2 dan no 2 = en o dua dan nomor dua
kepatuhan 96% (48/50) = kepatuhan sembilan puluh enam persen empat puluh delapan dari lima puluh
0,95°S = nol koma sembilan lima derajat lintang selatan
nilai B. Ind. 84 = nilai bahasa indonesia delapan puluh empat
Ade bt. Rio 21-17 = ade mengalahkan rio dua puluh satu tujuh belas
Hj. Maryam bt. Laride = hajah maryam binti laride
lari 11,04" = lari sebelas koma nol empat detik
hari ke-3-5 demam = hari ke tiga sampai lima demam
waris 1/8 bagian = waris seperdelapan bagian
radio 146.520 MHz = radio seratus empat puluh enam koma lima dua nol megahertz
rekening 101-02.01.04567-8 = rekening satu nol satu nol dua nol satu nol empat lima enam tujuh delapan
hubungi BSI 14040 = hubungi be es i satu empat nol empat nol
Stok 1500250 liter = stok satu juta lima ratus ribu dua ratus lima puluh liter
Stok 1500000 habis = stok satu juta lima ratus ribu habis
suara sah 1234567 suara = suara sah satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh suara
rumah dr Andi terbakar = rumah dokter andi terbakar
Pak Sel dan Bu Rab = pak sel dan bu rab
Harga naik. 5 pedagang = harga naik lima pedagang
BSI 14.040 nasabah = be es i empat belas ribu empat puluh nasabah
"""


@pytest.mark.parametrize(
    ("written", "words"), cases(TABLES, FORMULAS, SIGNS, NUMBERS, DATES, PEOPLE, SHORT_FORMS, CITED, CUT, PAIRS, FIFTH)
)
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words
