"""Which of the four keys have nothing to do where the kiosk stands: they are dimmed, and say why when they are touched. Pure."""

from __future__ import annotations

from kiosk.control.navigation import Navigation
from kiosk.control.page import ALONE, FIRST, LAST, SILENT, STEPS
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import BOARD, SetUp, Tool, ToolView


def why_resting(key: str, board: BoardPort, navigation: Navigation) -> str:
    """What a key has to say that does nothing now, as the catalogue names it; "" for a key that does something."""
    page = navigation.page if board.tool is None and not board.sheet else None
    if key == "listen":
        if board.speaking is not None or board.handout is not None:
            return ""
        return page.why_idle(key) if page is not None else "" if _heard(board) else SILENT
    if key not in STEPS or board.sheet:
        return ""
    return page.why_idle(key) if page is not None else _why_no_step(STEPS[key], board, navigation)


def _why_no_step(step: int, board: BoardPort, navigation: Navigation) -> str:
    """Return why the focus cannot move on a screen that is no page yet."""
    match board.screen:
        case "film" if board.film:
            return "" if board.film.playing or navigation.has_item(step) else FIRST if step < 0 else LAST
        case "first-run" if board.tool is None:
            step_of = board.first_run.step if board.first_run else SetUp.LANGUAGE
            return FIRST if step < 0 and step_of is SetUp.LANGUAGE else ""
    if board.tool is not None:
        return "" if _turns(board.tool, step) else ALONE
    return "" if navigation.spots else ALONE


def _turns(tool: ToolView, step: int) -> bool:
    if tool.tool in BOARD or tool.tool is Tool.TOUCH:
        return tool.tool in BOARD and not tool.seconds
    return tool.page > 0 if step < 0 else bool(tool.rows or tool.lines)


def _heard(board: BoardPort) -> bool:
    """Is there something that the listen key reads, opens or stops?"""
    if board.sheet:
        return bool(board.focus)
    if board.tool is not None:
        return board.tool.tool in BOARD or board.tool.seconds > 0
    match board.screen:
        case "home":
            return bool(board.focus or (board.home and board.home.hero))
    return True
