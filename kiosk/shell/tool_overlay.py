"""Technician's tool over the technician's page or the first run: what the four keys do with it. Most tools are for touch."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.views.ports import BoardPort
from kiosk.content.views.service_views import BOARD, Tool, ToolView
from kiosk.shell.overlay import Overlay
from kiosk.shell.page import ALONE, SILENT, STEPS
from kiosk.shell.tools.tool_desk import ToolDesk


class ToolOverlay(Overlay):
    """Overlay of the tool that *tools* has open. *say* speaks lines under a name."""

    def __init__(self, board: BoardPort, tools: ToolDesk, say: Callable[[str, list[str]], None]) -> None:
        self._board = board
        self._tools = tools
        self._say = say

    @property
    def shown(self) -> bool:
        """Return whether a tool is open."""
        return self._board.tool is not None

    def why_idle(self, key: str) -> str:
        """Return why *key* does nothing now: the tool is for touch, or its list has no page there."""
        tool = self._board.tool
        if tool is None:
            return ""
        if key == "listen":
            return "" if tool.tool in BOARD or tool.seconds else SILENT
        return "" if _turns(tool, STEPS[key]) else ALONE

    def step(self, direction: int) -> None:
        """Turn the page of the tool's list in *direction*."""
        self._tools.turn_page(direction)

    def listen(self) -> None:
        """Accept the change on trial if there is one; else read the tool aloud."""
        tool = self._board.tool
        if self._tools.board_tools.is_shown:
            self._tools.board_tools.press_main_key()
        elif tool is not None:
            self._say("tool", [line for line in (tool.heading, tool.told) if line])

    def back(self) -> None:
        """Go one step back in the tool."""
        self._tools.step_back()


def _turns(tool: ToolView, step: int) -> bool:
    """Return whether *step* (-1 or +1) turns the page of *tool*."""
    if tool.tool in BOARD or tool.tool is Tool.TOUCH:
        return tool.tool in BOARD and not tool.seconds
    return tool.page > 0 if step < 0 else bool(tool.rows or tool.lines)
