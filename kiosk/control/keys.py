"""The Listen key on screens of things to choose: it opens what the focus lies on."""

from __future__ import annotations

from kiosk.control.navigation import Navigation
from kiosk.control.screen_reader import ScreenReader
from kiosk.viewmodel.ports import BoardPort


class FourKeys:
    """Opens what is in focus, by finger or by button."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        screen_reader: ScreenReader,
    ) -> None:
        self._board = board
        self._navigation = navigation
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
