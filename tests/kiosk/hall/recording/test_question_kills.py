"""A few of the kills of `python -m tests.kiosk.hall.recording.question_kills`."""

from __future__ import annotations

from pathlib import Path

from tests.kiosk.hall.recording.question_kills import run


def test_a_window_that_is_killed_loses_nothing_that_was_confirmed_and_leaves_nothing_unsealed(tmp_path: Path) -> None:
    confirmed, kept = run(tmp_path, 2, seed=3)
    assert confirmed <= kept
