"""Corrections of a word that occurs nowhere: one letter wrong, or spelt by ear. Pure.

Indonesian is written as it is said, but for a few letters that sound alike and the spelling before 1972 (dj, tj, oe), in which old
people still write.
"""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST = 4  # letters: what is shorter may have been meant as anything
LONGEST = 20
_LETTERS = "aiueonktrsmdgplbhyjcw"  # f, v, x and z are seldom, and among those that sound alike
_ALIKE = tuple(
    (one, other)
    for pair in (
        "i y", "f p", "v p", "v f", "z s", "z j", "kh h", "kh k", "sy s", "q k", "x ks", "oe u", "dj j", "tj c", "nj ny", "ie i",
        "uw u", "iy i", "ph f", "th t", "ch c", "e i", "o u", "ai e", "au o", "ng n", "d t", "b p", "h ", "k ",
    )
    for one, other in (pair.split(" "), pair.split(" ")[::-1])
    if one
)  # fmt: skip


def meant(word: str) -> Iterator[str]:
    """Yield the words that *word* may be a misspelling of, each once and without itself.

    Words that sound alike come first, then those that differ in one letter.
    """
    if not SHORTEST <= len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
        return
    told = {word}
    for some in (list(_by_ear(word)), _one_off(word)):
        for other in some:
            if other not in told:
                told.add(other)
                yield other


def _by_ear(word: str) -> Iterator[str]:
    once = [*_respelt(word), *(word[:n] + word[n + 1 :] for n in range(1, len(word)) if word[n] == word[n - 1])]
    yield from once
    for other in once[:20]:
        yield from _respelt(other)


def _respelt(word: str) -> Iterator[str]:
    for one, other in _ALIKE:
        place = word.find(one)
        while place >= 0:
            yield word[:place] + other + word[place + len(one) :]
            place = word.find(one, place + 1)


def _one_off(word: str) -> Iterator[str]:
    for n in range(len(word)):
        if n + 1 < len(word):
            yield word[:n] + word[n + 1] + word[n] + word[n + 2 :]
        yield word[:n] + word[n + 1 :]
    for n in range(len(word) + 1):
        for letter in _LETTERS:
            if n < len(word):
                yield word[:n] + letter + word[n + 1 :]
            yield word[:n] + letter + word[n:]
