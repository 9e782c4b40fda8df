"""Who is logged in. Tokens of 256 random bits, of which only the hashes are kept; nothing of it outlives the process."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.notices.notice import Notice

IDLE_S = 1_800.0
LONGEST_S = 8 * 3_600.0
FADED_S = 24 * 3_600.0
"""For so long a session that has ended by itself may still hand in what was being typed; it may do nothing else."""

MOST, MOST_DRAFTS = 50, 6


@dataclass(slots=True)
class Session:
    """One person on one phone. `drafts` are being previewed, by their ids; `csrf` is what each form must carry."""

    person: str
    begun: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    drafts: dict[str, Notice] = field(default_factory=dict)

    def preview(self, draft: Notice) -> None:
        """One more, as the newest: a phone has a few pages open."""
        self.drafts.pop(draft.id, None)
        self.drafts[draft.id] = draft
        while len(self.drafts) > MOST_DRAFTS:
            del self.drafts[next(iter(self.drafts))]


class Sessions:
    """`monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._open: dict[bytes, Session] = {}

    def begin(self, person: str) -> str:
        """The token for the cookie. The oldest session makes way when there are too many."""
        now, token = self._monotonic(), secrets.token_urlsafe(32)
        if len(self._open) >= MOST:
            del self._open[min(self._open, key=lambda each: self._open[each].seen)]
        self._open[_mark(token)] = Session(person, now, now)
        return token

    def find(self, token: str) -> Session | None:
        """The session, which counts as seen now; None where there is none, or it was idle for too long."""
        session = self._open.get(_mark(token))
        if session is None or self._over(session):
            return None
        session.seen = self._monotonic()
        return session

    def faded(self, token: str) -> Session | None:
        """One that has ended by itself, not long ago."""
        session = self._open.get(_mark(token))
        if session is None or not self._over(session):
            return None
        if self._monotonic() - session.seen > FADED_S:
            self.end(token)
            return None
        return session

    def _over(self, session: Session) -> bool:
        now = self._monotonic()
        return now - session.seen > IDLE_S or now - session.begun > LONGEST_S

    def end(self, token: str) -> None:
        self._open.pop(_mark(token), None)


def same(one: str, other: str) -> bool:
    """In a time that tells nothing of how much of it agrees."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
