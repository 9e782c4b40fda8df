"""Questions about the day that a page answers without a search, recognised by their words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from content_cache.text.search_terms import COMMON, split_words

LONGEST = 120
"""Letters of the longest query that may be a question about the day."""

_ASKING = frozenset(
    """begitu berapa bagaimana gimana kapan mana dimana tanya lihat cek info tahu ada nya kah ya sih dong tolong minta sekarang hari
    ini besok lusa nanti tadi pagi siang sore malam minggu pekan desa sini kita daerah akan bakal
    """.split()  # noqa: SIM905 - a list of so many would hide what it says
)


class DayQuestion(Struct, frozen=True):
    """Words of a question: it needs one of *keys* and, if there are *things*, one of these.

    All other words of it only name a day, or ask.
    """

    keys: frozenset[str]
    things: frozenset[str] = frozenset()


def question_about(keys: str, things: str = "") -> DayQuestion:
    """Return the question that needs one of *keys* and one of *things*, both words separated by spaces."""
    return DayQuestion(frozenset(keys.split()), frozenset(things.split()))


def is_one_of(query: str, questions: Sequence[DayQuestion], place: str = "") -> bool:
    """Return whether *query* is one of *questions* and asks nothing else. It may contain the words of *place*."""
    every = frozenset(split_words(query[:LONGEST]))
    if not every or len(query) > LONGEST:
        return False
    known = {word for each in questions for word in each.keys | each.things} | _ASKING | COMMON | {*split_words(place)}
    return every <= known and any(_fits(every, each) for each in questions)


def _fits(every: frozenset[str], question: DayQuestion) -> bool:
    return bool(every & question.keys) and (not question.things or bool(every & question.things))


PRAYERS = (
    question_about("salat sholat shalat solat", "jadwal waktu jam"),
    question_about("subuh zuhur dzuhur dhuhur asar ashar magrib maghrib isya imsak", "jadwal waktu jam azan adzan"),
    question_about("azan adzan", "jadwal waktu jam"),
    question_about("imsakiyah"),
)
STAFF = (question_about("petugas piket pegawai staf", "siapa hari jaga piket ini jadwal"),)
