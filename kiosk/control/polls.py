"""A visitor's vote in the poll of an item: chosen, asked about once, counted. One vote in a poll a visit.

A choice is said aloud to those who use the buttons alone: who touches the screen reads it, and others stand around.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from kiosk.core.clock import Clock
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.poll_words import PollWords
from kiosk.state.vote_box import Full, VoteBox
from kiosk.viewmodel.polls import PollView, poll_of
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.spots import index_of

_log = logging.getLogger(__name__)


class PollDesk:
    """`taken`: there is an office that votes can be sent to. `say` speaks lines under a name."""

    def __init__(
        self, board: BoardPort, box: VoteBox, clock: Clock, say: Callable[[str, list[str]], None], *, taken: bool
    ) -> None:
        self._board = board
        self._box = box
        self._clock = clock
        self._say = say
        board.poll = PollView(taken)

    def choose(self, index: int) -> None:
        """It is asked about before it is sent."""
        shown, view = poll_of(self._board), self._board.poll
        if shown is None or shown.id in view.voted or not 0 <= index < len(shown.poll.choices):
            return
        self._board.poll = replace(view, asked=shown.id, chosen=index, told="", wrong=False)
        self._board.focus = "poll:send" if self._board.by_buttons else ""

    def change(self) -> None:
        """Another one."""
        view = self._board.poll
        self._board.poll = view.left()
        self._board.focus = f"choice:{view.chosen}" if self._board.by_buttons and view.asked else ""

    def send(self) -> None:
        """ "Kirim": counted on the card before anybody is thanked."""
        shown, view = poll_of(self._board), self._board.poll
        if shown is None or view.asked != shown.id or shown.id in view.voted:
            return
        words = PollWords(Phrases(Translation(self._board.language)))
        full = Full.FAULT
        try:
            full = self._box.add(shown.id, view.chosen, self._clock.read().now)
        except OSError as error:
            _log.warning("a vote is not kept: %s", error)
        if full is Full.NO:
            told = words.thanks(shown.poll)
            self._board.poll = replace(view.left(), voted=view.voted | {shown.id}, told=told)
        else:
            told = words.full(full)
            self._board.poll = replace(view.left(), told=told, wrong=True)
        self._board.focus = ""
        self._say("poll told", [told])

    def listen(self) -> bool:
        """The listen key: whether what has the focus was the poll's."""
        match self._board.focus:
            case "poll:send":
                self.send()
            case "poll:change":
                self.change()
            case focus if (index := index_of(focus, "choice")) is not None:
                self.choose(index)
            case _:
                return False
        return True

    def leave(self) -> None:
        """The item is left, by whatever."""
        self._board.poll = self._board.poll.left()
