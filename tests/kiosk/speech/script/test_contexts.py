"""What stands around a form tells its words: capitals, scripture, initials, covered digits, other scripts; 12 cases a rule."""

from __future__ import annotations

import pytest

from kiosk.speech.script.normaliser import say_words


def spoken(written: str) -> str:
    return say_words(written).lower().rstrip(".!?")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("TES GAS ELPIJI", "tes gas elpiji"),
        ("AYO KE POS", "ayo ke pos"),
        ("BUS SEKOLAH GRATIS", "bus sekolah gratis"),
        ("ES BATU DAN KUE", "es batu dan kue"),
        ("BANK SAMPAH DIBUKA", "bank sampah dibuka"),
        ("DUA CUP PER ORANG", "dua cup per orang"),
        ("SALAT ID DI LAPANGAN", "salat id di lapangan"),
        ("G R A T I S", "gratis"),
        ("Bibit G R A T I S untuk warga", "bibit gratis untuk warga"),
        ("Vitamin A D E K gratis", "vitamin a de e ka gratis"),
        ("RT A B C D E F", "er te a be ce de e ef"),
        ("KTP DAN KK DIBAWA", "ka te pe dan ka ka dibawa"),
        ("RAPAT RT DAN BPD", "rapat er te dan be pe de"),
        ("ORANG TUA SISWA HADIR", "orang tua siswa hadir"),
        ("KLUB BOLA DESA MENANG", "klub bola desa menang"),
        ("SURAT UNTUK KETUA PKK", "surat untuk ketua pe ka ka"),
        ("Rapat PKK dan BPD", "rapat pe ka ka dan be pe de"),
    ],
)  # fmt: skip
def test_a_line_in_capitals_spells_acronyms_alone(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("QS 2:183", "quran surah dua ayat seratus delapan puluh tiga"),
        ("QS. 49:13", "quran surah empat puluh sembilan ayat tiga belas"),
        ("Q.S. Al-Baqarah: 183", "quran surah al baqarah ayat seratus delapan puluh tiga"),
        ("QS Ali Imran [3]: 159", "quran surah ali imran ayat seratus lima puluh sembilan"),
        ("QS. An-Nisa (4): 58", "quran surah an nisa ayat lima puluh delapan"),
        ("QS. Al-Maidah", "quran surah al maidah"),
        ("HR. Bukhari", "hadis riwayat bukhari"),
        ("(HR. Muslim)", "hadis riwayat muslim"),
        ("H.R. Tirmidzi", "hadis riwayat tirmidzi"),
        ("HR. Ahmad dan Abu Dawud", "hadis riwayat ahmad dan abu dawud"),
        ("Yohanes 3:16", "yohanes pasal tiga ayat enam belas"),
        ("tiga hr lagi", "tiga hari lagi"),
    ],
)
def test_scripture_is_named_and_its_verse_is_no_time(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("TTD untuk remaja putri", "tablet tambah darah untuk remaja putri"),
        ("Ibu hamil minum TTD", "ibu hamil minum tablet tambah darah"),
        ("Pembagian TTD di posyandu", "pembagian tablet tambah darah di posyandu"),
        ("TTD Kepala Desa", "tertanda kepala desa"),
        ("TTD Ketua Posyandu Melati", "tertanda ketua posyandu melati"),
        ("untuk remaja putri. TTD Bidan Sari", "untuk remaja putri. tertanda bidan sari"),
        ("kabel dengan 3M panjang", "kabel dengan tiga meter panjang"),
        ("ttd. Ketua Panitia", "tertanda ketua panitia"),
        ("Gerakan 3M Plus", "gerakan tiga em plus"),
        ("lakukan 3M setiap minggu", "lakukan tiga em setiap minggu"),
        ("PSN 3M di rumah", "pe es en tiga em di rumah"),
        ("TPS3R Mawar", "te pe es tiga er mawar"),
        ("jalan lebar 3 m", "jalan lebar tiga meter"),
        ("kel. besar Bapak Ahmad", "keluarga besar bapak ahmad"),
        ("kel. miskin di Simpong", "keluarga miskin di simpong"),
        ("Kel. Simpong", "kelurahan simpong"),
        ("kel. penerima bantuan", "keluarga penerima bantuan"),
    ],
)
def test_a_short_form_means_what_stands_around_it(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Bapak M. Nizam", "bapak em nizam"),
        ("Jl. H.R. Rasuna Said", "jalan ha er rasuna said"),
        ("Jalan HR. Soebrantas", "jalan ha er soebrantas"),
        ("H. M. Nizam", "haji em nizam"),
        ("Jalan A. Yani", "jalan a yani"),
        ("B.J. Habibie", "be je habibie"),
        ("W.R. Supratman", "we er supratman"),
        ("oleh S. Tahir", "oleh es tahir"),
        ("Ir. H. Juanda", "insinyur haji juanda"),
        ("Vitamin A. Selain itu", "vitamin a. selain itu"),
        ("di titik A. Jangan lewat jembatan", "di titik a. jangan lewat jembatan"),
        ("A. Persyaratan", "a. persyaratan"),
        ("Lapangan B. Warga hadir", "lapangan b. warga hadir"),
        ("Hepatitis B. Gejalanya demam", "hepatitis b. gejalanya demam"),
        ("Blok C. Rumah kedua", "blok c. rumah kedua"),
        ("H. Ahmad", "haji ahmad"),
    ],
)
def test_initials_are_letters_and_end_no_sentence(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("0812xxxx5678", "nol delapan satu dua, ditutup, lima enam tujuh delapan"),
        ("0812-XXXX-90", "nol delapan satu dua, ditutup, sembilan nol"),
        ("Hotel 5 *****", "hotel lima"),
        ("ukuran 3 xx 4", "ukuran tiga xx empat"),
        ("7201****", "tujuh dua nol satu, ditutup"),
        ("Rp50K", "lima puluh ribu rupiah"),
        ("Rp 2,5jt", "dua koma lima juta rupiah"),
        ("Rp2jt-an", "dua jutaan rupiah"),
        ("Rp100.000-an", "seratus ribuan rupiah"),
        ("formulir F-1.01", "formulir ef satu titik nol satu"),
        ("formulir F-2.15", "formulir ef dua titik satu lima"),
        ("skala 1:3", "skala satu banding tiga"),
        ("rasio guru dan murid 1:25", "rasio guru dan murid satu banding dua puluh lima"),
        ("perbandingan air dan gula 3:1", "perbandingan air dan gula tiga banding satu"),
        ("rasio dibahas pukul 10:30", "rasio dibahas pukul sepuluh lewat tiga puluh menit"),
        ("tekanan udara 1009 mb", "tekanan udara seribu sembilan milibar"),
        ("berkas 25 MB", "berkas dua puluh lima megabita"),
        ("jam 25.61", "jam dua lima titik enam satu"),
        ("pukul 07.75", "pukul nol tujuh titik tujuh lima"),
        ("31/02/2026", "tiga satu, nol dua, dua nol dua enam"),
        ("29/2/2028", "dua puluh sembilan februari dua ribu dua puluh delapan"),
        ("2026/10/30", "tiga puluh oktober dua ribu dua puluh enam"),
        ("20 Okt 26", "dua puluh oktober dua ribu dua puluh enam"),
        ("tgl 3 Nov 26 pukul 09.00", "tanggal tiga november dua ribu dua puluh enam pukul sembilan"),
        ("20 Oktober 26 orang", "dua puluh oktober dua puluh enam orang"),
        ("1" * 40, ", ".join([" ".join(["satu"] * 30), "dan seterusnya"])),
    ],
)
def test_odd_numbers_are_told_as_what_they_are(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Bab Ⅳ", "bab empat"),
        ("5 ㎏ beras", "lima kilogram beras"),
        ("№ 3", "nomor tiga"),
        ("10⁶", "sepuluh pangkat enam"),
        ("𝐑𝐚𝐩𝐚𝐭 warga", "rapat warga"),
        ("ＲＴ ０３", "er te tiga"),
        ("kopi &amp; teh", "kopi dan teh"),
        ("Tom &#38; Jeri", "tom dan jeri"),
        ("a &amp;amp; b", "a dan b"),
        ("<b>Rapat</b> desa", "rapat desa"),
        ("Ketik INFO<spasi>NIK", "ketik info spasi en i ka"),
        ('<a href="https://x.id/y">Daftar</a> sekarang', "daftar sekarang"),
        ("harga < 5.000", "harga kurang dari lima ribu"),
        ("السلام عليكم", "assalamualaikum"),
        ("بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ", "bismillahirrahmanirrahim"),
        ("Nabi Muhammad ﷺ", "nabi muhammad sallallahu alaihi wasallam"),
        ("إنا لله وإنا إليه راجعون telah wafat", "innalillahi wa inna ilaihi rajiun telah wafat"),
        ("doa: ربنا آتنا في الدنيا حسنة", "doa: tulisan arab"),
        ("Выставка seni", "tulisan asing seni"),
        ("你好 warga", "tulisan asing warga"),
    ],
)
def test_other_scripts_and_what_machines_leave(written: str, words: str) -> None:
    assert spoken(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("bsk rapat", "besok rapat"), ("dtg ya", "datang ya"), ("sdh byr", "sudah bayar"), ("blm plg", "belum pulang"),
        ("20 org", "dua puluh orang"), ("jd hadir", "jadi hadir"), ("tdk ada", "tidak ada"), ("dmn rmh", "di mana rumah"),
        ("smg sehat", "semoga sehat"), ("RAPBDes 2027", "er a pe be des dua ribu dua puluh tujuh"),
        ("15 mnt", "lima belas menit"), ("jml 20", "jumlah dua puluh"), ("900 kWh", "sembilan ratus kilowatt jam"),
    ],
)  # fmt: skip
def test_what_people_write_in_groups(written: str, words: str) -> None:
    assert spoken(written) == words
