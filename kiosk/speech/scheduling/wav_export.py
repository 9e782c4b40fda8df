"""Export of an utterance as one WAV file, for `kiosk say --out`."""

from __future__ import annotations

import logging
import tempfile
from array import array
from collections.abc import Callable
from pathlib import Path

from kiosk.speech.errors import SpeechError, one_line
from kiosk.speech.problems import VoiceError
from kiosk.speech.scheduling.preludes import Preludes
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import deadline_of
from kiosk.speech.utterance import Prelude, Utterance
from kiosk.speech.wav import SoundInfo, joined, measure_header, read_mono, silence
from kiosk.speech.wav import write_wav as write_samples

log = logging.getLogger(__name__)

PAUSE_S = 0.35


def write_wav(
    utterance: Utterance,
    path: Path,
    *,
    voice: str = "auto",
    rate_wpm: int = 110,
    prelude: Prelude = Prelude.NONE,
    cache_dir: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SoundInfo:
    """Write an utterance as 16-bit mono at the rate of its first sound; return the file's properties.

    It is the recording, at the voice's loudness, or all sentences with short pauses between them. *progress* is called with
    (sentences done, total). Raise SpeechError with one line: no voice, nothing to say, a path that cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-say-") as scratch:
        folder = cache_dir or Path(scratch)
        synthesiser = Synthesiser(SoundCache(folder), voice=voice, rate_wpm=rate_wpm, deadline_s=deadline_of(voice))
        try:
            files = _recording(utterance, synthesiser) or _sentences(utterance, synthesiser, progress)
            rate_hz = measure_header(files[0]).rate_hz
            parts: list[array[int]] = []
            if (before := Preludes(Path(scratch)).prelude_wav(prelude)) is not None:
                parts.append(read_mono(before, rate_hz))
            for file in files:
                parts += [read_mono(file, rate_hz), silence(PAUSE_S, rate_hz)]
        finally:
            synthesiser.close()
        return write_samples(path, joined(parts), rate_hz)


def _recording(utterance: Utterance, synthesiser: Synthesiser) -> list[Path]:
    """Return the levelled recording, or [] if there is none or it cannot be played: then its words are said."""
    if utterance.recording is None:
        return []
    try:
        return [synthesiser.level_recording(utterance.recording)]
    except SpeechError as error:
        if not utterance.sentences:
            raise
        log.warning("%s", one_line(error))
        return []


def _sentences(
    utterance: Utterance, synthesiser: Synthesiser, progress: Callable[[int, int], None] | None
) -> list[Path]:
    texts = [sentence.spoken for sentence in utterance.sentences if any(letter.isalnum() for letter in sentence.spoken)]
    if not texts:
        raise VoiceError("there is nothing to say")
    files: list[Path] = []
    for text in texts:
        files.append(synthesiser.synthesise(text, utterance.language))
        if progress is not None:
            progress(len(files), len(texts))
    return files
