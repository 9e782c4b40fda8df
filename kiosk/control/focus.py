"""What the previous and next keys move over on a screen: names of things to choose, in reading order. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.items import Category
from kiosk.viewmodel.display_options import choices
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.views import Fits

TILES = (
    Category.NEWS,
    Category.EVENT,
    Category.ANNOUNCEMENT,
    Category.SERVICE,
    Category.CLARIFICATION,
    Category.ALERT,
)
"""The tiles of the home screen, in their order."""


def targets(board: BoardPort, fits: Fits) -> list[str]:
    """ "hero", "weather", "event", "event:0" …, "tile:berita", "row:0" …, "step:0" …, "option:en" …,
    "key:search" """
    if board.sheet:
        return [choice.spot for choice in choices(board.languages)]
    match board.screen:
        case "home":
            return _home(board, fits)
    return []


def _home(board: BoardPort, fits: Fits) -> list[str]:
    shown, cards = board.home, []
    ahead = [f"event:{index}" for index in range(len(shown.ahead[: fits.ahead]))] if shown else []
    if shown and shown.hero and fits.hero:
        cards.append("hero")
    if board.day and board.day.has_sky:
        cards.append("weather")  # where there is no card its line stands for it
    if shown and shown.event and fits.event and not ahead:
        cards.append("event")
    tiles = [f"tile:{category}" for category in TILES]
    return [*cards, *tiles, *ahead, "key:search", "key:settings"]  # events in a column stand behind the tiles


def next_focus(order: Sequence[str], focus: str, step: int, *, begins: int = 0, wrap: bool = False) -> str | None:
    """Return the target of *order* after (*step* 1) or before (-1) *focus*; `None` beyond the ends, unless it wraps.

    Without a focus it starts at the end it comes from, forward at place *begins*.
    """
    if not order:
        return None
    if focus not in order:
        return order[begins if step > 0 else -1]
    place = order.index(focus) + step
    if not 0 <= place < len(order):
        return order[place % len(order)] if wrap else None
    return order[place]
