"""Short form; the long one: python -m tests.faults kill"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.killing import kill_again_and_again


def test_nothing_that_was_acknowledged_is_lost_to_kill_9(tmp_path: Path) -> None:
    result = kill_again_and_again(tmp_path, 8)
    assert not result.wrong
    assert result.acknowledged > 30
    assert result.media > 5


@pytest.mark.slow(cases=0)
def test_the_check_finds_what_a_forgetful_refresher_loses(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path, 2, mode="forgetful").wrong["lost"] > 0
