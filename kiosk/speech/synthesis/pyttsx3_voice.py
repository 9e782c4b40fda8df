"""Voices of espeak-ng and MBROLA through pyttsx3, by a driver of our own.

pyttsx3's espeak driver writes every file as 22,050 Hz, over-reads its text, grows its buffer byte by byte and ends its
loop before the sound is complete. The driver below keeps its loop and its properties, and replaces those four parts.
Runs in the synthesiser child only: espeak can be initialised once in a process, and may hang or crash it.
"""

from __future__ import annotations

import ctypes
import threading
import time
import weakref
from pathlib import Path
from typing import Any

from content_cache.model.problems import problem
from kiosk.speech.errors import SoundError
from kiosk.speech.phonetics.letter_e import letter_e
from kiosk.speech.phonetics.pronunciation import Pronunciation
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.wav import SoundInfo, joined, pcm, write_wav

try:
    from pyttsx3.drivers import _espeak
    from pyttsx3.drivers.espeak import EspeakDriver
    from pyttsx3.engine import Engine
except (ImportError, OSError, RuntimeError) as error:
    # pyttsx3 raises RuntimeError, or OSError by way of ctypes, where libespeak-ng is missing
    raise VoiceError(problem(SpeechCode.ESPEAK_MISSING)) from error

PHONEME_BRACKETS = 0x100  # espeakPHONEMES of speak_lib.h: text in [[ ]] is phonemes
EVENT_SAMPLE_RATE = 8  # espeak_EVENT_TYPE espeakEVENT_SAMPLERATE of speak_lib.h; pyttsx3 does not name it
START_RATE_HZ = 22_050
DEADLINE_S = 20.0
FALLBACK_LANGUAGES = {"en": "en"}


class SentenceDriver(EspeakDriver):
    """Driver for one text at a time into one file, at the rate that the voice really has."""

    def __init__(self, proxy: Any) -> None:
        self.rate_hz = START_RATE_HZ
        self.sound: SoundInfo | None = None
        self._chunks: list[bytes] = []
        self._encoded = b""
        super().__init__(proxy)

    @staticmethod
    def destroy() -> None:
        """Do nothing: pyttsx3 would remove the callback, and by then it may be a newer engine's."""

    def stop(self) -> None:
        """Do nothing. Pyttsx3 calls this at the end of every loop, and a Cancel while espeak winds down would hit the next text.

        To stop this voice, kill its process.
        """

    def _start_synthesis(self, text: str) -> None:
        self.rate_hz, self.sound, self._chunks = START_RATE_HZ, None, []
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        self._speaking = True
        # kept by us: espeak copies it, but only `size` bytes of it, and those must exist
        self._encoded = str(text).encode("utf-8")
        flags = _espeak.ENDPAUSE | _espeak.CHARS_UTF8 | PHONEME_BRACKETS
        _espeak.cSynth(self._encoded, len(self._encoded) + 1, 0, _espeak.POS_CHARACTER, 0, flags, None, None)

    def _onSynth(self, wav: Any, numsamples: int, events: Any) -> int:  # noqa: N802, pyttsx3's name
        if not self._speaking:
            return 0
        if numsamples > 0:
            self._chunks.append(ctypes.string_at(wav, numsamples * 2))
        number = 0
        while (kind := events[number].type) != _espeak.EVENT_LIST_TERMINATED:
            if kind == EVENT_SAMPLE_RATE:
                self.rate_hz = events[number].id.number
            elif kind == _espeak.EVENT_MSG_TERMINATED:
                self._finish()
            number += 1
        return 0

    def _finish(self) -> None:
        try:
            samples = joined(pcm(chunk) for chunk in self._chunks)
            self.sound = write_wav(Path(self._save_file), samples, self.rate_hz)
        except SoundError as error:
            self._proxy.notify("error", exception=error)
        self._chunks, self._speaking, self._text_to_say = [], False, None
        self._proxy.notify("finished-utterance", completed=self.sound is not None)
        self._proxy.setBusy(False)
        self.endLoop()


class Pyttsx3Voice:
    """Voice of espeak-ng by its name: "id", or "mb-id1" for MBROLA's. Raises VoiceError."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pronunciation = Pronunciation(letter_e())
        self._current = ("", 0)
        self._done = threading.Event()
        self._error: Exception | None = None
        try:
            # not pyttsx3.init: it returns an earlier engine, whose loop does not end
            self._engine = Engine("espeak")
            # the engine finds drivers by name among its own; ours takes the place of the one that it has made
            self._engine.proxy._driver = SentenceDriver(weakref.proxy(self._engine.proxy))
            self._engine.connect("finished-utterance", self._finished)
            self._engine.connect("error", self._failed)
            # the first loop of an engine ends at once, whatever was requested: let that be an empty one
            self._engine.runAndWait()
            self._set_voice(name, 130)
        except (RuntimeError, ValueError) as error:
            raise VoiceError(f"{name}: {error}") from error

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> SoundInfo:
        if not text.strip():
            raise VoiceError(f"{self._name}: there is nothing to say")
        try:
            self._set_voice(FALLBACK_LANGUAGES.get(language, self._name), rate_wpm)
        except ValueError as error:
            raise VoiceError(f"{self._name}: {error}") from error
        self._done.clear()
        self._error = None
        self._engine.save_to_file(self._pronunciation.spoken(text, language), str(path))
        self._engine.runAndWait()
        if not self._done.wait(DEADLINE_S):
            raise VoiceError(problem(SpeechCode.VOICE_SILENT, voice=self._name, seconds=DEADLINE_S))
        sound = self._engine.proxy._driver.sound
        if self._error is not None or sound is None or not sound.duration_s:
            if self._error is None:
                raise VoiceError(problem(SpeechCode.VOICE_SILENT, voice=self._name, seconds=0))
            raise VoiceError(f"{self._name}: {self._error}")
        return SoundInfo(sound.duration_s, sound.rate_hz, sound.peak)

    def _set_voice(self, voice: str, rate_wpm: int) -> None:
        # a request while the last text is still winding down would end at once, without a sound
        limit = time.monotonic() + DEADLINE_S
        while _espeak.IsPlaying() and time.monotonic() < limit:
            time.sleep(0.001)
        if self._current == (voice, rate_wpm):
            return
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate_wpm)
        self._current = (voice, rate_wpm)

    def _finished(self, name: str | None, completed: bool) -> None:  # noqa: ARG002, pyttsx3's signature
        self._done.set()

    def _failed(self, name: str | None, exception: Exception) -> None:  # noqa: ARG002, pyttsx3's signature
        self._error = exception
        self._done.set()
