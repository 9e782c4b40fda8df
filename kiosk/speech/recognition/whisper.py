"""The child's side: a question of a few seconds, written down by Whisper (Radford et al. 2022) on ctranslate2.

Runs in a bounded child (`content_cache.jobs.sandbox`): it reads its model and the recording that it is handed, and nothing else.
"""

from __future__ import annotations

import io
import os
import wave
from pathlib import Path
from typing import Annotated

from msgspec import Struct

from content_cache.jobs.limits import AnswerBytes

LONGEST_S = 8
"""Seconds of a question that are heard."""
_MOST_TOKENS = 60
"""Tokens of an answer: where nothing is said Whisper may repeat itself without end."""
_MOST_HINTS = 200  # tokens
_MOST_BYTES = 4_000_000  # of a recording
_LEAST_S = 0.3
_INDONESIAN = ("<|startoftranscript|>", "<|id|>", "<|transcribe|>", "<|notimestamps|>")


class RecognitionQuestion(Struct, frozen=True):
    """Task of a recogniser.

    *recording* is the descriptor of the recording; a byte on the descriptor *ready* says that it is complete. *model* is
    the model's folder, *hints* are words that are likely to be said.
    """

    recording: int
    ready: int
    model: str
    hints: str
    threads: int


class RecognisedText(Struct, frozen=True):
    """A question as it was understood. *sureness* is the mean log-probability of its tokens, 0 at best; *silence* is how likely
    nobody spoke, from 0 to 1."""

    text: str = ""
    sureness: float = 0.0
    silence: float = 1.0


def recognise(question: RecognitionQuestion) -> Annotated[RecognisedText, AnswerBytes(8_000)]:
    """Load the model, wait until the recording (WAV, 16 bits) is complete, and return the recognised text.

    The text is empty if `ready` is closed without a byte.
    """
    import ctranslate2
    import numpy as np

    from kiosk.speech.recognition.features import RATE_HZ, at_rate, log_mel
    from kiosk.speech.recognition.tokens import WhisperTokens

    loaded = ctranslate2.models.Whisper(
        question.model, device="cpu", compute_type="int8", intra_threads=question.threads, inter_threads=1
    )
    tokens = WhisperTokens(Path(question.model) / "tokenizer.json")
    head = [tokens.special(name) for name in _INDONESIAN]
    if question.hints:
        head = [tokens.special("<|startofprev|>"), *tokens.encoded(f" {question.hints}")[-_MOST_HINTS:], *head]
    if not os.read(question.ready, 1):
        return RecognisedText()
    with wave.open(io.BytesIO(os.pread(question.recording, _MOST_BYTES, 0)), "rb") as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, file.getnchannels())
        samples = at_rate((raw.mean(axis=1) / 32768).astype(np.float32), file.getframerate())
    if len(samples) < _LEAST_S * RATE_HZ:
        return RecognisedText()
    spectrogram = ctranslate2.StorageView.from_array(log_mel(samples, LONGEST_S)[None])
    (made,) = loaded.generate(
        spectrogram,
        [head],
        beam_size=1,
        sampling_temperature=0,
        max_length=len(head) + _MOST_TOKENS,
        return_scores=True,
        return_no_speech_prob=True,
    )
    text = " ".join(tokens.decoded(made.sequences_ids[0]).split())
    return RecognisedText(text, float(made.scores[0]), float(made.no_speech_prob))
