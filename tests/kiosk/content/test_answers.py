"""Whose answers are shown, also where the memory of the questions was lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.content.answers import AnswerBook
from kiosk.core.clock import Moment, Trust
from kiosk.state.memory import Memory
from tests.support.items import NOW
from tests.support.questions import answer

pytestmark = pytest.mark.attack(
    "people",
    "a feed answers questions, answers one that was not asked here, or one twice; a private answer is read elsewhere",
)


OWN = "0123456789ab"


def test_a_lost_memory_takes_nobodys_answer_away(tmp_path: Path) -> None:
    found = [
        answer(12, OWN), answer(13, OWN, private=True), answer(14, OWN, private=True), answer(0, OWN, private=True),
        answer(13, "ffffffffffff", private=True),
    ]  # fmt: skip
    book = AnswerBook(lambda _: found)
    with Memory(tmp_path) as memory:
        book.know(OWN, memory.questions, lambda: 13)
        assert [each.number for each in book.list_answers(Moment(NOW, Trust.TRUSTED))] == [12, 13]
        memory.questions.note_asked(14, NOW)
        assert [each.number for each in book.list_answers(Moment(NOW, Trust.TRUSTED))] == [12, 13, 14]
