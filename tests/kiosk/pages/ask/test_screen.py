"""Whom a question goes to stands on each page from its recording to its number; nothing of what is chosen is cut off."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.content.views.questions import AskStep, AskView
from kiosk.pages.ask.screen import AskNumber, AskText
from tests.support.shown_village import ASKED
from tests.support.stage import Stage

PAGES = {
    "record": AskView(ASKED, AskStep.RECORD, 1, opened=True, seconds=4, levels=(60,)),
    "review": AskView(ASKED, AskStep.REVIEW, 1, length=24.0),
    "written": AskView(ASKED, AskStep.REVIEW, 1, text="Kapan imunisasi?"),
    "done": AskView(ASKED, AskStep.DONE, 1, number=12, code="12"),
}


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280)], ids=str)
@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_whom_it_goes_to_is_told_at_every_size(stage: Stage, size: tuple[int, int], scale: float) -> None:
    stage.open("ask", size, text_scale=scale, view=PAGES["review"])
    for name, view in PAGES.items():
        stage.show(view)
        stage.settle()
        assert "Kasi Pelayanan" in " ".join(stage.texts()).replace("\n", " "), name


@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280), (1920, 1080)], ids=str)
def test_a_code_leaves_room_for_what_becomes_of_the_question(stage: Stage, size: tuple[int, int]) -> None:
    stage.open("ask", size, view=replace(PAGES["done"], secret="483172"))
    (card,), (words,) = stage.widgets(AskNumber), stage.widgets(AskText)
    assert (card.name, card.figures) == ("Kode rahasia pertanyaan nomor 12", "483172")
    assert words.top < card.y
    assert words.height > stage.shell.height / 5
    assert not [line for line in stage.texts() if "nomor di HP" in line or "Cukup ingat" in line]


def test_each_who_may_be_asked_has_a_second_line_in_the_largest_letters(stage: Stage) -> None:
    stage.open("ask", (1280, 720), text_scale=2.0, view=AskView(ASKED))
    shown = stage.texts()
    assert [each.about for each in ASKED[:3]] == [each.about for each in ASKED[:3] if each.about in shown]
