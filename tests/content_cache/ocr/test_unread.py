"""What stands in a table and was not read is told as in doubt; signs, pictures and rules are not."""

from __future__ import annotations

import time

import numpy as np
import pytest

from content_cache.model.picture_text import Region
from content_cache.ocr.doubt import is_doubtful
from content_cache.ocr.unread import UNREAD, unread
from content_cache.ocr.words import Found

HIGH, WIDE = 1000, 700
ROWS = (("Mekar Jaya", "1-60"), ("Lembah Sari", "61-110"), ("Sumber Rejeki", "111-175"), ("Tanjung Biru", ""))


def table(rows: tuple[tuple[str, str], ...] = ROWS) -> list[Found]:
    """Words of ten pixels a letter; what is "" was not read."""
    found = []
    for n, row in enumerate(rows):
        top = 0.2 + 0.05 * n
        for left, text in zip((0.1, 0.6), row, strict=True):
            for word in text.split():
                box = Region(left, top, left + 0.014 * len(word), top + 0.02)
                found.append(Found(2 * n + (left > 0.5), (1, 1), word, box, 0.9))
                left = box.right + 0.01
    return found


def ink(*boxes: Region) -> np.ndarray:
    page = np.zeros((HIGH, WIDE), bool)
    for box in boxes:
        page[int(box.top * HIGH) : int(box.bottom * HIGH), int(box.left * WIDE) : int(box.right * WIDE)] = True
    return page


def test_a_cell_that_was_passed_over_is_in_doubt() -> None:
    (word,) = unread(table(), ink(Region(0.6, 0.352, 0.67, 0.368)), WIDE / HIGH)
    assert (word.text, is_doubtful(word, ())) == (UNREAD, True)
    assert word.box == Region(0.6, 0.352, 0.67, 0.368)


def test_so_are_two_below_each_other() -> None:
    rows = (*ROWS[:3], ("Tanjung Biru", ""), ("Mekar Jaya", ""))
    found = unread(table(rows), ink(Region(0.6, 0.352, 0.65, 0.368), Region(0.6, 0.402, 0.65, 0.418)), WIDE / HIGH)
    assert [round(word.box.top, 2) for word in found] == [0.35, 0.4]


@pytest.mark.parametrize(
    "box",
    [
        Region(0.0, 0.0, 0.0, 0.0),
        Region(0.6, 0.33, 0.75, 0.39),
        Region(0.6, 0.359, 0.75, 0.361),
        Region(0.6, 0.352, 0.604, 0.368),
        Region(0.3, 0.352, 0.4, 0.368),
    ],
    ids=["nothing", "a picture", "a rule across", "a rule down", "between the columns"],
)
def test_what_is_no_letters_of_a_column_is_not(box: Region) -> None:
    assert unread(table(), ink(box), WIDE / HIGH) == []


def test_a_column_of_words_and_what_is_no_table_are_left_alone() -> None:
    there = ink(Region(0.6, 0.352, 0.67, 0.368))
    assert unread(table(tuple((name, "desa" * bool(cell)) for name, cell in ROWS)), there, WIDE / HIGH) == []
    assert unread(table((*ROWS[:1], *ROWS[3:])), there, WIDE / HIGH) == [], "one number is no column"
    assert unread([], there, WIDE / HIGH) == []


def test_a_word_that_stands_a_little_lower_was_read() -> None:
    low = Found(9, (1, 1), "Daftar", Region(0.6, 0.364, 0.67, 0.384), 0.9)
    assert unread([*table(), low], ink(Region(0.6, 0.358, 0.67, 0.37)), WIDE / HIGH) == []


def test_a_page_full_of_numbers_costs_little_time() -> None:
    words = [
        Found(n, (1, 1), "7", Region(n % 20 / 20, n // 20 / 30, n % 20 / 20 + 0.004, n // 20 / 30 + 0.02), 0.9)
        for n in range(600)
    ]
    mad = [Found(n, (1, 1), "7", Region(n / 600, 0.1, n / 600 + 1e-4, 0.12), 0.9) for n in range(600)]
    before = time.process_time()
    for page in (words, words[::2], mad):
        unread(page, np.ones((HIGH, WIDE), bool), WIDE / HIGH)
    assert time.process_time() - before < 5
