"""What Tesseract tells is believed as far as a stranger is; noise is left out, two readings are held against each other."""

from __future__ import annotations

import pytest

from content_cache.model.picture_text import Region
from content_cache.ocr.doubt import is_doubtful
from content_cache.ocr.words import MOST_WORDS, Found, agreed, believable, is_writing, words_of

pytestmark = pytest.mark.attack(
    "what comes in",
    "Tesseract's table has rows without end, numbers that are none, places outside of the picture, control characters",
    "bounded, checked, cleaned; a word is text in a box and nothing else",
)


def row(text: str, *, left: int = 10, top: int = 20, confidence: str = "91.5", line: int = 1, block: int = 1) -> str:
    return f"5\t1\t{block}\t1\t{line}\t1\t{left}\t{top}\t100\t40\t{confidence}\t{text}"


def found(text: str, confidence: float = 0.9, x: float = 0.1, line: int = 1, *, disputed: bool = False) -> Found:
    return Found(1, (1, line), text, Region(x, 0.1, x + 0.1, 0.14), confidence, disputed)


def test_a_word_has_its_place_in_the_picture() -> None:
    (word,) = words_of(f"level\tpage_num\n{row('Posyandu')}", 1000, 400)
    assert word == Found(1, (1, 1), "Posyandu", Region(0.01, 0.05, 0.11, 0.15), 0.92)


@pytest.mark.parametrize(
    "hostile",
    [
        row("Posyandu").replace("91.5", "nan"),
        row("Posyandu").replace("91.5", "1e9"),
        row("Posyandu").replace("10", "-10"),
        row("Posyandu").replace("\t100\t", "\t" + "9" * 5000 + "\t"),
        row("\u202e\x1b\x07"),
        row("a b"),
        row("Posyandu") + "\tmore",
        "5\t1",
        "\x00" * 100,
    ],
)
def test_what_is_no_row_is_passed_over(hostile: str) -> None:
    assert words_of(hostile, 1000, 400) == []


def test_a_flood_of_words_and_a_word_without_end_are_bounded() -> None:
    flood = words_of("\n".join([row("ab")] * (2 * MOST_WORDS)), 1000, 400)
    assert len(flood) == MOST_WORDS
    assert all(len(word.text) <= 100 for word in words_of(row("x" * 100_000), 1000, 400))


def test_plaster_seams_and_rules_are_no_words() -> None:
    noise = [found("|", 0.95), found("“3", 0.5, line=2), found("aa", 0.16, line=3), found("NN", 0.2, line=3)]
    writing = [found("Posyandu", 0.95, line=4), found("Melati", 0.3, 0.3, line=4), found("—", 0.6, 0.5, line=4)]
    assert [word.text for word in believable(noise + writing)] == ["Posyandu", "Melati"]


def test_another_script_is_no_writing_that_it_reads() -> None:
    """Show that the reading of Arabic letters counts as no text, while a poster with some noise does."""
    arabic = [found("udi", 0.38), found("5)", 0.4), found("JJ", 0.51), found("Telo", 0.47), found("JLI", 0.77)]
    assert not is_writing(arabic)
    assert not is_writing([])
    assert is_writing([*arabic[:2], found("Posyandu", 0.95)])


def test_what_both_models_read_is_sure_and_a_number_that_they_read_otherwise_is_not() -> None:
    first = [found("Rp900.000", 0.6), found("08.30", 0.9, 0.3), found("warga", 0.7, 0.5)]
    second = [found("Rp900.000", 0.9), found("09.30", 0.9, 0.3), found("wargi", 0.9, 0.5)]
    same, other, word = agreed(first, second)
    assert (same.text, same.disputed, same.confidence) == ("Rp900.000", False, 0.9)
    assert (other.text, other.disputed) == ("08.30", True)
    assert (word.text, word.disputed) == ("wargi", True)
    assert [is_doubtful(each, ()) for each in (same, other, word)] == [False, True, False]


def test_a_per_cent_sign_is_what_the_other_model_sees() -> None:
    (half,) = agreed([found("5096", 0.8)], [found("50%", 0.95)])
    assert (half.text, half.disputed) == ("50%", False)
    (other,) = agreed([found("4096", 0.8)], [found("50%", 0.95)])
    assert other.disputed


def test_what_one_model_alone_saw_is_there_and_its_numbers_are_doubtful() -> None:
    told = agreed([found("Senin")], [found("Senin"), found("07.15", 0.95, 0.4), found("~", 0.3, 0.7)])
    assert [(word.text, word.disputed) for word in told] == [("Senin", False), ("07.15", True)]


@pytest.mark.parametrize(
    "number",
    ["1.482.650.000", "Rp75.000", "Rp15.500,-", "08.30", "24.00", "7/9/2026", "2026/2027", "50%", "1,2", "3x4", "ke-58", "17",
     "0812", "F-1.02", "15-27", "(150", "21,"],
)  # fmt: skip
def test_a_number_as_offices_write_it_is_told(number: str) -> None:
    assert not is_doubtful(found(number), ())


@pytest.mark.parametrize(
    "number", ["98.90", "1.48.650", "Rp9OO.000", "O8.3O", "RpI5.OOO", "2O26", "30.60", "1,,5", "5096%%"]
)
def test_a_number_that_no_office_writes_is_doubtful(number: str) -> None:
    assert is_doubtful(found(number, 0.99), ())


def test_a_month_that_was_misread_after_a_day_is_doubtful() -> None:
    day = found("17")
    assert is_doubtful(found("Septenber"), (day,))
    assert not is_doubtful(found("September"), (day,))
    assert not is_doubtful(found("Keluarga"), (day,))
