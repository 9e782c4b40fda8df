"""Defaults by the settings, which the board has while no visitor has changed anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.clock import Clock
from kiosk.i18n.phrases import village
from kiosk.settings import Settings
from kiosk.shell.day_night import theme_at

if TYPE_CHECKING:
    from kiosk.content.views.ports import BoardPort


def apply_defaults(board: BoardPort, settings: Settings, clock: Clock) -> None:
    """Set the place's name and contact on the board, and the defaults of language, theme and text size."""
    place = settings.place
    board.place, board.contact = village(place.name), place.contact
    board.language = place.language
    board.theme = theme_at(settings.screen.theme, clock.read())
    board.text_scale = settings.screen.text_scale
