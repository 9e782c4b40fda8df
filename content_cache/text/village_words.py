"""Words that mean the same in a village: what people say or type in a hurry, and what offices write.

The table lies beside this module: a line for each meaning, as offices write it, then how else it is said, a comma between. A form
may have up to three words, and may stand in several lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("village_words.tsv")
_LONGEST = 3  # words of a form
_LETTERS: Mapping[str, str] = {
    **dict(
        zip(["a", "be", "ce", "de", "e", "ef", "ge", "ha", "i", "je", "ka", "el", "em"], "abcdefghijklm", strict=True)
    ),
    **dict(
        zip(
            ["en", "o", "pe", "ki", "er", "es", "te", "u", "ve", "we", "eks", "ye", "zet"], "nopqrstuvwxyz", strict=True
        )
    ),
}
_FEWEST_LETTERS = 3  # one after the other: two may be words, as "ka" and "de" are


def units(words: Sequence[str]) -> Iterator[str]:
    """Yield folded *words*, those that form an entry of the table joined: "lampu mati".

    Letters spelled by their names become one word ("ka te pe"), and so does a doubled word ("hati2").
    """
    told = [*_spelled(words)]
    at = 0
    while at < len(told):
        for length in range(min(_LONGEST, len(told) - at), 0, -1):
            unit = " ".join(told[at : at + length])
            if length == 1 or unit in _table():
                yield unit
                at += length
                break


def meant(unit: str) -> str:
    """Return the form of *unit* that offices write, or *unit* itself if the table lacks it."""
    return _table().get(unit, (unit,))[0]


def alike(unit: str) -> tuple[str, ...]:
    """Return the synonyms of *unit*, for all its meanings, the offices' forms first."""
    return tuple(form for form in _table().get(unit, ()) if form != unit)


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Return all synonyms by form."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.read_text("utf-8").splitlines()[1:]:
        meaning, said = line.split("\t")
        forms = (meaning, *said.split(","))
        for form in forms:
            found[form] = tuple(dict.fromkeys((*found.get(form, ()), *forms)))
    return found


def _spelled(words: Sequence[str]) -> Iterator[str]:
    """Yield *words* with spelled letters joined to one word, and without the sign of doubling."""
    run: list[str] = []
    for word in (*words, ""):
        if word in _LETTERS:
            run.append(word)
            continue
        if len(run) >= _FEWEST_LETTERS:
            yield "".join(map(_LETTERS.__getitem__, run))
        else:
            yield from run
        run.clear()
        if word:
            yield word[:-1] if word[-1] == "2" and word[:-1].isalpha() and len(word) > _LONGEST else word
