"""Setting a clock part by part. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta


def turned(when: datetime, part: str, step: int) -> datetime:
    """Return *when* with its *part* ("year", "month", "day", "hour" or "minute") changed by *step*; hours and minutes
    wrap round.

    Raises OverflowError or ValueError beyond the calendar's ends.
    """
    match part:
        case "hour":
            return when.replace(hour=(when.hour + step) % 24)
        case "minute":
            return when.replace(minute=(when.minute + step) % 60)
        case "day":
            return when + timedelta(days=step)
        case "month":
            months = when.year * 12 + when.month - 1 + step
            year, month = divmod(months, 12)
            return when.replace(year=year, month=month + 1, day=min(when.day, monthrange(year, month + 1)[1]))
        case "year":
            return turned(when, "month", 12 * step)
    raise ValueError(part)
