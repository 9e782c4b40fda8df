"""Clock of the kiosk, and how far it can be trusted.

A Raspberry Pi has no battery-backed clock: after a boot without a network it believes an old time. Three degrees of
trust (CONTRACTS.md, "Clock") say what may be told: TRUSTED, FLOOR (only known to be later than the newest time ever
seen) and UNKNOWN (not even that).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct


class Trust(StrEnum):
    TRUSTED = "trusted"
    FLOOR = "floor"
    UNKNOWN = "unknown"


class Moment(Struct, frozen=True):
    """Reading of the clock: an aware local time, its trust, and the earliest time that it can be.

    *before* is the time by a trusted clock if nobody had set that clock lately.
    """

    now: datetime
    trust: Trust
    floor: datetime | None = None
    before: datetime | None = None

    @property
    def for_warnings(self) -> Moment:
        """Return the moment by which alerts are judged.

        After a step of a trusted clock one of two readings is wrong. The earlier one then serves as a floor, so that an
        alert in force by either stays.
        """
        if self.before is None:
            return self
        earlier = min(self.now, self.before)
        return Moment(earlier, Trust.FLOOR, earlier)

    @property
    def minute(self) -> tuple[datetime, Trust]:
        """Return the part of the moment that a screen shows; another hour, day or trust at the same minute differs."""
        return self.now.replace(second=0, microsecond=0), self.trust

    @property
    def relative(self) -> bool:
        """Return whether "hari ini" and "besok" may be said."""
        return self.trust is Trust.TRUSTED

    @property
    def expired_at(self) -> datetime | None:
        """Return the time up to which expired items are hidden; None hides nothing (CONTRACTS.md, "Clock")."""
        match self.trust:
            case Trust.TRUSTED:
                return self.now
            case Trust.FLOOR:
                return self.floor
            case Trust.UNKNOWN:
                return None


VOUCHED = Path("/run/kiosk-clock/trusted")
"""File that exists while a technician or a clock module vouches for the machine's time.

`kiosk.appliance` makes it, a boot removes it.
"""
_TIME_ERROR = 5  # adjtimex(2): "The system clock is not synchronized to a reliable server"


def kernel_synchronised(vouched: Path = VOUCHED) -> bool:
    """Return whether the machine's clock is right: NTP or PTP keeps it, or a person confirmed it since the boot
    (*vouched*).

    Reading adjtimex(2) needs no rights.
    """
    if Path("/run/systemd/timesync/synchronized").exists() or vouched.exists():
        return True
    return 0 <= _adjtimex()() < _TIME_ERROR


@cache
def _adjtimex() -> Callable[[], int]:
    """Return a function that reads adjtimex(2).

    It is bound once: each library that ctypes opens is a class of its own, and the clock is read each second.
    """
    import ctypes  # loaded only where no service has said so already

    libc = ctypes.CDLL(None)
    if not hasattr(libc, "adjtimex"):
        return lambda: _TIME_ERROR
    nothing_to_set = ctypes.create_string_buffer(512)  # struct timex with modes = 0
    return lambda: int(libc.adjtimex(nothing_to_set))


_ASK_AGAIN = 60.0  # seconds; a stick may have brought a newer signature


_STEP = timedelta(minutes=10)  # a clock that is kept right never jumps by so much
_STEP_REMEMBERED = timedelta(days=2)  # longer than a tsunami warning holds


class _Steps:
    """Detector of steps of a trusted clock: keeps the time it would show had nobody set it, for a while or until
    both agree again."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._last: tuple[datetime, float] | None = None
        self._before: tuple[datetime, float] | None = None

    def read(self, now: datetime) -> datetime | None:
        at = self._monotonic()
        if self._last is not None and self._before is None:
            expected = self._last[0] + timedelta(seconds=at - self._last[1])
            if abs(now - expected) > _STEP:
                self._before = (expected, at)
        self._last = (now, at)
        if self._before is None:
            return None
        then, since = self._before
        other = then + timedelta(seconds=at - since)
        if abs(now - other) <= _STEP or at - since > _STEP_REMEMBERED.total_seconds():
            self._before = None
            return None
        return other


class _Floor:
    """Newest time that is known to be past, as *ask* returns it, and the time that runs on from it."""

    def __init__(
        self,
        ask: Callable[[], datetime | None],
        machine: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._ask = ask
        self._machine = machine
        self._monotonic = monotonic
        self._known: datetime | None = None
        self._since = self._asked = monotonic()

    def read(self) -> tuple[datetime, datetime] | None:
        """Return the floor and the earliest time that it can be now, both in UTC; None while no time was ever seen."""
        at = self._monotonic()
        if self._known is None or at - self._asked >= _ASK_AGAIN:
            self._asked = at
            newest = self._ask()
            if newest is not None and (self._known is None or newest > self._advance(self._known, at)):
                self._known, self._since = newest.astimezone(UTC), at
        return None if self._known is None else (self._known, self._advance(self._known, at))

    def _advance(self, known: datetime, at: float) -> datetime:
        return max(self._machine(), known + timedelta(seconds=at - self._since))


def uptime() -> float:
    """Return the seconds since the machine was switched on, including those in which it slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _system_time() -> datetime:
    return datetime.now(UTC)


def never_before(
    floor: Callable[[], datetime | None],
    *,
    believed: Callable[[], bool] = kernel_synchronised,
    machine: Callable[[], datetime] = _system_time,
    monotonic: Callable[[], float] = time.monotonic,
) -> Callable[[], datetime]:
    """Return a clock in UTC for stored time stamps (when a source was asked, when an item was seen first).

    It is the machine's clock. While nobody keeps that clock right, the time is at least the *floor* plus the time since. A
    kiosk that wakes up in 1970 must not store 1970 over the newest time it knew.
    """
    lowest = _Floor(floor, machine, monotonic)

    def now() -> datetime:
        if believed():
            return machine()
        known = lowest.read()
        return machine() if known is None else known[1]

    return now


class Clock:
    """Clock in the time zone *zone*.

    *floor* returns the newest time ever seen (the last refresh, the newest signature, the build) or None. *fixed* is a
    time that a person gave: it counts as trusted and stands still (`--now`). *believed* tells whether a trusted source
    keeps the machine's clock, which *machine* reads.
    """

    def __init__(
        self,
        zone: tzinfo,
        *,
        floor: Callable[[], datetime | None] = lambda: None,
        fixed: datetime | None = None,
        believed: Callable[[], bool] = kernel_synchronised,
        machine: Callable[[], datetime] = _system_time,
        monotonic: Callable[[], float] = uptime,
    ) -> None:
        self._zone = zone
        self._fixed = fixed
        self._believed = believed
        self._machine = machine
        self._floor = _Floor(floor, machine, monotonic)
        self._steps = _Steps(monotonic)

    def read(self) -> Moment:
        if self._fixed is not None:
            return Moment(self._fixed.astimezone(self._zone), Trust.TRUSTED)
        if self._believed():
            now = self._machine()
            before = self._steps.read(now)
            return Moment(
                now.astimezone(self._zone), Trust.TRUSTED, None, before.astimezone(self._zone) if before else None
            )
        known = self._floor.read()
        if known is None:
            return Moment(self._machine().astimezone(self._zone), Trust.UNKNOWN)
        floor, now = (when.astimezone(self._zone) for when in known)
        return Moment(now, Trust.FLOOR, floor)


class Freshness(Struct, frozen=True):
    """Time when the cache last heard from a source; `stale` after 24 hours, `old` after 7 days (DESIGN.md, "Freshness")."""

    refreshed: datetime | None
    stale: bool = False
    old: bool = False
