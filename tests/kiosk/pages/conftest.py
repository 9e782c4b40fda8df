"""A stage for the pages' screens. `village` stays the store of the kiosk's tests, by which `hall` is filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.pictures.offscreen import Canvas
from tests.support.asking_village import Village as AskingVillage
from tests.support.filmed_village import fetch_films
from tests.support.hall import USUAL, Hall
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


@pytest.fixture(scope="session")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a kiosk that has got films."""
    folder = tmp_path_factory.mktemp("data")
    fetch_films(folder, tmp_path_factory.mktemp("feed"))
    return folder


@pytest.fixture
def film_hall(filmed: Path) -> Iterator[Hall]:
    """The kiosk of that folder, at home."""
    hall = Hall(filmed, USUAL, guided=True)
    hall.controller.home()
    yield hall
    hall.controller.navigation.leave_screen()
    hall.close()
