"""The attendant: what the kiosk does when somebody touches, presses, or nothing happens for a while.

Knows no Kivy: the board is named by a protocol, and so are the voice and the readings. Everything here runs on the main
thread; other threads speak through the inbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.contents import Contents
from kiosk.focus import next_focus
from kiosk.inbox import (
    ButtonPressed,
    ContentChanged,
    Message,
    MotionSeen,
    SentenceStarted,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
)
from kiosk.memory import Memory
from kiosk.navigator import Navigator
from kiosk.phrases import village
from kiosk.ports import BoardPort, Readings
from kiosk.reader import Reader
from kiosk.route import HOME, IDLE
from kiosk.settings import Settings
from kiosk.visit import Visit

_log = logging.getLogger(__name__)


class Attendant(Navigator):
    """Decides; sets the board; calls the reader and the stage.

    `readings` gives what to say in a language; `monotonic` seconds, for the visitor's timeouts.
    """

    def __init__(
        self,
        *,
        board: BoardPort,
        contents: Contents,
        memory: Memory,
        reader: Reader,
        readings: Callable[[str], Readings],
        settings: Settings,
        clock: Clock,
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(board, contents, memory, reader, clock)
        self._readings = readings
        self._settings = settings
        self._monotonic = monotonic
        self._visit = Visit(settings.screen.warn_after)
        self._visit.active(monotonic())
        board.place = village(settings.place.name)
        board.contact = settings.place.contact
        self._reset()
        self._stage.show(IDLE)

    # what comes in

    def handle(self, message: Message) -> None:
        """One message from the inbox."""
        match message:
            case ContentChanged():
                self._stage.show(self._route.here)
            case ButtonPressed(name):
                self._press(name)
            case MotionSeen():
                pass  # who walks by is no visitor; what it wakes is the screen's power
            case SpeechStarted():
                self._reader.heard(message)
                self._visit.speech_started()
            case SentenceStarted() | SpeechPaused():
                self._reader.heard(message)
            case SpeechEnded():
                self._reader.heard(message)
                if not self._reader.speaking:
                    self._visit.speech_ended(self._monotonic())
            case _:
                _log.warning("nobody handles %r", message)

    def _press(self, name: str) -> None:
        """A button, by the verb that the settings give it. While "Masih di sini?" is asked, any button stays."""
        self._visit.active(self._monotonic())
        if self.board.seconds_left:
            self.stay()
            return
        self.board.by_buttons = True
        match self._settings.verbs.get(name, name):
            case "previous":
                self.previous()
            case "listen":
                self.listen()
            case "next":
                self.next()
            case "home":
                self.home()
            case "louder" | "softer" as verb:
                self._wake()  # it begins a visit, at whose end the volume goes back
                self._reader.turn_volume(+10 if verb == "louder" else -10)
            case verb:
                _log.warning("button %s: there is no verb %s", name, verb)

    def touched(self) -> bool:
        """A finger came down. True if that was all it did: it woke the kiosk."""
        if self.board.seconds_left:
            return False  # the question's own keys say whether to stay or to leave
        self._visit.active(self._monotonic())
        self.board.by_buttons = False
        return self._wake()

    def _wake(self) -> bool:
        """From the idle screen to home; an announcement that is being read out goes on."""
        if self.visited:
            return False
        self._stage.show(self._route.start(HOME))
        return True

    def look_again(self) -> None:
        """The same screen, as it is now."""
        self._stage.show(self._route.here)

    # the visitor's time

    @property
    def visited(self) -> bool:
        """Is somebody at the kiosk?"""
        return self._route.here != IDLE

    def watch_visitor(self) -> None:
        """About once a second: is the visitor gone?"""
        if not self.visited:
            return
        self._visit.reading = self._route.here.screen == "item"
        left = self._visit.seconds_left(self._monotonic())
        if left == 0:
            self._end_visit()
        else:
            self.board.seconds_left = left or 0

    def stay(self) -> None:
        """ "Ya, saya masih baca" """
        self._visit.active(self._monotonic())
        self.board.seconds_left = 0

    def leave(self) -> None:
        """ "Ke beranda" """
        self.stay()
        self.home()

    def _end_visit(self) -> None:
        self._leave_screen()
        self._reset()
        self._stage.show(self._route.start(IDLE))

    def _reset(self) -> None:
        """Everything that a visitor may have changed goes back to the settings."""
        self.board.language = self._settings.place.language
        theme = self._settings.screen.theme
        self.board.theme = "light" if theme == "auto" else theme
        self.board.text_scale = self._settings.screen.text_scale
        self.board.sheet = self.board.by_buttons = False
        self.board.seconds_left = 0
        self.board.notice = ""
        self._reader.set_slow(False)
        self._reader.set_volume(self._settings.speech.volume)
        self._reader.forget()

    # the keys of the bar

    def previous(self) -> None:
        self._step(-1)

    def next(self) -> None:
        self._step(+1)

    def _step(self, step: int) -> None:
        """What lies before or after: the item beside this one, the next day with events, or the next thing to choose."""
        self._wake()
        match self._route.here.screen:
            case "item":
                self._turn_item(step)
            case "events":
                self._turn_day(step)
            case _:
                self._move_focus(step)

    def _move_focus(self, step: int) -> None:
        """Along the screen in reading order; beyond the last row of a page to the first of the next."""
        focus = next_focus(self.board, self._stage.fits, step)
        if focus is None and self._turn_page(step):
            self.board.focus = ""
            focus = next_focus(self.board, self._stage.fits, step)
        self.board.focus = focus or next_focus(self.board, self._stage.fits, step, wrap=True) or ""

    def listen(self) -> None:
        """Stop, when something is being read; else open what is in focus, and read what is shown."""
        if self._reader.speaking:
            self._reader.stop()
            return
        moment = self._clock.read()
        readings = self._readings(self.board.language)
        woken = self._wake()
        match self._route.here.screen:
            case "home" if woken:
                self._reader.read(readings.bulletin(self._contents.bulletin(moment), moment))
            case "home" | "news" | "search":
                self._open_focused()
                if self._route.here.item is not None:
                    self.listen()
            case "item" if self.board.article:
                self._reader.read(readings.item(self.board.article.item, moment))
            case "events" if self.board.calendar:
                self._reader.read(readings.day(self.board.calendar, moment))
            case "announcements" if self.board.notices:
                focused = _row(self.board.focus)
                cards = self.board.notices.cards
                self._reader.read(readings.notices(cards if focused is None else cards[focused : focused + 1], moment))
        if self.board.speaking is not None:
            self._memory.count("heard", moment.now.date())

    def _open_focused(self) -> None:
        match self.board.focus.partition(":"):
            case ("event", _, _):
                self.open_event_card()
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

    def again(self) -> None:
        """ "Ulangi" """
        self._reader.again()

    def toggle_slow(self) -> None:
        """ "Pelan" and "Biasa" """
        self._reader.set_slow(not self.board.slow)

    def set_language(self, code: str) -> None:
        self._reader.leave()
        self.board.language = code

    def set_text_scale(self, scale: float) -> None:
        self.board.text_scale = scale

    def set_theme(self, name: str) -> None:
        self.board.theme = name


def _row(focus: str) -> int | None:
    kind, _, index = focus.partition(":")
    return int(index) if kind == "row" and index else None
