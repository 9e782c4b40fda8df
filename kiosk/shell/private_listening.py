"""Private listening: what a visitor asks for sounds in a headset alone (EN 301 549, 5.1.3)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.views.ports import BoardPort
from kiosk.narration.read_aloud import ReadAloud
from kiosk.speech.playback.devices import is_plugged, known_cards


class PrivateListening:
    """Choice of the headset *device* by the visitor, and for a private answer while that is open.

    *device* is as in the settings, "" for none. *cards* returns the kernel's list of sound cards.
    """

    def __init__(
        self, board: BoardPort, reader: ReadAloud, device: str, *, cards: Callable[[], str] = known_cards
    ) -> None:
        self._board = board
        self._reader = reader
        self._device = device
        self._cards = cards
        self._lent = False  # chosen for a private answer, not by the visitor
        self._answer_open = False

    def check_headset(self) -> None:
        """Show whether the headset is plugged in. One that was pulled out ends the reading, which is for nobody else's ears.

        Call this about once a second.
        """
        if not self._device:
            return
        before, self._board.headset = self._board.headset, is_plugged(self._device, self._cards())
        if self._answer_open and self._board.headset and not before:
            self.begin_private()
        if self._board.alone and not self._board.headset:
            self._reader.leave()
            self._choose(alone=False)

    def prefer_headset(self, *, alone: bool) -> None:
        """Send what the visitor asks for to the headset alone, or to the room. Without a headset it stays in the room."""
        self._lent = False
        self._choose(alone=alone and self._board.headset)

    def begin_private(self) -> None:
        """Choose the headset, if it is plugged in, because a private answer was opened."""
        if not self._answer_open:
            self.check_headset()
        self._answer_open = True
        if self._board.headset and not self._board.alone:
            self._lent = True
            self._choose(alone=True)

    def end_private(self) -> None:
        """Undo `begin_private`, unless the visitor has chosen since."""
        self._answer_open = False
        if self._lent:
            self._lent = False
            self._choose(alone=False)

    def _choose(self, *, alone: bool) -> None:
        if alone != self._board.alone:
            self._board.alone = alone
            self._reader.set_alone(alone)
