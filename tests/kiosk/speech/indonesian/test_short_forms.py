"""Readings of short forms: the conditions of their rows, the cheapest way, and the senses that were learned."""

from __future__ import annotations

from importlib import resources

import pytest

from deploy.learn_senses import LABELLED, learned, read, share_right
from kiosk.speech.indonesian.chooser import ChosenReading, cheapest
from kiosk.speech.indonesian.context import condition
from kiosk.speech.indonesian.reading import chosen
from kiosk.speech.indonesian.reading import write_out as read_text
from kiosk.speech.indonesian.tokens import tokens
from kiosk.speech.script.normaliser import say_words


def test_tokens_have_their_place_in_the_text() -> None:
    text = "Jum'at, 12.30 di Kec. Batui (m²)"
    assert [each.text for each in tokens(text)] == [
        "Jum'at", ",", "12.30", "di", "Kec", ".", "Batui", "(", "m²", ")",
    ]  # fmt: skip
    assert all(text[each.start : each.end] == each.text for each in tokens(text))


def test_two_readings_that_cost_less_together_win_over_a_long_one() -> None:
    long, first, second = (
        ChosenReading(0, 2, "x", -3, ""),
        ChosenReading(0, 1, "y", -2, ""),
        ChosenReading(1, 2, "z", -2, ""),
    )
    assert cheapest([long, first, second], 2) == [first, second]
    assert cheapest([long, first], 2) == [long]


def test_reading_that_costs_more_than_the_form_as_it_is_is_not_chosen() -> None:
    assert cheapest([ChosenReading(0, 1, "x", 0.5, "")], 1) == []


@pytest.mark.parametrize(
    ("written", "met"),
    [
        (">jam|pkl", True),
        ("!>jam", False),
        (">#", False),
        (">jam_#", True),
        ("<AA", False),
        ("<aa", True),
        ("<^_aa", True),
        ("~8", True),
        ("<~8", False),
        (">~mal*", True),
        (">@when", True),
        ("=aa", True),
    ],
)
def test_condition_holds(written: str, met: bool) -> None:
    found = tokens("hujan smp jam 8 malam")
    assert condition(written).met(found, 1, 2) is met


def test_condition_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="jam"):
        condition("jam")


def test_rows_are_in_the_table_once() -> None:
    rows = (resources.files("kiosk.speech.indonesian.senses") / "short_forms.tsv").read_text(encoding="utf-8")
    keys = [
        (form, tuple(row.split("\t")[2:]))
        for row in rows.splitlines()
        if not row.startswith("#")
        for form in row.split("\t")[0].split("|")
    ]
    assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketik no.rek BRI", "Ketik nomor rekening BRI"),
        ("12kw gabah", "12 kuintal gabah"),
        ("x.kec.y@kk.id", "x.kec.y@kk.id"),
        ("Rapat kec. Minggu", "Rapat kec. Minggu"),
        ("setiap hari kec. Minggu", "setiap hari kecuali Minggu"),
    ],
)
def test_chosen_readings_stand_in_the_text(text: str, words: str) -> None:
    assert read_text(text) == words


def test_readings_tell_their_row() -> None:
    _, readings, _ = chosen("paket smp besok")
    assert [(each.words, each.source) for each in readings] == [("sampai", "smp, learned")]


@pytest.mark.parametrize("form", [file.stem for file in sorted(LABELLED.glob("*.tsv"))])
def test_learned_half_reads_the_other_half(form: str) -> None:
    lines = read(LABELLED / f"{form}.tsv")
    assert len(lines) >= 40
    assert share_right(learned(lines[::2]), lines[1::2]) >= 0.75


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # days cut short are days only beside a date
        ("Posyandu sbt 12/12", "Posyandu Sabtu, dua belas Desember"),
        ("Libur rb, 9 des", "Libur Rabu, sembilan Desember"),
        ("Harga 40 rb", "Harga empat puluh ribu"),
        ("Buka Rab-Sab 09-15", "Buka Rabu sampai Sabtu sembilan sampai lima belas"),
        ("Kelas A Sen, kelas B Kam", "Kelas A Senin, kelas be Kamis"),
        ("Warung Sab s/d Min", "Warung Sabtu sampai dengan Minggu"),
        ("Sel surya dicuri", "Sel surya dicuri"),
        ("Iuran Okt s/d Des naik", "Iuran Oktober sampai dengan Desember naik"),
        ("Lahir 7-Jan-2019", "Lahir tujuh Januari dua ribu sembilan belas"),
        ("Rapat 3 mar", "Rapat tiga Maret"),
        ("Pak Jan pergi", "Pak Jan pergi"),
        ("Pak Sen ke Batui Sel.", "Pak Sen ke Batui selatan"),
        ("Min. 3 orang", "minimal tiga orang"),
        # sexes, ages, years and the minus of a measure
        ("JK: P", "jenis kelamin: perempuan"),
        ("Lahir P 2,9kg", "Lahir perempuan dua koma sembilan kilogram"),
        ("Kaos ukuran L 2 kg", "Kaos ukuran el dua kilogram"),
        ("Film remaja 13+", "Film remaja tiga belas tahun ke atas"),
        ("50+ orang hadir", "lebih dari lima puluh orang hadir"),
        ("Kerajaan berdiri 1340 M", "Kerajaan berdiri seribu tiga ratus empat puluh masehi"),
        ("Lari 1500 M", "Lari seribu lima ratus meter"),
        ("-0,4 m dpl", "minus nol koma empat meter di atas permukaan laut"),
        ("Gula - 2 kg", "Gula, dua kilogram"),
        # the rule of health, money, a length
        ("Warga lakukan 3M", "Warga lakukan tiga em"),
        ("Dana desa 3M", "Dana desa tiga miliar"),
        ("Pipa 3M", "Pipa tiga meter"),
        # two numbers side by side
        ("Jam 7 12 orang tiba", "Jam tujuh, dua belas orang tiba"),
        ("RW 2 4 KK mengungsi", "er we dua, empat kepala keluarga mengungsi"),
        ("Kelas II Rp20.000", "Kelas dua, dua puluh ribu rupiah"),
        ("Penduduk 4 000 jiwa", "Penduduk empat ribu jiwa"),
        ("HP 0813 22 333 444", "ha pe nol delapan satu tiga, dua dua, tiga tiga tiga, empat empat empat"),
        # a list behind one word, forecasts in signs
        ("Regu 1. Ani 2. Budi 3. Citra", "Regu: satu, Ani, dua, Budi, tiga, Citra"),
        ("Juara 1. Amir hadir", "Juara satu. Amir hadir"),
        ("Cuaca besok: Bunta 🌧 Toili ⛅", "Cuaca besok: Bunta hujan Toili cerah berawan"),
        ("🌧 Maaf, rapat batal", "Maaf, rapat batal"),
    ],
)
def test_fresh_texts_are_said_rightly(text: str, words: str) -> None:
    assert say_words(text) == words
