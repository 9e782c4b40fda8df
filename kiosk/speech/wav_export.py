"""An utterance as one WAV file, for `kiosk say --out`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from kiosk.speech.chime import RATE_HZ as CHIME_HZ
from kiosk.speech.chime import chime_samples
from kiosk.speech.errors import VoiceError
from kiosk.speech.sound import Sound, joined, measure_header, read_mono, resample, silence
from kiosk.speech.sound import write_wav as write_samples
from kiosk.speech.sound_cache import SoundCache
from kiosk.speech.synthesis import Synthesiser
from kiosk.speech.utterance import Utterance

PAUSE_S = 0.35


def write_wav(
    utterance: Utterance,
    path: Path,
    *,
    voice: str = "auto",
    rate_wpm: int = 130,
    chime: bool = False,
    cache_dir: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sound:
    """All sentences with short pauses between them, 16-bit mono at the voice's rate; returns what was written.

    `progress` is called with (sentences done, of how many). Raises SpeechError with one line: no voice, nothing to say, a
    path that cannot be written.
    """
    if utterance.recording is not None:
        rate_hz = measure_header(utterance.recording).rate_hz
        return write_samples(path, read_mono(utterance.recording, rate_hz), rate_hz)
    texts = [sentence.spoken for sentence in utterance.sentences if any(letter.isalnum() for letter in sentence.spoken)]
    if not texts:
        raise VoiceError("there is nothing to say")
    with tempfile.TemporaryDirectory(prefix="kiosk-say-") as scratch:
        synthesiser = Synthesiser(SoundCache(cache_dir or Path(scratch)), voice=voice, rate_wpm=rate_wpm)
        try:
            files: list[Path] = []
            for text in texts:
                files.append(synthesiser.synthesise(text, utterance.language))
                if progress is not None:
                    progress(len(files), len(texts))
            rate_hz = measure_header(files[0]).rate_hz
            parts = [resample(chime_samples(), CHIME_HZ, rate_hz)] if chime else []
            for file in files:
                parts += [read_mono(file, rate_hz), silence(PAUSE_S, rate_hz)]
        finally:
            synthesiser.close()
        return write_samples(path, joined(parts), rate_hz)
