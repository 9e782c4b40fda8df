"""A stage for the pages' screens. `village` stays the store of the kiosk's tests, by which `hall` is filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.pictures.offscreen import Canvas
from tests.support.asking_village import Village as AskingVillage
from tests.support.items import Stock
from tests.support.shown_village import Village
from tests.support.stage import Stage


@pytest.fixture(scope="session")
def shown_village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    return Village(tmp_path_factory.mktemp("media"))


@pytest.fixture
def stage(canvas: Canvas, shown_village: Village) -> Iterator[Stage]:
    stage = Stage(canvas, shown_village)
    yield stage
    stage.close()


@pytest.fixture
def asked(tmp_path: Path, village: Stock) -> Iterator[AskingVillage]:  # noqa: ARG001 -- the store is filled first
    made = AskingVillage(tmp_path)
    yield made
    made.hall.close()
