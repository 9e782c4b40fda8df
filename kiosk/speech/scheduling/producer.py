"""The sounds of an utterance, made ahead in a thread that may wait for the synthesiser. Nothing else here waits."""

from __future__ import annotations

import math
import os
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.speech.errors import one_line
from kiosk.speech.scheduling.preludes import Preludes
from kiosk.speech.scheduling.queue import QueuedSpeech
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.unkept import path_of, sweep
from kiosk.speech.utterance import HUMAN
from kiosk.speech.wav import is_whole

PATIENCE_S = 0.5  # of something urgent with a voice that is busy with something else
RECORDING = -2  # the index of a sound that is played in place of sentences


@dataclass(frozen=True, slots=True)
class ReadySound:
    """A sound is there; no path: there is nothing to be heard."""

    path: Path | None


class Producer:
    """`later` puts a call into the speaker's queue, from any thread. `on_made` gets (speech, index, why not or "") when
    something that was not ready is so now.

    `ahead` is a better voice that is too slow to be waited for, and a sentence may have been said already by whoever published
    it, which counts at the `usual_rate` alone. An utterance that one such voice has said to the last sentence is said by it, any
    other by `synthesiser`, so that none is said by two.
    """

    def __init__(
        self,
        synthesiser: Synthesiser,
        preludes: Preludes,
        later: Callable[[Callable[[], Any]], None],
        ahead: Synthesiser | None = None,
    ) -> None:
        self._synthesiser = synthesiser
        self._ahead = ahead
        self._preludes = preludes
        self.usual_rate = True
        self._later = later
        self.on_made: Callable[[QueuedSpeech, int, str], None] = _ignore
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="synthesis")
        self._under_way: Future[Path] | None = None
        self._hurry_at = math.inf

    def sentence(self, speech: QueuedSpeech, index: int) -> ReadySound | None:
        """Of the utterance; None: it is being made. Raises VoiceError for a voice that is unknown."""
        text, language = speech.utterance.sentences[index].spoken, speech.utterance.language
        if index in speech.unsaid or not speech.utterance.sentences[index].is_heard:
            return ReadySound(None)
        if speech.utterance.as_it_is:
            return self._sentence_unkept(speech, index)
        if recorded := self._recorded(speech, index):
            path = self._synthesiser.cached_recording(recorded)
            if path is None:
                self._make(speech, index, lambda: self._synthesiser.level_recording(recorded))
                return None
            speech.said = True
            return ReadySound(path)
        path = self._ready(speech, index) or self._synthesiser.cached(text, language)
        if path is None:
            self._make(speech, index, lambda: self._synthesiser.synthesise(text, language))
            return None
        speech.said = True
        return ReadySound(path)

    def _sentence_unkept(self, speech: QueuedSpeech, index: int) -> ReadySound | None:
        """Of words that nobody may keep: in memory, which goes with the speech."""
        text, language = speech.utterance.sentences[index].spoken, speech.utterance.language

        def make() -> Path:
            memory = self._synthesiser.synthesise_unkept(text, language)
            weakref.finalize(speech, os.close, memory)
            return speech.unkept.setdefault(index, path_of(memory))

        if index not in speech.unkept:
            self._make(speech, index, make)
            return None
        speech.said = True
        return ReadySound(speech.unkept[index])

    def _recorded(self, speech: QueuedSpeech, index: int) -> Path | None:
        """By a person: it stands among the sentences of whatever voice says the rest."""
        sound = speech.utterance.sentences[index].sound
        return sound.path if sound is not None and sound.voice == HUMAN and is_whole(sound.path) else None

    def _ready(self, speech: QueuedSpeech, index: int) -> Path | None:
        if speech.ready is None:
            speech.ready = self._said_before(speech, index)
        path = speech.ready.get(index)
        return path if path is not None and path.exists() else None  # withdrawn since: no word of it is lost for that

    def _said_before(self, speech: QueuedSpeech, start: int) -> dict[int, Path]:
        """The files of one voice that has said every sentence from `start` on; none where there is no such voice."""
        found: dict[int, Path] = {}
        voices: set[str] = set()
        language = speech.utterance.language
        ahead = self._ahead if self._ahead is not None and self._ahead.speaks(language) else None
        for index, sentence in enumerate(speech.utterance.sentences[start:], start):
            if not sentence.is_heard:
                continue
            given = sentence.sound if self.usual_rate else None
            if self._recorded(speech, index):
                continue
            own = ahead.cached(sentence.spoken, language) if ahead is not None else None
            if ahead is not None and own is not None:
                found[index] = own
                voices.add(ahead.name)
            elif given is not None and is_whole(given.path):
                found[index] = given.path
                voices.add(given.voice)
            else:
                return {}
        return found if len(voices) == 1 else {}

    def recording(self, speech: QueuedSpeech, recording: Path) -> ReadySound | None:
        """Brought to the loudness of the voice; None: it is being done. Raises SoundError if it is not there."""
        if speech.utterance.as_it_is:
            return ReadySound(recording)
        path = self._synthesiser.cached_recording(recording)
        if path is None:
            self._make(speech, RECORDING, lambda: self._synthesiser.level_recording(recording))
            return None
        return ReadySound(path)

    def prelude(self, speech: QueuedSpeech) -> Path | None:
        """What sounds before the words, unless it did."""
        return None if speech.started else self._preludes.file(speech.manner.prelude)

    def warm_up(self) -> None:
        self._pool.submit(sweep)
        self._pool.submit(self._synthesiser.warm_up)
        self.make_preludes()

    def make_preludes(self) -> None:
        """Reckoning them takes a third of a second of a desk's processor, and a Pi's seconds: once for each card."""
        self._pool.submit(self._preludes.make)

    def rest(self) -> None:
        self._pool.submit(self._synthesiser.rest)

    def close(self) -> None:
        """The synthesiser is closed by its owner: then this does not wait for a sentence."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    # something urgent waits

    def hurry(self) -> None:
        """What is being made for others may take so long yet, no longer."""
        if self._under_way is not None and not self._under_way.done():
            self._hurry_at = time.monotonic() + PATIENCE_S

    @property
    def deadline(self) -> float:
        return self._hurry_at

    def on_deadline(self) -> None:
        if time.monotonic() < self._hurry_at:
            return
        self._hurry_at = math.inf
        if self._under_way is not None and not self._under_way.done():
            self._synthesiser.abandon()

    def _make(self, speech: QueuedSpeech, index: int, work: Callable[[], Path]) -> None:
        if speech.making:
            return
        speech.making = True
        made = self._pool.submit(work)
        if self._hurry_at == math.inf:  # else the one before is the one that is hurried
            self._under_way = made
        made.add_done_callback(lambda future: self._later(lambda: self._made(speech, index, future)))

    def _made(self, speech: QueuedSpeech, index: int, future: Future[Path]) -> None:
        speech.making = False
        if future is self._under_way:
            self._under_way = None  # it holds the speech, and that the sounds that nobody may keep
        if not future.cancelled():
            error = future.exception()
            self.on_made(speech, index, one_line(error) if error is not None else "")


def _ignore(*_: object) -> None:
    """What is made before anybody asked."""
