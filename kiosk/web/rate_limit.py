"""Rate limit for guesses of a secret. A try counts before it is compared, so that parallel guesses share one count.
Counts outlive a restart.

Each try counts under one or more names: that of a phone that knows the account, or those of the account and the address
for any other phone. So guesses from elsewhere take no try away from the owner on her own phone. After `FREE` tries each
further one waits twice as long as the one before, at most a day: some 60 a month, of 933,000 PINs.

Names of addresses begin with "address ". Strangers have any number of them, so only these are removed to make room. All
other names must be few by their nature: accounts, known devices, buckets."""

from __future__ import annotations

import heapq
import ipaddress
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.core.json_file import JsonFile

FREE = 5
FIRST_WAIT_S = 15.0
LONGEST_S = 86_400.0
FORGOTTEN_S = 30 * 86_400.0
"""Seconds after which a name that nobody tried begins anew. The free tries and the doubled waits are fewer tries than
one a day would have been."""

MOST_ADDRESSES = 500


class Tries(msgspec.Struct):
    """Count of failed tries since the last right one, and the time of the newest, in seconds of the limiter's clock."""

    number: int = 0
    last: float = 0.0

    @property
    def due_s(self) -> float:
        """Return the wait in seconds that is due after so many failed tries."""
        return 0.0 if self.number < FREE else min(FIRST_WAIT_S * 2.0 ** min(self.number - FREE, 30), LONGEST_S)

    def wait_s(self, now: float) -> float:
        """Return the remaining wait in seconds: at most what is due, even if the clock was set back."""
        return min(max(self.last + self.due_s - now, 0.0), self.due_s)


class TriesKeeper(Protocol):
    """Storage of counts. Both methods may raise OSError."""

    def load(self) -> dict[str, Tries]: ...

    def keep(self, tries: Mapping[str, Tries], changed: Collection[str]) -> None:
        """Store the counts of the *changed* names. A changed name that is missing in *tries* is deleted."""


class TriesFile:
    """Counts in one JSON file, written whole each time."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, dict[str, Tries])

    def load(self) -> dict[str, Tries]:
        """Return the stored counts; none if the file is damaged."""
        return self._file.read()

    def keep(self, tries: Mapping[str, Tries], changed: Collection[str]) -> None:  # noqa: ARG002 - it is written whole
        self._file.write(dict(tries))


class RateLimiter:
    """Limiter whose counts *keeper* stores. *clock* gives seconds since the epoch. It is safe for threads."""

    def __init__(
        self, keeper: TriesKeeper, clock: Callable[[], float], *, most_addresses: int = MOST_ADDRESSES
    ) -> None:
        self._keeper = keeper
        self._clock = clock
        self._most_addresses = most_addresses
        self._one_at_a_time = threading.Lock()
        self._tries: dict[str, Tries] = {}
        with suppress(OSError):
            self._tries = keeper.load()
        self._addresses = sum(map(_is_address, self._tries))
        self._looked = clock()
        self._store_counts(self._forget(self._looked))

    def claim_try(self, *names: str) -> float:
        """Count a try under *names* and return 0, or count nothing and return the seconds to wait first."""
        with self._one_at_a_time:
            now = self._clock()
            wait = max(self._tries.get(name, Tries()).wait_s(now) for name in names)
            if wait > 0:
                return wait
            for name in names:
                self._store_tries(name, Tries(self._tries.get(name, Tries()).number + 1, now))
            self._store_counts({*names, *self._make_room(now)})
            return 0.0

    def right(self, *names: str) -> None:
        """Delete all counts under *names*, because the try was right."""
        with self._one_at_a_time:
            for name in names:
                self._drop(name)
            self._store_counts(names)

    def put_back(self, *names: str) -> None:
        """Take the last try under *names* back: it does not count, but earlier ones do."""
        with self._one_at_a_time:
            now = self._clock()
            for name in names:
                before = Tries(self._tries.get(name, Tries()).number - 1)
                if before.number > 0:
                    before.last = now - before.due_s  # its wait was over, or it could not have been taken
                    self._tries[name] = before
                else:
                    self._drop(name)
            self._store_counts(names)

    def _make_room(self, now: float) -> list[str]:
        """Drop outdated names once a day, and addresses beyond the limit: the least tried, then the oldest. Return
        their names."""
        dropped: list[str] = []
        if abs(now - self._looked) > LONGEST_S:
            self._looked = now
            dropped += self._forget(now)
        if self._addresses > self._most_addresses:
            some = max(self._most_addresses // 10, 1)  # many at once, so that not every try searches all names
            over = heapq.nsmallest(some, filter(_is_address, self._tries), key=self._rank)
            for name in over:
                self._drop(name)
            dropped += over
        return dropped

    def _rank(self, name: str) -> tuple[int, float]:
        tries = self._tries[name]
        return tries.number, tries.last

    def _forget(self, now: float) -> list[str]:
        """Drop names that nobody has tried for long, and return them. A clock that was set back keeps them."""
        old = [name for name, tries in self._tries.items() if now - tries.last > FORGOTTEN_S]
        for name in old:
            self._drop(name)
        return old

    def _store_tries(self, name: str, tries: Tries) -> None:
        self._addresses += _is_address(name) and name not in self._tries
        self._tries[name] = tries

    def _drop(self, name: str) -> None:
        if self._tries.pop(name, None) is not None:
            self._addresses -= _is_address(name)

    def _store_counts(self, changed: Collection[str]) -> None:
        """Store the counts of the *changed* names. On a full card they last until this process ends."""
        if changed:
            with suppress(OSError):
                self._keeper.keep(self._tries, changed)


def network_of(address: str | None) -> str:
    """Return the name under which *address* counts: an IPv4 address alone, an IPv6 address with its /64, which one
    household has (RFC 6177)."""
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return f"address {address}"
    if ip.version == 4:
        return f"address {ip}"
    if ip.ipv4_mapped is not None:
        return f"address {ip.ipv4_mapped}"
    return f"address {ipaddress.ip_network((ip, 64), strict=False)}"


def _is_address(name: str) -> bool:
    return name.startswith("address ")
