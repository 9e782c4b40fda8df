"""For whom, when, where: what an announcement says in lines of their own, "Tempat: Balai Desa". Pure.

Nothing is guessed: a fact stands behind its name, or below it where a poster has it in a box. What a machine doubts is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from content_cache.model.items import Item
from content_cache.model.picture_text import PictureText

_LONGEST = 48  # letters of a fact at most; a longer text is a sentence
_MOST_LINES = 200


class FactKind(StrEnum):
    WHO = "who"
    WHEN = "when"
    WHERE = "where"


_NAMES = {
    FactKind.WHO: ("untuk", "untuk siapa", "sasaran", "peserta", "penerima", "bagi"),
    FactKind.WHEN: (
        "kapan",
        "hari",
        "hari/tanggal",
        "hari / tanggal",
        "hari, tanggal",
        "tanggal",
        "waktu",
        "jam",
        "pukul",
    ),
    FactKind.WHERE: ("di mana", "dimana", "tempat", "lokasi", "bertempat di"),
}
_ASKED = {name: asked for asked, names in _NAMES.items() for name in names}


class ArticleFact(Struct, frozen=True):
    asked: FactKind
    words: str


class Facts(Struct, frozen=True):
    """Facts in the order who, when, where. *machine*: the text was read by OCR."""

    facts: tuple[ArticleFact, ...] = ()
    machine: bool = False


def facts_of(item: Item, texts: Iterable[PictureText | None]) -> Facts:
    """Return the facts in the text of *item*, or those in the texts of its pictures if its own text has none."""
    own = [item.summary, item.text, *(block.text for block in item.blocks if not block.rows)]
    lines = [line for text in own for line in text.splitlines()]
    if found := _facts(_labelled(lines)):
        return Facts(found)
    for text in (each for each in texts if each is not None):
        if found := _facts(_in_picture(text)):
            return Facts(found, text.source == "machine")
    return Facts()


def _facts(pairs: Iterable[tuple[FactKind, str]]) -> tuple[ArticleFact, ...]:
    said: dict[FactKind, list[str]] = {}
    for asked, words in pairs:
        kept = said.setdefault(asked, [])
        if words not in kept:
            kept.append(words)
    together = ((asked, ", ".join(said.get(asked, ()))) for asked in FactKind)
    return tuple(ArticleFact(asked, words) for asked, words in together if 0 < len(words) <= _LONGEST)


def _labelled(lines: Sequence[str]) -> Iterator[tuple[FactKind, str]]:
    """Yield the kind and the words of each line with a known label, such as "Tempat : Balai Desa"."""
    for line in lines[:_MOST_LINES]:
        name, colon, words = line.partition(":")
        asked = _ASKED.get(name.strip(" -•*").lower())
        if colon and asked and words.strip():
            yield asked, words.strip(" .;")


def _in_picture(text: PictureText) -> Iterator[tuple[FactKind, str]]:
    for block in text.blocks[:_MOST_LINES]:
        if any(word.doubtful for line in block.lines for word in line.words):
            continue
        lines = [line.text for line in block.lines]
        asked = _ASKED.get(lines[0].strip(" :").lower()) if lines else None
        if asked and len(lines) > 1:
            yield asked, " ".join(lines[1:])
        else:
            yield from _labelled(lines)
