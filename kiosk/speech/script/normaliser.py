"""Normaliser of text from written to spoken words, by language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.speech.indonesian.rule import apply
from kiosk.speech.indonesian.rules import indonesian_words, with_lexicon
from kiosk.speech.script.english import ENGLISH


def say_words(text: str, language: str = "id", lexicon: Mapping[str, str] | None = None) -> str:
    """Return the words of a sentence, with the punctuation that a voice needs for its pauses; "" if there is nothing to say.

    *lexicon* (of kiosk.toml, [speech.lexicon]) maps written words to how they sound and comes before every rule. Meant
    for one sentence: the time it takes grows with the length of the text.
    """
    of_language = english_words if language == "en" else indonesian_words
    words = of_language(text, lexicon or {})
    return words if any(letter.isalnum() for letter in words) else ""


def english_words(text: str, lexicon: Mapping[str, str]) -> str:
    return apply(ENGLISH, with_lexicon(text, lexicon)).strip()
