"""Tables that a file has column by column are read row by row; columns of sentences are not."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest

from content_cache.model.page_lines import blocks_of
from content_cache.model.picture_text import Region, Word
from kiosk.content.views.pieces import join_lines

HIGH, LETTER = 0.01, 0.006
PRICES = (
    ("Barang", "Satuan", "Harga (Rp)"), ("Beras medium", "kg", "15.000"), ("Gula pasir", "kg", "18.000"),
    ("Minyak", "liter", "17.500"), ("Telur", "butir", "2.000"),
)  # fmt: skip


def words(left: float, top: float, text: str) -> list[Word]:
    found = []
    for word in text.split():
        right = left + LETTER * len(word)
        found.append(Word(word, Region(left, top, right, top + HIGH)))
        left = right + LETTER
    return found


def by_columns(
    rows: Sequence[Sequence[str]], across: Sequence[float], top: float = 0.2, pitch: float = 0.02
) -> list[list[Word]]:
    return [
        words(left, top + pitch * n, row[place])
        for place, left in enumerate(across)
        for n, row in enumerate(rows)
        if row[place]
    ]


def texts(lines: Sequence[Sequence[Word]]) -> list[str]:
    return [block.text for block in blocks_of(lines)]


def test_a_table_by_columns_is_read_by_rows() -> None:
    lines = [words(0.1, 0.1, "Harga pasar"), *by_columns(PRICES, (0.1, 0.45, 0.7)), words(0.1, 0.5, "Sumber: Dinas")]
    assert texts(lines) == ["Harga pasar", "\n".join(" ".join(row) for row in PRICES), "Sumber: Dinas"]
    assert join_lines(blocks_of(lines)[1].lines).text.split("\n") == [
        "Beras medium, kg: Rp15.000.", "Gula pasir, kg: Rp18.000.", "Minyak, liter: Rp17.500.",
        "Telur, butir: Rp2.000.",
    ]  # fmt: skip


def test_so_is_one_that_lacks_headers_or_a_cell_or_comes_after_the_foot() -> None:
    bare = [row if row[0] != "Gula pasir" else ("Gula pasir", "", "18.000") for row in PRICES[1:]]
    assert texts(by_columns(bare, (0.1, 0.45, 0.7))) == [
        "Beras medium kg 15.000\nGula pasir 18.000\nMinyak liter 17.500\nTelur butir 2.000"
    ]
    foot = [words(0.1, 0.05, "Desa Tompotika"), words(0.8, 0.95, "Halaman 1")]
    told = texts([*foot, *by_columns(PRICES, (0.1, 0.45, 0.7))])
    assert [text.split("\n")[-1] for text in told] == ["Desa Tompotika", "Halaman 1", "Telur butir 2.000"]


def test_two_tables_by_columns_below_each_other_are_two() -> None:
    second = [("Pos", "Rupiah"), ("Jalan", "1.000.000"), ("Air", "2.000.000")]
    lines = [*by_columns(PRICES, (0.1, 0.45, 0.7)), *by_columns(second, (0.1, 0.7), 0.5)]
    assert [text.split("\n")[1] for text in texts(lines)] == ["Beras medium kg 15.000", "Jalan 1.000.000"]


@pytest.mark.parametrize("step", [0.0, 0.008], ids=["level", "not level"])
def test_columns_of_sentences_stay_one_after_the_other(step: float) -> None:
    left = [words(0.1, 0.2 + 0.016 * n, f"Warga yang hadir pada baris {n} kiri") for n in range(6)]
    right = [words(0.6, 0.2 + step + 0.016 * n, f"Panitia membagikan {n} paket kanan") for n in range(6)]
    first, second = texts([*left, *right])
    assert {line.split()[-1] for line in first.split("\n")} == {"kiri"}
    assert {line.split()[-1] for line in second.split("\n")} == {"kanan"}


@pytest.mark.parametrize("step", [0.0, 0.008], ids=["level", "not level"])
def test_a_table_by_columns_beside_a_column_of_sentences_is_not_mixed_with_it(step: float) -> None:
    left = [words(0.1, 0.2 + 0.016 * n, "Warga yang hadir pada pagi hari") for n in range(6)]
    table = by_columns([row[::2] for row in PRICES], (0.55, 0.8), 0.2 + step, 0.016)
    assert texts([*left, *table])[0] == "\n".join(["Warga yang hadir pada pagi hari"] * 6)


def test_what_stands_elsewhere_on_the_page_keeps_its_order() -> None:
    """Columns of sentences below a table, and a head that is written last."""
    left = [words(0.1, 0.5 + 0.016 * n, f"Warga yang hadir pada baris {n} kiri") for n in range(3)]
    right = [words(0.6, 0.5 + 0.016 * n, f"Panitia membagikan {n} paket kanan") for n in range(3)]
    told = texts([*by_columns(PRICES, (0.1, 0.45, 0.7)), *left, *right, words(0.1, 0.02, "3 Juli 2026")])
    assert [text.split("\n")[0] for text in told] == [
        "Barang Satuan Harga (Rp)", "Warga yang hadir pada baris 0 kiri", "Panitia membagikan 0 paket kanan", "3 Juli 2026",
    ]  # fmt: skip


@pytest.mark.slow(cases=0)
def test_a_hostile_page_costs_no_time() -> None:
    """Thousands of words that go up and down, all level, or one below the other."""
    rng = random.Random(1)
    before = time.process_time()
    mad = [[Word("7", Region(x := rng.random(), y := rng.random(), x + 1e-4, y + 1e-2))] for _ in range(9_000)]
    level = [[Word("7", Region(1 - n / 9000, 0.1, 1 - n / 9000 + 1e-5, 0.11))] for n in range(9_000)]
    falling = [[Word("7", Region(0.1, n / 9000, 0.11, n / 9000 + 1e-5))] for n in range(9_000)]
    for page in (mad, level, falling, [], [[Word("7", Region(0, 0, 0, 0))]] * 9_000):
        assert sum(len(block.lines) for block in blocks_of(page)) <= len(page)
    assert time.process_time() - before < 10
