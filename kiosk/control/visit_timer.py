"""How long a visitor may be still before the kiosk asks, and goes back to the beginning. Pure: seconds in, a state out.

The design's timeouts: a warning after 75 s without touch or button (150 s in an article), 15 s of countdown, then over. Speech
counts as activity; when it ends, 60 s are left before the warning.
"""

from __future__ import annotations

from dataclasses import dataclass

COUNTDOWN_S = 15.0
AFTER_SPEECH_S = 60.0


@dataclass(slots=True)
class Visit:
    """One visitor's stillness. Times are seconds of a monotonic clock."""

    warn_after: float = 75.0
    reading: bool = False  # in an article: twice the time
    _still_since: float = 0.0
    _speaking: bool = False

    def active(self, now: float) -> None:
        """A touch or a button."""
        self._still_since = now

    def speech_started(self) -> None:
        self._speaking = True

    def speech_ended(self, now: float) -> None:
        """60 s are left from here, or more if a touch left more."""
        self._speaking = False
        self._still_since = max(self._still_since, now + AFTER_SPEECH_S - self._limit)

    @property
    def _limit(self) -> float:
        return self.warn_after * (2 if self.reading else 1)

    def seconds_left(self, now: float) -> int | None:
        """None while nothing is to be asked; 15 … 1 while the countdown runs; 0 when the visit is over."""
        if self._speaking:
            return None
        over = now - self._still_since - self._limit
        if over < 0:
            return None
        return max(0, int(COUNTDOWN_S - over + 0.999))
