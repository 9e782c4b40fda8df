"""Short form; the long one: python -m tests.faults corrupt"""

from __future__ import annotations

from pathlib import Path

from tests.faults.corrupting import DAMAGES, corrupt_again_and_again


def test_a_damaged_folder_always_starts_and_shows_nothing_wrong(tmp_path: Path) -> None:
    result = corrupt_again_and_again(tmp_path, 3 * len(DAMAGES))
    assert not +result.wrong
    assert result.kept > 0.6 * result.items
    assert result.naive_wrong > 0, "the damage must be such that plain SQL would have shown it"
