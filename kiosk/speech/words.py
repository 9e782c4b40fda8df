"""Text as it is written -> words as they are spoken, by language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.speech.indonesian import symbols
from kiosk.speech.indonesian.rule import Rule, apply, rule
from kiosk.speech.indonesian.rules import indonesian_words, with_lexicon

# English voices read numbers and most signs themselves; these are of the place and they do not know them.
_ENGLISH: tuple[Rule, ...] = (
    *symbols.FIRST,
    rule(
        r"\bRp\.?\s?(?P<amount>\d{1,3}(?:\.\d{3})+|\d+)(?:,-|,00)?", lambda f: f"{f['amount'].replace('.', '')} rupiah"
    ),
    rule(r"\b(?P<hour>[01]\d|2[0-4])\.(?P<minute>[0-5]\d)(?= (?:WITA|WIB|WIT)\b)", r"\g<hour>:\g<minute>"),
    rule(r"\bWITA\b", "Central Indonesian Time"),
    rule(r"\bWIB\b", "Western Indonesian Time"),
    rule(r"\bWIT\b", "Eastern Indonesian Time"),
    rule(r"[\u2190-\u2bff\ufe00-\ufe0f\ue000-\uf8ff\U0001f000-\U0001faff\U000e0000-\U000e0fff]", " "),
    rule(r"\s+", " "),
)


def say_words(text: str, language: str = "id", lexicon: Mapping[str, str] | None = None) -> str:
    """The words of a sentence, with the punctuation that a voice needs for its pauses; "" if there is nothing to say.

    `lexicon` (of kiosk.toml, [speech.lexicon]) maps written words to how they sound and comes before every rule. Meant for a
    sentence: the time it takes grows with the length of the text.
    """
    entries = lexicon or {}
    words = english_words(text, entries) if language == "en" else indonesian_words(text, entries)
    return words if any(letter.isalnum() for letter in words) else ""


def english_words(text: str, lexicon: Mapping[str, str]) -> str:
    return apply(_ENGLISH, with_lexicon(text, lexicon)).strip()
