"""The keys on screens of things to choose: previous and next move the focus, listen opens what it lies on."""

from __future__ import annotations

from kiosk.control.focus import next_focus
from kiosk.control.navigation import Navigation
from kiosk.control.preferences import VOLUME_STEP, Preferences
from kiosk.control.screen_reader import ScreenReader
from kiosk.control.search import SearchSession
from kiosk.narration.read_aloud import ReadAloud
from kiosk.viewmodel.display_options import choice_at
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.spots import index_of


class FourKeys:
    """By finger or by button. `wrapped`: the focus went from one end to the other; whoever wants to know sets it back before."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        search: SearchSession,
        preferences: Preferences,
        reader: ReadAloud,
        screen_reader: ScreenReader,
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._search = search
        self._preferences = preferences
        self._reader = reader
        self._screen_reader = screen_reader
        self.wrapped = False

    # previous and next

    def move(self, step: int) -> None:
        """Along the screen in reading order; beyond the last row of a page to the first of the next; from the end round."""
        board = self._board
        if board.by_buttons:
            self._reader.leave()
        focus = next_focus(self._navigation.spots, board.focus, step)
        if focus is None and not board.sheet and self._navigation.turn_page(step):
            board.focus = ""
            focus = next_focus(self._navigation.spots, board.focus, step)
        if focus is None:
            self._go_round(step)
        else:
            board.focus = focus

    def _go_round(self, step: int) -> None:
        """From the last of all pages to the first, and the reverse."""
        self.wrapped = True
        board, pages = self._board, self._navigation.pages
        if pages > 1 and not board.sheet:
            self._navigation.turn(page=0 if step > 0 else pages - 1)
            board.focus = ""
        board.focus = next_focus(self._navigation.spots, board.focus, step, wrap=True) or ""

    # listen

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
                self._search.open()
            case ("key", _, "settings"):
                self._navigation.show_settings()
            case _:
                self._navigation.open_hero()
        self._read_opened()

    def open_row(self) -> None:
        """The row in focus, without a focus the first."""
        self._navigation.open_row(index_of(self._board.focus, "row") or 0)
        self._read_opened()

    def open_found(self) -> None:
        """The hit in focus; of a suggestion the first, and so without a focus."""
        suggestion = index_of(self._board.focus, "suggestion")
        if suggestion is not None:
            self._search.choose_suggestion(suggestion)
        self._search.open_hit(index_of(self._board.focus, "row") or 0)
        self._read_opened()

    def _read_opened(self) -> None:
        """An item or a warning; any other screen has things of its own to choose."""
        article = self._board.article
        if self._board.screen == "item" and article is not None and article.about_film and article.plays:
            return  # the next press plays it
        page = self._navigation.page
        arrived = page.read_on_arrival if page is not None else self._board.screen == "alert"
        if self._navigation.here.item is not None or arrived:
            self._screen_reader.read()

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
