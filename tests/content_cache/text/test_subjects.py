"""The subject of a question, of which alone there is a count."""

from __future__ import annotations

import pytest

from content_cache.text.subjects import OTHER, subject_of, subjects
from kiosk.office.fleet.fleet_pages import SUBJECT_NAMES


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("benarkah gempa besar besok", "bencana"),
        ("katanya vaksin bikin mandul", "kesehatan"),
        ("be el te cair kapan", "bantuan"),
        ("mati lampu sampai jam brp", "listrik"),
        ("zzzz", OTHER),
        ("", OTHER),
        ("<script>" * 1_000, OTHER),
    ],
)
def test_the_subject_of_a_question(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_each_subject_has_a_name_at_the_office() -> None:
    assert set(SUBJECT_NAMES) == set(subjects())
