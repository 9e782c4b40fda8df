"""A change of the screen on trial: another turn of the picture, another correction of the touch panel. Pure of Kivy.

Whatever it was comes back unless somebody says within 15 s that the screen can be read and touched: a picture that is turned away
or a panel that feels elsewhere must not take the way back with it. Nothing is kept before that, so a power cut takes it back, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from msgspec import Struct

from kiosk.content.views.ports import BoardPort
from kiosk.core.panel_touch import Correction

FOR_S = 15.0
LOOK_S = 2.0
"""Seconds before which a trial cannot be accepted: a second press of an impatient finger is no yes."""


class _Before(Struct, frozen=True):
    rotation: int
    touch: Correction
    until: float


class ScreenTrial:
    """Trial of a change to the screen.

    *keep* writes choices ({"screen": {"rotation": 90}}) and raises OSError; *monotonic* gives seconds.
    """

    def __init__(
        self, board: BoardPort, *, keep: Callable[[Mapping[str, Any]], None], monotonic: Callable[[], float]
    ) -> None:
        self._board = board
        self._keep = keep
        self._monotonic = monotonic
        self._before: _Before | None = None

    @property
    def seconds_left(self) -> int:
        """Return the seconds left of the trial, 0 if nothing is on trial."""
        return max(1, ceil(self._before.until - self._monotonic())) if self._before is not None else 0

    @property
    def can_be_judged(self) -> bool:
        """Return whether the trial has lasted long enough to judge the screen."""
        return self._before is not None and self._before.until - self._monotonic() <= FOR_S - LOOK_S

    def start_trial(self, *, rotation: int | None = None, touch: Correction | None = None) -> None:
        """Apply *rotation* (degrees) or *touch* on the screen at once. A trial under way is reverted first."""
        self.take_back()
        board = self._board
        self._before = _Before(board.rotation, board.touch, self._monotonic() + FOR_S)
        if touch is not None:
            board.touch = touch
        if rotation is not None:
            board.rotation = rotation

    def accept(self) -> bool:
        """Keep the change (key *Ya, pakai*).

        Return `False` if it cannot be written and holds only until the kiosk is switched off.
        """
        if self._before is None:
            return True
        board, self._before = self._board, None
        try:
            self._keep({"screen": {"rotation": board.rotation, "touch": list(board.touch)}})
        except OSError:
            return False
        return True

    def take_back(self) -> bool:
        """Revert the change (key *Kembalikan*, or the trial's time is over, or the page was left).

        Return whether there was a trial.
        """
        before, self._before = self._before, None
        if before is None:
            return False
        self._board.rotation, self._board.touch = before.rotation, before.touch
        return True

    def end_if_over(self) -> bool:
        """Revert the change if its time is over, and return whether it was. Call this about once a second."""
        over = self._before is not None and self._monotonic() >= self._before.until
        return over and self.take_back()
