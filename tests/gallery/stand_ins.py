"""Stand-ins for what asks, understands and opens in a kiosk that is posed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import BinaryIO

from content_cache.model.errors import Code, StoppedError
from content_cache.signing.sealed_answers import AnswerContent
from kiosk.app.pictures.stand_ins import RecordingVoice
from kiosk.core.messages import SentenceStarted
from kiosk.speech.scheduling.queue import first_of
from tests.gallery.samples.questions import CODE


def come_to(voice: RecordingVoice, index: int) -> SentenceStarted | None:
    """Pretend that *voice* is at sentence *index* of what it says, or at the last one.

    Return the message that a voice would send, or `None` if nothing is being said.
    """
    speech = first_of(voice.speeches)
    if speech is None:
        return None
    speech.started, speech.playing = True, min(index, len(speech.utterance.sentences) - 1)
    return SentenceStarted(speech.utterance.id, speech.playing)


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
