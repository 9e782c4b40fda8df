from __future__ import annotations

from pathlib import Path

import pytest

from tests.stress.speech import run


@pytest.mark.slow(cases=0)
def test_forty_utterances_with_stops_and_kills_end_once_each_and_leave_nothing(tmp_path: Path) -> None:
    outcome = run(40, tmp_path, seed=11, hangs=0.0, longest=1)
    assert outcome.faults == []
    assert sum(outcome.endings.values()) == 40
    assert outcome.kills
    assert outcome.stops
