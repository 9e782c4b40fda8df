"""How often the letter e is right where no word was looked up. Run: python -m pytest tests/bench/bench_letter_e.py -m bench -s

Half of the lexicon, drawn at random, is learnt from and may be looked up; the other half, which neither has seen, is asked.
espeak-ng's own guesses on the same words stand beside it. In use, the whole lexicon is looked up.
"""

from __future__ import annotations

import random
import subprocess
import time
from importlib import resources
from pathlib import Path

import pytest

import kiosk.speech.indonesian as indonesian
from kiosk.speech.indonesian.letter_e import LEXICON, LetterE, read_lexicon
from kiosk.speech.indonesian.letter_e_learning import learn

pytestmark = pytest.mark.bench


def marks_of_espeak(words: list[str], folder: Path) -> dict[str, str]:
    text = folder / "words.txt"
    text.write_text("".join(f"{word}.\n" for word in words), encoding="utf-8")
    said = subprocess.run(
        ["espeak-ng", "-v", "id", "-q", "-x", "-f", str(text)], capture_output=True, text=True, check=True
    )
    lines = said.stdout.splitlines()
    assert len(lines) == len(words)
    marks = ("".join("1" if sound == "E" else "0" for sound in line if sound in "E@") for line in lines)
    return {word: mark for word, mark in zip(words, marks, strict=True) if len(mark) == word.count("e")}


def share_right(guesses: dict[str, str], truth: dict[str, str]) -> float:
    pairs = [(mark, right) for word, marks in guesses.items() for mark, right in zip(marks, truth[word], strict=True)]
    return sum(mark == right for mark, right in pairs) / len(pairs)


@pytest.mark.timeout(600)
def test_letter_e_of_words_never_seen(tmp_path: Path) -> None:
    lexicon = read_lexicon((resources.files(indonesian) / LEXICON).read_text(encoding="utf-8").splitlines())
    words = sorted(lexicon)
    random.Random(1).shuffle(words)
    seen = {word: lexicon[word] for word in words[: len(words) // 2]}
    unseen = [word for word in words if word not in seen and word.isalpha()]
    letter = LetterE(seen, learn(seen))
    began = time.perf_counter()
    right = share_right({word: letter.guessed(word) for word in unseen}, lexicon)
    each = (time.perf_counter() - began) / len(unseen)
    espeak = share_right(marks_of_espeak(unseen, tmp_path), lexicon)
    print(
        f"\nvowels e right in {len(unseen)} words never seen: {right:.1%} (espeak-ng alone {espeak:.1%}; wanted 97 %)"
    )
    print(f"one guess: {each * 1000:.1f} ms")
    assert right > 0.94
