"""A sample of `cutting`: processes killed in the middle of publishing, under a kiosk that polls all the time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.office.targets.cutting import run


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("name", ["folder", "sftp"])
def test_killed_at_any_moment_a_kiosk_has_the_edition_before_or_the_new_one(name: str, tmp_path: Path) -> None:
    endings, looks, missed = run(name, tmp_path, 3, seed=5)
    assert (endings.total(), missed) == (3, 0)
    assert looks > 0
