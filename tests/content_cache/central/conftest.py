from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village, living


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    return OfficePC.at(tmp_path)


@pytest.fixture
def village(tmp_path: Path, office: OfficePC) -> Iterator[Village]:
    """A kiosk that knows the office's keys and asks its web host."""
    office.out.mkdir()
    with living(tmp_path, office) as made:
        yield made
