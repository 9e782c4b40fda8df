"""Text that has less lines than it needs is smaller, or ends with "…": nobody takes a part for the whole."""

from __future__ import annotations

import pytest

from kiosk.ui.primitives.text import WrappedText
from tests.support.stage import Stage

TITLE = "Vaksin HPV menyebabkan kemandulan pada anak perempuan adalah tidak benar"


def drawn(stage: Stage, words: str, wide: int, lines: int) -> WrappedText:
    stage.open("home", (1280, 720))
    text = WrappedText(words=words, width=wide, max_lines=lines, size_hint_x=None)
    text.texture_update()
    return text


def said(text: WrappedText) -> str:
    """Return the text that is drawn."""
    assert text._label is not None
    return str(text._label.text)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("wide", [220, 333, 480, 700])
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_is_left_out_is_told(stage: Stage, wide: int, lines: int) -> None:
    text = drawn(stage, TITLE, wide, lines)
    told = said(text)
    whole = drawn(stage, TITLE, wide, 0)
    assert text.height <= whole.height
    if told != TITLE:
        assert "…" in told
        assert TITLE.startswith(told.partition("…")[0])
        assert "tidak" in told or wide * lines < 300, (
            "what turns the title stays, where a word of it has room beside it"
        )
        assert text.texture_size[0] <= wide
        assert text.height < whole.height, "it is cut only where it has more lines"


def test_smaller_letters_come_before_a_cut(stage: Stage) -> None:
    text = drawn(stage, TITLE, 333, 3)
    assert said(text) == TITLE
    assert text._label is not None
    assert text._label.options["font_size"] < text.font_size


def test_a_text_that_comes_to_fit_is_whole_again(stage: Stage) -> None:
    text = drawn(stage, TITLE, 220, 1)
    assert said(text) != TITLE
    text.width = 1200
    text.texture_update()
    assert said(text) == TITLE
    text.words = "Pendek"
    text.texture_update()
    assert said(text) == "Pendek"


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("words", ["", " ", "a" * 400, "…", "日本語" * 60, "a " * 300])
def test_no_text_is_too_odd(stage: Stage, words: str) -> None:
    drawn(stage, words, 220, 2)
