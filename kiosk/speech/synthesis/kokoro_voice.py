"""Voice Kokoro-82M, a neural one that is given our own phonemes: KOKORO/model.onnx and each speaker's style, NAME.bin.

Model and speakers are under Apache-2.0 (hexgrad), the ONNX export is under the MIT licence (kokoro-onnx); both are
fetched by `kiosk voices get` and checked there. onnxruntime is in the extra `neural`. On a Pi 3 it speaks many times
slower than real time, so nobody waits for it: sentences are rendered ahead. Runs in the synthesiser child only.
"""

from __future__ import annotations

import array
import contextlib
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content_cache.model.problems import problem
from kiosk.speech.errors import one_line
from kiosk.speech.phonetics.ipa import PAUSES, ipa
from kiosk.speech.phonetics.pronunciation import Pronunciation
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.synthesis.kokoro_files import LANGUAGE, MODEL, PACKAGE, STYLE, kokoro_missing, manner_of
from kiosk.speech.wav import FULL_SCALE, SoundInfo, write_wav

RATE_HZ = 24_000
# The part of the model's vocabulary that Indonesian needs; the numbers are those of Kokoro's config.json.
TOKENS: Mapping[str, int] = MappingProxyType(
    {
        ";": 1,
        ":": 2,
        ",": 3,
        ".": 4,
        "!": 5,
        "?": 6,
        " ": 16,
        "a": 43,
        "b": 44,
        "d": 46,
        "f": 48,
        "h": 50,
        "i": 51,
        "j": 52,
        "k": 53,
        "l": 54,
        "m": 55,
        "n": 56,
        "o": 57,
        "p": 58,
        "r": 60,
        "s": 61,
        "t": 62,
        "u": 63,
        "v": 64,
        "w": 65,
        "x": 66,
        "z": 68,
        "ɔ": 76,
        "ə": 83,
        "ɛ": 86,
        "ɡ": 92,
        "ŋ": 112,
        "ɲ": 114,
        "ʃ": 131,
        "ʧ": 133,
        "ɣ": 139,
        "ʤ": 82,
        "ˈ": 156,
        "ˌ": 157,
    }
)
_LONGEST = 150  # tokens: the model takes 510, and its memory grows with them (160: 410 MB in all)
_PART = 64 << 20  # bytes
_SHORTEST_PIECE = 40  # tokens: a shorter one sounds hurried
NATURAL_WPM = 130  # the speakers' rate at speed 1, about
_SLOWEST, _FASTEST = 0.6, 1.5
_EDGE_S = 0.06  # silence that is left before and after the words
_QUIET = 0.005  # share of full scale


class KokoroVoice:
    """Voice of *speaker*, KOKORO/NAME. Raises VoiceError where a file or the package is missing, or the model is another one."""

    def __init__(self, speaker: Path, *, threads: int = 1) -> None:
        if missing := kokoro_missing(speaker):
            raise VoiceError(missing)
        self._speaker = speaker
        self._pronunciation = Pronunciation()
        model = speaker.with_name(MODEL)
        try:
            runtime: Any = importlib.import_module(PACKAGE)
            options = runtime.SessionOptions()
            options.intra_op_num_threads = threads
            options.log_severity_level = 4  # faults come back as errors
            options.enable_mem_pattern = False  # no two sentences have the same length
            options.add_session_config_entry("session.use_env_allocators", "1")
            _limit_growth(runtime)
            self._session: Any = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            # else its memory grows with each new length, to the limit of the child after fifteen sentences
            self._run: Any = runtime.RunOptions()
            self._run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
            self._inputs = [each.name for each in self._session.get_inputs()]
            manners = np.fromfile(manner_of(speaker), dtype=np.float32)
            self._manners = manners.reshape(-1, 1, STYLE)
        except Exception as error:
            unfit = problem(SpeechCode.KOKORO_UNREADABLE, file=str(model), reason=one_line(error))
            raise VoiceError(unfit) from error
        if len(self._inputs) != 3 or self._inputs[1:] != ["style", "speed"] or not np.isfinite(self._manners).all():
            raise VoiceError(problem(SpeechCode.KOKORO_FILE_UNFIT, file=str(model)))

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> SoundInfo:
        """Synthesise Indonesian text: for no other language we have phonemes. Raise VoiceError."""
        if language != LANGUAGE:
            raise VoiceError(problem(SpeechCode.VOICE_LANGUAGE, voice=self._speaker.name, language=language))
        speed = min(max(rate_wpm / NATURAL_WPM, _SLOWEST), _FASTEST)
        try:
            pieces = [self._render(piece, speed) for piece in _pieces(ipa(text, self._pronunciation))]
            signal = np.concatenate(pieces) if pieces else np.zeros(1, dtype=np.float32)
            samples = array.array("h", (np.clip(signal, -1, 1) * FULL_SCALE).astype(np.int16).tobytes())
            return write_wav(path, samples, RATE_HZ)
        except Exception as error:
            raise VoiceError(f"{self._speaker}: {one_line(error)}") from error

    def _render(self, signs: str, speed: float) -> NDArray[np.float32]:
        tokens = [TOKENS[sign] for sign in signs]
        manner = self._manners[min(len(tokens), len(self._manners) - 1)]
        values = (
            np.array([[0, *tokens, 0]], dtype=np.int64),
            manner.astype(np.float32),
            np.array([speed], dtype=np.float32),
        )
        made = self._session.run(None, dict(zip(self._inputs, values, strict=True)), self._run)[0]
        return _trimmed(np.asarray(made, dtype=np.float32).reshape(-1))


def _limit_growth(runtime: Any) -> None:
    """Let the model's memory grow in parts of one size.

    Otherwise each part is twice the one before, and one sentence's memory does not fit the next. The child would reach
    its limit after some twenty sentences.
    """
    place = runtime.OrtMemoryInfo("Cpu", runtime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, runtime.OrtMemType.DEFAULT)
    sizes = {"initial_growth_chunk_size_bytes": _PART, "max_power_of_two_extend_bytes": _PART}
    with contextlib.suppress(Exception):  # an older one refuses the second time in a process
        runtime.create_and_register_allocator(place, runtime.OrtArenaCfg(sizes))


def _pieces(signs: str) -> Iterator[str]:
    """Yield pieces that the model can take at once: cut after a pause if there is one, else between words."""
    while len(signs) > _LONGEST:
        head = signs[:_LONGEST]
        pause = max(head.rfind(f"{mark} ") + 1 for mark in PAUSES)
        cut = pause if pause > _SHORTEST_PIECE else head.rfind(" ")
        cut = cut if cut > 0 else _LONGEST
        yield signs[:cut]
        signs = signs[cut:].lstrip()
    if signs:
        yield signs if signs[-1] in PAUSES else f"{signs}."


def _trimmed(signal: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the signal with a little silence around the words: the pauses between sentences are the player's."""
    if not np.isfinite(signal).all():
        raise ValueError("the model answered with no sound")
    loud = np.flatnonzero(np.abs(signal) > _QUIET)
    if not loud.size:
        return signal
    edge = round(RATE_HZ * _EDGE_S)
    return signal[max(loud[0] - edge, 0) : loud[-1] + edge]
