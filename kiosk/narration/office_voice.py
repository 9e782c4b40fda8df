"""Recordings by the office's voice, attached to the sentences whose words they speak."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.items import Item
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS
from kiosk.speech.synthesis.voices import AUTO
from kiosk.speech.utterance import SpokenSound, Utterance, words_hash

_log = logging.getLogger(__name__)
Stored = Callable[[Item], Mapping[str, tuple[str, int]]]
"""Type of `ContentRepository.voiced`: (path, bytes) of each stored recording, by the hash of its words."""
_WAV_HEADER = 44
_BYTES_A_MS = 48  # 24 kHz, 16 bits, one channel
_SLACK_MS = 150  # allowed difference from the length in the edition
_LEAST_MS, _MOST_MS = 25, 200  # for each spoken letter; 60 words a minute take 166
_PAUSES_MS = 1_000  # pauses
_MOST_LOGGED = 1_000


class OfficeVoice:
    """Recordings by the office's voice.

    *wanted* is the voice of the settings: `auto` takes any of the office's, `kokoro` the same one, others none. A
    recording whose length differs from the edition's, or does not suit its words, is logged and left out: the text
    wins.
    """

    def __init__(self, stored: Stored, data: Path, wanted: str) -> None:
        self._stored = stored
        self._data = data
        self._wanted = wanted
        self._logged: set[str] = set()

    def given(self, item: Item, utterance: Utterance) -> Utterance:
        """Return *utterance* of *item* with the recordings that are stored here."""
        voice = item.voice
        if voice is None or utterance.recording is not None or not self._is_wanted(voice.name):
            return utterance
        here, lengths = self._stored(item), {one.words: one.ms for one in voice.sentences}
        if not here:
            return utterance

        def sound(spoken: str) -> SpokenSound | None:
            words = words_hash(spoken)
            if words not in here:
                return None
            path, size = here[words]
            ms = (size - _WAV_HEADER) / _BYTES_A_MS
            letters = sum(map(str.isalnum, spoken))
            fits = abs(ms - lengths[words]) <= _SLACK_MS
            if not fits or not letters * _LEAST_MS <= ms <= letters * _MOST_MS + _PAUSES_MS:
                self._log_once(item, words, ms)
                return None
            return SpokenSound(self._data / path, voice.name)

        said = tuple(replace(each, sound=sound(each.spoken)) for each in utterance.sentences)
        return replace(utterance, sentences=said)

    def _is_wanted(self, name: str) -> bool:
        """Return whether the settings accept the office's voice *name*. `kokoro` alone means its first speaker."""
        kind, _, speaker = self._wanted.partition("/")
        return kind == AUTO or (kind == KOKORO and name == f"{KOKORO}/{speaker or SPEAKERS[0]}")

    def _log_once(self, item: Item, words: str, ms: float) -> None:
        if words not in self._logged and len(self._logged) < _MOST_LOGGED:
            self._logged.add(words)
            _log.warning(
                "%s: a sound of the edition (%d ms) does not fit its words, which are said in its place", item.id, ms
            )
