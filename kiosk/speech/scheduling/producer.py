"""Producer of an utterance's sounds, in a thread that may wait for the synthesiser. Nothing else here waits."""

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

PATIENCE_S = 0.5  # how long an alert waits for a voice that is busy
RECORDING = -2  # the index of a sound that is played in place of sentences


@dataclass(frozen=True, slots=True)
class ReadySound:
    """Sound that is ready; no path: there is nothing to be heard."""

    path: Path | None


class Producer:
    """Producer of sounds.

    *later* puts a call into the speaker's queue, from any thread. *on_made* gets (speech, index, reason or "") when a sound
    that was not ready is so now.

    *ahead* is a better voice that is too slow to be waited for. A sentence may also have been spoken already by its
    publisher, which counts at the `usual_rate` alone. Each utterance has one voice: such a voice if it has spoken all its
    sentences, otherwise *synthesiser*.
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
        """Return the sound of sentence *index*; None: it is being made. Raise VoiceError for an unknown voice."""
        text, language = speech.utterance.sentences[index].spoken, speech.utterance.language
        if index in speech.unsaid or not speech.utterance.sentences[index].is_heard:
            return ReadySound(None)
        if speech.utterance.as_it_is:
            return self._sentence_unkept(speech, index)
        if recorded := self._recorded(speech, index):
            path = self._synthesiser.cached_recording(recorded)
            if path is None:
                self._start_making(speech, index, lambda: self._synthesiser.level_recording(recorded))
                return None
            speech.said = True
            return ReadySound(path)
        path = self._ready(speech, index) or self._synthesiser.cached(text, language)
        if path is None:
            self._start_making(speech, index, lambda: self._synthesiser.synthesise(text, language))
            return None
        speech.said = True
        return ReadySound(path)

    def _sentence_unkept(self, speech: QueuedSpeech, index: int) -> ReadySound | None:
        """Return the sound of words that must not be stored: it is in memory, which is freed with the speech."""
        text, language = speech.utterance.sentences[index].spoken, speech.utterance.language

        def make() -> Path:
            memory = self._synthesiser.synthesise_unkept(text, language)
            weakref.finalize(speech, os.close, memory)
            return speech.unkept.setdefault(index, path_of(memory))

        if index not in speech.unkept:
            self._start_making(speech, index, make)
            return None
        speech.said = True
        return ReadySound(speech.unkept[index])

    def _recorded(self, speech: QueuedSpeech, index: int) -> Path | None:
        """Return a person's recording, which may stand among the sentences of any voice."""
        sound = speech.utterance.sentences[index].sound
        return sound.path if sound is not None and sound.voice == HUMAN and is_whole(sound.path) else None

    def _ready(self, speech: QueuedSpeech, index: int) -> Path | None:
        if speech.ready is None:
            speech.ready = self._said_before(speech, index)
        path = speech.ready.get(index)
        return path if path is not None and path.exists() else None  # if it was withdrawn since, another voice says it

    def _said_before(self, speech: QueuedSpeech, start: int) -> dict[int, Path]:
        """Return the files of one voice that has said every sentence from *start* on; empty where there is no such voice."""
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

    def leveled_recording(self, speech: QueuedSpeech, recording: Path) -> ReadySound | None:
        """Return the recording at the voice's loudness; None: it is being levelled. Raise SoundError if it is missing."""
        if speech.utterance.as_it_is:
            return ReadySound(recording)
        path = self._synthesiser.cached_recording(recording)
        if path is None:
            self._start_making(speech, RECORDING, lambda: self._synthesiser.level_recording(recording))
            return None
        return ReadySound(path)

    def prelude(self, speech: QueuedSpeech) -> Path | None:
        """Return the sound before the words, unless it was heard already."""
        return None if speech.started else self._preludes.prelude_wav(speech.manner.prelude)

    def warm_up(self) -> None:
        self._pool.submit(sweep)
        self._pool.submit(self._synthesiser.warm_up)
        self.make_preludes()

    def make_preludes(self) -> None:
        """Make the preludes in advance: that takes a third of a second on a desktop and seconds on a Pi, once for each card."""
        self._pool.submit(self._preludes.make_missing)

    def rest(self) -> None:
        self._pool.submit(self._synthesiser.rest)

    def close(self) -> None:
        """End the thread. The owner closes the synthesiser first, so that this does not wait for a sentence."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    # waiting alerts

    def hurry(self) -> None:
        """Limit the time that the sound under way may still take: an alert waits."""
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

    def _start_making(self, speech: QueuedSpeech, index: int, work: Callable[[], Path]) -> None:
        if speech.making:
            return
        speech.making = True
        made = self._pool.submit(work)
        if self._hurry_at == math.inf:  # else the sound before is the one to hurry
            self._under_way = made
        made.add_done_callback(lambda future: self._later(lambda: self._on_done(speech, index, future)))

    def _on_done(self, speech: QueuedSpeech, index: int, future: Future[Path]) -> None:
        speech.making = False
        if future is self._under_way:
            self._under_way = None  # it would keep the speech alive, and so the sounds that must not be stored
        if not future.cancelled():
            error = future.exception()
            self.on_made(speech, index, one_line(error) if error is not None else "")


def _ignore(*_: object) -> None:
    """Ignore a sound that is made before a handler is set."""
