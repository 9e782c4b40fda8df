"""Short forms that no table has, by how words are cut: consonants alone ("bts"), or up to one before a vowel ("cadang.")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.units import UNITS

_VOWELS = "aiueo"
_FEWEST_BONES = 3
_CUT_AT = range(4, 7)
# acronyms in small letters, and what another word is meant by more often
_NO_BONES = frozenset(
    """bkr ppk tps psn sng mng brk bkt klm skr plk kdr kng blk ttl mnng prk pts ptk kks kpk kpu""".split()  # noqa: SIM905
)
# words that stand before a point at an end
_WORDS = frozenset(
    """band ring rest kamp prom tang pang pant tent sent stat stad perm cara daer pest sosial""".split()  # noqa: SIM905
)


@cache
def _office_words() -> tuple[str, ...]:
    from importlib import resources  # with the first text

    text = (resources.files(__package__) / "office_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(dict.fromkeys(" ".join(lines).split()))


@cache
def _bones() -> Mapping[str, str]:
    """Consonants to the word that has them; "ng" may have lost its n."""
    pairs = (
        ("".join(letter for letter in spelling if letter not in _VOWELS), word)
        for word in _office_words()
        if word[0] not in _VOWELS
        for spelling in {word, word.replace("ng", "g")}
    )
    known = UNITS.keys() | _NO_BONES
    return _only((bare, word) for bare, word in pairs if len(bare) >= _FEWEST_BONES and bare not in known)


@cache
def _cuts() -> Mapping[str, str]:
    words = _office_words()
    known = frozenset(words) | _WORDS
    pairs = (
        (word[:end], word)
        for word in words
        for end in _CUT_AT
        if end < len(word) - 1 and word[end - 1] not in _VOWELS and word[end] in _VOWELS
    )
    return _only((cut, word) for cut, word in pairs if cut not in known)


def _only(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Of several words that a form could be none is meant."""
    found: dict[str, set[str]] = {}
    for form, word in pairs:
        found.setdefault(form, set()).add(word)
    return {form: words.pop() for form, words in found.items() if len(words) == 1}


def is_cut(word: str) -> bool:
    """Does a point behind this word cut it short, and end no sentence?"""
    return word.lower() in _cuts()


def _whole(found: re.Match[str]) -> str:
    form = found["form"].lower()
    word = _bones().get(form)
    if word is None and form.endswith("an"):
        base = _bones().get(form[:-2])
        word = f"{base}an" if base else None
    # what ends with a vowel keeps it ("hrga"): such words are there to be taken for by others
    return word if word and word[-1] not in _VOWELS else found.group()


def _uncut(found: re.Match[str]) -> str:
    word = _cuts().get(found["form"].lower())
    return f"{word} " if word else found.group()


CLIPPINGS: tuple[Rule, ...] = (
    rule(
        r"(?<![\w.'@-])(?<!\d/)(?P<form>[A-Zb-df-hj-np-tv-z][b-df-hj-np-tv-z]{2,8}(?:an)?)(?![\w'@-]|\.\w)\.?(?=\s|[^\w.]|$)",
        lambda found: _whole(found) if found["form"][0] not in "AIUEO" else found.group(),
    ),
    # sentences begin with a capital: what goes on with a small letter, a number or a sign was cut short
    rule(r"(?<![\w.'@-])(?P<form>[A-Za-z][a-z]{3,5})\.\s(?=[a-z\d(&+=±>])", _uncut),
)
