"""The short soak of the voices. The long one: python -m tests.campaigns.soak.voices"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.soak.voices import LIVE, OFFICE, OWN, soaking


@pytest.mark.slow(cases=0)
def test_no_utterance_is_lost_and_none_is_said_by_two_voices(tmp_path: Path) -> None:
    with soaking(tmp_path, 3) as soak:
        for _ in range(10):
            soak.say()
    assert soak.faults == []
    assert {OFFICE, OWN, LIVE} <= set(soak.said)
