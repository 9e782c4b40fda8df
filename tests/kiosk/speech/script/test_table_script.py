"""A table as it is said: row by row, with its headers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.tables import MOST_ROWS, text_of
from kiosk.speech.script.item_script import ItemScript, table_sentences
from kiosk.speech.script.phrases import ENGLISH
from kiosk.speech.script.table_script import MOST_TOLD, TableScript

Rows = tuple[tuple[str, ...], ...]
HEADER = ("No", "Barang", "Satuan", "Harga (Rp)")


def block(rows: Rows, before: Rows = ()) -> Block:
    return Block(BlockKind.PARAGRAPH, text_of(rows), rows=rows, before=before)


def said(rows: Rows, before: Rows = (), language: str = "id") -> list[str]:
    wording = ItemScript(ZoneInfo("Asia/Makassar"), language=language)
    return [each.spoken for each in table_sentences(block(rows, before), 0, wording, language)]


def test_a_price_is_told_with_its_unit_and_what_has_become_of_it() -> None:
    rows = (HEADER, ("1", "Beras", "kg", "15.000"), ("2", "Gula", "kg", "17.000"), ("3", "Kopi", "bungkus", "9.000"))
    assert said(rows, (("1", "Beras", "kg", "14.500"), ("2", "Gula", "kg", "17.500"), ())) == [
        "Tabel, tiga baris: barang, satuan, harga.",
        "Beras, per kilogram: lima belas ribu rupiah, naik lima ratus.",
        "Gula, per kilogram: tujuh belas ribu rupiah, turun lima ratus.",
        "Kopi, per bungkus: sembilan ribu rupiah, baru.",
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            (("Barang", "Kemarin (Rp)", "Hari ini (Rp)"), ("Cabai 1 kg", "58.000", "65.000")),
            ["Cabai satu kilogram: kemarin lima puluh delapan ribu rupiah, hari ini enam puluh lima ribu rupiah."],
        ),
        (
            (("NAMA", "JABATAN", "HP"), ("Rahma", "Kasi Pelayanan", ""), ("", "Kades", "-")),
            ["Rahma: jabatan Kasi Pelayanan.", "jabatan Kades."],
        ),
        (
            (("Uraian", "Anggaran (Rp)", "Realisasi (%)"), ("Dana Desa", "Rp 900.000.000,00", "12,5"), ("Belanja", "", "")),
            ["Dana Desa: anggaran sembilan ratus juta rupiah, realisasi dua belas koma lima persen.", "Belanja."],
        ),
        ((("", ""), ("Beras", "15.000")), ["Beras: lima belas ribu."]),
        ((("A", "B"), ("…", "")), []),
        (
            (("Tahun", "Jumlah"), ("2025", "12"), ("2026", "15")),
            ["dua ribu dua puluh lima: dua belas.", "dua ribu dua puluh enam: lima belas."],
        ),
    ],
)  # fmt: skip
def test_rows_of_other_tables(rows: Rows, lines: list[str]) -> None:
    assert said(rows)[1:] == lines


def test_each_sentence_has_the_place_of_its_row() -> None:
    rows = (HEADER, ("1", "Beras", "kg", "15.000"), ("2", "Gula. Pasir. Halus.", "kg", "17.000"))
    wording = ItemScript(ZoneInfo("Asia/Makassar"))
    written = block(rows)
    places = [(each.block, written.text[each.start : each.end]) for each in table_sentences(written, 7, wording, "id")]
    assert places[1] == (7, "1 – Beras – kg – 15.000")
    assert set(places[2:]) == {(7, "2 – Gula. Pasir. Halus. – kg – 17.000")}


def test_of_a_table_without_end_so_much_is_told_that_one_listens_to() -> None:
    rows = (HEADER, *((str(n), f"Barang {n}", "kg", "1.000") for n in range(MOST_ROWS)))
    lines = said(rows)
    assert (len(lines), lines[-1]) == (MOST_TOLD + 1, "Dan empat ratus empat puluh satu baris lagi.")


def test_english_tables_are_told_in_english() -> None:
    rows = (("Goods", "Price"), ("Rice", "15,000"))
    script = TableScript(block(rows, (("Rice", "14,500"),)), ENGLISH, "en")
    assert [script.opening(), script.row(1)] == ["Table, 1 rows: goods, price.", "Rice: 15,000, up 500."]
