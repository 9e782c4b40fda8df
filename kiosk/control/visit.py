"""The visitor's time at the kiosk: when it begins, when it is asked "Masih di sini?", what is forgotten when it ends; and what
shows whether somebody is there: the screen's light and the lamp."""

from __future__ import annotations

from collections.abc import Callable

from content_cache.model.items import Category
from kiosk.content.repository import Contents
from kiosk.control.day_night import Darkness, theme_at
from kiosk.control.front import dress
from kiosk.control.route import IDLE
from kiosk.control.visit_timer import Visit
from kiosk.core.clock import Clock
from kiosk.core.messages import SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.hardware.lamp import Lamp
from kiosk.narration.button_guide import Escort
from kiosk.narration.read_aloud import Reader
from kiosk.service.menu import Serving
from kiosk.service.usb_stick import StickDesk
from kiosk.settings import Settings
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort, Readings


class Hosting(Serving):
    """`settings` say what a visitor finds; `monotonic` gives seconds."""

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
        settings: Settings,
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(
            board, contents, memory, reader, clock,
            readings=readings, escort=escort, settings=settings, monotonic=monotonic,
        )  # fmt: skip
        self._visit = Visit(settings.screen.warn_after)
        self._darkness = Darkness(settings.screen.off_hours, watched=settings.sensors.motion is not None)
        self.lamp = Lamp()
        self.stick = StickDesk(
            board,
            memory,
            say=lambda line: self._say("usb stick", [line], settings.place.language),
            light=self._light,
            monotonic=monotonic,
            language=settings.place.language,
            waiting=self.staged,
        )
        self._read_until = float("-inf")
        self._active()

    def touched(self) -> bool:
        """A finger came down. True if that was all it did: it lit the screen, or woke the kiosk."""
        was_dark = self.board.dark
        if self.board.seconds_left:
            return False  # the question's own keys say whether to stay or to leave
        self._active()
        if self.board.by_buttons and self._escort:
            self._escort.leave()
        self.board.by_buttons = False
        return was_dark or self._wake()

    def _light(self) -> None:
        self._darkness.seen(self._monotonic())
        self.board.dark = False

    def _active(self) -> None:
        """Somebody did something."""
        self._visit.active(self._monotonic())
        self._light()
        self.lamp.visited()

    def look_again(self) -> None:
        """The same screen, as it is now; by night in the night's colours, if nobody has chosen others."""
        self._stage.show(self._route.here)
        if not self.visited:
            self.board.theme = theme_at(self._settings.screen.theme, self._clock.read())
        self.look_for_warnings()

    def watch_visitor(self) -> None:
        """About once a second: is the visitor gone, is a hint wanted, is the screen to be off?"""
        self._watch_screen()
        if not self.visited:
            return
        if self.alerts.held or self.attended():
            return  # a warning stays until somebody has understood it, the technician's page until it locks
        self._visit.reading = self._route.here.screen == "item"
        left = self._visit.seconds_left(self._monotonic())
        if left == 0:
            self._end_visit()
            return
        asks = bool(left) and not self.board.seconds_left
        self.board.seconds_left = left or 0
        if self.board.by_buttons and self._escort:
            if asks:
                self._escort.ask()
            elif not left:
                self._escort.hint(reading=self._reader.speaking, quiet_since=self._read_until)

    def _watch_screen(self) -> None:
        needed = self.visited or self.board.band is not None
        self.board.dark = self._darkness.dark(self._monotonic(), self.board.moment, needed=needed)

    def stay(self) -> None:
        """ "Ya, saya masih baca" """
        self._active()
        self.board.seconds_left = 0

    def leave(self) -> None:
        """ "Ke beranda" """
        self.stay()
        self.home()

    def _end_visit(self) -> None:
        self._leave_screen()
        if self._escort:
            self._escort.leave()
        self._reset()
        self._stage.show(self._route.start(IDLE))

    def _leave_alert(self) -> None:
        super()._leave_alert()
        if not self.visited:
            self._reset()  # it came while nobody was there: whoever understood it is no visitor

    def _reset(self) -> None:
        """Everything that a visitor may have changed goes back to the settings."""
        dress(self.board, self._settings, self._clock)
        self.board.sheet = self.board.by_buttons = False
        self.board.seconds_left = 0
        self.board.notice = ""
        self._reader.set_slow(False)
        self.set_volume(self._settings.speech.volume)
        self._reader.forget()

    # the voice and the lamp

    def _hear(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        self.lamp.speaking = not isinstance(message, SpeechEnded)
        if self._escort and self._escort.heard(message):
            return
        self._reader.heard(message)
        if isinstance(message, SpeechStarted):
            self._visit.speech_started()
        elif isinstance(message, SpeechEnded) and not self._reader.speaking:
            self._read_until = self._monotonic()
            self._visit.speech_ended(self._read_until)

    def _note_urgent(self) -> None:
        moment = self._clock.read()
        for_lamp = (Category.ALERT, Category.ANNOUNCEMENT)
        self.lamp.news(item for category in for_lamp for item in self._contents.items(category, moment))

    def get_ready_to_guide(self) -> None:
        """Load what is needed to answer the first press; it takes longer than a press may."""
        if self._escort:
            self._escort.get_ready()
