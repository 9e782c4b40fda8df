"""What time it is, and how far that can be trusted.

A Raspberry Pi has no battery-backed clock: after a boot without a network it believes an old time. Three degrees of trust
(design/contracts, "Clock") say what may be told: TRUSTED, FLOOR (only known to be later than the newest time ever seen) and
UNKNOWN (not even that).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path


class Trust(StrEnum):
    TRUSTED = "trusted"
    FLOOR = "floor"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """A reading of the clock: an aware local time, how far it is trusted, and the floor below which it cannot be."""

    now: datetime
    trust: Trust
    floor: datetime | None = None

    @property
    def relative(self) -> bool:
        """May "hari ini" and "besok" be said?"""
        return self.trust is Trust.TRUSTED

    @property
    def expired_at(self) -> datetime | None:
        """Items that expire up to this time are hidden; None hides nothing (contracts, "expired items")."""
        match self.trust:
            case Trust.TRUSTED:
                return self.now
            case Trust.FLOOR:
                return self.floor
            case Trust.UNKNOWN:
                return None


VOUCHED = Path("/run/kiosk-clock/trusted")
"""There while a technician or a clock module vouches for the machine's time; `kiosk.provision` makes it, a boot removes it."""
_TIME_ERROR = 5  # adjtimex(2): "The system clock is not synchronized to a reliable server"


def kernel_synchronised() -> bool:
    """Does the kernel say that something (NTP, PTP) keeps its clock right, or did somebody set it since the boot? adjtimex(2)
    needs no rights to be read."""
    if Path("/run/systemd/timesync/synchronized").exists() or VOUCHED.exists():
        return True
    import ctypes  # loaded only where no service has said so already

    libc = ctypes.CDLL(None)
    if not hasattr(libc, "adjtimex"):
        return False
    nothing_to_set = ctypes.create_string_buffer(512)  # struct timex with modes = 0: only a reading
    state: int = libc.adjtimex(nothing_to_set)
    return 0 <= state < _TIME_ERROR


def never_before(
    floor: datetime | None,
    *,
    believed: Callable[[], bool] = kernel_synchronised,
    machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    monotonic: Callable[[], float] = time.monotonic,
) -> Callable[[], datetime]:
    """A clock for what is written down (when a source was asked, when an item was seen first).

    It is the machine's, but as long as nobody keeps that one right, it runs on from the floor at the earliest: a kiosk that
    wakes up in 1970 must not write 1970 over the newest time it knew. In UTC.
    """
    start = monotonic()

    def now() -> datetime:
        if floor is None or believed():
            return machine()
        return max(machine(), floor.astimezone(UTC) + timedelta(seconds=monotonic() - start))

    return now


class Clock:
    """Reads the time in a zone.

    `floor` gives the newest time ever seen (the last refresh, the build) or None. `fixed` is a time that a person gave: it
    counts as trusted and stands still (`--now`). `believed` tells whether a trusted source keeps the machine's clock.
    """

    def __init__(
        self,
        zone: tzinfo,
        *,
        floor: Callable[[], datetime | None] = lambda: None,
        fixed: datetime | None = None,
        believed: Callable[[], bool] = kernel_synchronised,
    ) -> None:
        self._zone = zone
        self._floor = floor
        self._fixed = fixed
        self._believed = believed
        self._from_floor: Callable[[], datetime] | None = None
        self._known_floor: datetime | None = None

    def read(self) -> Moment:
        if self._fixed is not None:
            return Moment(self._fixed.astimezone(self._zone), Trust.TRUSTED)
        if self._believed():
            return Moment(datetime.now(self._zone), Trust.TRUSTED)
        if self._from_floor is None and (floor := self._floor()) is not None:
            # asked for once: it is the newest time seen before this start, and runs on from there
            self._known_floor = floor.astimezone(self._zone)
            self._from_floor = never_before(floor, believed=lambda: False)
        if self._from_floor is None:
            return Moment(datetime.now(self._zone), Trust.UNKNOWN)
        return Moment(self._from_floor().astimezone(self._zone), Trust.FLOOR, self._known_floor)
