"""One offscreen window for the whole run: Kivy has one window a process, and SDL's offscreen surface cannot grow."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kiosk.ui.runtime.environment import prepare

LARGEST = (1920, 1280)  # of all screens in each direction


def prepare_offscreen() -> None:
    """To be called before anything imports Kivy's window."""
    prepare(size=LARGEST, offscreen=True, home=Path(tempfile.mkdtemp(prefix="kivy")))
