"""Which of the four keys have nothing to do where the kiosk stands: they are dimmed, and say why when they are touched. Pure."""

from __future__ import annotations

from kiosk.control.navigation import Navigation
from kiosk.control.page import ALONE, FIRST, STEPS
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import SetUp


def why_resting(key: str, board: BoardPort, navigation: Navigation) -> str:
    """What a key has to say that does nothing now, as the catalogue names it; "" for a key that does something."""
    if (page := navigation.page) is not None:
        return page.why_idle(key)
    return _why_no_step(STEPS[key], board, navigation) if key in STEPS else ""


def _why_no_step(step: int, board: BoardPort, navigation: Navigation) -> str:
    """Return why the focus cannot move on a screen that is no page yet."""
    match board.screen:
        case "first-run":
            step_of = board.first_run.step if board.first_run else SetUp.LANGUAGE
            return FIRST if step < 0 and step_of is SetUp.LANGUAGE else ""
    return "" if navigation.spots else ALONE
