"""Short form; the long one: python -m tests.kiosk.post.cuts"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.mounts import mounted, why_no_fuse
from tests.kiosk.post.cuts import Seen, cut, kill, settle
from tests.support.post_office import PostOffice, served

pytestmark = pytest.mark.attack(
    "what goes back",
    "kills and power cuts while something is sealed, sent, acknowledged; a full disk; a damaged note of "
    "the last number",
    "synced before its number is told, and before it is sent; numbers go on above all that may have been given",
)


@pytest.mark.slow(cases=0)
def test_nothing_confirmed_is_lost_to_kills(tmp_path: Path) -> None:
    with served(PostOffice(chance=random.Random(1))) as office:
        seen = Seen()
        kill(tmp_path, office, 2, seen, random.Random(2))
        settle(tmp_path, office, seen)
        assert seen.ends == 2


@pytest.mark.skipif(bool(why_no_fuse()), reason=f"no FUSE disk can be made here: {why_no_fuse()}")
def test_nothing_confirmed_is_lost_to_a_power_cut(tmp_path: Path) -> None:
    with served(PostOffice(chance=random.Random(2))) as office:
        seen = Seen()
        image = cut(tmp_path, office, 1, seen, random.Random(3))
        with mounted(image, tmp_path / "inner") as inner:
            settle(inner / "data", office, seen)
        assert seen.confirmed
