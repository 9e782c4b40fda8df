"""Sounds of sentences as an edition has them, without a voice: a tone as long as the words would take."""

from __future__ import annotations

import math
from array import array
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.office.editions.voice import ReadySentence, ReadyVoice, sentence
from kiosk.speech.synthesis.opus import RATE_HZ, as_opus
from kiosk.speech.utterance import words_hash
from kiosk.speech.wav import write_wav

NAME, MODEL = "kokoro/em_alex", "0123456789abcdef"
LETTER_S = 0.08


def tone(path: Path, seconds: float, hz: float = 300.0) -> Path:
    """`hz` is whole: a second of it is like the next."""
    step, count = 2 * math.pi * hz / RATE_HZ, round(seconds * RATE_HZ)
    second = array("h", (round(8_000 * math.sin(step * n)) for n in range(min(count, RATE_HZ))))
    write_wav(path, (second * (count // RATE_HZ + 1))[:count], RATE_HZ)
    return path


@cache
def opus(seconds: float, hz: float = 300.0) -> bytes:
    with TemporaryDirectory() as place:
        return as_opus(tone(Path(place) / "tone.wav", seconds, hz), 100_000)


def spoken(words: str) -> ReadySentence:
    """Return a recording of *words* that lasts as long as a voice takes for them."""
    ready = sentence(words_hash(words), opus(round(len(words) * LETTER_S, 2)))
    assert ready is not None
    return ready


def voice_of(*sentences: str) -> ReadyVoice:
    return ReadyVoice(NAME, MODEL, tuple(map(spoken, sentences)))
