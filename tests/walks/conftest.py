from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.pictures.offscreen import Canvas
from kiosk.demo.server import serve
from tests.support.walk import Hall, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    site = tmp_path / "site"
    site.mkdir()
    with serve(site) as address:
        yield Office(site, address)


@pytest.fixture
def hall(tmp_path: Path, office: Office, canvas: Canvas) -> Iterator[Hall]:
    made = Hall(tmp_path, office.address, canvas)
    yield made
    made.close()
