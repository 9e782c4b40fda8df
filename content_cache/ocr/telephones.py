"""Telephone numbers on posters: where in a line they stand, and whether they begin as one. Pure.

A wrong digit in a price is noticed, one in a telephone number calls a stranger. Both models may read it wrongly alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content_cache.ocr.words import Found

_LEAST_DIGITS, _MOST_DIGITS = 9, 15  # without a label such as "telp": area code and line; ITU-T E.164
_LEAST_NAMED = 3  # digits of one behind "Telp"
_GAP = 1.1  # heights of a line, as fractions of the picture's two sides: what is further apart is another column
_GROUP = re.compile(r"[(+]*\d[\d()+.–-]*[.,;:]?")
_NO_TELEPHONE = re.compile(  # an amount, a time, a date or a span of them
    r"\d{1,3}(?:\.\d{3})+\D*|[0-2]?\d[.:][0-5]\d(?:[-–][0-2]?\d[.:][0-5]\d)?\D*|\d{1,2}([-.])\d{1,2}\1(?:\d{2}|\d{4})\D*"
)
_NAME = re.compile(
    r"(?:telp?|tlp|telepon|telpon|hp|wa|whatsapp|kontak|hubungi|hub|call|center|sms|cp)[.:]*", re.IGNORECASE
)
_FILLER = re.compile(r"[:=]|(?:no|nomor|ke)[.:]*", re.IGNORECASE)
# Indonesian numbers: areas and mobile lines behind 0 or 62 (PM Kominfo 14/2018, FTP Nasional), and three to seven digits that begin
# with 1: 110, 112, 118, 119, 123, 14045, 1500123
_BEGUN = re.compile(r"(?:0[2-9]|62[2-9])\d{6,13}|1\d{2,6}")
_BEGINS = re.compile(r"\(?(?:0[2-9]|\+?62)|\(\d{3,4}\)")
_SPACED = range(3, 6)  # digits of each part of one that is written with blanks: 0812 3456 7890
_LEAST_SPACED = 10
_MOST_GROUPS = 8


def telephones(words: Sequence[Found]) -> Iterator[tuple[range, bool]]:
    """Yield (indices, begins correctly) of each telephone number in a line of *words*."""
    place = 0
    while place < len(words):
        run = _group_places(words, place)
        if found := _telephone(words, run):
            yield found, all(_BEGUN.fullmatch(number) for number in _numbers(words, found))
        place = found.stop if found else place + 1


def _group_places(words: Sequence[Found], place: int) -> range:
    """Return the indices of the adjacent groups of digits from *place* on; a comma ends them."""
    end = place
    last = min(len(words), place + _MOST_GROUPS)
    while end < last and _is_group(words[end].text) and (end == place or _continues(words[end - 1], words[end])):
        end += 1
    return range(place, end)


def _telephone(words: Sequence[Found], run: range) -> range | None:
    if not run:
        return None
    if _is_named(words, run.start):
        return run if len(_digits(words, run)) >= _LEAST_NAMED else None
    parts = [len(_digits(words, range(at, at + 1))) for at in run]
    spaced = len(run) > 2 and all(part in _SPACED for part in parts) and sum(parts) >= _LEAST_SPACED
    longest = run.stop if spaced or _BEGINS.match(words[run.start].text) else run.start + 1
    for stop in range(longest, run.start, -1):  # other numbers may stand behind it
        found = range(run.start, stop)
        if any(_LEAST_DIGITS <= len(number) <= _MOST_DIGITS for number in _numbers(words, found)):
            return found
    return None


def _is_group(text: str) -> bool:
    return all(_GROUP.fullmatch(part) and not _NO_TELEPHONE.fullmatch(part) for part in text.split("/"))


def _continues(word: Found, following: Found) -> bool:
    return word.text[-1] not in ".,;:" and following.box.left - word.box.right <= _GAP * max(
        word.box.bottom - word.box.top, 0
    )


def _is_named(words: Sequence[Found], place: int) -> bool:
    while place and _FILLER.fullmatch(words[place - 1].text):
        place -= 1
    return bool(place and _NAME.fullmatch(words[place - 1].text))


def _numbers(words: Sequence[Found], places: range) -> list[str]:
    """Return the digits of each number; "/" divides two.

    In "21024/21025" the second gets the beginning of the first.
    """
    texts = "".join(words[place].text for place in places).split("/")
    numbers = [re.sub(r"\D", "", text) for text in texts]
    return [number for n, number in enumerate(numbers) if n == 0 or len(number) >= _LEAST_DIGITS]


def _digits(words: Sequence[Found], places: range) -> str:
    return re.sub(r"\D", "", "".join(words[place].text for place in places))
