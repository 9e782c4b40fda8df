"""Moments told relative to today, so that the sample village is never stale. Pure.

A moment is written as up to three parts, in this order:

- a weekday in Indonesian (`sabtu`): the first such day after today;
- an offset (`-2h`, `+3d`, `+30m`), from that day or from now;
- a time of day (`07.15`), which replaces the one of now.

With a weekday or an offset in days and no time of day, the moment is that day's midnight.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_MOMENT = re.compile(
    rf"(?P<weekday>{'|'.join(WEEKDAYS)})?\s*(?:(?P<amount>[+-]\d+)(?P<unit>[dhm]))?\s*(?:(?P<hour>\d\d)\.(?P<minute>\d\d))?"
)
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def moment(text: str, now: datetime) -> datetime:
    """Return the datetime that *text* means at the aware time *now*, in the zone of *now*. Raises ValueError if it means none."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None or not text.strip():
        raise ValueError(f"not a moment: {text!r}; write for example '-2h', '+3d 07.15' or 'sabtu 15.30'")
    weekday, amount, unit, hour, minute = match.group("weekday", "amount", "unit", "hour", "minute")
    result = now.replace(microsecond=0)
    if weekday:
        ahead = (WEEKDAYS.index(weekday) - now.weekday() - 1) % 7 + 1
        result += timedelta(days=ahead)
    if amount:
        result += timedelta(**{_UNITS[unit]: int(amount)})
    if hour:
        return datetime.combine(result.date(), time(int(hour), int(minute)), now.tzinfo)
    if weekday or unit == "d":
        return datetime.combine(result.date(), time(), now.tzinfo)
    return result


def day_words(day: datetime) -> str:
    """Return the date of *day* as a village reads it, such as "Sabtu, 28 November"."""
    return f"{WEEKDAYS[day.weekday()].capitalize()}, {day.day} {MONTHS[day.month - 1]}"


def fill_dates(text: str, now: datetime) -> str:
    """Return *text* with each placeholder such as `{sabtu}` or `{+3d}` replaced by the date that it means."""
    return _PLACEHOLDER.sub(lambda match: day_words(moment(match[1], now)), text)
