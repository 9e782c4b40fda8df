from __future__ import annotations

from pathlib import Path

import pytest

from tests.content_cache.central.office import OfficePC


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    return OfficePC.at(tmp_path)
