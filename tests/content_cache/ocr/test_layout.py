"""Words become blocks in the order in which people read."""

from __future__ import annotations

from msgspec.structs import replace

from content_cache.model.picture_text import Region
from content_cache.ocr.layout import blocks_of
from content_cache.ocr.readable import Grounds
from content_cache.ocr.words import Found

WHITE = Grounds(10, 10, bytes([1] * 100))
SIDE = Grounds(10, 10, bytes((2, 2, 2, 1, 1, 1, 1, 1, 1, 1)) * 10)
BOXES = Grounds(10, 10, bytes([1] * 100), bytes((2, 2, 2, 3, 3, 3, 4, 4, 4, 1)) * 10)


def line(text: str, x: float, y: float, block: int, number: int = 1) -> list[Found]:
    return [
        Found(block, (1, number), word, Region(x + 0.05 * n, y, x + 0.05 * n + 0.04, y + 0.02), 0.9)
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
        for row in range(4)
        for column, name in enumerate(("beras", "kilogram", "14."))
        for word in line(f"{name}{row}", 0.1 + 0.3 * column, 0.3 + 0.05 * row, 4 * row + column + 1)
    ]
    assert texts(cells) == ["\n".join(f"beras{row} kilogram{row} 14.{row}" for row in range(4))]


def test_boxes_are_read_one_after_the_other() -> None:
    """Tesseract joins what stands at one height: three pale boxes, each a label with its value."""
    boxed = [
        word
        for number, told in enumerate(("HARI JAM TEMPAT", "Kamis 08.00 Balai", "depan WITA Bunga"))
        for word in [
            replace(each, box=Region(0.05 + 0.3 * n, each.box.top, 0.15 + 0.3 * n, each.box.bottom))
            for n, each in enumerate(line(told, 0.1, 0.3 + 0.03 * number, 1, number))
        ]
    ]
    assert texts(boxed, BOXES) == ["HARI\nKamis\ndepan", "JAM\n08.00\nWITA", "TEMPAT\nBalai\nBunga"]


def test_a_label_goes_before_the_value_below_it() -> None:
    labels = [*line("Setiap keluarga", 0.1, 0.3, 1), *line("Bulan", 0.6, 0.3, 1)]
    values = [*line("Rp900.000", 0.1, 0.33, 1, 2), *line("Oktober", 0.6, 0.33, 1, 2)]
    assert texts([*labels, *values]) == ["Setiap keluarga\nRp900.000", "Bulan\nOktober"]


def test_a_heading_below_columns_is_of_none_of_them() -> None:
    rows = ("kiri satu dua", "kiri tiga empat", "kiri lima enam")
    left = [word for n, row in enumerate(rows) for word in line(row, 0.1, 0.3 + 0.03 * n, 1, n)]
    right = [
        word for n, row in enumerate(rows) for word in line(row.replace("kiri", "kanan"), 0.6, 0.31 + 0.03 * n, 2, n)
    ]
    heading = [
        *line("Yang dibawa", 0.1, 0.43, 3),
        *line("KTP asli dan salinan kartu keluarga dari setiap penerima", 0.1, 0.47, 4),
    ]
    assert [text.split()[0] for text in texts([*left, *right, *heading])] == ["kiri", "kanan", "Yang", "KTP"]


def test_a_line_across_two_grounds_is_two() -> None:
    """Tesseract joins what stands at one height: the dark side and the white sheet beside it."""
    assert texts(line("Senin Kamis", 0.1, 0.3, 1) + line("Zonasi 108", 0.5, 0.3, 1), SIDE) == [
        "Senin Kamis",
        "Zonasi 108",
    ]


def test_nothing_is_nothing() -> None:
    assert blocks_of([], WHITE) == ()
