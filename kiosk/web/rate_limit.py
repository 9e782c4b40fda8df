"""How often a PIN may be tried. A try counts before it is compared, so parallel guesses share one count; counts outlive a restart.

Each try counts under one or more names: that of a phone that knows the account, or those of the account and the address for any
other phone. So whoever guesses from elsewhere takes no try away from the owner on her own phone. After `FREE` tries each further
one waits twice as long as the one before, at most a day: some 60 a month, of 933,000 PINs.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from content_cache.files import read_plain, write_whole

FREE = 5
FIRST_WAIT_S = 15.0
LONGEST_S = 86_400.0
MOST_KNOWN = 500


class Tries(msgspec.Struct):
    """How many since the last right one, and when the newest was made, in seconds of `clock`."""

    number: int = 0
    last: float = 0.0

    def wait_s(self, now: float) -> float:
        """At most what is due for so many, though the clock was set back."""
        if self.number < FREE:
            return 0.0
        due = min(FIRST_WAIT_S * 2.0 ** min(self.number - FREE, 30), LONGEST_S)
        return min(max(self.last + due - now, 0.0), due)


class RateLimiter:
    """Counts are kept in `path`; of very many those of addresses ("address 192.168.4.20") go first. `clock` gives the time of day
    in seconds. Many threads may ask at one time."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._tries: dict[str, Tries] = {}
        with suppress(OSError, msgspec.MsgspecError, ValueError):  # a damaged count begins anew
            self._tries = msgspec.json.decode(read_plain(path), type=dict[str, Tries])

    def take(self, *names: str) -> float:
        """0 where the try may be made: it counts from now on. Else how many seconds to wait, and nothing is counted."""
        with self._one_at_a_time:
            now = self._clock()
            wait = max(self._tries.get(name, Tries()).wait_s(now) for name in names)
            if wait > 0:
                return wait
            for name in names:
                self._tries[name] = Tries(self._tries.get(name, Tries()).number + 1, now)
            while len(self._tries) > MOST_KNOWN:
                del self._tries[
                    min(self._tries, key=lambda each: (not each.startswith("address "), self._tries[each].number))
                ]
            self._keep()
            return 0.0

    def right(self, *names: str) -> None:
        """The try was right: all that was counted under these names is forgiven."""
        with self._one_at_a_time:
            for name in names:
                self._tries.pop(name, None)
            self._keep()

    def put_back(self, *names: str) -> None:
        """The try that was just taken was none: it counts no more, and what was counted before it does."""
        with self._one_at_a_time:
            for name in names:
                before = self._tries.pop(name, Tries()).number - 1
                if before > 0:
                    self._tries[name] = Tries(before)  # its wait was over, or it could not have been taken
            self._keep()

    def _keep(self) -> None:
        """On a full card the count holds until the end of this run."""
        with suppress(OSError):
            write_whole(self._path, json.dumps(msgspec.to_builtins(self._tries)).encode(), 0o600)
