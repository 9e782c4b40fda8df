"""Guess at the letter e of words that no lexicon has.

Affixes are taken off. Then the lexicon's marks of a word's siblings, the table of roots and the letters around each e
are weighed (`deploy/learn_letter_e.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

VOWELS = "aiueo"
REACH = 5  # letters on one side of an e that count
SHORTEST_STEM = 3
ROOTS_ASKED = 2  # readings with a root as stem that are used, the longest first
SIBLINGS = 4  # readings as prefix, stem and suffix that are looked up, the longest stem first
_PREFIXES = (
    "", "meng", "meny", "mem", "men", "me", "menge", "peng", "peny", "pem", "pen", "pe", "penge", "ber", "be", "ter", "te",
    "per", "di", "ke", "se", "memper", "diper", "keter", "pember", "berke", "berpe", "berpen", "menye", "terke", "dike",
    "penye", "kepe", "seper", "berse", "tak", "antar", "non", "pra", "sub", "multi",
)  # fmt: skip
_SUFFIXES = (
    "",
    "kan",
    "i",
    "an",
    "nya",
    "lah",
    "kah",
    "ku",
    "mu",
    "annya",
    "kannya",
    "inya",
    "wan",
    "isasi",
    "is",
    "isme",
)
_ELIDED = {
    "meng": "k",
    "peng": "k",
    "meny": "s",
    "peny": "s",
    "mem": "p",
    "pem": "p",
    "men": "t",
    "pen": "t",
}  # meN- + sapu


class GuessedReading(NamedTuple):
    """Word taken apart. *stem* has the first letter restored that its prefix replaced."""

    prefix: str
    stem: str
    suffix: str


def readings(word: str) -> Iterator[GuessedReading]:
    """Yield all ways to take affixes off, including none. The rest has three letters and a vowel at least."""
    for prefix in _PREFIXES:
        if not word.startswith(prefix):
            continue
        rest = word[len(prefix) :]
        for suffix in _SUFFIXES:
            if not rest.endswith(suffix):
                continue
            stem = rest.removesuffix(suffix)
            if len(stem) < SHORTEST_STEM or not any(letter in VOWELS for letter in stem):
                continue
            yield GuessedReading(prefix, stem, suffix)
            if stem[0] in VOWELS and (lost := _ELIDED.get(prefix)):
                yield GuessedReading(prefix, lost + stem, suffix)


def _forms(stem: str) -> Iterator[tuple[str, int]]:
    """Yield words that the stem may occur in, and how many e stand before it."""
    for prefix in _PREFIXES:
        lost = _ELIDED.get(prefix)
        rests = [stem, stem[1:]] if lost and stem[0] == lost else [stem]
        for rest in rests:
            for suffix in _SUFFIXES:
                yield prefix + rest + suffix, prefix.count("e")


class Vote(NamedTuple):
    """Marks of a stem by the lexicon: "1" for each é, "0" for each e; *exact* if the stem is a word itself."""

    reading: GuessedReading
    marks: str
    exact: bool
    agreed: bool


class Guesser:
    """Guesser of e.

    *lexicon* and *roots* map words to a mark for each e ("desa" -> "1"); *weights* maps features to whole numbers.
    """

    def __init__(self, lexicon: Mapping[str, str], roots: Mapping[str, str], weights: Mapping[str, int]) -> None:
        self._lexicon = lexicon
        self._roots = roots
        self._weights = weights

    def knows(self, word: str, shortest: int = SHORTEST_STEM) -> bool:
        """Return whether a word of the lexicon or a root, of at least *shortest* letters, is part of it, with affixes around."""
        return any(len(reading.stem) >= shortest for reading, _ in self._roots_in(word)) or any(
            vote.exact and len(vote.reading.stem) >= shortest for vote in self._votes(word)
        )

    def guessed(self, word: str) -> str:
        """Return a mark for each e by the lexicon's marks of other words."""
        features = self.features(word)
        return "".join("1" if sum(self._weights.get(each, 0) for each in found) > 0 else "0" for found in features)

    def features(self, word: str) -> list[list[str]]:
        """Return the features to weigh for each e of the word.

        The word itself is not looked up, so that learning can use this, too.
        """
        places = [place for place, letter in enumerate(word) if letter == "e"]
        found = [list(_context(word, place)) for place in places]
        votes = self._votes(word)
        for rank, vote in enumerate(votes):
            before = vote.reading.prefix.count("e")
            for number, each in enumerate(found):
                if before <= number < before + len(vote.marks):
                    each.extend(_vote_features(rank, vote, vote.marks[number - before]))
                elif rank == 0:
                    each.append(f"A{number < before}{vote.reading.prefix},{vote.reading.suffix},{vote.exact}")
        if not votes:
            for each in found:
                each.append("alone")
        for rank, (reading, marks) in enumerate(self._roots_in(word)):
            before = reading.prefix.count("e")
            for number, each in enumerate(found):
                if before <= number < before + len(marks):
                    each.extend(_root_features(rank, reading, marks[number - before]))
        return found

    def _roots_in(self, word: str) -> list[tuple[GuessedReading, str]]:
        """Return the roots in the word, the longest first; the word itself may be one."""
        known = [(reading, marks) for reading in set(readings(word)) if (marks := self._roots.get(reading.stem))]
        known.sort(key=lambda each: (-len(each[0].stem), each[0]))
        return known[:ROOTS_ASKED]

    def _votes(self, word: str) -> list[Vote]:
        votes = [vote for reading in set(readings(word)) if (vote := self._vote(word, reading)) is not None]
        votes.sort(key=lambda vote: (-len(vote.reading.stem) - 2 * vote.exact, vote.reading))
        return votes[:SIBLINGS]

    def _vote(self, word: str, reading: GuessedReading) -> Vote | None:
        stem = reading.stem
        many = stem.count("e")
        if not many:
            return None
        counts: Counter[str] = Counter()
        for form, before in _forms(stem):
            if form != word and (marks := self._lexicon.get(form)) is not None:
                counts[marks[before : before + many]] += 3 if form == stem else 1
        if not counts:
            return None
        marks, most = counts.most_common(1)[0]
        exact = stem != word and stem in self._lexicon
        return Vote(reading, marks, exact, agreed=most > 0.8 * counts.total())


