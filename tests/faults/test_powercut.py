"""Short form, on the disk that needs nothing installed; the long ones: python -m tests.faults snapshots, and badcard"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.mounts import why_no_fuse
from tests.faults.powercut import cut_on_a_bad_disk

pytestmark = pytest.mark.skipif(bool(why_no_fuse()), reason=f"no FUSE disk can be made here: {why_no_fuse()}")


@pytest.mark.slow(cases=0)
def test_nothing_that_was_acknowledged_is_lost_to_a_power_cut(tmp_path: Path) -> None:
    result = cut_on_a_bad_disk(tmp_path, 6)
    assert not result.wrong
    assert result.acknowledged > 20
    assert result.media > 5
    assert max(result.waiting) > 0, "the disk must have held something in its cache"


@pytest.mark.slow(cases=0)
def test_the_disk_hurts_who_does_not_wait_for_it(tmp_path: Path) -> None:
    assert cut_on_a_bad_disk(tmp_path, 3, "normal").wrong["lost"] > 0


@pytest.mark.slow(cases=0)
def test_the_disk_tears_media_that_were_not_flushed(tmp_path: Path) -> None:
    result = cut_on_a_bad_disk(tmp_path, 4, "renamed")
    assert result.wrong["torn_media"] + result.wrong["missing_media"] > 0
