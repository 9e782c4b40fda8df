"""A short press stays one, however long the screen that it opens takes to be built."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.app.context import AppContext
from kiosk.app.pictures.offscreen import Canvas
from kiosk.core.messages import ButtonPressed, ButtonReleased
from kiosk.hardware.debounce import HOLD_S
from kiosk.installation import Installation
from kiosk.settings import load


class Hall:
    """A kiosk whose seconds pass by hand. While the press is being acted on, two holds' time goes by and the finger leaves."""

    def __init__(self, folder: Path, canvas: Canvas, *, let_go: bool) -> None:
        from kiosk.app.window import KioskApp

        config = folder / "kiosk.toml"
        config.write_text('[buttons]\nnext = { pin = 13, hold = "louder" }\n', "utf-8")
        installation = Installation(load(config), config, folder, print, print)
        context = AppContext(
            installation.settings, folder, installation.repository(), installation.clock(believed=True), config
        )
        self.seconds = 100.0
        self.slow = False
        self.let_go = let_go
        self.canvas = canvas
        self.app = KioskApp(replace(context, monotonic=self._monotonic))
        canvas.show_widget(self.app.build(), (1280, 720))
        self.app.open_rest()
        canvas.frames(4)

    def _monotonic(self) -> float:
        now = self.seconds
        if self.slow:
            self.slow = False
            self.seconds += 2 * HOLD_S
            if self.let_go:
                self.app.inbox.tell(ButtonReleased("next"))
        return now

    def press(self) -> int:
        """Press the key, and return by how many percent it became louder."""
        before = self.app.board.volume
        self.slow = True
        self.app.inbox.tell(ButtonPressed("next"))
        for _ in range(3):
            self.canvas.frames(2)
            self.app.tick()
        return int(self.app.board.volume - before)


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("let_go", [True, False])
def test_a_short_press_is_not_held_while_a_screen_is_built(tmp_path: Path, canvas: Canvas, let_go: bool) -> None:
    hall = Hall(tmp_path, canvas, let_go=let_go)
    try:
        assert (hall.press() > 0) is not let_go
    finally:
        hall.app.on_stop()
        canvas.clear()
