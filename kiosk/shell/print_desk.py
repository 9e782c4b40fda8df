"""Printing of slips for visitors: one at a time, so many a visitor and an hour, and what the printer tells, in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Protocol

from kiosk.content.views.ports import BoardPort
from kiosk.core.messages import SlipTold
from kiosk.hardware.printer.slip import Slip
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.slip_words import SlipWords

MOST_A_VISITOR = 5
APART_S = 5.0
"""Seconds between two slips."""
_HOUR_S = 3600.0


class SlipPort(Protocol):
    """Interface of `kiosk.hardware.printer.client.SlipPrinter`."""

    def begin(self, number: int, slip: Slip | None) -> bool: ...


class PrintDesk:
    """Printing at *printer*, `None` where there is none; at most *hourly* slips an hour. *say* speaks lines under a name.

    A slip that failed counts for nothing and is not kept: it is printed again only by the key.
    """

    def __init__(
        self,
        board: BoardPort,
        printer: SlipPort | None,
        hourly: int,
        say: Callable[[str, list[str]], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._board = board
        self._printer = printer
        self._hourly = hourly
        self._say = say
        self._monotonic = monotonic
        self._numbers = count(1)
        self._asked = 0  # number of the slip that the present visitor waits for
        self._pending: dict[int, float] = {}
        self._printed: list[float] = []
        self._visitor = 0
        self._last = float("-inf")

    @property
    def available(self) -> bool:
        """Return whether a printer is set."""
        return self._printer is not None

    def print_slip(self, slip: Callable[[], Slip]) -> None:
        """Print what *slip* returns, because a visitor has pressed the key, and tell that."""
        if self._printer is None:
            return
        now = self._monotonic()
        self._printed = [at for at in self._printed if now - at < _HOUR_S]
        if self._visitor >= MOST_A_VISITOR or len(self._printed) >= self._hourly:
            self._tell("info", self._words.enough)
            return
        if now - self._last >= APART_S and not self._pending:
            number = next(self._numbers)
            if self._printer.begin(number, slip()):
                self._asked, self._last = number, now
                self._pending[number] = now
        self._tell("printer", self._words.begun)

    def on_told(self, message: SlipTold) -> None:
        """Count a slip that came out; tell a visitor who still waits for it why it did not."""
        words = self._words.told(message.state, begun=message.begun)
        if message.state != "slow":
            begun_at = self._pending.pop(message.number, None)
            if begun_at is not None and message.begun:
                self._printed.append(begun_at)
                self._visitor += message.number == self._asked and not words
        if words and message.number == self._asked:
            self._tell("warning-circle", words)

    def forget(self) -> None:
        """Begin anew for the next visitor, who hears nothing of a slip that is still printed."""
        self._asked = self._visitor = 0
        self._last = float("-inf")

    @property
    def _words(self) -> SlipWords:
        return SlipWords(Phrases(Translation(self._board.language)))

    def _tell(self, icon: str, words: str) -> None:
        self._board.notice_icon, self._board.notice = icon, words
        self._say("printer", [words])
