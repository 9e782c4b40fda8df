from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.speech.script.sentences import MAX_CHARACTERS, sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "Rapat di Jl. Ahmad Yani No. 12, Kab. Banggai, Kec. Luwuk.",
        "Mulai pkl. 19.30 WITA sampai 21.00 WITA di Gg. Mawar.",
        "Biaya Rp1.250.000 untuk 1.500 orang.",
        "Usia 9 s.d. 59 bulan, termasuk RT. 03 dan RW. 02.",
        "H. Mohammad dan Hj. Siti hadir.",
        "Surat a.n. Bupati dibawa Dr. Ir. H. Amirudin, M.M. dari Luwuk.",
        "Dr. Siti, S.Sos., M.Si., membuka acara pukul 09.00 WITA.",
        "A. B. Saleh dan K.H. Ahmad datang.",
        "Beras, gula, dll. dijual murah.",
        "Lihat https://banggaikab.go.id/berita.html untuk keterangan.",
        '"Kapan bantuan datang?" tanya warga.',
        "Kpd. Yth. Bpk. Camat Luwuk.",
    ],
)
def test_does_not_split_inside_a_sentence(whole: str) -> None:
    assert split(f"{whole} Lalu pulang.") == [whole, "Lalu pulang."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("  \n ", []),
        ("Satu. Dua! Tiga? Empat", ["Satu.", "Dua!", "Tiga?", "Empat"]),
        ("Pukul 09.00 WITA. Selesai.", ["Pukul 09.00 WITA.", "Selesai."]),
        ("Beras, gula, dll. Harga naik… Warga resah.", ["Beras, gula, dll.", "Harga naik…", "Warga resah."]),
        ("1. Bawa KTP\n2. Bawa KK", ["1. Bawa KTP", "2. Bawa KK"]),
        ('Kata lurah, "Datanglah." Semua datang.', ['Kata lurah, "Datanglah."', "Semua datang."]),
        ("Hadir 1.250 orang pada tahun 2026. Semua senang.", ["Hadir 1.250 orang pada tahun 2026.", "Semua senang."]),
    ],
)
def test_splits_between_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_divides_what_is_too_long_at_a_comma_or_a_conjunction() -> None:
    by_commas = split("kata kepala desa, " * 60)
    assert max(map(len, by_commas)) <= MAX_CHARACTERS
    assert all(part.endswith(",") for part in by_commas)
    by_words = split("warga berkumpul dan membersihkan saluran " * 30)
    assert all(part.startswith("dan ") for part in by_words[1:])


def test_divides_a_word_without_an_end() -> None:
    assert {len(part) for part in split("x" * 900)} == {MAX_CHARACTERS}


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 .,!?\n\"')(…;:-–Rp%"), max_size=700) | st.text(max_size=100))
def test_every_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 < end - start <= MAX_CHARACTERS for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert [c for c in covered if not c.isspace()] == [c for c in text if not c.isspace()]


def test_kilometres_before_a_number_go_on_and_behind_one_may_end() -> None:
    text = "Kantor di Jl. Trans Km. 12 dekat Gedung A Lt. 2 kini buka. Jaraknya 5 km. Warga senang."
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Kantor di Jl. Trans Km. 12 dekat Gedung A Lt. 2 kini buka.",
        "Jaraknya 5 km.",
        "Warga senang.",
    ]


def test_a_list_within_a_line_is_one_sentence() -> None:
    text = "Wajib membawa: 1. KTP asli, 2. KK, 3. Undangan. Terima kasih."
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Wajib membawa: 1. KTP asli, 2. KK, 3. Undangan.",
        "Terima kasih.",
    ]


def test_abbreviations_of_the_place_end_no_sentence() -> None:
    text = "Rapat di Peg. Baru. Datanglah."
    spans = sentence_spans(text, abbreviations={"peg"})
    assert [text[start:end] for start, end in spans] == ["Rapat di Peg. Baru.", "Datanglah."]
    assert len(sentence_spans(text)) == 3


def test_a_word_that_is_written_out_ends_its_sentence() -> None:
    assert split("Pengaduan diberi nomor. Jawabannya menyusul.") == ["Pengaduan diberi nomor.", "Jawabannya menyusul."]


