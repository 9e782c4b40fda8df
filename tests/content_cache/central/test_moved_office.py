"""An office that has moved to another host: its kiosks follow what it has signed, and a wrong host cuts none off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village, living


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    office = OfficePC.at(tmp_path)
    office.out.mkdir()
    with living(tmp_path, office) as made:
        yield made


def test_edition_is_taken_at_the_new_host_and_the_old_one_is_not_asked(village: Village) -> None:
    village.publish()
    assert village.refresh(url=f"{village.url}/lama", moved_to=village.url).error is None
    assert village.shown() == ["air", "pasar"]


@pytest.mark.attack(
    "from afar",
    "a host that has no edition is signed as the office's new one, by mistake or by a thief of the key",
    "the old host is asked after each failure, so that a right edition mends it",
)
def test_old_host_is_asked_when_the_new_one_fails(village: Village) -> None:
    village.publish()
    wrong = f"{village.url}/baru"
    assert village.refresh(moved_to=wrong).error is not None
    assert village.refresh(moved_to=wrong).error is None
    assert village.shown() == ["air", "pasar"]
