"""Stand-ins for voice, recorder and time in a kiosk that is only pictured."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from kiosk.speech.scheduling.queue import NO_SENTENCE, Programme, QueuedSpeech
from kiosk.speech.utterance import AS_ASKED, Manner, Utterance


class RecordingVoice:
    """Voice for pictures: nothing is heard, but what was to be said is kept."""

    def __init__(self) -> None:
        self._programme = Programme()

    @property
    def speeches(self) -> Sequence[QueuedSpeech]:
        return self._programme.speeches

    def say(self, utterance: Utterance, manner: Manner = AS_ASKED, *, start: int = 0) -> None:
        self._programme.add(QueuedSpeech(utterance, manner, playing=start or NO_SENTENCE))

    def stop(self, *, urgent: bool = False, scheduled: bool = True, asked: bool = True) -> Sequence[QueuedSpeech]:
        return self._programme.stop(urgent=urgent, scheduled=scheduled, asked=asked)

    def withdraw(self, speech: QueuedSpeech) -> None:
        self._programme.remove(speech)

    def set_volume(self, percent: int) -> None:
        """Ignore *percent*, because there is no sound."""

    def set_alone(self, alone: bool) -> None:
        """Do nothing."""

    def set_ceiling(self, percent: int | None) -> None:
        """Ignore *percent*, because there is no sound."""

    def set_rate(self, words_a_minute: int) -> None:
        """Ignore *words_a_minute*, because there is no sound."""

    def warm_up(self) -> None:
        """Do nothing, because there is no process to start."""

    def open_device(self) -> None:
        """Do nothing, because there is no device."""


class SilentTake:
    """Recording for pictures: nothing is recorded."""

    path = Path()

    def __init__(self, number: int) -> None:
        self.number = number

    def finish(self) -> None:
        """Do nothing, because nothing was recorded."""

    def discard(self) -> None:
        """Do nothing, because nothing was recorded."""


class FrozenStopwatch:
    """Stopwatch that shows how long nobody has touched the kiosk."""

    def __init__(self) -> None:
        self.still_for = 0.0
        self._began = float(int(time.monotonic()))  # whole seconds, so that countdowns are equal in every process

    def seconds(self) -> float:
        return self._began + self.still_for
