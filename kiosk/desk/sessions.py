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
MOST = 50


@dataclass(slots=True)
class Session:
    """One person on one phone. `draft` is what is being previewed, `csrf` what each form must carry."""

    person: str
    begun: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    draft: Notice | None = None


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
        session, now = self._open.get(_mark(token)), self._monotonic()
        if session is None:
            return None
        if now - session.seen > IDLE_S or now - session.begun > LONGEST_S:
            self.end(token)
            return None
        session.seen = now
        return session

    def end(self, token: str) -> None:
        self._open.pop(_mark(token), None)


def same(one: str, other: str) -> bool:
    """In a time that tells nothing of how much of it agrees."""
    return hmac.compare_digest(one.encode(), other.encode())


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
