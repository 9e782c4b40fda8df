"""Settings sheet over any page: language, text size, colours and volume."""

from __future__ import annotations

from kiosk.content.views.display_options import choice_at, choices
from kiosk.content.views.ports import BoardPort
from kiosk.shell.cursor import Cursor
from kiosk.shell.navigation import Navigation
from kiosk.shell.overlay import Overlay
from kiosk.shell.page import SILENT
from kiosk.shell.preferences import VOLUME_STEP, Preferences


class SettingsOverlay(Overlay):
    """Overlay of options that previous and next focus and Listen chooses."""

    def __init__(self, board: BoardPort, navigation: Navigation, cursor: Cursor, preferences: Preferences) -> None:
        self._board = board
        self._navigation = navigation
        self._cursor = cursor
        self._preferences = preferences

    @property
    def shown(self) -> bool:
        """Return whether the sheet is open."""
        return self._board.sheet

    def why_idle(self, key: str) -> str:
        """Return that Listen has nothing to choose while no option has the focus; "" otherwise."""
        return SILENT if key == "listen" and not self._board.focus else ""

    def step(self, direction: int) -> None:
        """Focus the option before (*direction* -1) or after (+1)."""
        offered = choices(self._board.languages, headset=self._board.headset)
        self._cursor.move_over([choice.spot for choice in offered], direction)

    def listen(self) -> None:
        """Choose the focused option."""
        choice = choice_at(self._board.focus, self._board.languages)
        match choice and (choice.kind, choice.value):
            case ("language", str(code)):
                self._preferences.set_language(code)
            case ("text_scale", float(scale)):
                self._preferences.set_text_scale(scale)
            case ("theme", str(name)):
                self._preferences.set_theme(name)
            case ("volume", verb):
                self._preferences.turn_volume(+VOLUME_STEP if verb == "louder" else -VOLUME_STEP)
            case ("listener", _):
                self._preferences.toggle_headset()

    def back(self) -> None:
        """Close the sheet."""
        self._navigation.close_sheet()
