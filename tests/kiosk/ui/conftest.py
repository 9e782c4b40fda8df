"""A village to draw, and a stage to draw it on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.app.pictures.offscreen import Canvas
from tests.support.shown_village import Village
from tests.support.stage import Stage


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    return Village(tmp_path_factory.mktemp("media"))


@pytest.fixture
def stage(canvas: Canvas, village: Village) -> Iterator[Stage]:
    stage = Stage(canvas, village)
    yield stage
    stage.close()
