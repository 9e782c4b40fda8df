"""How often a PIN may be tried. Pure: seconds of a monotonic clock in, seconds to wait out.

Who guesses is slowed down where he sits, by the address he asks from and the name he asks for; whoever knows the PIN and sits
elsewhere is not, but for the short wait that all guesses at one name together bring. No wait is longer than five minutes: nobody is
locked out for good.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FREE = 3
LONGEST_S = 300.0
FORGIVEN_S = 3_600.0
ALL_FREE = 30  # guesses at one name from everywhere
ALL_WAIT_S = 10.0
MOST_KNOWN = 1_000


@dataclass(slots=True)
class _Tries:
    number: int = 0
    last: float = float("-inf")


@dataclass(slots=True)
class RateLimiter:
    """Counts wrong PINs. `key` is a person's id, `peer` an address."""

    _here: dict[str, _Tries] = field(default_factory=dict)
    _all: dict[str, _Tries] = field(default_factory=dict)

    def wait_s(self, key: str, peer: str, now: float) -> float:
        """How long this try must wait; 0 when it may be made."""
        here = _alive(self._here.get(_at(key, peer)), now)
        everywhere = _alive(self._all.get(key), now)
        wait = 0.0
        if here is not None and here.number >= FREE:
            wait = here.last + min(2.0 ** (here.number - FREE + 2), LONGEST_S) - now
        if everywhere is not None and everywhere.number >= ALL_FREE:
            wait = max(wait, everywhere.last + ALL_WAIT_S - now)
        return max(wait, 0.0)

    def wrong(self, key: str, peer: str, now: float) -> None:
        _count(self._here, _at(key, peer), now)
        _count(self._all, key, now)

    def right(self, key: str, peer: str) -> None:
        self._here.pop(_at(key, peer), None)
        self._all.pop(key, None)


def _at(key: str, peer: str) -> str:
    return f"{key} {peer}"


def _count(table: dict[str, _Tries], name: str, now: float) -> None:
    tries = _alive(table.get(name), now) or _Tries()
    tries.number += 1
    tries.last = now
    table[name] = tries
    if len(table) > MOST_KNOWN:
        del table[min(table, key=lambda each: table[each].last)]


def _alive(tries: _Tries | None, now: float) -> _Tries | None:
    return tries if tries is not None and now - tries.last < FORGIVEN_S else None
