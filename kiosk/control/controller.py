"""The attendant: what the kiosk does when somebody touches, presses, or nothing happens for a while.

Knows no Kivy: the board is named by a protocol, and so are the voice and the readings. Everything here runs on the main
thread; other threads speak through the inbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.content.repository import Contents
from kiosk.control.focus import targets
from kiosk.control.keys import VOLUME_STEP
from kiosk.control.route import IDLE
from kiosk.control.visit import Hosting
from kiosk.core.clock import Clock
from kiosk.core.messages import (
    ButtonPressed,
    ButtonReleased,
    ContentChanged,
    Gesture,
    Message,
    MotionSeen,
    RecordingEnded,
    RecordingHeard,
    SentenceStarted,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
    VolumeTurned,
)
from kiosk.hardware.debounce import Presses, Verdict
from kiosk.narration.button_guide import Escort
from kiosk.narration.read_aloud import Reader
from kiosk.settings import HELD, Settings
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort, Readings
from kiosk.viewmodel.snapshot import Sight, sight

_log = logging.getLogger(__name__)
_CLICK = 2  # percent a click of the rotary
_READABLE = ("item", "events", "announcements", "alert")  # screens on which listening can go on


class Attendant(Hosting):
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
        super().__init__(
            board, contents, memory, reader, clock,
            readings=readings, escort=escort, settings=settings, monotonic=monotonic,
        )  # fmt: skip
        self._presses = Presses()
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
            case RecordingHeard() | RecordingEnded():
                self.desk.heard(message)
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

    def watch_visitor(self) -> None:
        """About once a second: is a button stuck, the visitor gone, a hint wanted, the screen to be off?"""
        self.watch_buttons()
        super().watch_visitor()
