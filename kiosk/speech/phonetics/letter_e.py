"""The letter e: taling ("desa") or pepet ("beras"), which the spelling does not tell. Looked up in a lexicon, else guessed.

Answers are written as EYD V allows for marking: é is taling, plain e is pepet. Lexicon, roots and weights are files in
this folder. Only the process that speaks loads them; the files for guessing are loaded with the first word that the
lexicon does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import resources

from kiosk.speech.phonetics.letter_e_guess import SHORTEST_STEM, Guesser
from kiosk.speech.phonetics.name_guess import NameGuesser
from kiosk.speech.phonetics.name_regions import Regions, read_regions

LEXICON = "letter_e_lexicon.txt"
ROOTS = "letter_e_roots.txt"
WEIGHTS = "letter_e_weights.tsv"
NAMES = "names.txt"
NAMES_ASKED = "names_asked.txt"
NAMES_WEIGHTS = "names_weights.tsv"
NAMES_REGIONS = "names_regions.tsv"
LEAST_IN_NAME = 5  # minimum letters of a word within a name


class LetterE:
    """Sounds of e.

    *lexicon* maps words to a mark for each e ("desa" -> "1"); *guesser* is called for a word that it does not have.
    """

    def __init__(self, lexicon: Mapping[str, str], guesser: Callable[[], Guesser]) -> None:
        self._lexicon = lexicon
        self._make_guesser = guesser

    def marked(self, word: str) -> str:
        """Return *word* with its taling marked: "desa" -> "désa".

        The word is in small letters; an é or è in it already is kept, and ê becomes e.
        """
        if any(sign in word for sign in "éèê"):
            return word.replace("è", "é").replace("ê", "e")
        marks = iter(self._lexicon.get(word) or self.guessed(word))
        return "".join(("é" if next(marks) == "1" else "e") if letter == "e" else letter for letter in word)

    def has(self, word: str) -> bool:
        """Return whether the word is in the lexicon."""
        return word in self._lexicon

    def knows(self, word: str, *, name: bool = False) -> bool:
        """Return whether the word is known, or made of known ones; for a *name* only of long enough ones: "Terara"
        is not of "ara"."""
        return self.has(word) or self._guesser.knows(word, LEAST_IN_NAME if name else SHORTEST_STEM)

    def guessed(self, word: str) -> str:
        """Return a mark for each e by other words."""
        return self._guesser.guessed(word)

    @cached_property
    def _guesser(self) -> Guesser:
        return self._make_guesser()


def read_lexicon(text: str) -> dict[str, str]:
    """Return the marks of each word in *text*: words marked with é, one a line (lines that begin with # are notes)."""
    words = re.sub(r"(?m)^#.*\n?", "", text).strip()  # all at once: word by word takes half as long again
    plain = words.replace("é", "e").split("\n")
    marks = re.sub(r"[^eé\n]+", "", words).replace("e", "0").replace("é", "1").split("\n")
    return dict(zip(plain, marks, strict=True))


def read_weights(text: str) -> dict[str, int]:
    pairs = (line.rsplit("\t", 1) for line in text.splitlines() if not line.startswith("#"))
    return {feature: int(weight) for feature, weight in pairs}


def table(name: str) -> str:
    """Return the text of a file of this folder."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


@cache
def names() -> dict[str, str]:
    """Return the names that others are guessed by: from small letters without marks to the marked form."""
    return _marked_names(NAMES)


@cache
def known_names() -> dict[str, str]:
    """Return `names`, and those that were held back from learning to measure it."""
    return names() | _marked_names(NAMES_ASKED)


def _marked_names(file: str) -> dict[str, str]:
    marked = [line for line in table(file).splitlines() if not line.startswith("#")]
    return {name.replace("é", "e"): name for name in marked}


@cache
def name_guesser() -> NameGuesser:
    """Return the guesser for names that are not among `names`."""
    return NameGuesser(read_weights(table(NAMES_WEIGHTS)), regions())


def regions() -> Regions:
    return Regions(read_regions(table(NAMES_REGIONS)))


@cache
def letter_e() -> LetterE:
    """Return the letter e with the files of this folder, read at the first call of a process."""
    lexicon = read_lexicon(table(LEXICON))
    return LetterE(lexicon, lambda: Guesser(lexicon, read_lexicon(table(ROOTS)), read_weights(table(WEIGHTS))))
