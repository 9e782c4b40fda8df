"""What happens in which order while something is said. Runs in the speaker's one thread; nothing here waits for long."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.inbox import Ending, SentenceStarted, SpeechEnded, SpeechStarted, Tell
from kiosk.speech.child import Line
from kiosk.speech.chime import chime_file
from kiosk.speech.errors import PlayerGoneError, SpeechError, one_line
from kiosk.speech.playback import Playback
from kiosk.speech.sound import measure_header
from kiosk.speech.synthesis import Synthesiser
from kiosk.speech.utterance import Utterance

PAUSE_S = 0.25  # between sentences
AHEAD = 3  # sentences made before they are needed
PATIENCE_S = 5.0  # the player answers so much later than it should: it is hung
STOP_PATIENCE_S = 1.0
NO_SENTENCE = -1


@dataclass(slots=True)
class Speech:
    """One utterance on its way. `sent` counts the sentences handed to the player, `playing` is the one that is heard."""

    utterance: Utterance
    token: int
    sent: int = 0
    playing: int = NO_SENTENCE
    making: bool = False
    ended: bool = False  # the player was told that no more will come
    started: bool = False
    retried: bool = False
    owed_s: float = 0.0  # how much sound the player has not yet confirmed


class Conductor:
    """`later` puts a call into the speaker's queue, from any thread."""

    def __init__(
        self,
        synthesiser: Synthesiser,
        playback: Playback,
        *,
        tell: Tell,
        later: Callable[[Callable[[], Any]], None],
        chime_dir: Path,
        idle_s: float,
    ) -> None:
        self._synthesiser = synthesiser
        self._playback = playback
        self._tell = tell
        self._later = later
        self._chime_dir = chime_dir
        self._idle_s = idle_s
        self._speech: Speech | None = None
        self._token = 0
        self._stopping = 0  # the token whose end the player owes us, until _stop_deadline
        self._stop_deadline = math.inf
        self._deadline = time.monotonic() + idle_s
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="synthesis")
        playback.on_event = self._on_event
        playback.on_gone = self._on_gone

    def say(self, utterance: Utterance, *, chime: bool = False) -> None:
        self._end(Ending.STOPPED)
        self._token += 1
        self._speech = Speech(utterance, self._token)
        self._guard(lambda speech: self._begin(speech, chime=chime))

    def stop(self) -> None:
        speech = self._speech
        if speech is None:
            return
        try:
            self._playback.stop()
            self._stopping, self._stop_deadline = speech.token, time.monotonic() + STOP_PATIENCE_S
        except PlayerGoneError:
            self._stopped()  # it is gone, and so is its sound
        self._end(Ending.STOPPED)

    def set_volume(self, percent: float) -> None:
        with contextlib.suppress(PlayerGoneError):  # the next player starts with this volume
            self._playback.set_volume(percent)

    def warm_up(self) -> None:
        self._deadline = time.monotonic() + self._idle_s
        try:
            self._playback.start()
        except SpeechError:  # told when something is to be said
            return
        self._maker.submit(self._synthesiser.warm_up)

    @property
    def player_pid(self) -> int | None:
        return self._playback.pid

    def close(self) -> None:
        self._playback.rest()
        self._maker.shutdown(wait=True, cancel_futures=True)

    def next_deadline(self) -> float:
        return min(self._deadline, self._stop_deadline)

    def on_deadline(self) -> None:
        """The player owes an event that did not come, or nobody has spoken for long."""
        now = time.monotonic()
        if now >= self._stop_deadline:
            self._replace_player()
        if now < self._deadline:
            return
        self._deadline = now + self._idle_s
        if self._speech is not None and self._speech.owed_s:
            self._replace_player()
        elif self._speech is None:
            self._playback.rest()
            self._maker.submit(self._synthesiser.rest)

    def _stopped(self) -> None:
        self._stopping, self._stop_deadline = 0, math.inf

    def _replace_player(self) -> None:
        self._playback.kill()
        self._on_gone()

    def _begin(self, speech: Speech, *, chime: bool = False) -> None:
        """From the start, or once more from the sentence that was playing when the player died."""
        self._playback.begin(speech.token)
        if chime:
            self._send(speech, NO_SENTENCE, chime_file(self._chime_dir))
        if speech.utterance.recording is not None:
            self._send(speech, NO_SENTENCE, speech.utterance.recording)
            speech.sent = len(speech.utterance.sentences)
        self._advance(speech)

    def _advance(self, speech: Speech) -> None:
        """Hand over what is there already; ask for the next sentence that is not."""
        sentences = speech.utterance.sentences
        while speech.sent < min(len(sentences), max(speech.playing, 0) + 1 + AHEAD) and not speech.making:
            sentence = sentences[speech.sent]
            if not any(letter.isalnum() for letter in sentence.spoken):
                speech.sent += 1
            elif (path := self._synthesiser.cached(sentence.spoken, speech.utterance.language)) is not None:
                self._send(speech, speech.sent, path)
                speech.sent += 1
            else:
                speech.making = True
                made = self._maker.submit(self._synthesiser.synthesise, sentence.spoken, speech.utterance.language)
                made.add_done_callback(lambda future: self._later(lambda: self._made(speech, future)))
        if speech.sent == len(sentences) and not speech.ended:
            speech.ended = True
            self._playback.end(speech.token)
            self._owe(speech, 0.0)

    def _send(self, speech: Speech, index: int, path: Path) -> None:
        duration = measure_header(path).duration_s + PAUSE_S
        self._playback.sound(speech.token, index, path, PAUSE_S)
        self._owe(speech, duration)

    def _owe(self, speech: Speech, duration_s: float) -> None:
        speech.owed_s = max(speech.owed_s + duration_s, 0.001)
        self._deadline = time.monotonic() + speech.owed_s + PATIENCE_S

    def _made(self, speech: Speech, future: Future[Path]) -> None:
        speech.making = False
        if speech is not self._speech or future.cancelled():
            return
        error = future.exception()
        if error is not None:
            self.fail(one_line(error))
            return
        self._guard(self._advance)

    def _guard(self, step: Callable[[Speech], None]) -> None:
        """Do one step of the current speech; a player that just died is replaced once, other trouble ends the speech."""
        if self._speech is None:
            return
        try:
            step(self._speech)
        except PlayerGoneError:
            self._on_gone()
        except SpeechError as error:
            self.fail(one_line(error))

    def fail(self, reason: str) -> None:
        """End what is being said, if anything, with one line for the log."""
        with contextlib.suppress(PlayerGoneError):  # it plays nothing any more
            self._playback.stop()
        self._end(Ending.FAILED, reason)

    def _end(self, ending: Ending, reason: str = "") -> None:
        speech, self._speech = self._speech, None
        if speech is None:
            return
        self._deadline = time.monotonic() + self._idle_s
        self._tell(SpeechEnded(speech.utterance.id, ending, reason))

    def _on_event(self, line: Line) -> None:
        kind, token = line.get("event"), line.get("token")
        if kind == "ended" and token == self._stopping:
            self._stopped()
        speech = self._speech
        if speech is None or token != speech.token:
            return
        if kind == "started" and not speech.started:
            speech.started = True
            self._tell(SpeechStarted(speech.utterance.id))
        elif kind == "sentence":
            speech.playing = int(line["index"])
            self._tell(SentenceStarted(speech.utterance.id, speech.playing))
            self._guard(self._advance)
        elif kind == "ended":
            self._end(Ending(line["ending"]), str(line.get("reason", "")))

    def _on_gone(self) -> None:
        """The player died or hung. Once for each speech, go on with the sentence that was playing."""
        self._stopped()
        speech = self._speech
        if speech is None:
            return
        if speech.retried:
            self.fail("the player broke off twice")
            return
        self._token += 1
        speech.retried, speech.token, speech.ended, speech.owed_s = True, self._token, False, 0.0
        speech.sent = max(speech.playing, 0)
        self._guard(self._begin)