BREAKS = """
Libur tahun 1448 H. ‖ Semua libur.
Bupati memberi keterangan pers. ‖ Semua hadir.
Bantuan 24 pers. Polres tiba.
Hadir Drs. Amir, M.Si. (Sekda) dan tamu.
Hadir Pak Amir. ‖ (Kegiatan ini gratis.)
Rapat di Gd. Serbaguna besok.
Warga Lingk. Mawar berkumpul.
Rumah di Perum. Griya Asri.
Obat diberikan apt. Budi Santoso.
Sambutan Ka. Puskesmas Kilongan.
Sambutan Wk. Ketua BPD.
Menurut HR. Bukhari dan Muslim.
Bacaan QS. Al-Baqarah hari ini.
Alamat Bdg. Lama nomor 3.
Libur pada 16 Nov. 2026 di Luwuk.
Oleh Pjs. Kades Bunga.
Sdr. Kdr. Melati hadir.
Pembina H. M. Nizam hadir.
Tahun baru 1448 H. ‖ Semua kantor libur.
Dibuka 16 Nov. ‖ Semua warga diundang.
Sampai 3 Des. ‖ Bawa KTP.
Listrik dari PLN. ‖ Bayar besok.
Lari 5 km. ‖ Hadiah menarik.
Beras 10 kg. ‖ Ambil di balai.
Bawa KTP, KK, dsb. ‖ Terima kasih.
Datang ke balai. ‖ Jangan lupa.
Juara 1 SMP. ‖ Juara 2 SMA.
Hujan 50 mm. ‖ Waspada banjir.
Jarak 200 m. ‖ Jalan kaki saja.
Dana Rp2 jt. ‖ Cair besok.
Diamankan 3 HP. ‖ Tersangka ditahan.
Warga ke Psr. Simpong naik bus.
Belanja di psr. ‖ Ikan segar banyak.
Mesin 5 HP. ‖ Harga nego.
Pos ronda malam ini: 1. Amir 2. Udin 3. Sudirman Dg, jam 22.00.
Ruang: 1. Guru ada di kelas 2. ‖ Semua siap.
Warga RT 03 dus. Mawar hadir.
Alamat: RT 001/RW 002 dus. Sinar Harapan.
Tarif PDAM 2 gol. Niaga naik.
Rian 5 gol. ‖ Semua senang.
Bantuan air 5 dus. ‖ Terima kasih.
Patroli dijaga KRI. ‖ Semua aman.
Ditolong KM. ‖ Nelayan lain selamat.
Disusun Yusuf M. ‖ Harap hadir semua.
Ketua: Rina S. ‖ Untuk pendaftaran hubungi Tuti.
Kelas B. ‖ Semua hadir.
Rian 3 gol. ‖ Budi 2 gol.
Naik KM. Hari Baru 02.
Ditolong KM. Semua Jaya.
Naik KMP. Tanjung Api.
Bapak Yusuf M. ‖ Warga lahir di Uso.
Pak Arif D. Lasimpala hadir.
Kendaraan 5 gol. II naik.
Bantuan 5 dus. ‖ Air 3 galon.
Dana desa TA. 2026 cair.
Titik kumpul (elev. 22 m) aman.
Prof. Yusuf A. Karim hadir.
Hadir juga kadus. ‖ Acara lanjut.
Undangan untuk kepsek. ‖ Harap hadir.
Semua diam. ‖ Rapat usai.
Segera lapor. ‖ 112 siap.
Uang nil. ‖ 3 orang hadir.
Dibawa ke lab. ‖ 3 pasien sembuh.
Jangan tekan. ‖ 2 orang jatuh.
Otomatis tdk dpt. ‖ Usul lewat desa.
Atas perhatiannya tks. ‖ Panitia.
Rapat blm. ‖ Semua tunggu.
Camat se-Kab. Banggai hadir.
SD se-Kec. Bunta libur.
Serapan keu. 55% saja.
Bid. Pembangunan dan Bid. Kesra hadir.
Sem. II mulai.
Nabi Musa a.s. & Harun a.s. diutus.
Baca 2 Tim. 3:16 dan Kis. 1:8.
Ada satu tim. ‖ 3 orang sakit.
Hadir juga Pak Eko. ‖ Acara lanjut.
Waktunya pas. ‖ Semua senang.
Terima kasih, dok. ‖ Saya pulang.
ID Pel. 3211 padam. ‖ Sabar.
Luas wil. 25 km2. ‖ Desa kecil.
Kapal ke Tg. Balantak ditunda.
KMP. Moinit berangkat. ‖ KM. Sabuk tiba. ‖ Jaraknya 5 KM. ‖ Semua naik.
"""


@pytest.mark.parametrize("marked", BREAKS.strip().splitlines())
def test_points_of_short_forms(marked: str) -> None:
    assert split(marked.replace("‖ ", "")) == marked.split(" ‖ ")


@pytest.mark.attack(
    "what comes in",
    "a text of a hundred thousand letters in one line",
    "each letter is looked at a bounded number of times",
)
@pytest.mark.parametrize("part", ["Baru. ", "RT 3 dus. Mawar ", "5 gol. Dia ", "1. Amir 2. Udin ", "H. 5 Des. "])
def test_a_line_without_end_is_read_once(part: str) -> None:
    whole = part * 3_000
    began = time.process_time()
    assert sum(len(sentence.split()) for sentence in split(whole)) == len(whole.split())
    assert time.process_time() - began < 40, "by all that is before each point it would be some minutes"
