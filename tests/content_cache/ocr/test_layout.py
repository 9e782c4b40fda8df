"""Words become blocks in the order in which people read."""

from __future__ import annotations

from content_cache.model.picture_text import Box
from content_cache.ocr.layout import blocks_of
from content_cache.ocr.readable import Grounds
from content_cache.ocr.words import Found

WHITE = Grounds(2, 1, bytes((1, 1)))
SIDE = Grounds(10, 1, bytes((2, 2, 2, 1, 1, 1, 1, 1, 1, 1)))


def line(text: str, x: float, y: float, block: int, number: int = 1) -> list[Found]:
    return [
        Found(block, (1, number), word, Box(x + 0.05 * n, y, x + 0.05 * n + 0.04, y + 0.02), 0.9)
        for n, word in enumerate(text.split())
    ]


def texts(found: list[Found], grounds: Grounds = WHITE) -> list[str]:
    return [block.text for block in blocks_of(found, grounds)]


def test_columns_are_read_one_after_the_other() -> None:
    left = [w for n in range(3) for w in line(f"kiri baris {n}", 0.1, 0.3 + 0.05 * n, 1, n)]
    right = [w for n in range(3) for w in line(f"kanan baris {n}", 0.6, 0.3 + 0.05 * n, 2, n)]
    head = line("judul di atas", 0.1, 0.1, 3)
    assert [text.split()[0] for text in texts([*right, *left, *head])] == ["judul", "kiri", "kanan"]


def test_cells_of_a_table_are_read_row_by_row() -> None:
    cells = [
        word
        for row in range(2)
        for column, name in enumerate(("beras", "kilogram"))
        for word in line(f"{name}{row}", 0.1 + 0.5 * column, 0.3 + 0.1 * row, 4 * row + column + 1)
    ]
    assert texts(cells) == ["beras0", "kilogram0", "beras1", "kilogram1"]


def test_a_line_across_two_grounds_is_two() -> None:
    """Tesseract joins what stands at one height: the dark side and the white sheet beside it."""
    assert texts(line("Senin Kamis", 0.1, 0.3, 1) + line("Zonasi 108", 0.5, 0.3, 1), SIDE) == [
        "Senin Kamis",
        "Zonasi 108",
    ]


def test_nothing_is_nothing() -> None:
    assert blocks_of([], WHITE) == ()
