"""The attendant: what the kiosk does when somebody touches, presses, or nothing happens for a while.

Knows no Kivy: the board is named by a protocol, and so are the voice and the readings. Everything here runs on the main
thread; other threads speak through the inbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from content_cache.items import Category
from kiosk.clock import Clock
from kiosk.contents import Contents
from kiosk.darkness import Darkness
from kiosk.escort import Escort
from kiosk.focus import targets
from kiosk.inbox import (
    ButtonPressed,
    ButtonReleased,
    ContentChanged,
    Gesture,
    Message,
    MotionSeen,
    SentenceStarted,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
    VolumeTurned,
)
from kiosk.lamp import Lamp
from kiosk.memory import Memory
from kiosk.night import theme_at
from kiosk.phrases import village
from kiosk.ports import BoardPort, Readings
from kiosk.presses import Presses, Verdict
from kiosk.reader import Reader
from kiosk.route import IDLE
from kiosk.settings import HELD, Settings
from kiosk.sight import Sight, sight
from kiosk.visit import Visit
from kiosk.walker import VOLUME_STEP, Walker

_log = logging.getLogger(__name__)
_CLICK = 2  # percent a click of the rotary
_READABLE = ("item", "events", "announcements", "alert")  # screens on which listening can go on


class Attendant(Walker):
    """Decides; sets the board; calls the reader and the stage.

    `readings` gives what to say in a language; `monotonic` seconds, for the visitor's timeouts. `escort` speaks to visitors
    who use the buttons.
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
        escort: Escort | None = None,
    ) -> None:
        super().__init__(board, contents, memory, reader, clock, readings=readings, escort=escort)
        self._settings = settings
        self._monotonic = monotonic
        self._visit = Visit(settings.screen.warn_after)
        self._presses = Presses()
        self._darkness = Darkness(settings.screen.off_hours, watched=settings.sensors.motion is not None)
        self.lamp = Lamp()
        self._read_until = float("-inf")
        self._active()
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
                self.look_for_warnings()
                self._note_urgent()
            case Gesture():
                self._feel(message)
            case SpeechStarted() | SentenceStarted() | SpeechPaused() | SpeechEnded():
                self._hear(message)
            case _:
                _log.warning("nobody handles %r", message)

    def _feel(self, gesture: Gesture) -> None:
        now = self._monotonic()
        match gesture:
            case ButtonPressed(name):
                if self._presses.pressed(name, now):
                    self._act(self._settings.verbs.get(name, name))
            case ButtonReleased(name):
                self._presses.released(name, now)
            case VolumeTurned(steps):
                self._active()
                self._wake()
                self.turn_volume(steps * _CLICK)
            case MotionSeen():
                # who walks by is no visitor: the screen lights up, and says nothing
                self._darkness.seen(now)
                self.board.dark = False

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

    def _active(self) -> None:
        """Somebody did something."""
        now = self._monotonic()
        self._visit.active(now)
        self._darkness.seen(now)
        self.board.dark = False
        self.lamp.visited()

    # buttons

    def _act(self, verb: str) -> None:
        """What a button does. A dark screen lights up, too: who cannot see does not know that it was dark."""
        asked = bool(self.board.seconds_left)
        self._active()
        if asked:
            self._stay_by_button(verb)
            return
        if not self.board.by_buttons:
            self.board.by_buttons = True
            self._reader.get_ready()
        before, spoke = sight(self.board), self._reader.speaking
        self._wrapped = False
        match verb:
            case "previous":
                self.previous()
            case "listen":
                self.listen()
            case "next":
                self.next()
            case "home":
                self.home()
            case "bulletin":
                self.bulletin()
            case "louder" | "softer":
                self._wake()  # it begins a visit, at whose end the volume goes back
                self.turn_volume(+VOLUME_STEP if verb == "louder" else -VOLUME_STEP)
            case _:
                _log.warning("there is no verb %s", verb)
                return
        self._arrive(before)
        if self._escort:
            tone = self._wrapped or before.screen == "idle"
            # who has just stopped the voice wants silence
            self._escort.tell(verb, before, reading=self._reading or (spoke and verb == "listen"), tone=tone)

    def _arrive(self, before: Sight) -> None:
        """On another screen: the focus on its first row, and an item is read at once."""
        now = sight(self.board)
        if now.place == before.place:
            return
        if now.screen == "item" and not now.sheet:
            if not self._reading:
                self._read_shown()
        elif (now.sheet or now.screen != "home") and not self.board.focus:
            self.board.focus = next(iter(targets(self.board, self._stage.fits)), "")

    def _stay_by_button(self, verb: str) -> None:
        """ "Masih di sini?": any button stays, listen also reads on (design, "Timeout")."""
        self.stay()
        self.board.by_buttons = True
        if verb == "listen" and self._route.here.screen in _READABLE and not self._reader.speaking:
            self._read_shown()
        if self._escort:
            self._escort.stayed(reading=self._reading)

    def watch_buttons(self) -> float | None:
        """What has become of buttons that are down: held, or stuck. Returns in how many seconds to look again, if at all."""
        now = self._monotonic()
        for name, verdict in self._presses.due(now):
            if verdict is Verdict.STUCK:
                _log.warning("tombol %s macet atau kabelnya bermasalah; tidak dipakai sampai dilepas", name)
                self._memory.count("stuck", self._clock.read().now.date())
                continue
            held = self._settings.holds.get(name, "") if name in self._settings.verbs else HELD.get(name, "")
            if held:
                self._act(held)
        return self._presses.look_in(now)

    @property
    def stuck(self) -> frozenset[str]:
        """Buttons that are not listened to at present, for the technician's page."""
        return self._presses.stuck

    def look_again(self) -> None:
        """The same screen, as it is now; by night in the night's colours, if nobody has chosen others."""
        self._stage.show(self._route.here)
        if not self.visited:
            self.board.theme = theme_at(self._settings.screen.theme, self._clock.read())
        self.look_for_warnings()

    # the visitor's time

    def watch_visitor(self) -> None:
        """About once a second: is the visitor gone, is a hint wanted, is the screen to be off?"""
        self.watch_buttons()
        self._watch_screen()
        if not self.visited:
            return
        if self.alerts.held:
            return  # a warning stays until somebody has understood it
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
        self.board.language = self._settings.place.language
        self.board.theme = theme_at(self._settings.screen.theme, self._clock.read())
        self.board.text_scale = self._settings.screen.text_scale
        self.board.sheet = self.board.by_buttons = False
        self.board.seconds_left = 0
        self.board.notice = ""
        self._reader.set_slow(False)
        self.set_volume(self._settings.speech.volume)
        self._reader.forget()
