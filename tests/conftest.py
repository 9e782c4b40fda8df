"""One offscreen window for the whole run: Kivy has one window a process, and SDL's offscreen surface cannot grow."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.ui.runtime.environment import prepare

if TYPE_CHECKING:
    from kiosk.pictures.offscreen import Canvas

LARGEST = (1920, 1280)  # of all screens in each direction
prepare(
    size=LARGEST, offscreen=True, home=Path(tempfile.mkdtemp(prefix="kivy"))
)  # before any test imports Kivy's window


@pytest.fixture(scope="session")
def canvas() -> Canvas:
    """Draws by software, as real as on a screen."""
    from kiosk.pictures.offscreen import Canvas

    return Canvas(LARGEST)


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    """A kiosk that has come to rest collects when it is told to only; the tests after it are to find Python's own way."""
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
