"""The four keys: previous, listen, next, home, by finger or by button. The attendant's hands."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.repository import Contents
from kiosk.control.focus import index_of, next_focus
from kiosk.control.route import HOME, IDLE
from kiosk.control.search import Searching
from kiosk.core.clock import Clock
from kiosk.narration.button_guide import Escort
from kiosk.narration.read_aloud import Reader
from kiosk.speech.utterance import Priority
from kiosk.state.memory import Memory
from kiosk.viewmodel.display_options import choice_at
from kiosk.viewmodel.ports import BoardPort, Readings

VOLUME_STEP = 10  # percent


class Walker(Searching):
    """`readings` gives what to say in a language; without an `escort` nobody speaks to those who use the buttons."""

    def __init__(
        self,
        board: BoardPort,
        contents: Contents,
        memory: Memory,
        reader: Reader,
        clock: Clock,
        *,
        readings: Callable[[str], Readings],
        escort: Escort | None,
    ) -> None:
        super().__init__(board, contents, memory, reader, clock)
        self._readings = readings
        self._escort = escort
        self._wrapped = False  # the focus went from one end to the other

    @property
    def visited(self) -> bool:
        """Is somebody at the kiosk?"""
        return self._route.here != IDLE

    def _wake(self) -> bool:
        """From the idle screen to home; an announcement that is being read out goes on."""
        if self.visited:
            return False
        self._stage.show(self._route.start(HOME))
        return True

    @property
    def _reading(self) -> bool:
        """Is something read to the visitor: what was asked for, or a warning?"""
        return self._reader.priority in (Priority.ASKED, Priority.URGENT)

    # previous and next

    def previous(self) -> None:
        self._step(-1)

    def next(self) -> None:
        self._step(+1)

    def _step(self, step: int) -> None:
        """What lies before or after: the item beside this one, the next day with events, or the next thing to choose."""
        self._wake()
        screen = "sheet" if self.board.sheet else self._route.here.screen
        match screen:
            case "item":
                self._turn_item(step)
            case "events":
                self._turn_day(step)
            case _:
                self._move_focus(step)

    def _move_focus(self, step: int) -> None:
        """Along the screen in reading order; beyond the last row of a page to the first of the next; from the end round."""
        if self.board.by_buttons:
            self._reader.leave()
        focus = next_focus(self.board, self._stage.fits, step)
        if focus is None and not self.board.sheet and self._turn_page(step):
            self.board.focus = ""
            focus = next_focus(self.board, self._stage.fits, step)
        if focus is None:
            self._go_round(step)
        else:
            self.board.focus = focus

    def _go_round(self, step: int) -> None:
        """From the last of all pages to the first, and the reverse."""
        self._wrapped = True
        pages = self._pages()
        if pages > 1 and not self.board.sheet:
            self._stage.show(self._route.turn(page=0 if step > 0 else pages - 1))
            self.board.focus = ""
        self.board.focus = next_focus(self.board, self._stage.fits, step, wrap=True) or ""

    def _pages(self) -> int:
        board = self.board
        views = {"news": board.listing, "announcements": board.notices, "search": board.search}
        view = views.get(self._route.here.screen)
        return view.pages if view else 1

    # listen

    def listen(self) -> None:
        """Stop, when something is being read; else open what is in focus, and read what is shown."""
        if self._reader.speaking:
            self._reader.stop()
            return
        if self.board.sheet:
            self._choose()
            return
        woken = self._wake()
        match self._route.here.screen:
            case "home" if woken:
                self.bulletin()
                return
            case "home" | "news" | "search":
                self._open_focused()
                if self._route.here.item is None and self.board.screen != "alert":
                    return  # a screen of its own things to choose
        self._read_shown()

    def bulletin(self) -> None:
        """The summary of the day, from its beginning."""
        if self.board.screen == "alert":
            self.listen()
            return
        if self._route.here.screen != "home" or self.board.sheet:
            self.home()
        moment = self._clock.read()
        readings = self._readings(self.board.language)
        self._reader.read(readings.bulletin(self._contents.bulletin(moment), moment), resume=False)
        self._count_heard()

    def _read_shown(self) -> None:
        """The item, the day, the announcements, the warning: what the screen is about."""
        moment = self._clock.read()
        readings = self._readings(self.board.language)
        match self._route.here.screen:
            case "item" if self.board.article:
                self._reader.read(readings.item(self.board.article.item, moment))
            case "events" if self.board.calendar:
                self._reader.read(readings.day(self.board.calendar, moment))
            case "announcements" if self.board.notices and self.board.notices.cards:
                focused = index_of(self.board.focus, "row")
                cards = self.board.notices.cards
                self._reader.read(readings.notices(cards if focused is None else cards[focused : focused + 1], moment))
            case "alert" if self._escort and (said := self._escort.guide.alert()):
                self._reader.read(said, resume=False)
        if self.board.speaking is not None:
            self._count_heard()

    def _count_heard(self) -> None:
        self._memory.count("heard", self._clock.read().now.date())

    def _open_focused(self) -> None:
        match self.board.focus.partition(":"):
            case ("event", _, index):
                self.open_event_card(int(index or 0))
            case ("tile", _, category):
                self.open_category(category)
            case ("row", _, index):
                self.open_row(int(index))
            case ("suggestion", _, index):
                self.choose_suggestion(int(index))
                self.open_row(0)
            case ("key", _, "search"):
                self.search()
            case ("key", _, "settings"):
                self.show_settings()
            case _ if self._route.here.screen == "home":
                self.open_hero()
            case _:
                self.open_row(0)

    def _choose(self) -> None:
        """The option of the sheet that is in focus."""
        choice = choice_at(self.board.focus)
        match choice and (choice.kind, choice.value):
            case ("language", str(code)):
                self.set_language(code)
            case ("text_scale", float(scale)):
                self.set_text_scale(scale)
            case ("theme", str(name)):
                self.set_theme(name)
            case ("volume", verb):
                self.turn_volume(+VOLUME_STEP if verb == "louder" else -VOLUME_STEP)

    def show_settings(self) -> None:
        super().show_settings()
        self.board.focus = ""

    def close_sheet(self) -> None:
        super().close_sheet()
        self.board.focus = ""

    # what the sheet and the player bar offer

    def turn_volume(self, percent: int) -> None:
        self.set_volume(round(self.board.volume) + percent)

    def set_volume(self, percent: int) -> None:
        self.board.volume = min(max(percent, 0), 100)
        self._reader.set_volume(self.board.volume)

    def again(self) -> None:
        """ "Ulangi" """
        self._reader.again()

    def toggle_slow(self) -> None:
        """ "Pelan" and "Biasa" """
        self._reader.set_slow(not self.board.slow)

    def set_language(self, code: str) -> None:
        self._reader.leave()
        self.board.language = code
        self.look_for_warnings()  # their issuer has words of its own in each language

    def set_text_scale(self, scale: float) -> None:
        self.board.text_scale = scale

    def set_theme(self, name: str) -> None:
        self.board.theme = name
