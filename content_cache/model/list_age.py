"""Age of a list by its host's headers, and comparison with an earlier list. Pure.

Between a publisher and us lie caches, each some minutes behind. `Last-Modified` is the publisher's own word, which they pass on
(RFC 9110 section 8.8.2): of two lists that have it that settles the order. `Date` is when an answer was made, and `Age` how long a
cache has had it since (RFC 9111 section 5.1); some caches write a Date of their own, so it is taken as `Age` earlier than it says.
Both are the host's clocks: they are held against each other, and against ours only where it is trusted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

AHEAD = timedelta(minutes=2)
"""Time by which a host's clock may be ahead of ours. A list dated later than that says nothing of the order."""


class ListAge(Struct, frozen=True):
    """Age of a list in seconds since 1970, 0 if unknown.

    *modified* is when the publisher last wrote it, *generated* the earliest time at which it was current.
    """

    modified: int = 0
    generated: int = 0

    @classmethod
    def from_stamps(cls, modified: int, generated: int) -> ListAge:
        """Build the age of a list; a list dated later than it was sent counts as *generated* (RFC 9110 section 8.8.2.1)."""
        return cls(min(modified, generated) if generated else modified, generated)

    def precedes(self, other: ListAge) -> bool | None:
        """Return whether this list is older than *other*, or None if that cannot be determined."""
        if self.modified and other.modified:
            return self.modified < other.modified
        known = other.modified or other.generated
        return self.generated < known if self.generated and known else None

    def is_ahead(self, now: datetime) -> bool:
        """Return whether the list is dated more than AHEAD after *now*."""
        return max(self.modified, self.generated) > (now + AHEAD).timestamp()

    def until(self, now: datetime) -> ListAge:
        """Return the age with both times limited to *now*."""
        last = int(now.timestamp())
        return ListAge(min(self.modified, last), min(self.generated, last))

    def newer(self, other: ListAge) -> ListAge:
        """Return the age with the later time of both, for each field."""
        return ListAge(max(self.modified, other.modified), max(self.generated, other.generated))
