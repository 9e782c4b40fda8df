"""A village for the kiosk's tests: a real store with a few items, at one moment in November."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.hall import USUAL, Hall
from tests.support.items import NOW, Stock, everyday


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    """Puts items into the store of `tmp_path`, as the refresher would."""
    return Stock(tmp_path)


@pytest.fixture
def village(stock: Stock) -> Stock:
    """The store holds a village's items."""
    stock(everyday())
    return stock


@pytest.fixture
def hall(tmp_path: Path, village: Stock) -> Iterator[Hall]:  # noqa: ARG001 -- the store is filled first
    made = Hall(tmp_path, USUAL)
    yield made
    made.close()


@pytest.fixture
def guided(tmp_path: Path, village: Stock) -> Iterator[Hall]:  # noqa: ARG001 -- the store is filled first
    """A hall where those who use the buttons are spoken to."""
    made = Hall(tmp_path, USUAL, guided=True)
    yield made
    made.close()
