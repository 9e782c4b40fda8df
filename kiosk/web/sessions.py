"""Who is logged in. Tokens of 256 random bits, of which only the hashes are kept."""

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
"""For so long a session that has ended by itself may still hand in what was being typed; it may do nothing else."""

MOST, MOST_DRAFTS = 50, 6
MOST_STARTS = 5
"""Over so many starts of the process a session that was open may hand in: where the power fails, it fails several times."""

_REST_S = 60.0  # between two writings of when a session was seen last


class _Draft(Protocol):
    @property
    def id(self) -> str: ...


Draft = TypeVar("Draft", bound=_Draft)


@dataclass(slots=True)
class Session(Generic[Draft]):
    """One person on one device. `drafts` are being previewed, by their ids; `csrf` is what each form must carry; `left` is the page
    where one goes on with what was handed in over the end of the session, "" for none; `starts` counts those of the process since
    it was open."""

    person: str
    begun: float
    seen: float
    csrf: str
    drafts: dict[str, Draft] = field(default_factory=dict)
    left: str = ""
    starts: int = 0

    def preview(self, draft: Draft) -> None:
        """One more, as the newest: a phone has a few pages open."""
        self.drafts.pop(draft.id, None)
        self.drafts[draft.id] = draft
        while len(self.drafts) > MOST_DRAFTS:
            del self.drafts[next(iter(self.drafts))]


class SessionsKeeper(Protocol):
    """Storage of sessions by the hashes of their tokens, without their drafts. `keep` may raise OSError."""

    def load(self, now: float) -> dict[str, Session[Any]]: ...

    def keep(self, sessions: Mapping[str, Session[Any]], now: float) -> None: ...


class EndedSessions:
    """File of JSON for where nobody can tell how long the process was away: sessions of the run before have ended just now."""

    class _Left(msgspec.Struct):
        person: str
        csrf: str
        starts: int

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, dict[str, EndedSessions._Left])
        self._written: dict[str, EndedSessions._Left] | None = None

    def load(self, now: float) -> dict[str, Session[Any]]:
        """Return those that may still hand in; a damaged file holds nobody."""
        return {
            mark: Session(one.person, float("-inf"), now, one.csrf, starts=one.starts)
            for mark, one in self._file.read().items()
            if one.starts <= MOST_STARTS
        }

    def keep(self, sessions: Mapping[str, Session[Any]], now: float) -> None:
        """Store all but those that ended so long ago that they may hand in nothing, by no restart either."""
        left = {
            mark: self._Left(one.person, one.csrf, one.starts + 1)
            for mark, one in sessions.items()
            if one.seen >= now - FADED_S
        }
        if left != self._written:  # a card wears out
            self._file.write(left)
            self._written = left


class Sessions(Generic[Draft]):
    """Sessions that `keeper` stores, at most `most`. `clock` gives seconds: those of the time of day where the keeper stores them
    as open ones, else any that only rise."""

    def __init__(self, clock: Callable[[], float], keeper: SessionsKeeper, *, most: int = MOST) -> None:
        self._clock = clock
        self._keeper = keeper
        self._most = most
        self._one_at_a_time = threading.Lock()
        self._written = clock()
        self._open: dict[str, Session[Draft]] = {}
        with suppress(OSError):  # what could not be read is not written over
            self._open = keeper.load(self._written)
            self._store_sessions()

    def sign_in(self, person: str, csrf: str = "") -> str:
        """The token for the cookie; `csrf` is that of forms which this person still has open, "" for a new one. The oldest session
        makes way when there are too many."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        with self._one_at_a_time:
            while len(self._open) >= self._most:
                del self._open[min(self._open, key=lambda each: self._open[each].seen)]
            self._open[_token_hash(token)] = Session(person, now, now, csrf or secrets.token_urlsafe(24))
            self._store_sessions()
        return token

    def find(self, token: str) -> Session[Draft] | None:
        """The session, which counts as seen now; None where there is none, or it was idle for too long."""
        session = self.look(token)
        if session is None:
            return None
        session.seen = self._clock()
        if abs(session.seen - self._written) > _REST_S:
            with self._one_at_a_time:
                self._store_sessions()
        return session

    def look(self, token: str) -> Session[Draft] | None:
        """Return the session, whose idle time goes on; None where there is none, or it is over."""
        session = self._open.get(_token_hash(token))
        return None if session is None or self._over(session) else session

    def faded(self, token: str) -> Session[Draft] | None:
        """One that has ended by itself, not long ago."""
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
        """This person is logged out on every device."""
        with self._one_at_a_time:
            self._open = {mark: session for mark, session in self._open.items() if session.person != person}
            self._store_sessions()

    def _store_sessions(self) -> None:
        """On a full disk the sessions last until the end of this run."""
        self._written = self._clock()
        with suppress(OSError):
            self._keeper.keep(self._open, self._written)


def same(one: str, other: str) -> bool:
    """In a time that tells nothing of how much of it agrees."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
