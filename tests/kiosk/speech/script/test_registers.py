"""Texts of registers that were drawn by lot (`registers.tsv`), and the rules that they asked for, by other texts than those."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import BREAK, bared, sentences

ALL = 370
WORDS_RIGHT = 0.99
WRITTEN = Path(__file__).parents[1] / "registers.tsv"


def rows() -> list[tuple[str, str]]:
    lines = WRITTEN.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("# "))
    return [(text.replace("\\n", "\n"), pattern) for text, pattern in pairs]


def test_the_words_are_those_that_were_expected() -> None:
    texts = rows()
    assert len(texts) == ALL
    said = [(text, bared(" ".join(sentences(text.replace(BREAK, "")))), pattern) for text, pattern in texts]
    wrong = [(text, words) for text, words, pattern in said if not re.fullmatch(pattern, words)]
    assert len(wrong) <= round(ALL * (1 - WORDS_RIGHT)), wrong


def test_sentences_end_where_a_reader_ends_them() -> None:
    wrong = []
    for text, _ in rows():
        parts = [" ".join(sentences(part)) for part in re.split(rf"{BREAK}|\n", text)]
        spoken = sentences(text.replace(BREAK, ""))
        if [each.rstrip(".") for each in spoken] != [part.rstrip(".") for part in parts]:
            wrong.append((text, spoken))
    assert len(wrong) <= round(ALL * (1 - WORDS_RIGHT)), wrong


DAYS = """
Rabu-Kamis (2-3/12/26) = rabu sampai kamis dua sampai tiga desember dua ribu dua puluh enam
tgl 14-16/1/27 = tanggal empat belas sampai enam belas januari dua ribu dua puluh tujuh
Sabtu/Minggu, 5/6 Des 2026 = sabtu minggu lima enam desember dua ribu dua puluh enam
tgl 30/31 Desember = tanggal tiga puluh tiga puluh satu desember
Sen batik, Sel putih, Kam bebas = senin batik selasa putih kamis bebas
Piket: Rab pagi, Jum sore = piket rabu pagi jumat sore
Sel darah merah = sel darah merah
masuk lagi Rab 6 Jan = masuk lagi rabu enam januari
Kam 3 Des 2026 = kamis tiga desember dua ribu dua puluh enam
Posyandu Mawar 24/11: bawa KMS = posyandu mawar dua puluh empat november bawa ka em es
Pembagian beras 20/11 di balai desa = pembagian beras dua puluh november di balai desa
paling lambat 5/12 = paling lambat lima desember
jatuh tempo 10/1 = jatuh tempo sepuluh januari
visus 20/10 = visus dua puluh sepuluh
skor 21/12 = skor dua puluh satu dua belas
RT 14/06 = er te empat belas enam
Puasa 1448 H mulai Februari = puasa seribu empat ratus empat puluh delapan hijriah mulai februari
Ramadan 1448H = ramadan seribu empat ratus empat puluh delapan hijriah
tagihan Okt Rp85.000 = tagihan oktober delapan puluh lima ribu rupiah
iuran Nov belum dibayar = iuran november belum dibayar
panen Feb lalu, Agst nanti = panen februari lalu agustus nanti
"""
SIGNS = """
bila suhu < -5 °C = bila suhu kurang dari minus lima derajat celsius
skor > -2 SD = skor lebih dari minus dua es de
usia 5-<12 th = usia lima sampai kurang dari dua belas tahun
laba bersih -Rp3,5 jt = laba bersih minus tiga koma lima juta rupiah
saldo kas akhir 2026 -Rp750.000 = saldo kas akhir dua ribu dua puluh enam minus tujuh ratus lima puluh ribu rupiah
harga gula -Rp14.000 = harga gula empat belas ribu rupiah
≈ 3 km = kira kira tiga kilometer
~15 menit = kira kira lima belas menit
~Rp50.000~ Rp35.000 = lima puluh ribu rupiah tiga puluh lima ribu rupiah
2 ≠ 3 = dua tidak sama dengan tiga
RS tipe D → C = er es tipe de menjadi ce
Toili → Batui = toili batui
Rp 2,750,000 = dua juta tujuh ratus lima puluh ribu rupiah
Rp 1,250,000.00 = satu juta dua ratus lima puluh ribu rupiah
Rp2,5 juta = dua koma lima juta rupiah
99.000,- saja = sembilan puluh sembilan ribu saja
kamar 175k/mlm = kamar seratus tujuh puluh lima ribu per malam
lari 5k = lari lima k
ke-7 x = ke tujuh kali
zakat 2,5% x tabungan = zakat dua koma lima persen kali tabungan
12 UNIT @ RP15 JUTA = dua belas unit masing masing lima belas juta rupiah
t = 5 cm = te sama dengan lima sentimeter
serapan 45/60 = 75% = serapan empat puluh lima dari enam puluh sama dengan tujuh puluh lima persen
sebanyak 18/20 (90%) = sebanyak delapan belas dari dua puluh sembilan puluh persen
kehadiran 27/30 = kehadiran dua puluh tujuh dari tiga puluh
"""
UNITS = """
tempe 3 ptg, gula 2 bks = tempe tiga potong gula dua bungkus
air 5 gln, sirup 2 btl = air lima galon sirup dua botol
telur 1 lsn = telur satu lusin
beras 5 krg = beras lima karung
krg lebih 2 jam = kurang lebih dua jam
NH3 0,5 ppm = en ha tiga nol koma lima pe pe em
kekeruhan 4 NTU = kekeruhan empat en te u
nitrat 8 mg/L = nitrat delapan miligram per liter
dosis 2 ml/L air = dosis dua mililiter per liter air
4 org/TPS, 2 lbr/KK = empat orang per te pe es dua lembar per kepala keluarga
10 kg/KPM = sepuluh kilogram per ka pe em
Rp6jt/smt = enam juta rupiah per semester
kec. maks 60 km/jam = kecepatan maksimal enam puluh kilometer per jam
kec. 15 knot = kecepatan lima belas knot
kec. 7 km dari sini = kecamatan tujuh kilometer dari sini
obat 2 dd 1 tab p.c. = obat dua kali sehari satu tablet sesudah makan
3 dd 1 sdm a.c. = tiga kali sehari satu sendok makan sebelum makan
durasi maks. 60" = durasi maksimal enam puluh detik
layar 32" = layar tiga puluh dua inci
video 720p = video tujuh ratus dua puluh pe
1.250 plg padam = seribu dua ratus lima puluh pelanggan padam
anak kls 3 plg jam 10 = anak kelas tiga pulang jam sepuluh
radio VHF ch. 12 = radio fe ha ef channel dua belas
"""
NUMBERS = """
Motor DN 4521 AB = motor de en empat lima dua satu a be
truk DN-8123-YX = truk de en delapan satu dua tiga ye eks
mobil B 1234 XYZ = mobil be satu dua tiga empat eks ye zet
pikap DM 7 A = pikap de em tujuh a
1234 KK = seribu dua ratus tiga puluh empat kepala keluarga
KM 12 AB = kilometer dua belas a be
paslon 01 unggul, 02 kalah = paslon nol satu unggul nol dua kalah
Cakades 03 Hamka = cakades nol tiga hamka
calon dilantik 02 Desember = calon dilantik dua desember
TPS 001 & 003 = te pe es nol nol satu dan nol nol tiga
tenda 0012 = tenda nol nol satu dua
jam 00.30 = jam nol nol lewat tiga puluh menit
STA 12+050 - STA 12+350 = es te a dua belas plus nol lima nol es te a dua belas plus tiga ratus lima puluh
STA 0+000 = es te a nol plus nol nol nol
No. AHU-0009.AH.02 = nomor a ha u nol nol nol sembilan titik a ha titik nol dua
No. HK.01.07 = nomor ha ka titik nol satu titik nol tujuh
(abc/07) = abc nol tujuh
(rdk/02) = er de ka nol dua
call 110 = call satu satu nol
Model C.Hasil dan D.Hasil = model ce hasil dan de hasil
ID Pel. 5412 0098 7766 = i de pelanggan lima empat satu dua nol nol sembilan delapan tujuh tujuh enam enam
kantong II Rp90.000, kantong I Rp75.000 = kantong dua sembilan puluh ribu rupiah kantong satu tujuh puluh lima ribu rupiah
"""
NAMES = """
bersama H Lukman = bersama haji lukman
H Amir, Hj Siti dan KH Zainuddin = haji amir hajah siti dan kiai haji zainuddin
kelas H Blok C = kelas ha blok ce
hari H Pilkada = hari ha pilkada
Drs Amir, Ir Hasan, Dr Nurhaida, Pdt Yeni = doktorandus amir insinyur hasan doktor nurhaida pendeta yeni
Ustz. Aminah = ustazah aminah
Ny. Hasna R. Daeng = nyonya hasna er daeng
penyanyi Rudi T. (Luwuk) = penyanyi rudi te luwuk
liputan Irwan K. #BanggaiMaju = liputan irwan ka banggai maju
para Ass. Setda = para asisten setda
Ass. I Bupati = asisten satu bupati
Ass. wr. wb. = assalamualaikum warahmatullahi wabarakatuh
Balantak Sel. dan Luwuk Utr = balantak selatan dan luwuk utara
Luwuk Sel. 1/12/2026 = luwuk selasa satu desember dua ribu dua puluh enam
Salakan-Luwuk Sel, Kam = salakan luwuk selasa kamis
12 mil BL Pagimana = dua belas mil barat laut pagimana
arah TTG = arah timur tenggara
lampu TL = lampu te el
Tg. Pasir Putih = tanjung pasir putih
rmh Kel. Lasut = rumah keluarga lasut
Kel. Bungin RT 2 = kelurahan bungin er te dua
Kel. Lasut-Manoppo = keluarga lasut manoppo
berangkat dr Batui = berangkat dari batui
jadwal dr Yanti = jadwal dokter yanti
dr Amir Sp.PD = dokter amir spesialis penyakit dalam
TPI Luwuk tutup = te pe i luwuk tutup
Ms. Word dan Ms Excel = microsoft word dan microsoft excel
"""
SCRIPTURE = """
2 Tim. 3:16-17 = dua timotius pasal tiga ayat enam belas sampai tujuh belas
Kis. 1:8 = kisah para rasul pasal satu ayat delapan
1Ptr 2:9a = satu petrus pasal dua ayat sembilan a
I Kor 13:4 = satu korintus pasal tiga belas ayat empat
Mat 5:3; 6:9 = matius pasal lima ayat tiga pasal enam ayat sembilan
Kej. 1:26-2:3 = kejadian pasal satu ayat dua puluh enam sampai pasal dua ayat tiga
Mal. 3:10 dan Im. 19:18 = maleakhi pasal tiga ayat sepuluh dan imamat pasal sembilan belas ayat delapan belas
Mzm. 100:4 = mazmur seratus ayat empat
2 Tes. 3:10 = dua tesalonika pasal tiga ayat sepuluh
Ezr. 7:10 = ezra pasal tujuh ayat sepuluh
KJ 5:1-2 = ka je lima ayat satu sampai dua
QS Al-Baqarah/2: 183 = quran surah al baqarah ayat seratus delapan puluh tiga
QS. 2/255 = quran surah dua ayat dua ratus lima puluh lima
satu tim 3 orang = satu tim tiga orang
dan 3:16 sore = dan pukul tiga lewat enam belas menit sore
"""
SHORT_FORMS = """
Bid. Kesra = bidang kesra
Lamp. 2 lbr = lampiran dua lembar
Sem. II = semester dua
Thp 2 = tahap dua
tks ya = terima kasih ya
blh krm skrg = boleh kirim sekarang
sklh libur smp jam 5 = sekolah libur sampai jam lima
sd tgl 5 = sampai dengan tanggal lima
spy wrg tdk tnggu = supaya warga tidak tunggu
tmpt & wktu ttp = tempat dan waktu tetap
hny utk klrg yg blm = hanya untuk keluarga yang belum
nnt lwt sblh msjd = nanti lewat sebelah masjid
bks dgr prh = be ka es dengar pe er ha
hmm = hmm
fc 2 lbr KTP = fotokopi dua lembar ka te pe
keu. 40% = keuangan empat puluh persen
tgt 50 org = target lima puluh orang
"""

SECOND = """
Damkar 113 dan PLN 123 = damkar satu satu tiga dan pe el en satu dua tiga
Polisi 110 orang = polisi seratus sepuluh orang
gratis 100% = gratis seratus persen
pos RIB 04 siaga = pos er i be nol empat siaga
SDN 02 Luwuk = es de negeri nol dua luwuk
TGL 05 DESEMBER = tanggal lima desember
Kantor Pos Bunta 94753 buka = kantor pos bunta sembilan empat tujuh lima tiga buka
panen 94753 kg = panen sembilan puluh empat ribu tujuh ratus lima puluh tiga kilogram
tf ke BRI 0123 0104 501 an Rini = transfer ke be er i nol satu dua tiga nol satu nol empat lima nol satu atas nama rini
Koramil 1308-04 = koramil satu tiga nol delapan nol empat
lahir 14-11-26 = lahir empat belas november dua ribu dua puluh enam
lahir 5/6/85 = lahir lima juni seribu sembilan ratus delapan puluh lima
NPK 15-15-15 = en pe ka lima belas lima belas lima belas
pajak s/d 08/2027 = pajak sampai dengan agustus dua ribu dua puluh tujuh
No. 08/2027 = nomor nol delapan tahun dua ribu dua puluh tujuh
jam 4-8 sore, kec. tgl merah = jam empat sampai delapan sore kecuali tanggal merah
semua desa kec. yang sudah lapor = semua desa kecuali yang sudah lapor
semua kec. dan desa = semua kecamatan dan desa
Ass wr wb = assalamualaikum warahmatullahi wabarakatuh
Kel. Drs. Ismail = keluarga doktorandus ismail
Kel. Bpk. Amir = keluarga bapak amir
bin Dg. Mattawang = bin daeng mattawang
Dg hormat = dengan hormat
anak kami, M. Fathan = anak kami em fathan
Oma Martha K. - Sondakh = oma martha ka sondakh
lereng G. Colo = lereng gunung colo
di R. Rapat Umum = di ruang rapat umum
radius 12 NM = radius dua belas mil laut
ktp, kk dan sim = ka te pe ka ka dan sim
kk Ani = kakak ani
rumahx jauh, katax = rumahnya jauh katanya
aspal hotmix = aspal hotmix
ETD 10.35 LT = e te de pukul sepuluh lewat tiga puluh lima menit waktu setempat
2 lt minyak = dua liter minyak
IW 1234 dan GA-612 = i we satu dua tiga empat dan ge a enam satu dua
Tim SAR 12 orang = tim sar dua belas orang
SAR 4.375 = empat ribu tiga ratus tujuh puluh lima riyal
IR 12,4/100.000 penduduk = i er dua belas koma empat per seratus ribu penduduk
1.204/1.350 (89,2%) = seribu dua ratus empat dari seribu tiga ratus lima puluh delapan puluh sembilan koma dua persen
BB ±280 kg = berat badan kurang lebih dua ratus delapan puluh kilogram
Gol. II motor Rp60rb, IVA Rp900rb = golongan dua motor enam puluh ribu rupiah empat a sembilan ratus ribu rupiah
Juara: I Kec. Luwuk, II Kec. Batui = juara satu kecamatan luwuk dua kecamatan batui
B. Indonesia 70, B.Ing 50 = bahasa indonesia tujuh puluh bahasa inggris lima puluh
Rek BNI 0123456789 = rekening be en i nol satu dua tiga empat lima enam tujuh delapan sembilan
adm Rp2.500/trx = administrasi dua ribu lima ratus rupiah per transaksi
"""

THIRD = """
lapor s.d 31/3 = lapor sampai dengan tiga puluh satu maret
CEK FAKTA dulu = cek fakta dulu
AYO cek NIK = ayo cek en i ka
(0852-1xxx-xx09) = nol delapan lima dua satu ditutup nol sembilan
0813-xxxx-4455 = nol delapan satu tiga ditutup empat empat lima lima
Nino 3.4 = nino tiga koma empat
nilai 8.5 = nilai delapan koma lima
poin 2.1 = poin dua titik satu
dasarian I Nov = dasarian satu november
pihak II = pihak dua
MT I 2027 = em te satu dua ribu dua puluh tujuh
I Made hadir = i made hadir
No. pelanggan 02-11-000345 = nomor pelanggan nol dua satu satu nol nol nol tiga empat lima
Nuhon 0-1-2 = nuhon nol satu dua
NIB 19.03.04.05.00871 = en i be satu sembilan nol tiga nol empat nol lima nol nol delapan tujuh satu
Rp1.250.000.000 = satu miliar dua ratus lima puluh juta rupiah
1.250.300.400 orang = satu miliar dua ratus lima puluh juta tiga ratus ribu empat ratus orang
0/100 ml = nol per seratus mililiter
3/4 kg = tiga perempat kilogram
krama Br. Kertajaya = krama banjar kertajaya
Jro Wyn. Suda = jro wayan suda
KCl 50 kg = ka ce el lima puluh kilogram
badan kcl = badan kecil
jaringan DI Toili = jaringan daerah irigasi toili
kantor DI Luwuk = kantor di luwuk
NMAX '21 = en max dua ribu dua puluh satu
Supra '98 = supra seribu sembilan ratus sembilan puluh delapan
daster 2pcs = daster dua buah
size S-XL = size es sampai eks el
rumah 3 KT 2 KM = rumah tiga kamar tidur dua kamar mandi
angin 12 kt = angin dua belas knot
LT 120 LB 90 = luas tanah seratus dua puluh luas bangunan sembilan puluh
85k/toples = delapan puluh lima ribu per toples
mesin JM02E1234567 = mesin je em nol dua e satu dua tiga empat lima enam tujuh
gol: Ali 12', 78' = gol ali menit dua belas tujuh puluh delapan
gol Yunus 90+3' (p) = gol yunus menit sembilan puluh plus tiga penalti
catatan waktu 33:42 = catatan waktu tiga puluh tiga menit empat puluh dua detik
catatan waktu 19:15 = catatan waktu sembilan belas menit lima belas detik
bagi hasil 70:30 = bagi hasil tujuh puluh banding tiga puluh
jam 19:48 = jam sembilan belas lewat empat puluh delapan menit
Rp350rb/bid = tiga ratus lima puluh ribu rupiah per bidang
sempadan U-jalan, S-sungai = sempadan utara jalan selatan sungai
nomor 12/KEC-LTR/XI/2026 = nomor dua belas garis miring kecamatan el te er garis miring sebelas garis miring dua ribu dua puluh enam
var. Inpari = varietas inpari
"""

FOURTH = """
jam 7-an = jam tujuhan
jam 9.30-11 = jam sembilan lewat tiga puluh menit sampai sebelas
jam 9.30-11 orang = jam sembilan lewat tiga puluh menit sebelas orang
50an orang, 10rb-an = lima puluhan orang sepuluh ribuan
IPK 3.45 dan nilai 4.00 = i pe ka tiga koma empat lima dan nilai empat koma nol nol
jam 3.45 = jam tiga lewat empat puluh lima menit
1 USD = Rp16.400 = satu dolar amerika sama dengan enam belas ribu empat ratus rupiah
5 rim @55rb = lima rim masing masing lima puluh lima ribu
akun @desauso = akun desauso
a) KTP b) KK = a ka te pe be ka ka
AKP M. Arif = a ka pe em arif
aki 70Ah, baterai 100 Wh = aki tujuh puluh ampere jam baterai seratus watt jam
Ps 363 KUHP = pasal tiga ratus enam puluh tiga ka u ha pe
KM12+300 = kilometer dua belas plus tiga ratus
tmptnya jauh, hrgx 50rb = tempatnya jauh harganya lima puluh ribu
uang dikrm ke rek bsi = uang dikirim ke rekening be es i
sp yg ikut = siapa yang ikut
bsk br ke toili = besok baru ke toili
Rt 05/Rw 02 = er te lima er we dua
Sel Batui, Rab Toili, Kam Pagimana = selasa batui rabu toili kamis pagimana
Luwuk Sel. 61 kasus = luwuk selatan enam puluh satu kasus
Luwuk Sel. 1 Des = luwuk selasa satu desember
NPWPD P.2.0001234.05.011 = en pe we pe de pe dua nol nol nol satu dua tiga empat nol lima nol satu satu
abate 1 gr/10 ltr = abate satu gram per sepuluh liter
2,5 kg/3,5 ltr beras = dua koma lima kilogram atau tiga koma lima liter beras
1 kg/5 ltr air = satu kilogram per lima liter air
BB 1 unit motor = barang bukti satu unit motor
BB 9,8 kg = berat badan sembilan koma delapan kilogram
tersangka dan BB diamankan = tersangka dan barang bukti diamankan
fc KTP, KK fc. = fotokopi ka te pe ka ka fotokopi
Persibal FC = persibal ef ce
bw. merah dan bw KTP = bawang merah dan bawa ka te pe
(susp. ASF) = suspek a es ef
"""

FIFTH = """
29/11 & 6/12 libur = dua puluh sembilan november dan enam desember libur
wawancara 2/12 08.30 = wawancara dua desember pukul delapan lewat tiga puluh menit
pjg 2 m, lbr 1,2 m, tbl 3 mm = panjang dua meter lebar satu koma dua meter tebal tiga milimeter
kertas 2 lbr = kertas dua lembar
ruko 2 lt dekat pasar = ruko dua lantai dekat pasar
minyak 2 lt = minyak dua liter
CTM 2x1/2 tab = ce te em dua kali setengah tablet
TD 130/85 = tekanan darah seratus tiga puluh per delapan puluh lima
stok darah: O- 2 ktg, AB+ 3 ktg = stok darah o negatif dua kantong a be positif tiga kantong
nilai B+ = nilai be plus
Rek. 101.01.02.03456-7 = rekening satu nol satu nol satu nol dua nol tiga empat lima enam tujuh
al: beras, gula = antara lain beras gula
utk inf. lebih lanjut = untuk informasi lebih lanjut
Kapten Inf. Budi = kapten infanteri budi
naik (+Rp90 jt / 5,6%) = naik plus sembilan puluh juta rupiah atau lima koma enam persen
Rp5.000/kg = lima ribu rupiah per kilogram
jagung 1,2 t, padi 3 t = jagung satu koma dua ton padi tiga ton
honor Rp1 jt (x 12 bln) = honor satu juta rupiah kali dua belas bulan
talud (p. 20 m, t. 1,5 m) = talud panjang dua puluh meter tinggi satu koma lima meter
kirim ke kec.masama@gmail.com = kirim ke kec titik masama a keong gmail titik com
b. merah 41rb = bawang merah empat puluh satu ribu
mgg depan, 2 mgg = minggu depan dua minggu
Sel & Jum Toili, Ming Pagimana (Sen libur) = selasa dan jumat toili minggu pagimana senin libur
Rp650k/pax = enam ratus lima puluh ribu rupiah per pax
c/in 14.00 = check in pukul empat belas
Museum/rumah adat = museum rumah adat
2 bibit/rumah = dua bibit per rumah
Jl. G. Tompotika, Jl. P. Seram = jalan gunung tompotika jalan pulau seram
Jl. S. Parman = jalan es parman
Pdt. Em. Y. Tatengkeng = pendeta emeritus ye tatengkeng
I Kt. Suardana = i ketut suardana
Kel. besar (alm) Wayan = keluarga besar almarhum wayan
min 155 cm (pr), 165 cm (lk) = minimal seratus lima puluh lima sentimeter perempuan seratus enam puluh lima sentimeter laki laki
lahir 17/8/45 = lahir tujuh belas agustus seribu sembilan ratus empat puluh lima
angkatan '45 = angkatan seribu sembilan ratus empat puluh lima
H Minus 3 = ha minus tiga
hlm. 20/4 = halaman dua puluh empat
trafo 30 MVA = trafo tiga puluh megavolt ampere
Simpong, Maahas, dsk. = simpong maahas dan sekitarnya
"""


def cases(*blocks: str) -> list[tuple[str, str]]:
    lines = (line for block in blocks for line in block.strip().splitlines())
    pairs = (line.rpartition(" = ") for line in lines)
    return [(written, words) for written, _, words in pairs]


@pytest.mark.parametrize(
    ("written", "words"),
    cases(DAYS, SIGNS, UNITS, NUMBERS, NAMES, SCRIPTURE, SHORT_FORMS, SECOND, THIRD, FOURTH, FIFTH),
)
def test_says(written: str, words: str) -> None:
    assert bared(say_words(written)) == words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Otomatis tdk dpt. Usul lewat desa.", 2),
        ("Atas perhatiannya tks. Panitia.", 2),
        ("Rapat blm. Semua tunggu.", 2),
        ("Camat se-Kab. Banggai hadir.", 1),
        ("SD se-Kec. Bunta libur.", 1),
        ("Serapan keu. 55% saja.", 1),
        ("Bid. Pembangunan dan Bid. Kesra hadir.", 1),
        ("Sem. II mulai.", 1),
        ("Nabi Musa a.s. & Harun a.s. diutus.", 1),
        ("Baca 2 Tim. 3:16 dan Kis. 1:8.", 1),
        ("Ada satu tim. 3 orang sakit.", 2),
        ("Hadir juga Pak Eko. Acara lanjut.", 2),
        ("Waktunya pas. Semua senang.", 2),
        ("Terima kasih, dok. Saya pulang.", 2),
        ("ID Pel. 3211 padam. Sabar.", 2),
        ("Luas wil. 25 km2. Desa kecil.", 2),
        ("Kapal ke Tg. Balantak ditunda.", 1),
    ],
)
def test_how_many_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count
