"""Tables in the text of a page: what is one, and how its rows are told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest

from content_cache.model.page_table import TextTable, stand_below, table_in, told_rows
from content_cache.model.picture_text import Region, TextLine, Word
from kiosk.content.views.pieces import join_lines, pieces_of
from tests.support import pdfs

HIGH, LETTER = 0.01, 0.01


def line(top: float, *cells: tuple[float, str]) -> TextLine:
    """Cells that begin at a place of the page, their words a letter apart."""
    words = []
    for left, text in cells:
        for word in text.split():
            right = left + LETTER * len(word)
            words.append(Word(word, Region(left, top, right, top + HIGH)))
            left = right + LETTER
    return TextLine(tuple(words))


def page(rows: Sequence[Sequence[str]], across: Sequence[float], pitch: float = 0.02) -> list[TextLine]:
    return [
        line(0.1 + pitch * n, *((x, text) for x, text in zip(across, row, strict=True) if text))
        for n, row in enumerate(rows)
    ]


def table(rows: Sequence[Sequence[str]], *across: float) -> TextTable:
    found = table_in(page(rows, across))
    assert found is not None
    return found


PRICES = ("Barang", "Harga (Rp)"), ("Beras medium", "15.000"), ("Gula pasir", "18.000")


def test_two_columns_are_told_without_their_headers() -> None:
    assert told_rows(table(PRICES, 0.1, 0.6).rows, str) == ("Beras medium: Rp15.000.", "Gula pasir: Rp18.000.")


def test_more_columns_are_told_with_them_and_codes_are_not() -> None:
    found = table(pdfs.BUDGET, 0.05, 0.15, 0.4, 0.65)
    assert told_rows(found.rows, str)[:3] == (
        "PENDAPATAN: anggaran Rp1.684.250.000, realisasi Rp1.200.000.000.",
        "Dana Desa: anggaran Rp942.118.000, realisasi Rp600.000.000.",
        "Alokasi Dana Desa: anggaran Rp611.932.000, realisasi Rp500.000.000.",
    )


def test_a_first_column_of_dates_is_no_code() -> None:
    rows = ("Tanggal", "Kegiatan", "Biaya"), ("12", "Kerja bakti", "500.000"), ("14", "Posyandu", "300.000")
    assert told_rows(table(rows, 0.1, 0.3, 0.7).rows, str)[0] == "Kerja bakti: tanggal 12, biaya 500.000."


def test_a_cell_that_is_wrapped_is_one() -> None:
    lines = page(PRICES, (0.1, 0.6), 0.03)
    wrapped = [*lines[:2], line(lines[1].box.top + 0.012, (0.1, "kelas satu")), *lines[2:]]
    found = table_in(wrapped)
    assert found is not None
    assert told_rows(found.rows, str) == ("Beras medium kelas satu: Rp15.000.", "Gula pasir: Rp18.000.")
    assert found.ends == (1, 3, 4)


def test_lines_above_and_below_are_told_as_they_are() -> None:
    lines = page(PRICES, (0.1, 0.6))
    told = join_lines(
        [line(0.08, (0.1, "Harga pasar hari ini")), *lines, line(0.2, (0.1, "Sumber: Dinas Perdagangan"))]
    )
    assert told.text.split("\n") == [
        "Harga pasar hari ini", "Beras medium: Rp15.000.", "Gula pasir: Rp18.000.", "Sumber: Dinas Perdagangan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        page((("Beras", "15.000"), ("Gula", "18.000"), ("Teh", "7.000")), (0.1, 0.6)),
        page((("Hari", "Kegiatan"), ("Senin", "Rapat"), ("Selasa", "Posyandu")), (0.1, 0.6)),
        page((*PRICES[:2], ("Gula pasir " * 6, "18.000")), (0.1, 0.6)),
        [line(0.1 + n / 50, (0.1, "Warga menerima 300.000 rupiah")) for n in range(5)],
        [line(0.1 + n / 50, *((x / 30, "7") for x in range(30))) for n in range(5)],
        [],
    ],
    ids=["no header", "no numbers", "a cell in two columns", "sentences", "30 columns", "nothing"],
)
def test_what_is_not_clear_is_no_table(lines: list[TextLine]) -> None:
    assert table_in(lines) is None


def test_what_a_machine_doubts_is_never_told_as_a_row() -> None:
    lines = page(PRICES, (0.1, 0.6))
    doubted = TextLine((*lines[2].words[:-1], Word("18.000", lines[2].words[-1].box, 0.3, doubtful=True)))
    assert table_in([*lines[:2], doubted]) is None


def test_rows_stand_below_each_other_and_a_sentence_does_not() -> None:
    lines = page(PRICES, (0.1, 0.6))
    assert all(stand_below(one, other) for one, other in pairwise(lines))
    assert not stand_below(lines[0], line(0.3, (0.1, "Satu kalimat yang panjang sekali di bawah tabel harga")))


def test_a_page_of_nothing_but_cells_costs_no_time() -> None:
    before = time.process_time()
    mad = TextLine(tuple(Word("7", Region(n / 9000, 0.1, n / 9000 + 1e-5, 0.11)) for n in range(9000)))
    assert not stand_below(mad, mad)
    assert table_in([mad] * 2 + [line(0.2, (0.1, "7"))] * 900) is None
    assert time.process_time() - before < 2


def test_a_piece_of_a_table_that_goes_on_has_its_headers() -> None:
    from content_cache.model.picture_text import PictureText, TextBlock, around

    rows = [("Uraian", "Anggaran (Rp)"), *((f"Belanja {chr(65 + n)}", f"{n + 1}.000.000") for n in range(20))]
    lines = tuple(page(rows, (0.1, 0.6), 0.04))
    block = TextBlock(around([each.box for each in lines]), lines)
    pieces = pieces_of(PictureText((block,), "author"), (1810, 2560), (1144, 614))
    assert len(pieces) > 1
    assert [part for piece in pieces for part in piece.joined_text.text.split("\n")] == [
        f"Belanja {chr(65 + n)}: Rp{n + 1}.000.000." for n in range(20)
    ]
