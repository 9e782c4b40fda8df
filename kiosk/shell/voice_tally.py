"""Statistics of the better voice: of all utterances, how many it spoke wholly from recordings made ahead. Numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from kiosk.core.clock import Clock
from kiosk.core.messages import SpeechStarted
from kiosk.state.counts import SAID, SAID_READY, DailyCounts

_EVERY_S = 60.0


class VoiceTally:
    """Counter of `said` and `said_ready`. It writes them at most once a minute, so that no prompt waits for the card."""

    def __init__(self, counts: DailyCounts, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._counts = counts
        self._clock = clock
        self._monotonic = monotonic
        self._fresh: Counter[str] = Counter()
        self._written_at = monotonic()

    def count_speech(self, message: SpeechStarted) -> None:
        """Count the start of an utterance, unless it is a recording."""
        if not message.recording:
            self._fresh[SAID] += 1
            self._fresh[SAID_READY] += message.ready

    def write_if_due(self) -> None:
        """Write the counts at most once a minute; call this about once a second."""
        if self._fresh and self._monotonic() - self._written_at >= _EVERY_S:
            self._written_at = self._monotonic()
            day = self._clock.read().now.date()
            for what, number in self._fresh.items():
                if number:
                    self._counts.add(what, day, number)
            self._fresh.clear()
