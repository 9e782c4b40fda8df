"""Titles whose end turns their meaning, on each screen at one size and text size; at all of them: python -m tests.drawn.turns"""

from __future__ import annotations

import pytest

from tests.drawn.turns import SHOWN_AT, TITLES, faults
from tests.support.stage import Stage

SAMPLE = (
    ("home", (1280, 720), 1.0),
    ("news", (800, 480), 2.0),
    ("announcements", (800, 480), 1.4),
    ("events", (1024, 600), 2.0),
    ("checks", (720, 1280), 1.4),
    ("search", (720, 1280), 2.0),
)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(("screen", "size", "scale"), SAMPLE)
def test_no_title_loses_what_turns_it(stage: Stage, screen: str, size: tuple[int, int], scale: float) -> None:
    assert [*faults(stage, screen, size, scale)] == []


def test_forty_titles_and_every_screen_that_shows_them() -> None:
    assert len({title for title, _ in TITLES}) == 40
    assert all(turn in title for title, turn in TITLES)
    assert {screen for screen, _, _ in SAMPLE} == set(SHOWN_AT)
