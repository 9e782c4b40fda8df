"""Common PINs, which thieves try first: sequences, repeats, mirrors, dates, and popular ones. Pure.

The kinds are those of Wang, Gu, Huang and Wang, "Understanding Human-Chosen PINs" (ASIA CCS 2017). Of a million PINs of
six digits 67,000 are refused."""

from __future__ import annotations

import re
from itertools import pairwise

_CHOSEN = frozenset(
    re.findall(
        r"\d+",
        "246810 135790 102030 010203 123654 147258 147852 159357 159753 258369 258456 789456 456123 741852 852963 "
        "963852 987456 142536 142857 112358 314159 271828 520131 521521 131452 696969 007007 420420 159951 951753 "
        "321654 123789 12345679 10203040 24681012 11235813 31415926 14725836",
    )
)
_MONTHS = range(1, 13)
_DAYS = range(1, 32)
_YEARS = range(1900, 2100)


def is_common(pin: str) -> bool:
    """Return whether *pin*, six digits or more, is one that a thief tries first."""
    return pin in _CHOSEN or _is_pattern(pin) or _is_date(pin)


def _is_pattern(pin: str) -> bool:
    """Return whether *pin* has few different digits, repeats a group, is a palindrome, or has even steps up or down,
    also of doubled digits."""
    again = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1))
    doubled = pin[::2] if pin[::2] == pin[1::2] else ""
    return len(set(pin)) < 3 or again or pin == pin[::-1] or _is_even(pin) or (len(doubled) > 2 and _is_even(doubled))


def _is_even(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1


def _is_date(pin: str) -> bool:
    """Return whether *pin* is a date as people write it: day, month and year, or the year first."""
    pairs = [int(pin[at : at + 2]) for at in range(0, len(pin) - 1, 2)]
    if len(pin) == 6:
        first, second, third = pairs
        return second in _MONTHS and (first in _DAYS or third in _DAYS)
    if len(pin) == 8:
        ends = (int(pin[4:]), pairs[0], pairs[1]), (int(pin[:4]), pairs[3], pairs[2])
        return any(year in _YEARS and month in _MONTHS and day in _DAYS for year, day, month in ends)
    return False
