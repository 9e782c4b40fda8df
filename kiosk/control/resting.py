"""Which of the four keys have nothing to do where the kiosk stands: they are dimmed, and say why when they are touched. Pure."""

from __future__ import annotations

from kiosk.control.navigation import Navigation
from kiosk.control.page import ALONE, FIRST, SILENT, STEPS
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import SetUp


def why_resting(key: str, board: BoardPort, navigation: Navigation) -> str:
    """What a key has to say that does nothing now, as the catalogue names it; "" for a key that does something."""
    page = navigation.page
    if key == "listen":
        return page.why_idle(key) if page is not None else "" if _heard(board) else SILENT
    if key not in STEPS:
        return ""
    return page.why_idle(key) if page is not None else _why_no_step(STEPS[key], board, navigation)


def _why_no_step(step: int, board: BoardPort, navigation: Navigation) -> str:
    """Return why the focus cannot move on a screen that is no page yet."""
    match board.screen:
        case "first-run":
            step_of = board.first_run.step if board.first_run else SetUp.LANGUAGE
            return FIRST if step < 0 and step_of is SetUp.LANGUAGE else ""
    return "" if navigation.spots else ALONE


def _heard(board: BoardPort) -> bool:
    """Is there something that the listen key reads, opens or stops?"""
    match board.screen:
        case "home":
            return bool(board.focus or (board.home and board.home.hero))
    return True
