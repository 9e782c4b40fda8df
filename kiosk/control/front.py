"""What the first frame shows, before anybody is there to serve: the idle screen, as the settings and the store have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.content.repository import Contents
from kiosk.control.day_night import theme_at
from kiosk.control.presenter import Stage
from kiosk.control.route import IDLE
from kiosk.core.clock import Clock
from kiosk.i18n.phrases import village

if TYPE_CHECKING:  # protocols for the type checker: the views they name take longer to load than the front
    from kiosk.settings import Settings
    from kiosk.viewmodel.ports import BoardPort


def dress(board: BoardPort, settings: Settings, clock: Clock) -> None:
    """Whose kiosk it is, and what a visitor may choose otherwise: language, theme, text size."""
    place = settings.place
    board.place, board.contact = village(place.name), place.contact
    board.language = place.language
    board.theme = theme_at(settings.screen.theme, clock.read())
    board.text_scale = settings.screen.text_scale


def open_front(board: BoardPort, contents: Contents, settings: Settings, clock: Clock) -> None:
    """Fill the board for the idle screen."""
    dress(board, settings, clock)
    Stage(board, contents, clock).show(IDLE)
