"""Preferences of a visitor: language, text size, colours, volume, pace of the voice."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.views.ports import BoardPort
from kiosk.narration.read_aloud import ReadAloud
from kiosk.shell.private_listening import PrivateListening

VOLUME_STEP = 10  # percent


class Preferences:
    """Choices of the settings sheet and the player bar. *language_changed* is called after the language was changed."""

    def __init__(
        self, board: BoardPort, reader: ReadAloud, private: PrivateListening, *, language_changed: Callable[[], None]
    ) -> None:
        self._board = board
        self._reader = reader
        self._private = private
        self._language_changed = language_changed

    def set_language(self, code: str) -> None:
        self._reader.leave()
        self._board.language = code
        self._language_changed()

    def set_text_scale(self, scale: float) -> None:
        self._board.text_scale = scale

    def set_theme(self, name: str) -> None:
        self._board.theme = name

    def turn_volume(self, percent: int) -> None:
        self.set_volume(round(self._board.volume) + percent)

    def set_volume(self, percent: int) -> None:
        self._board.volume = min(max(percent, 0), 100)
        self._reader.set_volume(self._board.volume)

    def toggle_headset(self) -> None:
        """Send what the visitor asks for to the headset alone, or back to the room (key *Saya saja*)."""
        self._private.prefer_headset(alone=not self._board.alone)

    def toggle_slow(self) -> None:
        """Switch between the slow and the usual pace (keys *Pelan* and *Biasa*)."""
        self._reader.set_slow(not self._board.slow)

    def again(self) -> None:
        """Restart the present reading (key *Ulangi*)."""
        self._reader.again()
