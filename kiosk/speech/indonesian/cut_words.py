"""Words cut short that no table has: "pmbrthn", "kndaraan", "wrga2"; proposes the word of which they keep the letters.

A word is as likely as it is frequent, by `senses/frequent_words.txt`, and as people leave out letters of its classes, by
`senses/cut_costs.tsv`, which `deploy/learn_cut_words.py` learns. One that does not lead is not proposed: a wrong word is
worse than one spelled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import is_cut
from kiosk.speech.indonesian.short_forms import SENSES
from kiosk.speech.indonesian.tables import read_table
from kiosk.speech.indonesian.tokens import Token, has_vowel
from kiosk.speech.indonesian.units import UNITS

Costs = Mapping[str, tuple[float, float]]
"""What keeping and leaving out a letter costs, by its class."""

_VOWELS = "aiueo"
_LEAST, _MOST = 3, 20  # letters of a token: two may be anything
_EVEN = (0.7, 0.7)
_PER_TENTH = math.log(10) / 10
_LEADS = (1.5, 1.5, 0.5)  # in logits, of the likeliest word for three, four and more letters
_FARTHEST = 6.0  # what is that much less likely is no rival
_UNLIKELY = 17.0  # cost of a word that nobody means
_UNLIKELY_VOWELS, _PER_LETTER = 13.0, 0.4  # the same for a token that has vowels, and what each letter adds
_BESIDE = 2.5  # what a word gains that often stands beside the neighbour of the token
_RIVALS = 8  # words for one token that are compared
_GAIN = 0.1  # less than any row of a table
_LONG = 5  # letters of a token without vowels that is no acronym
_SAYABLE = re.compile(r"(?:(?:ng|ny|sy|[b-df-hj-np-tv-z])?[aeiou]+(?:ng|[b-df-hj-np-tv-z])?)+")
_FOREIGN = re.compile(r"[a-z]*[aeiou][a-z]*[bdfgklmnprt]s")  # "forms", "prints"
_TITLES = frozenset("pak bu ibu bapak bpk mas mbak kak om tante desa ds dusun dsn kec kel kampung".split())  # noqa: SIM905
_SUFFIXES = frozenset(("an", "ku", "mu", "nya"))
_OPENING, _CLOSING = "(\"'“‘[*", ",.;:!?)\"'”’]*…"


class _Words(NamedTuple):
    """Words that begin with one letter: *ranked* in lines, each with its cost, the most frequent first; *kept* in one line."""

    ranked: Sequence[tuple[float, str]]
    kept: str


def _lines(name: str) -> Sequence[str]:
    text = (resources.files(SENSES) / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def _words() -> Mapping[str, _Words]:
    ranked: dict[str, list[tuple[float, str]]] = {}
    kept: dict[str, str] = {}
    for line in _lines("frequent_words.txt"):
        letter, rarity, words = line.split(" ", 2)
        if rarity == "=":
            kept[letter] = f" {words} "
        else:
            ranked.setdefault(letter, []).append((float(rarity) * _PER_TENTH, f" {words} "))
    return {letter: _Words(sorted(lines), kept.get(letter, "")) for letter, lines in ranked.items()}


@cache
def costs() -> Costs:
    """Return the costs that are learned."""
    table = read_table("cut_costs.tsv", SENSES)
    return {kind: (float(kept), float(left)) for kind, (kept, left) in ((k, v.split()) for k, v in table.items())}


def letter_class(word: str, place: int) -> str:
    """Return the class of a letter behind the first one, by which it is kept or left out."""
    before, letter, behind = word[place - 1], word[place], word[place + 1 : place + 2]
    if letter in _VOWELS:
        beside = before in _VOWELS or (behind and behind in _VOWELS)
        return "last vowel" if not behind else "vowel by vowel" if beside else "e" if letter == "e" else "vowel"
    if (letter in "gy" and before == "n") or (letter == "n" and behind and behind in "gy"):
        return f"{letter} of n{letter if letter != 'n' else behind}{'' if behind else ', last'}"
    if letter in "mn" and behind and behind not in _VOWELS:
        return "nasal"
    kind = "h" if letter == "h" else "liquid" if letter in "rlwy" else "consonant"
    return kind if behind else f"last {kind}"


def aligned(cut: str, word: str, table: Costs) -> tuple[float, Sequence[tuple[str, bool]]]:
    """Return what it costs to cut *word* to *cut*, with the class of each letter and whether it is kept.

    The cost is infinite if *cut* has another letter or order.
    """
    ways: list[tuple[float, tuple[tuple[str, bool], ...]] | None] = [None] * (len(cut) + 1)
    if cut[0] == word[0]:
        ways[1] = (0.0, ())
    manner = ", vowels kept" if has_vowel(cut[1:]) else ""
    for place in range(1, len(word)):
        kind = letter_class(word, place) + manner
        keep, leave = table.get(kind, _EVEN)
        for many in range(min(place + 1, len(cut)), 0, -1):
            here, shorter = ways[many], ways[many - 1] if cut[many - 1] == word[place] and many > 1 else None
            left = (here[0] + leave, (*here[1], (kind, False))) if here else None
            kept = (shorter[0] + keep, (*shorter[1], (kind, True))) if shorter else None
            ways[many] = min(filter(None, (left, kept)), default=None)
    return ways[-1] or (math.inf, ())


def candidates(cut: str, table: Costs) -> list[tuple[float, str]]:
    """Return the words that *cut* may stand for, each with its cost, the likeliest first."""
    words = _words().get(cut[0])
    pattern = re.compile(f"(?<= ){cut[0]}{''.join(f'[^{letter} ]*{letter}' for letter in cut[1:])}[a-z]*")
    found: list[tuple[float, str]] = []
    best = math.inf
    for rarity, line in words.ranked if words else ():
        if rarity > best + _FARTHEST:
            break
        for word in pattern.findall(line):
            cost = rarity + aligned(cut, word, table)[0]
            best = min(best, cost)
            found.append((cost, word))
    return sorted(found)


@cache
def _pairs() -> Mapping[str, frozenset[str]]:
    """Return the words that often stand behind a word."""
    return {first: frozenset(seconds) for first, *seconds in map(str.split, _lines("word_pairs.txt"))}


@lru_cache(maxsize=1_024)
def _likely(cut: str) -> Sequence[tuple[float, str]]:
    """Return the likeliest words for *cut* with their costs."""
    whole = f"{cut[:-1]}nya" if cut.endswith("x") else cut  # "hrgx"
    owned = [(0.0, whole)] if whole != cut and is_known(cut[:-1]) else []  # "nenekx"
    return owned or candidates(whole, costs())[:_RIVALS]


def whole_word(cut: str, before: str = "", behind: str = "") -> str:
    """Return the word that *cut*, in small letters, stands for between two words; "" if none leads.

    What is a word or an acronym itself is so only where a neighbour tells.
    """
    known = is_known(cut)
    if known and (has_vowel(cut) or not (before or behind)):
        return ""
    pairs = _pairs()
    beside = {word: (word in pairs.get(before, ())) + (behind in pairs.get(word, ())) for _, word in _likely(cut)}
    found = sorted((cost - _BESIDE * beside[word], word) for cost, word in _likely(cut))
    limit = _UNLIKELY_VOWELS + _PER_LETTER * len(cut) if has_vowel(cut) else _UNLIKELY
    lead = found[1][0] - found[0][0] if len(found) > 1 else math.inf
    if not found or found[0][0] > limit or lead < _LEADS[min(len(cut), _LONG) - _LEAST]:
        return ""
    return found[0][1] if beside[found[0][1]] or not known else ""


def is_known(word: str) -> bool:
    """Return whether a table has *word* as one that is not cut short."""
    words = _words().get(word[0])
    if words is None:
        return True
    return f" {word} " in words.kept or any(f" {word} " in line for _, line in words.ranked)


def cut_words(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose words for the tokens of *found* that are cut short: in a message, or where a token can be nothing else."""
    places = [place for place, token in enumerate(found) if _seems_cut(found, place)]
    written = {found[place].low for place in places} | {each.low for each in found if is_cut(each)}
    written |= {each.kind for place, each in enumerate(found) if each.kind == "raised" and place - 1 not in places}
    for place in places:
        low, end = found[place].low, _end_of_doubled(found, place)
        stem = _stem(low)
        sure = len(low) >= _LONG + has_vowel(stem) or (stem != low and stem in _tabled())
        pointed = f"{low}." in _tabled() and place + 1 < len(found) and found[place + 1].text == "."
        if low in _tabled() or pointed:
            word = _tabled().get(low, "") if end else ""
        else:
            message = len(low) >= _LEAST and (sure or len(written) > 1)
            word = whole_word(low, _word_at(found, place - 1), _word_at(found, place + 1)) if message else ""
        if word:
            again = f"-{word.rsplit(maxsplit=1)[-1]}{found[end - 1].low if end == place + 3 else ''}" if end else ""
            yield ChosenReading(place, end or place + 1, f"{word}{again}", -_GAIN, f"{low}, cut short")


