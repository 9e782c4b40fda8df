"""Sessions of people who are logged in. Tokens have 256 random bits, and only their hashes are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from kiosk.core.json_file import JsonFile

IDLE_S = 1_800.0
LONGEST_S = 8 * 3_600.0
FADED_S = 24 * 3_600.0
"""Seconds for which a session that ended by itself may still hand in typed text, and do nothing else."""

MOST, MOST_DRAFTS = 50, 6
MOST_STARTS = 5
"""Number of starts of the process over which an open session may still hand in typed text. Where the power fails, it
fails several times."""

_REST_S = 60.0  # between two writes of when a session was last seen


class _Draft(Protocol):
    @property
    def id(self) -> str: ...


Draft = TypeVar("Draft", bound=_Draft)


@dataclass(slots=True)
class Session(Generic[Draft]):
    """Session of one person on one device. `drafts` are in preview, by their ids; `csrf` is the token that each form
    must carry. `left` is the page to continue with text handed in after the end of the session, "" for none. `starts`
    counts the starts of the process since the session was open."""

    person: str
    begun: float
    seen: float
    csrf: str
    drafts: dict[str, Draft] = field(default_factory=dict)
    left: str = ""
    starts: int = 0

    def preview(self, draft: Draft) -> None:
        """Add *draft* as the newest preview. Beyond MOST_DRAFTS the oldest is dropped: a phone has only a few pages open."""
        self.drafts.pop(draft.id, None)
        self.drafts[draft.id] = draft
        while len(self.drafts) > MOST_DRAFTS:
            del self.drafts[next(iter(self.drafts))]


class SessionsKeeper(Protocol):
    """Store of sessions by the hashes of their tokens, without their drafts. `keep` may raise OSError."""

    def load(self, now: float) -> dict[str, Session[Any]]: ...

    def keep(self, sessions: Mapping[str, Session[Any]], now: float) -> None: ...


class EndedSessions:
    """Store in a JSON file, for machines that cannot tell how long the process was off: sessions of the former process
    count as just ended."""

    class _Left(msgspec.Struct):
        person: str
        csrf: str
        starts: int

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, dict[str, EndedSessions._Left])
        self._written: dict[str, EndedSessions._Left] | None = None

    def load(self, now: float) -> dict[str, Session[Any]]:
        """Return the sessions that may still hand in typed text; none if the file is damaged."""
        return {
            mark: Session(one.person, float("-inf"), now, one.csrf, starts=one.starts)
            for mark, one in self._file.read().items()
            if one.starts <= MOST_STARTS
        }

    def keep(self, sessions: Mapping[str, Session[Any]], now: float) -> None:
        """Store the sessions, except those that ended so long ago that they may hand in nothing."""
        left = {
            mark: self._Left(one.person, one.csrf, one.starts + 1)
            for mark, one in sessions.items()
            if one.seen >= now - FADED_S
        }
        if left != self._written:  # a card wears out
            self._file.write(left)
            self._written = left


class Sessions(Generic[Draft]):
    """Sessions that *keeper* stores, at most *most*. *clock* gives seconds since the epoch if the keeper stores
    sessions as open, else any monotonic seconds."""

    def __init__(self, clock: Callable[[], float], keeper: SessionsKeeper, *, most: int = MOST) -> None:
        self._clock = clock
        self._keeper = keeper
        self._most = most
        self._one_at_a_time = threading.Lock()
        self._written = clock()
        self._open: dict[str, Session[Draft]] = {}
        with suppress(OSError):  # a file that could not be read is not overwritten
            self._open = keeper.load(self._written)
            self._store_sessions()

    def sign_in(self, person: str, csrf: str = "") -> str:
        """Begin a session and return the token for its cookie. *csrf* is the token of forms that this person still has
        open, "" for a new one. Beyond the limit the oldest session ends."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        with self._one_at_a_time:
            while len(self._open) >= self._most:
                del self._open[min(self._open, key=lambda each: self._open[each].seen)]
            self._open[_token_hash(token)] = Session(person, now, now, csrf or secrets.token_urlsafe(24))
            self._store_sessions()
        return token

    def find(self, token: str) -> Session[Draft] | None:
        """Return the session and renew its idle time; None if there is none, or it is over."""
        session = self.look(token)
        if session is None:
            return None
        session.seen = self._clock()
        if abs(session.seen - self._written) > _REST_S:
            with self._one_at_a_time:
                self._store_sessions()
        return session

    def look(self, token: str) -> Session[Draft] | None:
        """Return the session without renewing its idle time; None if there is none, or it is over."""
        session = self._open.get(_token_hash(token))
        return None if session is None or self._over(session) else session

    def faded(self, token: str) -> Session[Draft] | None:
        """Return the session if it ended by itself within FADED_S, else None."""
        session = self._open.get(_token_hash(token))
        if session is None or not self._over(session):
            return None
        if self._clock() - session.seen > FADED_S:
            self.sign_out(token)
            return None
        return session

    def _over(self, session: Session[Draft]) -> bool:
        now = self._clock()
        return now - session.seen > IDLE_S or now - session.begun > LONGEST_S

    def sign_out(self, token: str) -> None:
        with self._one_at_a_time:
            self._open.pop(_token_hash(token), None)
            self._store_sessions()

    def end_all_of(self, person: str) -> None:
        """End all sessions of *person*, on every device."""
        with self._one_at_a_time:
            self._open = {mark: session for mark, session in self._open.items() if session.person != person}
            self._store_sessions()

    def _store_sessions(self) -> None:
        """Store the sessions. On a full disk they last until this process ends."""
        self._written = self._clock()
        with suppress(OSError):
            self._keeper.keep(self._open, self._written)


def same(one: str, other: str) -> bool:
    """Return whether the texts are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
