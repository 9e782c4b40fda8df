from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.newsroom import Browser, Newsroom


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "kantor")


@pytest.fixture
def anton(room: Newsroom) -> Browser:
    """A writer."""
    return room.browser("Anton Djalil")


@pytest.fixture
def rahma(room: Newsroom) -> Browser:
    """An editor."""
    return room.browser("Rahma Lasaeo")
