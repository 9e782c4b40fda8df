from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.store.store import Store
from tests.content_cache.house import Clock, House
from tests.content_cache.misbehaving import MisbehavingServer


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    served = MisbehavingServer()
    yield served
    served.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 9, 3, 1, 0, tzinfo=UTC)


@pytest.fixture
def house(store: Store, now: datetime) -> Iterator[House]:
    made = House(store, Clock(now), store.path.parent)
    yield made
    made.store.close()
