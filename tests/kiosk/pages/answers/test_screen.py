"""The rows of answered questions."""

from __future__ import annotations

from kivy.uix.label import Label

from kiosk.pages.answers.screen import AskedRow
from kiosk.pages.answers.view import AnswersView, Unlock
from kiosk.ui.widgets.pin_pad import PinPad, PinSide
from tests.support.questions import answer
from tests.support.stage import Stage

ROWS = tuple(answer(n, "k", id=str(n), title="Kapan jalan Dusun 2 diperbaiki?") for n in range(3))


def test_the_question_of_an_answer_is_whole_in_the_largest_letters(stage: Stage) -> None:
    stage.open("answers", (720, 1280), text_scale=2.0, view=AnswersView(ROWS, pages=2, total=6))
    stage.settle()
    assert len(stage.widgets(AskedRow)) == 3
    titles = [label for label in stage.widgets(Label) if label.text.startswith("Kapan")]
    assert ["diperbaiki?" in shown(label) for label in titles] == [True] * 3


def test_a_row_and_the_keys_of_the_code_ask_the_page(stage: Stage) -> None:
    stage.open("answers", view=AnswersView(ROWS, total=3))
    stage.settle()
    stage.tap(stage.widgets(AskedRow)[0])
    stage.show(AnswersView(ROWS, total=3, unlock=Unlock(0)))
    stage.settle()
    (side,), (pad,) = stage.widgets(PinSide), stage.widgets(PinPad)
    stage.tap(pad.children[0].children[0])
    stage.show(AnswersView(ROWS, total=3, unlock=Unlock(0, typed=2)))
    stage.settle()
    assert side.typed == 2
    calls = [call[0] for call in stage.controller.calls]
    assert calls[0] == "page.answers.open_row"
    assert calls[1].startswith(("page.answers.digit", "page.answers.erase_digit"))


def shown(label: Label) -> str:
    return " ".join(word.text for line in label._label._cached_lines for word in line.words)
