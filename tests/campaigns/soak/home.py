"""The way home by touch: from wherever a visitor without sense has come to, a sensible one taps what is to be seen and lit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.ui.frame.layers import StillHere
from kiosk.ui.widgets.bars import BottomBar, Key
from kiosk.ui.widgets.controls import PushButton
from tests.drawn.geometry import box_of, clip, visible
from tests.drawn.keys import expected, named

MOST_TAPS = 2


def way_home(app: Any, tap: Callable[[tuple[float, float]], None], size: tuple[int, int]) -> str:
    """Tap until home is all that is shown. Gives "" if that took `MOST_TAPS` at most, else where it began and what was tapped.

    Where several warnings wait each is understood by a tap of its own: only the last counts.
    """
    board, tapped, left = app.board, [_standing(app.board)], MOST_TAPS
    while left and not _is_home(board):
        name, place = _next(app.shell, size)
        tapped.append(name)
        shown = board.view if board.screen == "alert" else None
        tap(place)
        if shown is None or board.screen != "alert" or board.view.id == shown.id:
            left -= 1
    return "" if _is_home(board) else " > ".join((*tapped, _standing(board)))


def _is_home(board: Any) -> bool:
    return board.screen == "home" and not (board.sheet or board.handout or board.seconds_left or board.dark)


def _standing(board: Any) -> str:
    over = [name for name in ("sheet", "handout", "seconds_left", "dark", "tool", "speaking") if getattr(board, name)]
    return " with ".join((str(board.screen), *over))


def _next(shell: Any, size: tuple[int, int]) -> tuple[str, tuple[float, float]]:
    """Return the next tap on the way home: its name and place.

    That is the question's key for home, else Beranda, else the first key of the row (Kembali, Selesai, Mengerti), else
    the middle of the screen.
    """
    question = next((each for each in shell.children if isinstance(each, StillHere)), None)
    within = question or next((each for each in shell.walk() if isinstance(each, BottomBar) and visible(each)), None)
    lit = {target for target in expected(shell) if not getattr(target, "resting", False)}
    keys = [each for each in within.walk(restrict=True) if isinstance(each, Key | PushButton)] if within else []
    wanted = [key for key in keys if key.icon == "house"] + keys[-1:]  # walked from the last to the first
    for target in wanted:
        left, low, right, high = clip(box_of(target), target)
        if target in lit and right - left > 2 and high - low > 2:
            return named(target), ((left + right) / 2, (low + high) / 2)
    return "the middle", (size[0] / 2, size[1] / 2)
