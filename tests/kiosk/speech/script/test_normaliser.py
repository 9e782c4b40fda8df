from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.normaliser import say_words


def spoken(text: str) -> str:
    """Lower case, punctuation dropped, single spaces: what the examples are compared by."""
    return bared(say_words(text))


def bared(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", words.lower()).split())


def examples() -> list[tuple[str, str]]:
    """The lines of all files; a written \\n stands for a new line."""
    rows = [
        row
        for name in ("phrases.tsv", "official.tsv", "prose.tsv")
        for row in (Path(__file__).parents[1] / name).read_text(encoding="utf-8").splitlines()
        if row.strip() and not row.startswith("#")
    ]
    return [(written.replace("\\n", "\n"), pattern) for written, pattern in (row.split("\t") for row in rows)]


@pytest.mark.parametrize(("written", "pattern"), examples())
def test_says_the_examples(written: str, pattern: str) -> None:
    assert re.fullmatch(pattern, spoken(written)), spoken(written)


def test_no_example_falls_apart_where_it_is_divided_into_sentences() -> None:
    wording = ItemScript(zone=UTC)
    for written, pattern in examples():
        said = " ".join(sentence.spoken for sentence in notice("", written.splitlines(), wording).sentences)
        assert re.fullmatch(pattern, bared(said)), written


@pytest.mark.parametrize(
    ("written", "words"),
    [
        # dates
        ("Kamis, 03 September 2026", "kamis tiga september dua ribu dua puluh enam"),
        ("Jum'at, 5 Des. 2025", "jumat lima desember dua ribu dua puluh lima"),
        ("Selasa (3/2) pagi", "selasa tiga februari pagi"),
        ("2026-02-03", "tiga februari dua ribu dua puluh enam"),
        ("12-Nov-2025", "dua belas november dua ribu dua puluh lima"),
        ("5-6 September 2026", "lima sampai enam september dua ribu dua puluh enam"),
        ("Senin–Jumat", "senin sampai jumat"),
        ("Januari-Maret 2026", "januari sampai maret dua ribu dua puluh enam"),
        ("17 Agustus 1945 M.", "tujuh belas agustus seribu sembilan ratus empat puluh lima masehi"),
        ("H-7 Lebaran", "ha minus tujuh lebaran"),
        ("tanggal 45/13/2020", "tanggal empat puluh lima tiga belas dua ribu dua puluh"),
        # times
        ("07:15", "pukul tujuh lewat lima belas menit"),
        ("jam 7.30 pagi", "jam tujuh lewat tiga puluh menit pagi"),
        ("pukul 09.00 WITA", "pukul sembilan waktu indonesia tengah"),
        ("00.00-06.00 WIB", "pukul nol nol sampai enam waktu indonesia barat"),
        ("09:45:12 WIT", "pukul sembilan lewat empat puluh lima menit waktu indonesia timur"),
        ("pukul 8 pagi s.d. 12 siang", "pukul delapan pagi sampai dengan dua belas siang"),
        ("Senin–Jumat 08.00–12.00", "senin sampai jumat pukul delapan sampai dua belas"),
        # money
        ("Rp300.000/bulan", "tiga ratus ribu rupiah per bulan"),
        ("Rp1.001.000", "satu juta seribu rupiah"),
        ("Rp. 50.000,00", "lima puluh ribu rupiah"),
        ("Rp1,2 M", "satu koma dua miliar rupiah"),
        ("Rp5.000-Rp10.000", "lima ribu sampai sepuluh ribu rupiah"),
        ("Rp 500 ribu - Rp 1 juta", "lima ratus ribu sampai satu juta rupiah"),
        # numbers
        ("1.001.000", "satu juta seribu"),
        ("11.111", "sebelas ribu seratus sebelas"),
        ("2.000.000.000", "dua miliar"),
        ("1.234.567,89", "satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh koma delapan sembilan"),
        ("10-15 orang", "sepuluh sampai lima belas orang"),
        ("1/2 kg, 3/4 gelas, 1/3 ha", "setengah kilogram tiga perempat gelas sepertiga hektare"),
        ("-5 derajat", "minus lima derajat"),
        ("Pasal 27 ayat (1)", "pasal dua puluh tujuh ayat satu"),
        ("dosis ke-2", "dosis ke dua"),
        ("BAB XII", "bab dua belas"),
        ("Juara I, II dan III", "juara satu dua dan tiga"),
        # digits one by one
        ("NIK 7201051234560001", "en i ka tujuh dua nol satu nol lima satu dua tiga empat lima enam nol nol nol satu"),
        ("Hubungi 112.", "hubungi satu satu dua"),
        ("+62 812-3456-7890", "plus enam dua delapan satu dua tiga empat lima enam tujuh delapan sembilan nol"),
        ("No. HP: 081234567890", "nomor ha pe nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol"),
        ("Sulawesi Tengah 94711", "sulawesi tengah sembilan empat tujuh satu satu"),
        # units
        ("25-32 °C", "dua puluh lima sampai tiga puluh dua derajat celsius"),
        ("5–20 km/jam", "lima sampai dua puluh kilometer per jam"),
        ("0,5-1,25 m", "nol koma lima sampai satu koma dua lima meter"),
        ("20 kg/orang", "dua puluh kilogram per orang"),
        ("125 KK", "seratus dua puluh lima kepala keluarga"),
        ("Mag:5.6", "magnitudo lima koma enam"),
        ("0.93 LS", "nol koma sembilan tiga lintang selatan"),
        # abbreviations and titles
        ("Dr. Siti dan dr. Andi", "doktor siti dan dokter andi"),
        ("Sdr. Amir, S.Pd., M.Pd.", "saudara amir sarjana pendidikan magister pendidikan"),
        ("Pj. Bupati dan Plt. Camat", "penjabat bupati dan pelaksana tugas camat"),
        ("UU No. 6 Tahun 2014", "undang undang nomor enam tahun dua ribu empat belas"),
        # acronyms
        ("KTP dan KK", "ka te pe dan ka ka"),
        ("TNI/Polri", "te en i polri"),
        ("PENGUMUMAN PEMADAMAN LISTRIK", "pengumuman pemadaman listrik"),
        ("BAZNAS", "baznas"),
        ("COVID-19", "kofid sembilan belas"),
        # doubled words, addresses, signs
        ("ibu2 dan kupu2nya", "ibu ibu dan kupu kupunya"),
        ("sayur-sayuran", "sayur sayuran"),
        ("kim.bunga@gmail.com", "kim titik bunga a keong gmail titik com"),
        ("#DesaBunga", "desa bunga"),
        ("12,5% & turun", "dua belas koma lima persen dan turun"),
        ("Halo 😀 semua", "halo semua"),
    ],
)
def test_says_in_words(written: str, words: str) -> None:
    assert spoken(written) == words


def test_the_lexicon_comes_first_whatever_its_case() -> None:
    assert say_words("BPD Luwuk rapat.", lexicon={"bpd": "badan permusyawaratan", "Luwuk": "luwu'"}).startswith(
        "badan permusyawaratan luwu"
    )
    assert say_words("Luwukan", lexicon={"Luwuk": "x"}) == "Luwukan"


def test_an_entry_in_capitals_stands_for_capitals_alone() -> None:
    lexicon = {"ADA": "a de a", "Kmp.": "kampung", "Balai Desa": "balai de sa"}
    assert say_words("ADA ada di Kmp. Baru dan balai\n desa.", lexicon=lexicon) == (
        "a de a ada di kampung Baru dan balai de sa."
    )


@pytest.mark.parametrize("text", ["", "   ", "😀 👍", "—", "…!?"])
def test_nothing_to_say_is_no_words(text: str) -> None:
    assert say_words(text) == ""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("At 09.00 WITA, Rp1.250.000.", "At 09:00 Central Indonesian Time, 1250000 rupiah."),
        ("09.00–11.30 WIB", "09:00 to 11:30 Western Indonesian Time"),
        ("Open 08.00-15.00, closed at 12.30.", "Open 08:00 to 15:00, closed at 12:30."),
        ("Version 3.11, 10.50%", "Version 3.11, 10.50 percent"),
        ("Rp2,5 juta/person", "2.5 million rupiah per person"),
        ("on 5/12/2026 and 2026-12-06", "on 5 December 2026 and 6 December 2026"),
        ("on 45/13/2026", "on 45/13/2026"),
        ("Call 0812-3456-7890 or +62 461 21024.", "Call 0 8 1 2, 3 4 5 6, 7 8 9 0 or plus 6 2, 4 6 1, 2 1 0 2 4."),
        ("1.250 people, 25 °C, 12 km/h", "1250 people, 25 degrees Celsius, 12 kilometres per hour"),
        ("5-10 people, 24–26 July", "5 to 10 people, 24 to 26 July"),
        ("See https://www.banggaikab.go.id/en/x1 now 😀", "See banggaikab dot go dot id now"),
        ("Water & light · No. 12, RT 03/RW 02", "Water and light, number 12, R T 3, R W 2"),
        ("KTP is needed.", "KTP is needed."),  # an English voice spells what is in capitals
    ],
)
def test_english_is_left_to_its_voice_but_for_what_that_does_not_know(written: str, words: str) -> None:
    assert say_words(written, "en") == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1. KTP asli", "satu, ka te pe asli"),
        ("Wajib membawa: 1. KTP, 2) undangan.", "Wajib membawa: satu, ka te pe, dua, undangan."),
        ("Yang hadir 12. Selesai.", "Yang hadir dua belas. Selesai."),
    ],
)
def test_entries_of_a_list_are_told_apart_by_a_short_pause(written: str, words: str) -> None:
    assert say_words(written) == words


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_no_case_of_the_examples_is_too_odd(change: Callable[[str], str]) -> None:
    for written, _ in examples():
        assert not re.search(r"[0-9\[\]<>\n]", say_words(change(written))), written


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,/-: RpkmHISDMX()%ajw@#\n[]"), max_size=60) | st.text(max_size=60))
def test_words_hold_no_digit_and_no_bracket(text: str) -> None:
    words = say_words(text)
    assert not re.search(r"[0-9\[\]<>\n]", words)
