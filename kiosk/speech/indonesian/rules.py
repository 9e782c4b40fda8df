"""All rules in their order. What an earlier rule made into words, no later one sees: words hold no digits and no signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kiosk.speech.indonesian import symbols
from kiosk.speech.indonesian.codes import CODES
from kiosk.speech.indonesian.dates import DATES
from kiosk.speech.indonesian.letters import LETTERS
from kiosk.speech.indonesian.money import MONEY
from kiosk.speech.indonesian.numbers import ORDINALS, QUANTITIES
from kiosk.speech.indonesian.reduplication import REDUPLICATION
from kiosk.speech.indonesian.rule import Rule, apply
from kiosk.speech.indonesian.tables import abbreviation_rules, acronym_rules
from kiosk.speech.indonesian.times import TIMES
from kiosk.speech.indonesian.units import UNIT_RULES
from kiosk.speech.indonesian.web import WEB


@cache
def all_rules() -> tuple[Rule, ...]:
    return (
        *symbols.FIRST,
        *WEB,
        *LETTERS,
        *MONEY,
        *DATES,
        *TIMES,
        *CODES,
        *abbreviation_rules(),
        *ORDINALS,
        *UNIT_RULES,
        *REDUPLICATION,
        *QUANTITIES,
        *acronym_rules(),
        *symbols.LAST,
    )


def indonesian_words(text: str, lexicon: Mapping[str, str]) -> str:
    """Written Indonesian as words with the punctuation that a voice needs for its pauses. `lexicon` maps written words to how
    they sound; it comes before every rule, and its case does not matter."""
    return apply(all_rules(), with_lexicon(text, lexicon)).strip()


def with_lexicon(text: str, lexicon: Mapping[str, str]) -> str:
    """The words of the lexicon in place of what is written, whole words only."""
    if not lexicon:
        return text
    sounds = {written.lower(): sound for written, sound in lexicon.items()}
    longest_first = sorted(sounds, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda found: sounds[found.group().lower()], text)