def _word_at(found: Sequence[Token], place: int) -> str:
    """Return the word at *place*, written out if a table has it or it is cut short; "" if there is none."""
    if not 0 <= place < len(found) or found[place].kind != "word":
        return ""
    low = found[place].low
    return _tabled().get(low) or (whole_word(low) if _LEAST <= len(low) <= _MOST and low.isascii() else "") or low


def _end_of_doubled(found: Sequence[Token], place: int) -> int:
    """Return the place behind a token that a figure 2 doubles, with its suffix: "org2", "mdh2an"; 0 if none does."""
    behind = found[place + 1 : place + 3]
    if not behind or behind[0].kind != "raised" or behind[0].text != "2":
        return 0
    if behind[1:] and behind[1].kind == "word" and not behind[1].spaced:
        return place + 3 if behind[1].low in _SUFFIXES else 0
    return place + 2


def _seems_cut(found: Sequence[Token], place: int) -> bool:
    """Return whether the token is in small letters, has none that touch it, and too few vowels to be said."""
    token = found[place]
    if token.kind != "word" or not 2 <= len(token.text) <= _MOST or not token.low.isascii() or not token.low.isalpha():
        return False
    before, behind = found[place - 1] if place else None, found[place + 1 : place + 3]
    stem = _stem(token.low)
    vowelless = not has_vowel(stem)
    begins = before is None or before.text in ".!?"
    if not (token.text.islower() or (begins and vowelless and token.text[1:].islower())):
        return False
    if before and (
        (not token.spaced and before.text not in _OPENING) or (before.kind == "number" and token.low in UNITS)
    ):
        return False
    if behind and not behind[0].spaced and behind[0].kind != "raised":
        goes_on = len(behind) > 1 and behind[0].text in ".:" and not behind[1].spaced
        if goes_on or behind[0].text not in _CLOSING:
            return False
    if before and before.low in _TITLES and not (vowelless and len(token.low) >= _LONG):
        return False
    return vowelless or not (_SAYABLE.fullmatch(token.low.removeprefix("di")) or _FOREIGN.fullmatch(stem))


def _stem(low: str) -> str:
    """Return a token without what people do not cut short: "dikrm", "tmptnya", "hrgx"."""
    return low.removeprefix("di").removesuffix("nya").removesuffix("x")


@cache
def _tabled() -> Mapping[str, str]:
    return {form.lower(): words for form, words in read_table("abbreviations.tsv").items()}
