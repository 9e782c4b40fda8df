"""Numbers, amounts, dates, times and fragments of words in a picture that are not to be told as facts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content_cache.ocr.telephones import telephones
from content_cache.ocr.unread import UNREAD
from content_cache.ocr.words import Found

SURE = 0.6  # confidence that a number needs which both models read alike
_LEAST_LETTERS = 3
_DIGIT = re.compile(r"\d")
_LETTERS_FOR_DIGITS = re.compile(r"(?:Rp\.?)?[OoIlSBZ]{1,3}(?:[.,][OoIlSBZ]{2,3})+")
_BARE = ".,;:()\"'!?"
_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip
# how offices write numbers: 1.250.000,50; 08.30; 7/9/2026; 12-15; 50%; Rp75.000; 0812-3456; RT 03/02; F-1.02; 3x4; ke-58; 2a
_WRITTEN = re.compile(
    r"(?:Rp\.?|No\.?|ke-|RT|RW|Rt|Rw)?"
    r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2}|,-)?|[01]?\d[.:][0-5]\d|2[0-4][.:][0-5]\d|\d+(?:,\d+)?)"
    r"(?:,-|[-–/x](?:\d{1,3}(?:\.\d{3})+|[01]?\d[.:][0-5]\d|2[0-4][.:][0-5]\d|\d+))*%?(?:an|-an|[a-z]|km|kg|m|cm)?|[A-Z]{1,3}-?\d+(?:[.-]\d+)*"
)


def doubts(line: Sequence[Found]) -> list[bool]:
    """Return for each word of *line* whether it is doubtful.

    A telephone number is doubtful as a whole if it does not begin as one, or if a part of it was read unsurely.
    """
    found = [is_doubtful(word, line[:n]) for n, word in enumerate(line)]
    for places, begins_as_one in telephones(line):
        unsure = any(line[place].disputed or line[place].confidence < SURE for place in places)
        for place in places:
            found[place] = unsure or not begins_as_one
    return found


def is_doubtful(word: Found, before: Sequence[Found]) -> bool:
    """Return whether *word* is a number, a month's name or a fragment that was read unsurely.

    *before* are the words before it in its line.
    """
    bare = word.text.strip(_BARE)
    if word.text == UNREAD:
        return True
    if _DIGIT.search(bare):
        return word.disputed or word.confidence < SURE or not _WRITTEN.fullmatch(bare)
    if _like_a_number(bare):
        return True
    if before and _DIGIT.search(before[-1].text) and bare[:1].isupper() and bare.lower() not in _MONTHS:
        return _near_month(bare.lower()) or _is_fragment(word, bare)
    return _is_fragment(word, bare)


def _is_fragment(word: Found, bare: str) -> bool:
    """Return whether *word* is an unsure fragment on which the models differ, such as "P g" for Rp900.000."""
    return word.disputed and (word.confidence < SURE or len(bare) < _LEAST_LETTERS) and bool(bare)


def _like_a_number(bare: str) -> bool:
    """Return whether *bare* is an amount or a time with each digit read as a letter: RpI5.OOO, O8.3O."""
    return bool(_LETTERS_FOR_DIGITS.fullmatch(bare)) or (bare.startswith("Rp") and len(bare) > 2)


def _near_month(word: str) -> bool:
    """Return whether *word* is a misread month: of about the same length, with at most two other letters."""
    return any(
        abs(len(month) - len(word)) <= 1 and sum(a != b for a, b in zip(month, word, strict=False)) <= 2
        for month in _MONTHS
        if len(month) > 3
    )
