"""Times at which a source is asked again: intervals, hints, back-off, phase. Pure; intervals are in seconds.

The rules are those of polite feed readers: never more often than the publisher wants, never all kiosks at once, and never
given up for good.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from content_cache.model.records import SourceRecord

SHORTEST = 15 * 60.0
LONGEST = 24 * 3600.0
LONGEST_OF_ALERTS = 3600.0
LONGEST_OF_FILES = 30 * LONGEST  # pictures and recordings that failed or gave way
LONGEST_REST_OF_ALERTS = 300.0
"""Longest time for which a source of warnings is left alone at its host's wish: a warning must not wait for it."""
SHORTEST_OF_ALERTS = 60.0
SHORTEST_OF_LOCAL = 1.0  # a path, or a server on this machine: nobody is burdened
AHEAD_OF_ALERTS = 2.0
"""Seconds by which alert sources are asked earlier than the settings say, for the fetch and the 3 s of siren before the
first word."""
BACK_OFF = 60.0
CATCH_UP = 30 * 60.0  # over which kiosks that come back together spread what they missed
EARLY = 0.9  # of the interval: so a check that ran late does not miss its next turn
EARLY_OF_ALERTS = (
    0.1  # nor does one that took long: over a slow line most of a minute, and a warning must not wait for two
)


def interval(configured: float, hints: Iterable[float] = (), *, alerts: bool = False, local: bool = False) -> float:
    """Return the seconds between two checks: the longest of *configured* and *hints*, within bounds.

    Hints are Cache-Control or Expires, <ttl>, sy:updatePeriod. They cannot make an alert source slower than an hour. An
    alert source is checked a little earlier than *configured*, so that a warning is spoken at most 3 s after that interval.
    """
    shortest = SHORTEST_OF_LOCAL if local else SHORTEST_OF_ALERTS if alerts else SHORTEST
    longest = LONGEST_OF_ALERTS if alerts else LONGEST
    wanted = max(value for value in (configured, *hints) if not math.isnan(value))
    seconds = min(max(wanted, shortest), longest)
    return max(seconds - AHEAD_OF_ALERTS, seconds / 2) if alerts and wanted <= max(configured, shortest) else seconds


def next_check(
    now: datetime, seconds: float, *, kiosk_id: str, source: str, longest: float = LONGEST, early: float = EARLY
) -> datetime:
    """Return this kiosk's next turn, about *seconds* from *now*, at most *longest* seconds ahead.

    It may come as *early* as that part of the interval. Turns lie an interval apart. Their phase is derived from *kiosk_id*
    and *source*, so that kiosks that start together do not ask together.
    """
    offset = seconds * share(f"{kiosk_id}\0{source}")
    earliest = now.timestamp() + seconds * early
    turn = offset + math.ceil((earliest - offset) / seconds) * seconds
    return now + timedelta(seconds=min(turn - now.timestamp(), longest))


def after_failure(
    now: datetime,
    failures: int,
    *,
    configured: float,
    jitter: float,
    retry_after: float | None = None,
    reached: bool = True,
    longest: float = LONGEST,
    longest_rest: float = LONGEST,
) -> datetime:
    """Return when to try again after the *failures*-th failure in a row: 2^n back-off with full jitter, at most *longest*
    seconds.

    *jitter* is a random number in [0, 1). *retry_after* seconds are waited in any case, up to *longest_rest*. If the host
    was not *reached* (no line), the wait is at most *configured* seconds: that burdens nobody, and the line may return any
    time.
    """
    most = longest if reached else min(max(configured, BACK_OFF), longest)
    ceiling = min(min(configured, BACK_OFF) * 2.0 ** min(failures, 32), most)
    wait = max(ceiling * (1.0 - jitter), min(ceiling, SHORTEST_OF_LOCAL))
    return now + timedelta(seconds=max(wait, min(retry_after or 0.0, longest_rest)))


def missed(next_check: datetime | None, since: datetime | None, now: datetime, *, longest: float = LONGEST) -> bool:
    """Return whether the turn *next_check* passed before *since*, the end of a power cut (None: there was none).

    A turn more than *longest* seconds ahead was set by a clock that ran ahead, and counts as missed too. None was never
    planned and is not missed.
    """
    if next_check is None:
        return False
    return (since is not None and next_check < since) or next_check > now + timedelta(seconds=longest)


def caught_up(since: datetime, longest: float, *, kiosk_id: str, source: str) -> datetime:
    """Return when a missed turn is made up for, within *longest* seconds after *since*.

    The moment differs after each start, so that a kiosk whose power fails again and again gets its turn in the end.
    """
    return since + timedelta(seconds=longest * share(f"{kiosk_id}\0{source}\0{since.timestamp():.0f}"))


def held(record: SourceRecord, now: datetime, *, longest: float = LONGEST) -> bool:
    """Return whether the source's host asked to be left alone (Retry-After) beyond *now*, by at most *longest* seconds."""
    return record.retry_at is not None and now < record.retry_at <= now + timedelta(seconds=longest)


def share(key: str) -> float:
    """Return a number in [0, 1) derived from *key*, the same on every machine and in every run."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6]) / 2**48
