"""Back-off of what the office's desk tries again by itself."""

from __future__ import annotations

from datetime import timedelta

_MOST_DOUBLED = 8


def back_off(first: timedelta, failures: int, longest: timedelta) -> timedelta:
    """Return how long to wait after the last of so many *failures* in a row: *first*, twice that, and so on up to *longest*."""
    return min(first * (1 << min(max(failures - 1, 0), _MOST_DOUBLED)), longest)
