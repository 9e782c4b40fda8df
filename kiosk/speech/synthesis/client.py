"""Client of the synthesiser: words in, a sound file out, within a deadline, from the cache where it is there."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from pathlib import Path

from content_cache.model.problems import from_text
from kiosk.speech.child_process import Child, Line
from kiosk.speech.errors import SpeechError
from kiosk.speech.problems import VoiceError
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.unkept import folder_for_now, in_memory
from kiosk.speech.synthesis.voices import AUTO, is_folder, is_slow, resolve_voice, setting_of_voice, speaks
from kiosk.speech.utterance import Utterance
from kiosk.speech.wav import measure_header

log = logging.getLogger(__name__)

MODULE = "kiosk.speech.synthesis.child"
ENDED: Line = {"ended": True}
TRIM_EVERY = 50  # sentences
START_S = 10.0  # extra time for a new child: it loads lexicon or model from a card, perhaps beside a starting kiosk
GONE_S = 0.1  # within this time the end of a child is reported that was dead when it was asked
RECORDING_SHARE = 0.1  # share of its length that levelling a recording may take, on the slowest machine


class Synthesiser:
    """Blocking client for one caller at a time (the others wait). The child is started on first need.

    *deadline_s* bounds one sentence; the first that a new child is asked for may take *start_s* longer. A child that dies
    or hangs is killed and the sentence tried once more. If a folder's voice has not answered yet, `auto` says it, where
    *fall_back* allows that.
    """

    def __init__(
        self,
        cache: SoundCache,
        *,
        voice: str = "auto",
        rate_wpm: int = 110,
        deadline_s: float = 10.0,
        start_s: float = START_S,
        command: str = MODULE,
        fall_back: bool = True,
    ) -> None:
        self._cache = cache
        self._voice = voice
        self._rate_wpm = rate_wpm
        self._deadline_s = deadline_s
        self._start_s = start_s
        self._command = command
        self._may_fall_back = fall_back
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._answers: queue.SimpleQueue[Line] = queue.SimpleQueue()
        self._number = 0
        self._closed = False
        self._abandoned = False
        self._starting = False  # the child has not answered yet

    @property
    def name(self) -> str:
        """Return the voice's name as the settings write it."""
        return setting_of_voice(self._voice)

    def cached(self, text: str, language: str = "id") -> Path | None:
        """Return the sentence's file if it was made before. Reads the disk only. Raise VoiceError for an unknown voice."""
        path = self._sound_path(text, language, self._rate_wpm, self._cache)
        return path if self._cache.find_sound(path) else None

    def speaks(self, language: str) -> bool:
        """Return whether the voice has this language."""
        return speaks(self._voice, language)

    def has(self, utterance: Utterance, start: int = 0) -> bool:
        """Return whether all sentences from *start* on were made before. Raise VoiceError for an unknown voice."""
        if not self.speaks(utterance.language):
            return False
        spoken = (each.spoken for each in utterance.sentences[start:] if each.is_heard)
        return all(self.cached(each, utterance.language) is not None for each in spoken)

    def size_of(self, utterance: Utterance) -> int:
        """Return the bytes of its sentences that were made."""
        found = (self.cached(each.spoken, utterance.language) for each in utterance.sentences)
        return sum(path.stat().st_size for path in found if path is not None)

    @property
    def budget(self) -> int:
        """Return the most bytes that the cache holds, approximately."""
        return self._cache.budget

    def synthesise(self, text: str, language: str = "id") -> Path:
        """Return the sentence's file, made now if need be. Raise VoiceError with one line if it cannot be made."""
        return self._synthesise(text, language, self._cache)

    def synthesise_unkept(self, text: str, language: str = "id") -> int:
        """Return the sentence in anonymous memory, as a descriptor: its words are private.

        Raise VoiceError with one line if it cannot be made.
        """
        try:
            with folder_for_now() as folder:
                return in_memory(self._synthesise(text, language, SoundCache(folder)))
        except OSError as error:
            raise VoiceError(f"there is no memory for a sentence: {error.strerror or error}") from error

    def _synthesise(self, text: str, language: str, cache: SoundCache) -> Path:
        with self._lock:
            self._abandoned = False
            rate = self._rate_wpm  # read once: "Pelan" may change it meanwhile, and the file's name holds it
            path = self._sound_path(text, language, rate, cache)
            if cache.find_sound(path):
                return path
            try:
                self._try_twice({"text": text, "rate": rate, "language": language}, path)
            except SpeechError as error:
                replaceable = self._may_fall_back and is_folder(resolve_voice(self._voice))
                if self._closed or self._abandoned or not replaceable:
                    raise  # a sentence that an alert cut off says nothing about the voice
                self._fall_back(error)
                path = self._sound_path(text, language, rate, cache)
                if not cache.find_sound(path):
                    self._try_twice({"text": text, "rate": rate, "language": language}, path)
            if self._number % TRIM_EVERY == 0:
                self._cache.trim()
            return path

    def cached_recording(self, path: Path) -> Path | None:
        """Return the recording's levelled copy, if it was made before. Raise SoundError if the recording is missing."""
        levelled = self._cache.path_of_recording(path)
        return levelled if self._cache.find_sound(levelled) else None

    def level_recording(self, path: Path) -> Path:
        """Return the recording at the voice's loudness, levelled now if need be. Raise SpeechError with one line."""
        with self._lock:
            self._abandoned = False
            levelled = self._cache.path_of_recording(path)
            if not self._cache.find_sound(levelled):
                longer_s = measure_header(path).duration_s * RECORDING_SHARE
                self._try_twice({"recording": str(path)}, levelled, longer_s)
                self._cache.trim()
            return levelled

    def set_rate(self, words_a_minute: int) -> None:
        """Set the rate for later requests."""
        self._rate_wpm = words_a_minute

    def set_deadline(self, seconds: float) -> None:
        """Set the deadline of a sentence, from the next one on."""
        self._deadline_s = seconds

    @property
    def pid(self) -> int | None:
        """Return the child's process id, or None if no child runs."""
        return self._child.pid if self._child is not None else None

    def warm_up(self) -> None:
        """Start the child, so that the first sentence does not wait for it. Raise SpeechError."""
        with self._lock:
            self._running()

    def rest(self) -> None:
        """End the child to free its memory; the next sentence starts another."""
        with self._lock:
            if self._child is not None:
                self._child.terminate()
                self._child = None

    def abandon(self) -> None:
        """Give up the sentence that is being made, since another waits behind it. Called from another thread."""
        self._abandoned = True
        child = self._child
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End for good, also in the middle of a sentence."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:  # a caller that was just starting a child has done so now
            if self._child is not None:
                self._child.kill()
                self._child = None

    def _sound_path(self, text: str, language: str, rate: int, cache: SoundCache) -> Path:
        voice = resolve_voice(self._voice)
        return cache.path_of(text, voice=voice, rate_wpm=rate, language=language)

    def _running(self) -> Child:
        if self._closed:
            raise VoiceError("the voice is closed")
        if self._child is None or not self._child.alive:
            answers: queue.SimpleQueue[Line] = queue.SimpleQueue()
            self._answers = answers
            voice = resolve_voice(self._voice)
            arguments = ["--voice", voice]
            self._starting = True
            self._child = Child(self._command, arguments, answers.put, lambda: answers.put(ENDED))
        return self._child

    def _request_sound(self, request: Line, path: Path, longer_s: float) -> None:
        child = self._running()
        self._number += 1
        if self._starting:
            longer_s += self._start_s
        try:
            child.send(request | {"id": self._number, "path": str(path)})
            line = self._await_answer(self._number, self._deadline_s + longer_s)
        except SpeechError:
            child.kill()
            self._child = None
            path.with_name(path.name + ".raw").unlink(missing_ok=True)
            raise
        self._starting = False
        if "error" in line:
            if is_slow(self._voice):  # its model may have used up the memory: the next try gets a new child
                child.kill()
                self._child = None
            raise VoiceError(from_text(str(line["error"])) or "the voice failed")

    def _try_twice(self, request: Line, path: Path, longer_s: float = 0.0) -> None:
        """Make the sound, and try again where the child died or hung.

        A child that was dead when it was asked, but did not look so yet, does not count as a try.
        """
        tries = 2
        while True:
            before, asked = self._child, time.monotonic()
            try:
                self._request_sound(request, path, longer_s)
            except SpeechError:
                gone = before is not None and self._child is None and time.monotonic() - asked < GONE_S
                tries -= 0 if gone else 1
                folder = self._starting and is_folder(resolve_voice(self._voice))
                if self._abandoned or folder or not tries:
                    raise
            else:
                return

    def _fall_back(self, error: SpeechError) -> None:
        """Use `auto` from here on in place of a folder's voice that failed."""
        log.warning("%s; the voice %s speaks instead (see: kiosk check)", error, resolve_voice(AUTO))
        if self._child is not None:
            self._child.kill()
            self._child = None
        self._voice = AUTO

    def _await_answer(self, number: int, deadline_s: float) -> Line:
        limit = time.monotonic() + deadline_s
        while True:
            with contextlib.suppress(queue.Empty):
                line = self._answers.get(timeout=max(0.0, limit - time.monotonic()))
                if line is ENDED:
                    raise VoiceError("the voice broke off in the middle of a sentence")
                if line.get("id") == number:
                    return line
                continue
            raise VoiceError(f"the voice did not answer within {deadline_s:g} s")
