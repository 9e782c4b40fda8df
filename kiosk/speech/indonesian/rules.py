"""Written Indonesian as words: signs in one notation, the readings of short forms, those of values, and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from kiosk.speech.indonesian import symbols
from kiosk.speech.indonesian.capitals import is_loud, joined_letters, quiet, with_calendar
from kiosk.speech.indonesian.chooser import ChosenReading, cheapest
from kiosk.speech.indonesian.citations import CITATIONS
from kiosk.speech.indonesian.codes import CODES
from kiosk.speech.indonesian.dates import DATES
from kiosk.speech.indonesian.letters import LETTER_NOTATION, LETTERS
from kiosk.speech.indonesian.marks import DOUBLED, MARKS
from kiosk.speech.indonesian.measures import MEASURES
from kiosk.speech.indonesian.money import MONEY, MONEY_NOTATION
from kiosk.speech.indonesian.numbers import ORDINALS, QUANTITIES
from kiosk.speech.indonesian.pattern_rows import pattern_rules
from kiosk.speech.indonesian.people import PEOPLE
from kiosk.speech.indonesian.reading import write_out
from kiosk.speech.indonesian.rule import ANY_DIGIT, Rule, apply, numbered, rule, with_mark
from kiosk.speech.indonesian.scripts import SCRIPTS
from kiosk.speech.indonesian.scripture import SCRIPTURE
from kiosk.speech.indonesian.shorthand import SHORTHAND
from kiosk.speech.indonesian.sports import SPORTS
from kiosk.speech.indonesian.tables import abbreviation_rules, acronym_rules
from kiosk.speech.indonesian.times import TIMES
from kiosk.speech.indonesian.trades import TRADES
from kiosk.speech.indonesian.units import UNIT_RULES
from kiosk.speech.indonesian.web import WEB

NOTATION = (*SCRIPTS, *symbols.FIRST, *LETTER_NOTATION, *MONEY_NOTATION)


_BETWEEN = 0.5  # letters that words between two letters count for

Kind = tuple[str, Sequence[Rule]]
"""Name of a kind, and its rules."""

_GAINS: Mapping[str, float] = MappingProxyType(
    {
        "scripture": 2.5,
        "shorthand": 2.5,
        "letters": 2.5,
        "citations": 1.5,
        "sports": 1.5,
        "money": 0.4,
        "units": 0.4,
        "initials": 0.4,
        "quantities": 0.4,
    }
)
"""What a reading gains for each letter that it explains, by kind, if not 1: a general kind says what no other one knows better."""


@cache
def _value_kinds(*, loud: bool) -> tuple[Kind, ...]:
    """Return the kinds whose rules propose readings side by side; of two that gain the same, the earlier one is chosen."""
    return (
        ("scripture", (*pattern_rules("scripture"), *numbered(SCRIPTURE))),
        ("shorthand", (*pattern_rules("shorthand"), *SHORTHAND)),
        ("people", (*pattern_rules("people"), *PEOPLE)),
        ("marks", (*pattern_rules("marks"), *MARKS)),
        ("reduplication", (*pattern_rules("reduplication"), *DOUBLED)),
        ("trades", (*pattern_rules("trades"), *TRADES)),
        ("sports", (*pattern_rules("sports"), *numbered(SPORTS))),
        ("web", (*pattern_rules("web"), *WEB)),
        ("citations", (*pattern_rules("citations"), *numbered(CITATIONS))),
        ("letters", (*pattern_rules("letters"), *LETTERS)),
        ("hazards", pattern_rules("hazards")),
        ("money", (*pattern_rules("money"), *numbered(MONEY))),
        ("measures", (*pattern_rules("measures"), *numbered(MEASURES))),
        ("dates", (*pattern_rules("dates"), *numbered(DATES))),
        ("times", (*numbered(TIMES), *pattern_rules("times"))),
        ("codes", (*pattern_rules("codes"), *numbered(CODES))),
        ("abbreviations", abbreviation_rules(loud=loud)),
        ("initials", pattern_rules("initials")),
        ("ordinals", (*pattern_rules("ordinals"), *ORDINALS)),
        ("units", (*pattern_rules("units"), *numbered(UNIT_RULES))),
        ("quantities", (*pattern_rules("quantities"), *numbered(QUANTITIES))),
    )


@cache
def first_rules(*, loud: bool = False) -> tuple[Rule, ...]:
    return tuple(each for _, rules in _value_kinds(loud=loud) for each in rules)


@cache
def last_kinds() -> tuple[Kind, ...]:
    """Return the rules for the remaining words and for punctuation, in their order."""
    return (("acronyms", acronym_rules()), ("signs", pattern_rules("punctuation")))


@cache
def last_rules() -> tuple[Rule, ...]:
    return tuple(each for _, rules in last_kinds() for each in rules)


def compile_rules() -> None:
    """Read the tables of senses and compile the patterns that every text is searched for.

    A pattern that needs more than a digit is compiled with the first text that has it.

    The first text would otherwise wait a fifth of a second on a desktop, and more than a second on a Pi.
    """
    for each in (*NOTATION, *first_rules(loud=False), *last_rules()):
        if each.needs in ("", ANY_DIGIT):
            _ = each.pattern
    write_out(".")


def indonesian_words(text: str, lexicon: Mapping[str, str]) -> str:
    """Return written Indonesian as words with the punctuation that a voice needs for its pauses.

    *lexicon* maps written words to how they sound; it comes before every rule.
    """
    loud, told = prepared(text, lexicon)
    return _by_rules(told, loud)


def prepared(text: str, lexicon: Mapping[str, str]) -> tuple[bool, str]:
    """Return whether *text* is in capitals alone, and *text* with the words of the lexicon."""
    loud = is_loud(text)
    joined = joined_letters(text)
    return loud, with_lexicon(with_calendar(joined) if loud else joined, lexicon)


@lru_cache(maxsize=1_024)  # hundreds of patterns; a text that somebody is writing is converted again and again
def _by_rules(text: str, loud: bool) -> str:
    words = read_values(write_out(apply(NOTATION, text)), loud=loud)
    return apply(last_rules(), quiet(words) if loud else words).strip()


def proposed_values(text: str, *, loud: bool) -> list[ChosenReading]:
    """Return what all rules propose for *text*: the more letters a reading explains, the less it costs."""
    told = with_mark(text)
    return [
        ChosenReading(each.start, each.end, each.words, -gain * max(each.end - each.start, _BETWEEN), kind)
        for kind, rules in _value_kinds(loud=loud)
        for gain in (_GAINS.get(kind, 1.0),)
        for rule in rules
        if rule.needs in told
        for each in rule.changes(text)
    ]


def read_values(text: str, *, loud: bool, again: int = 2) -> str:
    """Return *text* with the readings of its values in words; numbers that are left within them are read again."""
    parts: list[str] = []
    place = 0
    for each in cheapest(proposed_values(text, loud=loud), len(text)):
        unsaid = again and any(letter.isdigit() for letter in each.words)
        parts += text[place : each.start], read_values(each.words, loud=loud, again=again - 1) if unsaid else each.words
        place = each.end
    return "".join((*parts, text[place:]))


def with_lexicon(text: str, lexicon: Mapping[str, str]) -> str:
    """Replace the words of the lexicon, whole words only, the longest first.

    An entry in capitals ("ADA") is an acronym and matches capitals alone; for all others case does not matter. Any
    white space may stand between words.
    """
    if not lexicon:
        return text
    entries = {_spaced(written): sound for written, sound in lexicon.items() if written.strip()}
    exact = {written: sound for written, sound in entries.items() if written.isupper()}
    folded = {written.lower(): sound for written, sound in entries.items() if written not in exact}
    rules = [
        rule(_whole_words(exact), lambda found: exact[_spaced(found.group())]),
        rule(
            _whole_words(folded),
            lambda found: folded.get(_spaced(found.group()).lower(), found.group()),
            flags=re.IGNORECASE,
        ),
    ]
    return apply(rules, text)


def _spaced(written: str) -> str:
    return " ".join(written.split())


def _whole_words(entries: Iterable[str]) -> str:
    """Return a pattern for any of the entries; for none of them one that never matches."""
    forms = (r"\s+".join(map(re.escape, entry.split())) for entry in sorted(entries, key=len, reverse=True))
    return rf"(?<!\w)(?:{'|'.join(forms) or '(?!)'})(?!\w)"
