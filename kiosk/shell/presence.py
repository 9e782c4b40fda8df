"""Presence of somebody at the kiosk, and the light of the screen, which shows that they were noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.content.views.ports import BoardPort
from kiosk.hardware.lamp import Lamp
from kiosk.settings import Settings
from kiosk.shell.day_night import Darkness

COUNTDOWN_S = 20.0  # required by WCAG 2.2.1
AFTER_SPEECH_S = 60.0


@dataclass(slots=True)
class VisitTimer:
    """Timer of a visitor's inactivity. Pure: seconds of a monotonic clock in, a state out."""

    warn_after: float = 75.0
    reading: bool = False  # whether an article is read, which doubles the time
    _still_since: float = 0.0
    _speaking: bool = False

    def active(self, now: float) -> None:
        """Note a touch or a button at *now*."""
        self._still_since = now

    def speech_started(self) -> None:
        self._speaking = True

    def speech_ended(self, now: float) -> None:
        """Note the end of speech: 60 s are left from here, or more if a touch left more."""
        self._speaking = False
        self._still_since = max(self._still_since, now + AFTER_SPEECH_S - self._limit)

    @property
    def _limit(self) -> float:
        return self.warn_after * (2 if self.reading else 1)

    def seconds_left(self, now: float) -> int | None:
        """Return the countdown of the question "Masih di sini?": 20 to 1 while it runs, 0 when the visit is over,
        `None` before.
        """
        if self._speaking:
            return None
        over = now - self._still_since - self._limit
        if over < 0:
            return None
        return max(0, int(COUNTDOWN_S - over + 0.999))


class Presence:
    """Record of the last action and of the inactivity since. *monotonic* gives seconds."""

    def __init__(self, board: BoardPort, settings: Settings, lamp: Lamp, monotonic: Callable[[], float]) -> None:
        self._board = board
        self._lamp = lamp
        self._monotonic = monotonic
        self._timer = VisitTimer(settings.screen.warn_after)
        self._darkness = Darkness(settings.screen.off_hours, watched=settings.sensors.motion is not None)
        self.read_until = float("-inf")
        """Time when the last reading ended, in seconds of the monotonic clock."""
        self.active()

    def active(self) -> None:
        """Note an action of a visitor, and light the screen."""
        self.acted_at = self._monotonic()
        self._timer.active(self.acted_at)
        self.light()
        self._lamp.visited()

    def light(self) -> None:
        """Light the screen for somebody near, who need not be a visitor."""
        self._darkness.note_presence(self._monotonic())
        self._board.dark = False

    def watch_light(self, *, needed: bool) -> None:
        """Turn the screen off if nobody was near for long, and on while it is *needed*, which counts as somebody near."""
        self._board.dark = self._darkness.dark(self._monotonic(), self._board.moment, needed=needed)

    def speech_started(self) -> None:
        """Note that the voice speaks: a visitor who listens is not inactive."""
        self._timer.speech_started()

    def speech_ended(self) -> None:
        """Note that a reading has ended."""
        self.read_until = self._monotonic()
        self._timer.speech_ended(self.read_until)

    def seconds_left(self, *, reading: bool) -> int | None:
        """Return the countdown of the question "Masih di sini?": 0 when the visit is over, `None` while it is not
        asked.

        A visitor who is *reading* has twice the time before.
        """
        self._timer.reading = reading
        return self._timer.seconds_left(self._monotonic())
