"""Short form; the long ones: python -m tests.faults corrupt, python -m tests.faults schema"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.corrupting import DAMAGES, corrupt_again_and_again, damage_everywhere

pytestmark = pytest.mark.attack(
    "what comes in",
    "any bit or page of the store is damaged, the good copy with it",
    "whatever opening or checking raises is damage: the good copy, or single rows of both, are shown, and "
    "the refresher mends",
)


@pytest.mark.slow(cases=0)
def test_a_damaged_folder_always_starts_and_shows_nothing_wrong(tmp_path: Path) -> None:
    result = corrupt_again_and_again(tmp_path, 3 * len(DAMAGES))
    assert not +result.wrong
    assert result.kept > 0.6 * result.items
    assert result.naive_wrong > 0, "the damage must be such that plain SQL would have shown it"


@pytest.mark.slow(cases=0)
def test_whatever_bit_or_page_of_a_store_is_damaged_the_kiosk_starts(tmp_path: Path, long: bool) -> None:
    result = damage_everywhere(tmp_path, bits=36 if long else 18, pages=24 if long else 12, step=181)
    assert not +result.wrong
    assert result.empty < result.both / 10, "single rows of two damaged copies can still be read"
