"""Physical buttons: which presses count, what each does, and what the guide says to visitors who use them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from kiosk.content.views.snapshot import Snapshot, snapshot_of
from kiosk.core.messages import ButtonPressed, ButtonReleased, Gesture, MotionSeen, VolumeTurned
from kiosk.hardware.debounce import PressOutcome
from kiosk.narration.button_guide import ButtonGuide
from kiosk.settings import HELD
from kiosk.shell.page import Kiosk
from kiosk.shell.preferences import VOLUME_STEP, Preferences
from kiosk.shell.shell import Shell
from kiosk.shell.visit import VisitController

_log = logging.getLogger(__name__)
_CLICK = 2  # percent a click of the rotary


class Buttons:
    """Physical buttons of the settings.

    *keys* are the functions that they share with the keys of the screen, by key name. Without a *button_guide* nothing
    is said to visitors who use the buttons.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        shell: Shell,
        *,
        keys: Mapping[str, Callable[[], None]],
        preferences: Preferences,
        visit: VisitController,
        button_guide: ButtonGuide | None,
    ) -> None:
        self._board = kiosk.board
        self._settings = kiosk.settings
        self._memory = kiosk.memory
        self._clock = kiosk.clock
        self._monotonic = kiosk.monotonic
        self._reader = kiosk.reader
        self._cursor = shell.cursor
        self._navigation = shell.navigation
        self._presence = shell.presence
        self.presses = shell.presses
        self._verbs: dict[str, Callable[[], None]] = {
            **keys,
            "louder": lambda: self._turn_volume(+VOLUME_STEP),
            "softer": lambda: self._turn_volume(-VOLUME_STEP),
        }
        self._preferences = preferences
        self._visit = visit
        self._button_guide = button_guide

    def feel(self, gesture: Gesture) -> None:
        """Handle *gesture*, a signal of a button, the volume knob or the motion sensor."""
        now = self._monotonic()
        match gesture:
            case ButtonPressed(name):
                if self.presses.pressed(name, now):
                    self._act(self._settings.verbs.get(name, name))
            case ButtonReleased(name):
                self.presses.released(name, now)
            case VolumeTurned(steps):
                self._presence.active()
                self._turn_volume(steps * _CLICK)
            case MotionSeen():
                self._presence.light()  # a passer-by is no visitor: nothing is said

    def act_on_held(self) -> float | None:
        """Act on buttons that are held or stuck. Return the seconds until the next check, or `None`."""
        now = self._monotonic()
        for name, verdict in self.presses.due(now):
            if verdict is PressOutcome.STUCK:
                _log.warning("the button %s is stuck, or its cable is faulty: not used until it is let go of", name)
                self._memory.counts.add("stuck", self._clock.read().now.date())
                continue
            held = self._settings.holds.get(name, "") if name in self._settings.verbs else HELD.get(name, "")
            if held:
                self._act(held)
        return self.presses.look_in(now)

    def _act(self, verb: str) -> None:
        """Do what the button *verb* is for. On a dark screen it does so too: a blind visitor does not know that it was dark."""
        asked = bool(self._board.seconds_left)
        self._presence.active()
        if asked:
            self._stay(verb)
            return
        if not self._board.by_buttons:
            self._board.by_buttons = True
            self._reader.start_voice()
        act = self._verbs.get(verb)
        if act is None:
            _log.warning("there is no verb %s", verb)
            return
        before, spoke, visited = snapshot_of(self._board), self._reader.speaking, self._navigation.visited
        self._cursor.wrapped = False
        act()
        self._arrive(before)
        if self._button_guide:
            tone = self._cursor.wrapped or not visited
            # a visitor who has just stopped the voice wants silence
            reading = self._reader.to_visitor or (spoke and verb == "listen") or self._somebody_speaks()
            self._button_guide.tell(verb, before, reading=reading, tone=tone)

    def _somebody_speaks(self) -> bool:
        """Return whether the microphone records; the guide is silent meanwhile."""
        return self._navigation.page.recording

    def _turn_volume(self, percent: int) -> None:
        """Change the volume by *percent*. This begins a visit, at whose end the volume is reset."""
        self._navigation.wake()
        self._preferences.turn_volume(percent)

    def _arrive(self, before: Snapshot) -> None:
        """Focus the first target after a change of screen, or what the page chooses for users of the buttons.

        *before* is the board before the press.
        """
        now = snapshot_of(self._board)
        if now.page_key == before.page_key:
            return
        if not now.sheet:
            self._navigation.page.arrived()

    def _stay(self, verb: str) -> None:
        """Answer "Masih di sini?": any button stays, listen also reads on (DESIGN.md, "Timeouts")."""
        self._visit.stay()
        self._board.by_buttons = True
        if verb == "listen" and not self._reader.speaking:
            self._navigation.page.read_aloud()
        if self._button_guide:
            self._button_guide.stayed(reading=self._reader.to_visitor)
