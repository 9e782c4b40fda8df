"""Texts of a regency by the sea: rules that the hundred and fifty of `regency.tsv` asked for, by other texts than those."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.speech.script.normaliser import say_words
from tests.kiosk.speech.script.test_drawn_texts import BREAK, bared, sentences

ALL = 150
WORDS_RIGHT = 0.99
WRITTEN = Path(__file__).parents[1] / "regency.tsv"


def spoken(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", say_words(text).lower()).split())


def rows() -> list[tuple[str, str]]:
    lines = WRITTEN.read_text(encoding="utf-8").splitlines()
    return [(text, pattern) for text, pattern in (line.split("\t") for line in lines if not line.startswith("# "))]


def test_the_words_are_those_that_were_expected() -> None:
    texts = rows()
    assert len(texts) == ALL
    said = [(text, bared(" ".join(sentences(text.replace(BREAK, "")))), pattern) for text, pattern in texts]
    wrong = [(text, words) for text, words, pattern in said if not re.fullmatch(pattern, words)]
    assert len(wrong) <= round(ALL * (1 - WORDS_RIGHT)), wrong


SIGNS = [
    ("Pertumbuhan -2,5% tahun ini", "pertumbuhan minus dua koma lima persen tahun ini"),
    ("Inflasi (-0,12%)", "inflasi minus nol koma satu dua persen"),
    ("-3% dari target", "minus tiga persen dari target"),
    ("Muka air -0,4 m", "muka air minus nol koma empat meter"),
    ("Kas akhir Rp-750.000", "kas akhir minus tujuh ratus lima puluh ribu rupiah"),
    ("Saldo -Rp2.000.000", "saldo minus dua juta rupiah"),
    ("Selisih: -Rp500", "selisih minus lima ratus rupiah"),
    ("Defisit Rp -1,5 juta", "defisit minus satu koma lima juta rupiah"),
    ("naik 2-3%", "naik dua sampai tiga persen"),
    ("Rp1.000-Rp2.000", "seribu sampai dua ribu rupiah"),
    ("Gula - 5 kg", "gula lima kilogram"),
    ("- 2 kg gula", "dua kilogram gula"),
    ("isi 5 - 7 kg", "isi lima sampai tujuh kilogram"),
    ("Air 3 m -> 5 m", "air tiga meter menjadi lima meter"),
    ("Rp5.000 → Rp4.500", "lima ribu rupiah menjadi empat ribu lima ratus rupiah"),
    ("M4,5 --> M4,9", "magnitudo empat koma lima menjadi magnitudo empat koma sembilan"),
    ("Toili -> Batui", "toili batui"),
    ("jika > 5 orang", "jika lebih dari lima orang"),
    ("Belanja -Rp1,2 juta", "belanja minus satu koma dua juta rupiah"),
    ("suhu min. -3 °C", "suhu minimal minus tiga derajat celsius"),
    ("min. 3 orang", "minimal tiga orang"),
]

DAYS = [
    ("Sel 8/12/2026 rapat", "selasa delapan desember dua ribu dua puluh enam rapat"),
    ("Kam, 3-12-2026", "kamis tiga desember dua ribu dua puluh enam"),
    ("rapat sab malam", "rapat sabtu malam"),
    ("Senin 7-12-26 pagi", "senin tujuh desember dua ribu dua puluh enam pagi"),
    ("tgl 9-1-27", "tanggal sembilan januari dua ribu dua puluh tujuh"),
    ("tutup 28/12-3/1", "tutup dua puluh delapan desember sampai tiga januari"),
    ("Libur 14-18/12", "libur empat belas sampai delapan belas desember"),
    ("Pasar murah 28 s.d. 30/11", "pasar murah dua puluh delapan sampai dengan tiga puluh november"),
    ("hilang sejak 23/10, pakai baju biru", "hilang sejak dua puluh tiga oktober pakai baju biru"),
    ("terakhir 31/12.", "terakhir tiga puluh satu desember"),
    ("Pembagian rapor 18/12 di sekolah", "pembagian rapor delapan belas desember di sekolah"),
    # no days
    ("Tensi 140/12", "tensi seratus empat puluh per dua belas"),
    ("Pipa 1/2-3/4 inci", "pipa setengah tiga perempat inci"),
    ("RT 14/06", "er te empat belas enam"),
    ("layanan 24/7", "layanan dua puluh empat jam tujuh hari"),
    ("3/4 bagian", "tiga perempat bagian"),
    ("30/11-2/12 masuk", "tiga puluh november sampai dua desember masuk"),
    ("Rapat 1/12-3/12", "rapat satu sampai tiga desember"),
    ("1/2-3/4 inci", "setengah tiga perempat inci"),
    ("30-28/11", "tiga puluh dua puluh delapan sebelas"),
    ("Remis ½-½", "remis setengah setengah"),
    ("Sen-Rab, 7-9/12", "senin sampai rabu tujuh sampai sembilan desember"),
    ("ujian 7-11/12", "ujian tujuh sampai sebelas desember"),
    ("7-10/12 inci", "tujuh sampai sepuluh dua belas inci"),
]

PARTS_OF_MATCHES = [
    ("set 1 11-15", "set satu sebelas lima belas"),
    ("Set 2: 13-15", "set dua tiga belas lima belas"),
    ("set ketiga 15-17", "set ketiga lima belas tujuh belas"),
    ("leg I 0-2", "leg satu nol dua"),
    ("Leg II (1-3)", "leg dua satu tiga"),
    ("gim 3 18-21", "gim tiga delapan belas dua puluh satu"),
    ("game 1 19-21, game 2 21-18", "game satu sembilan belas dua puluh satu game dua dua puluh satu delapan belas"),
    ("agg. 2-5", "agregat dua sampai lima"),
    ("set 21-15", "set dua puluh satu lima belas"),
    ("set 10-12 buah", "set sepuluh sampai dua belas buah"),
    ("kelas 1 6-7 tahun", "kelas satu enam sampai tujuh tahun"),
    ("ronde 2: 9-10", "ronde dua sembilan sepuluh"),
    ("waktu 10:07,5", "waktu sepuluh menit tujuh koma lima detik"),
    ("finis 1:59,08", "finis satu menit lima puluh sembilan koma nol delapan detik"),
    ("jam 2:05", "jam dua lewat lima menit"),
]

OF_ALL = [
    ("peringkat 3/34", "peringkat tiga dari tiga puluh empat"),
    ("Manifes: 120/150", "manifes seratus dua puluh dari seratus lima puluh"),
    ("hadir 25/30", "hadir dua puluh lima dari tiga puluh"),
    ("selesai 7/9 desa", "selesai tujuh dari sembilan desa"),
    ("ADD cair 10/12 bulan", "a de de cair sepuluh dari dua belas bulan"),
    ("45/50 KPM sudah terima", "empat puluh lima dari lima puluh ka pe em sudah terima"),
    ("18/20 soal benar", "delapan belas dari dua puluh soal benar"),
    ("terjual 96/100", "terjual sembilan puluh enam dari seratus"),
    ("3/4 desa", "tiga perempat desa"),
    ("tahun 2026/2027 siswa baru", "tahun dua ribu dua puluh enam dua ribu dua puluh tujuh siswa baru"),
    ("2 kg/3 ltr beras", "dua kilogram atau tiga liter beras"),
    ("2 cc/10 kg", "dua se se per sepuluh kilogram"),
    ("Rp25.000/trip", "dua puluh lima ribu rupiah per trip"),
    ("40 ltr/kapal/trip", "empat puluh liter per kapal per trip"),
    ("90 dolar/ton", "sembilan puluh dolar per ton"),
    ("larutan 3:2", "larutan tiga banding dua"),
    ("Persibal 3:2 Galara", "persibal tiga dua galara"),
]

CODES = [
    ("BG002/BG004", "be ge nol nol dua be ge nol nol empat"),
    ("SI003 dan RE01", "es i nol nol tiga dan er e nol satu"),
    ("nomor urut 001-100", "nomor urut nol nol satu sampai satu nol nol"),
    ("Antrean 015-020", "antrean nol satu lima sampai nol dua nol"),
    (
        "token 4321 8765 2109 6543 0987",
        "token empat tiga dua satu delapan tujuh enam lima dua satu nol sembilan enam lima empat tiga nol sembilan delapan tujuh",
    ),
    ("Kartu 5371-7600-1234-0001", "kartu lima tiga tujuh satu tujuh enam nol nol satu dua tiga empat nol nol nol satu"),
    ("tahun 2024 2025 2026", "tahun dua ribu dua puluh empat dua ribu dua puluh lima dua ribu dua puluh enam"),
    ("besi D16-200", "besi de enam belas dua ratus"),
    ("kendaraan gol. Va", "kendaraan golongan lima a"),
    ("Golongan IVb", "golongan empat be"),
    ("golongan VIa dan II", "golongan enam a dan dua"),
    ("Mzm. 23", "mazmur dua puluh tiga"),
    ("1 Kor. 13:4", "satu korintus pasal tiga belas ayat empat"),
    ("Kej. 12", "kejadian pasal dua belas"),
    ("km 15", "kilometer lima belas"),
    ("lari 5 km 12 menit", "lari lima kilometer dua belas menit"),
    ("gempa M 7", "gempa magnitudo tujuh"),
    ("ukuran M 7 buah", "ukuran em tujuh buah"),
    ('jaring 3" dan 4"', "jaring tiga inci dan empat inci"),
    ('"Kelas 1" dan "Kelas 2" libur', "kelas satu dan kelas dua libur"),
    ('tema "Sehat 2026" besok', "tema sehat dua ribu dua puluh enam besok"),
    ("2 jam 30 mnt", "dua jam tiga puluh menit"),
    ("jam 7 malam", "jam tujuh malam"),
    ("lansia 60+, bumil", "lansia enam puluh tahun ke atas bumil"),
    ("minggu Advent II jam 9", "minggu advent dua jam sembilan"),
    ("Natal I pkl 19.00", "natal satu pukul sembilan belas"),
]

CONTEXTS = [
    ("setiap hari kec. Jumat", "setiap hari kecuali jumat"),
    ("buka kec. hari libur", "buka kecuali hari libur"),
    ("Kec. Toili", "kecamatan toili"),
    ("kel. yg sakit", "keluarga yang sakit"),
    ("Kel. Soho", "kelurahan soho"),
    ("PP 3 km", "pe pe tiga kilometer"),
    ("tiket PP Luwuk-Salakan", "tiket pe pe luwuk salakan"),
    ("PP 43/2014", "peraturan pemerintah nomor empat puluh tiga tahun dua ribu empat belas"),
    ("PP No. 11 Tahun 2021", "peraturan pemerintah nomor sebelas tahun dua ribu dua puluh satu"),
    ("hujan ringan-sedang", "hujan ringan sampai sedang"),
    ("gangguan jar. listrik", "gangguan jaringan listrik"),
    ("banjir rob dan ROB", "banjir rob dan rob"),
    ("bersama Pdt. Markus T., hadir semua", "bersama pendeta markus te hadir semua"),
    ("DT, Td kelas 5", "de te te de kelas lima"),
    ("kec. bulan puasa", "kecuali bulan puasa"),
    ("lereng G. Colo", "lereng gunung colo"),
    ("Gn. Tompotika", "gunung tompotika"),
    ("Rp5 juta dr Rp7 juta", "lima juta rupiah dari tujuh juta rupiah"),
]

CHATS = [
    ("bkn hoaks", "bukan hoaks"),
    ("ini bkn utk dijual", "ini bukan untuk dijual"),
    ("gk boleh masuk", "tidak boleh masuk"),
    ("udh lunas, tp blm diambil", "sudah lunas tapi belum diambil"),
    ("plg lambat tgl 5", "paling lambat tanggal lima"),
    ("plg banyak 2 org", "paling banyak dua orang"),
    ("plg ke rumah", "pulang ke rumah"),
    ("bw KK ya", "bawa ka ka ya"),
    ("jam 8 pg smpe jam 4 sore", "jam delapan pagi sampai jam empat sore"),
    ("mtr rusak", "motor rusak"),
    ("lebar 3 mtr", "lebar tiga meter"),
    ("tunggu dl ya", "tunggu dulu ya"),
    ("gula 100 mg/dl", "gula seratus miligram per desiliter"),
    ("dicari sm bpk kades", "dicari sama bapak kades"),
    ("p.camat sdh hdr", "pak camat sudah hadir"),
    ("P. Kades", "pak kades"),
    ("bpk2 dan ibu2", "bapak bapak dan ibu ibu"),
    ("TV LG 32 inci", "ti vi el ge tiga puluh dua inci"),
    ("TP PKK", "te pe pe ka ka"),
    ("2 tbg gas, 10 pnp", "dua tabung gas sepuluh penumpang"),
    ("cm sebentar", "cuma sebentar"),
    ("5 cm air", "lima sentimeter air"),
    ("pergi k kantor", "pergi ke kantor"),
    ("plg lmbt jam 5", "paling lambat jam lima"),
]


@pytest.mark.parametrize(("written", "words"), [*SIGNS, *DAYS, *PARTS_OF_MATCHES, *OF_ALL, *CODES, *CONTEXTS, *CHATS])
def test_says(written: str, words: str) -> None:
    assert spoken(written) == words


def test_the_point_behind_a_kind_of_ship_ends_no_sentence() -> None:
    assert len(sentences("KMP. Moinit berangkat. KM. Sabuk tiba. Jaraknya 5 KM. Semua naik.")) == 4