def _vote_features(rank: int, vote: Vote, mark: str) -> Iterator[str]:
    length = min(len(vote.reading.stem), 7)
    yield f"V{rank}{mark}{vote.exact}"
    yield f"W{mark}{vote.exact}{length}{vote.agreed}"
    if rank == 0:
        yield f"X{mark}{vote.exact}{vote.agreed}{length}"
        yield f"P{mark}{vote.reading.prefix}"
        yield f"S{mark}{vote.reading.suffix}"
        yield f"Q{mark}{vote.reading.prefix},{vote.reading.suffix}"


def _root_features(rank: int, reading: GuessedReading, mark: str) -> Iterator[str]:
    affixed = bool(reading.prefix) + 2 * bool(reading.suffix)
    length = min(len(reading.stem), 7)
    yield f"R{rank}{mark}"
    yield f"R{rank}{mark}{affixed}{length}"
    if rank == 0:
        yield f"R{mark}{reading.prefix},{reading.suffix}"


def _context(word: str, place: int) -> Iterator[str]:
    """Yield the letters around an e, and the vowels and consonants that come after it."""
    padded = "^^^" + word + "$$$$$"
    here = place + 3
    for left in range(min(REACH, here) + 1):
        for right in range(REACH + 1):
            if left + right <= REACH + 2:
                yield f"{padded[here - left : here]}|{padded[here + 1 : here + 1 + right]}"
    before, after = word[:place], word[place + 1 :]
    vowels_before = "".join(letter for letter in before if letter in VOWELS)
    vowels_after = "".join(letter for letter in after if letter in VOWELS)
    between = re.match(r"[^aiueo]*", after)
    consonants = between.group() if between else ""
    yield f"v{vowels_after}"
    yield f"v1{vowels_after[:1]}"
    yield f"v2{vowels_after[:2]}"
    yield f"u{vowels_before[-1:]}"
    yield f"u{vowels_before}e{vowels_after}"
    yield f"n{len(vowels_before)},{len(vowels_after)}"
    yield f"c{consonants}"
    yield f"c{consonants}{vowels_after[:1]}"
    yield f"c{consonants}{len(vowels_after)}"
    yield f"c{consonants}{vowels_after}"
    yield f"d{before[-1:]}{consonants}{vowels_after[:1]}"
    yield f"e{after[-3:]}{len(vowels_after)}"
    yield f"e{after[-2:]}{len(vowels_after)}"
    shape = re.sub(r"[^aiueo]", "C", after)
    yield f"s{re.sub(r'[^aiueo]', 'C', before)}|{shape}"
    yield f"s{shape}"
