"""Subjects that people ask about, by the words of a question: for counts that keep no word of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from content_cache.text import village_words
from content_cache.text.search_terms import split_words
from content_cache.text.stems import stems

_TABLE = Path(__file__).with_name("subjects.tsv")
OTHER = "lain"
"""Subject of a question without any word of the table."""


def subjects() -> tuple[str, ...]:
    """Return all subjects, OTHER last."""
    return (*_by_subject(), OTHER)


def subject_of(question: str) -> str:
    """Return the subject with most of the words of *question*; of several the first of the table."""
    asked = [
        word
        for unit in village_words.units(split_words(question))
        for word in (unit, *village_words.meant(unit).split())
    ]
    found = {root for word in asked for root in (word, *stems(word))}
    counted = Counter({subject: len(found & said) for subject, said in _by_subject().items()})
    subject, count = max(counted.items(), key=lambda each: each[1])
    return subject if count else OTHER


@cache
def _by_subject() -> Mapping[str, frozenset[str]]:
    lines = (line.split("\t") for line in _TABLE.read_text("utf-8").splitlines()[1:])
    return {subject: frozenset(said.split(",")) for subject, said in lines}
