"""What stands in for voice and time in a kiosk that is only pictured."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import BinaryIO

from content_cache.model.errors import Code, StoppedError
from content_cache.signing.sealed_answers import AnswerContent
from kiosk.core.messages import SentenceStarted
from kiosk.demo.questions import CODE
from kiosk.speech.scheduling.queue import NO_SENTENCE, Programme, QueuedSpeech
from kiosk.speech.utterance import AS_ASKED, Manner, Utterance


class RecordingVoice:
    """A voice for pictures: nothing is heard, but what was to be said is kept."""

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

    def come_to(self, index: int) -> SentenceStarted | None:
        """Pretend to be at sentence *index* of the utterance, or at its last one.

        Return the message that a voice would send, or `None` if nothing is being said.
        """
        speech = self._programme.current
        if speech is None:
            return None
        speech.started, speech.playing = True, min(index, len(speech.utterance.sentences) - 1)
        return SentenceStarted(speech.utterance.id, speech.playing)

    def set_volume(self, percent: int) -> None:
        """Nothing to set."""

    def set_ceiling(self, percent: int | None) -> None:
        """Nothing to set."""

    def set_rate(self, words_a_minute: int) -> None:
        """Nothing to set."""

    def warm_up(self) -> None:
        """Nothing to start."""

    def open_device(self) -> None:
        """Nothing to open."""


class SilentTake:
    """A recording for pictures: nothing is recorded."""

    path = Path()

    def __init__(self, number: int) -> None:
        self.number = number

    def finish(self) -> None:
        """Nothing comes of it."""

    def discard(self) -> None:
        """Nothing is there."""


class SilentHearing:
    """A recogniser for pictures: what it understands is the picture's."""

    def __init__(self, _recording: int, _hints: str, _number: int) -> None:
        """Begin nothing."""

    def begin(self) -> None:
        """Nothing comes of it."""

    def close(self) -> None:
        """Nothing is there."""


NUMBER = 12


class Shredder:
    """Takes a question of a picture, and keeps none."""

    def put_question(self, _content_of: Callable[[int], bytes], _above: int) -> int:
        return NUMBER

    def given(self) -> int:
        return NUMBER

    def give_number(self, _keep: Callable[[int], None], _above: int) -> int:
        return NUMBER

    @property
    def seals(self) -> bool:
        return True

    @property
    def answered_to(self) -> tuple[str, bytes]:
        return "", b""

    def code(self, _number: int, _digits: int) -> str:
        return CODE

    def open_answer(self, _number: int, _box: bytes) -> AnswerContent:
        return AnswerContent(
            "Jawaban pertanyaan 9", "Bawa KK lama, KTP, dan surat pengantar dari kepala dusun.", "0" * 64
        )

    def open_recording(self, _number: int, _box: bytes, _said: AnswerContent) -> bytes:
        return b""


def undecoded(_content: bytes, stop: Event) -> BinaryIO:
    """A recording that is being opened until the picture is drawn."""
    stop.wait()
    raise StoppedError(Code.STOPPED)


class FrozenStopwatch:
    """A stopwatch that shows how long nobody has touched the kiosk."""

    def __init__(self) -> None:
        self.still_for = 0.0
        self._began = float(int(time.monotonic()))  # what is counted down from it is whole seconds in every process

    def seconds(self) -> float:
        return self._began + self.still_for
