"""Months and years as Indonesian offices and foreign feeds write them."""

from __future__ import annotations

# In Indonesian (also as once spelt) and English. Any beginning of at least three letters will do: "Agu", "Sept".
_NAMES: tuple[tuple[str, ...], ...] = (
    ("januari", "january"), ("februari", "pebruari", "february"), ("maret", "march"), ("april",), ("mei", "may"),
    ("juni", "june"), ("juli", "july"), ("agustus", "agt", "ags", "august"), ("september",), ("oktober", "october"),
    ("november", "nopember"), ("desember", "december"),
)  # fmt: skip


MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|agu|agt|ags|aug|sep|okt|oct|nov|nop|des|dec)[A-Za-z]{0,7}"
"""Pattern of a word that may be a month, in small letters; `month_of` decides."""


def month_of(word: str) -> int:
    """Return the month from 1 whose name begins with *word* (three letters or more), or 0."""
    word = word.lower()
    return next((n for n, names in enumerate(_NAMES, 1) if any(name.startswith(word) for name in names)), 0)


def full_year(digits: str) -> int:
    """Return the year of two or four digits; two digits up to 49 are of this century (RFC 2822, 4.3)."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)
