"""Questions of the sample village, spoken: what a real recogniser understands of them, and what answers.

    python -m tests.campaigns.asking.spoken --data DATA [--voice NAME] [--most N] [--recorded FOLDER]

DATA has the model (`kiosk --data DATA voices get listen`), and the voice `kokoro` where that is to speak. With `--recorded` no
voice speaks: the folder has what people have said, `12-ibu-sari.wav` for question 12 of `--list`. Besides the questions,
silence, noise, tones, one vowel for 8 s and English are put to it: none of them may be answered.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import resource
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Callable, Iterator, Sequence
from math import sin, tau
from pathlib import Path

from content_cache.text.search_terms import split_words
from kiosk.content.spoken_hints import spoken_hints
from kiosk.core.messages import Message, QuestionHeard
from kiosk.pages.search.answering import SHOWN, Answering
from kiosk.speech.recognition.recogniser import Recogniser
from kiosk.speech.synthesis.voice_files import LISTEN
from kiosk.speech.synthesis.voices import VOICES_FOLDER
from tests.campaigns.asking.village import MOMENT, questions, village

_RATE_HZ, _SECONDS = 16_000, 8
_PLACE = "Desa Bunga"
ESPEAK = "espeak"
_ENGLISH = "please tell me where I can find the nearest railway station"


def spoken(text: str, out: Path, voice: str, data: Path, language: str = "id") -> None:
    """Have *voice* say *text* into *out*."""
    if voice == ESPEAK:
        command = ["espeak-ng", "-v", language, "-s", "140", "-w", str(out), text]
    else:
        command = [sys.executable, "-m", "kiosk", "--data", str(data), "say", text, "--voice", voice, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)


def sounds(folder: Path, data: Path) -> Iterator[Path]:
    """Yield recordings without a question."""
    chance = random.Random(1)
    made: dict[str, Callable[[int], float]] = {
        "silence": lambda _: 0.0,
        "noise": lambda _: chance.gauss(0, 4_000),
        "tones": lambda n: 9_000 * sin(tau * (220 * 2 ** (n // 8_000 % 8 / 12)) * n / _RATE_HZ),
        "vowel": lambda n: (
            7_000 * sum(sin(tau * hertz * n / _RATE_HZ) / k for k, hertz in enumerate((140, 420, 1_820), 1))
        ),
    }
    for name, sample in made.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, _RATE_HZ, 0, "NONE", ""))
            levels = (max(-32_000, min(32_000, int(sample(n)))) for n in range(_SECONDS * _RATE_HZ))
            file.writeframes(array("h", levels).tobytes())
        yield folder / f"{name}.wav"
    spoken(_ENGLISH, folder / "english.wav", ESPEAK, data, "en")
    yield folder / "english.wav"


class Ear:
    """A recogniser for each recording, as the kiosk has it; the time that its answers took."""

    def __init__(self, model: Path, hints: str) -> None:
        self._model, self._hints = model, hints
        self.took: list[float] = []

    def hear(self, wav: Path) -> QuestionHeard:
        told: queue.SimpleQueue[Message] = queue.SimpleQueue()
        recording = os.memfd_create("question")
        os.write(recording, wav.read_bytes())
        began = time.monotonic()
        recogniser = Recogniser(self._model, recording, self._hints, 1, told.put)
        recogniser.begin()
        heard = told.get(timeout=60)
        recogniser.join()
        os.close(recording)
        self.took.append(time.monotonic() - began)
        assert isinstance(heard, QuestionHeard)
        return heard


def word_errors(said: str, heard: str) -> float:
    """Return the share of the words of *said* that were heard otherwise, left out or put in (Levenshtein)."""
    wanted, had = split_words(said), split_words(heard)
    row = list(range(len(had) + 1))
    for number, word in enumerate(wanted, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(had, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1] / max(1, len(wanted))


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.campaigns.asking.spoken")
    parser.add_argument("--data", type=Path, default=Path())
    parser.add_argument("--voice", default="kokoro/em_alex", help=f"a voice of `kiosk say`, or {ESPEAK}")
    parser.add_argument("--most", type=int, default=1_000)
    parser.add_argument("--recorded", type=Path)
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args(given)
    asked = [each for each in questions() if each.village == "sample"]
    if chosen.list:
        print(*(f"{number} {each.words}" for number, each in enumerate(asked, 1)), sep="\n")
        return 0
    first = among = sure = wrong = count = 0
    errors = 0.0
    with village(crowded=False) as repository, tempfile.TemporaryDirectory() as folder:
        ear = Ear(chosen.data / VOICES_FOLDER / LISTEN, spoken_hints(repository.all_items(None, MOMENT), _PLACE))
        answering = Answering(repository)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = 0.0
        for number, question in enumerate(asked[: chosen.most], 1):
            if chosen.recorded:
                files = sorted(chosen.recorded.glob(f"{number}-*.wav"))
            else:
                files = [Path(folder) / "said.wav"]
                spoken(question.words, files[0], chosen.voice, chosen.data)
            for file in files:
                spent = resource.getrusage(resource.RUSAGE_CHILDREN)
                heard = ear.hear(file)
                now = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu += now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime
                answer = answering.find_answer(heard, MOMENT)
                found = [item.id.partition("@")[0] for item in answer.candidates[:SHOWN]]
                right = bool(found) and found[0] in question.right
                count += 1
                errors += word_errors(question.words, heard.text)
                first += right
                among += not question.right.isdisjoint(found)
                sure += answer.sure
                wrong += answer.sure and not right
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        others = [(file.stem, ear.hear(file)) for file in sounds(Path(folder), chosen.data)]
        answered = [f"{name}: {heard.text}" for name, heard in others if answering.find_answer(heard, MOMENT).sure]
    told = sorted(ear.took)
    print(
        f"{count} questions: word errors {errors / max(1, count):.0%}, right first {first}, among three {among}; "
        f"read at once {sure}, of these wrong {wrong}; {cpu / max(1, count):.2f} s of the processor and by the clock "
        f"{told[len(told) // 2]:.1f} s (most {told[-1]:.1f} s) each, {peak:.0f} MB at most\n"
        f"without a question: read at once {len(answered)} of 5 {'; '.join(answered)}"
    )
    return 1 if answered or wrong > 0.03 * count else 0


if __name__ == "__main__":
    sys.exit(main())
