"""Receiver of an office, and a kiosk that posts to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.post_kiosk import Kiosk
from tests.support.post_office import PostOffice, served


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with served(PostOffice()) as made:
        yield made


@pytest.fixture
def kiosk(tmp_path: Path, office: PostOffice) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path / "data", office)
    yield made
    made.close()
