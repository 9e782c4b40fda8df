"""The Listen key on screens of things to choose: it opens what the focus lies on."""

from __future__ import annotations

from kiosk.control.navigation import Navigation
from kiosk.control.preferences import VOLUME_STEP, Preferences
from kiosk.control.screen_reader import ScreenReader
from kiosk.viewmodel.display_options import choice_at
from kiosk.viewmodel.ports import BoardPort


class FourKeys:
    """Opens what is in focus, by finger or by button."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        preferences: Preferences,
        screen_reader: ScreenReader,
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._preferences = preferences
        self._screen_reader = screen_reader

    def open_at_home(self) -> None:
        """What is in focus; without a focus the first news."""
        match self._board.focus.partition(":"):
            case ("weather", _, _):
                self._navigation.open_day("weather")
            case ("event", _, index):
                self._navigation.open_event_card(int(index or 0))
            case ("tile", _, category):
                self._navigation.open_category(category)
            case ("key", _, "search"):
                self._navigation.open_day("search")
            case ("key", _, "settings"):
                self._navigation.show_settings()
            case _:
                self._navigation.open_hero()
        self._screen_reader.read_opened()

    def choose(self) -> None:
        """The option of the sheet that is in focus."""
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
