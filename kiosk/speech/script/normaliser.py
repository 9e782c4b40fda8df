"""Text as it is written -> words as they are spoken, by language. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.speech.indonesian.rule import Traced, apply
from kiosk.speech.indonesian.rules import indonesian_words, with_lexicon
from kiosk.speech.script.english import ENGLISH

_PAUSES = " \t\n,;:()"


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word, without punctuation, and the characters of the written text that it stands for: of "Jl. Mawar" the word
    "jalan" is 0 to 3. Several words may stand for the same characters ("25 °C")."""

    spoken: str
    start: int
    end: int


def say_words(text: str, language: str = "id", lexicon: Mapping[str, str] | None = None) -> str:
    """The words of a sentence, with the punctuation that a voice needs for its pauses; "" if there is nothing to say.

    `lexicon` (of kiosk.toml, [speech.lexicon]) maps written words to how they sound and comes before every rule. Meant for a
    sentence: the time it takes grows with the length of the text.
    """
    words = _traced(text, language, lexicon or {}).text
    return words if any(letter.isalnum() for letter in words) else ""


def spoken_words(text: str, language: str = "id", lexicon: Mapping[str, str] | None = None) -> tuple[Word, ...]:
    """The words that `say_words` says, each with the place where it is written."""
    traced = _traced(text, language, lexicon or {})
    found = (each for each in re.finditer(r"\S+", traced.text) if any(letter.isalnum() for letter in each.group()))
    return tuple(_word(each, traced, text) for each in found)


def _word(found: re.Match[str], traced: Traced, text: str) -> Word:
    places = [place for place in range(*found.span()) if traced.text[place].isalnum()]
    first, last = places[0], places[-1] + 1
    spans = traced.spans[first:last]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    written = text[start:end]
    bare = written.lstrip(_PAUSES + ".").rstrip(_PAUSES) or written  # the point may belong to it: "Jl."
    start += written.find(bare)
    return Word(traced.text[first:last], start, start + len(bare))


def _traced(text: str, language: str, lexicon: Mapping[str, str]) -> Traced:
    return english_words(text, lexicon) if language == "en" else indonesian_words(text, lexicon)


def english_words(text: str, lexicon: Mapping[str, str]) -> Traced:
    return apply(ENGLISH, with_lexicon(text, lexicon)).stripped()
