"""One offscreen window for the whole run: Kivy has one window a process, and SDL's offscreen surface keeps its first size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kiosk.ui.rendering import Canvas

LARGEST = (1920, 1280)


@pytest.fixture(scope="session")
def canvas(tmp_path_factory: pytest.TempPathFactory) -> Canvas:
    """Draws by software, as real as on a screen."""
    from kiosk.ui.environment import prepare
    from kiosk.ui.rendering import Canvas

    home: Path = tmp_path_factory.mktemp("kivy")
    prepare(size=LARGEST, offscreen=True, home=home)
    return Canvas(LARGEST)
