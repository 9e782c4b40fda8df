"""Back-off of what the office's desk tries again by itself."""

from __future__ import annotations

from datetime import timedelta

_MOST_DOUBLED = 8


def back_off(first: timedelta, failures: int, longest: timedelta) -> timedelta:
    """Return the pause before the next try, after so many *failures* in a row: *first*, doubled with each failure, at
    most *longest*."""
    return min(first * (1 << min(max(failures - 1, 0), _MOST_DOUBLED)), longest)
