"""Times in the headers of an answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def fresh_for(headers: Mapping[str, str]) -> float:
    """Return the seconds for which the answer stays fresh (RFC 9111, 4.2), 0 if the headers do not say."""
    said = headers.get("Cache-Control", "")
    if "no-cache" in said or "no-store" in said:
        return 0.0
    if found := _MAX_AGE.search(said):
        age = headers.get("Age", "")
        return max(float(found[1]) - (float(age) if age.isdecimal() and len(age) < 10 else 0.0), 0.0)
    return max(_until(headers, "Expires") or 0.0, 0.0)


def modified(headers: Mapping[str, str]) -> int:
    """Return when the publisher last changed the content (RFC 9110, 8.8.2), in seconds since 1970; 0 if unknown."""
    return _seconds(headers, "Last-Modified")


def generated(headers: Mapping[str, str]) -> int:
    """Return the earliest time at which the answer was made, in seconds since 1970 by the host's clock; 0 if unknown.

    `Age`, the seconds in a cache (RFC 9111, 5.1), is subtracted from `Date`, because some caches write a Date of their own.
    """
    age = headers.get("Age", "").strip()
    made = _seconds(headers, "Date")
    return max(made - int(age), 0) if age.isdecimal() and len(age) < 10 else made


def _seconds(headers: Mapping[str, str], name: str) -> int:
    when = _parse_date(headers.get(name, ""))
    return max(int(when.timestamp()), 0) if when is not None else 0


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait by Retry-After (RFC 9110, 10.2.3), given as a number or a date; None without one."""
    said = headers.get("Retry-After", "").strip()
    if said.isdecimal() and len(said) < 10:
        return float(said)
    wait = _until(headers, "Retry-After")
    return None if wait is None else max(wait, 0.0)


def _until(headers: Mapping[str, str], name: str) -> float | None:
    when = _parse_date(headers.get(name, ""))
    # measured from the host's own clock, for this one may be wrong
    now = _parse_date(headers.get("Date", "")) or datetime.now(UTC)
    return None if when is None else (when - now).total_seconds()


def _parse_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # it lets all of these out
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
