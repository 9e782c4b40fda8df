"""Telephone numbers of posters, as both models read them: a wrong one is never told as a fact."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from content_cache.ocr.doubt import doubts
from content_cache.ocr.layout import blocks_of
from content_cache.ocr.readable import Grounds
from content_cache.ocr.words import agreed
from tests.content_cache.ocr.test_layout import line

WHITE = Grounds(1, 1, bytes((1,)))


def doubtful(text: str) -> list[str]:
    words = line(text, 0.1, 0.3, 1)
    return [word.text for word, doubt in zip(words, doubts(words), strict=True) if doubt]


def test_number_that_both_models_misread_alike_is_marked() -> None:
    """A poster said 0812-3456-7890."""
    both = line("Bidan Sri 9812-3456-7899", 0.1, 0.3, 1)
    (block,) = blocks_of(agreed(both, both), WHITE)
    assert [(word.text, word.doubtful) for word in block.lines[0].words] == [
        ("Bidan", False), ("Sri", False), ("9812-3456-7899", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Telp 9461-21234", "HP: 981234567890", "WA 3812-3456-7890", "(9461) 2123456", "981234567890", "9812 3456 7890",
        "Sri 9812.3456.7890", "+82812-3456-7890", "+52 812 3456 7890", "0112-3456-7890", "0812-3456-7890/9813-2222-333",
        "Hubungi 912", "Telp. 21234", "Call center: 24045", "WA no. 8123456789", "00812-3456-7890",
    ],
)  # fmt: skip
def test_number_that_does_not_begin_as_one_is_doubtful(text: str) -> None:
    assert doubtful(text)


@pytest.mark.parametrize(
    "text",
    [
        "Telp 0461-21234", "HP: 081234567890", "WA 0812-3456-7890", "(0461) 2123456", "(0461)21234", "081234567890",
        "0812 3456 7890", "0812.3456.7890", "+62812-3456-7890", "+62 812 3456 7890", "62812345678", "0461-21024/21025",
        "0812-3456-7890/0813-2222-333", "Hubungi 112", "Telp. 119", "Call center: 14045", "WA no. 081234567890,",
        "Rp1.482.650.000", "1.482.650.000", "01-12-2026", "08.00-15.00", "WA 08.00 - 15.00", "Hubungi 08.30",
        "7271010101010001", "19800101 200501 1 001", "RT 03/02", "2024, 2025, 2026", "470/123/2026", "12 34 56 78 90",
        "Telp 3 kali", "140 250 300",
    ],
)  # fmt: skip
def test_number_that_begins_as_one_and_other_numbers_are_told(text: str) -> None:
    assert doubtful(text) == []


def test_where_the_readings_differ_in_one_part_the_whole_number_is_doubtful() -> None:
    first = line("Sri 0812 3456 7890 10 15 Luwuk 94711", 0.1, 0.3, 1)
    second = [replace(word, text="3458") if word.text == "3456" else word for word in first]
    words = agreed(first, second)
    told = zip(words, doubts(words), strict=True)
    assert [word.text for word, doubt in told if doubt][:3] == ["0812", "3456", "7890"]


def test_numbers_of_other_columns_are_no_telephone() -> None:
    words = [word for n in range(3) for word in line("2024", 0.1 + 0.3 * n, 0.3, 1)]
    assert not any(doubts(words))
