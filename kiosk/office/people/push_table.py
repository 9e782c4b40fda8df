"""Table of the browsers that tell a person also while no page of the desk is open (Push API)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from msgspec import Struct

from kiosk.office.base.database import OfficeDatabase, moment, utc_text

MOST_BROWSERS = 8
"""Most browsers of one person. A further one takes the oldest one's place."""


class PushSubscription(Struct, frozen=True):
    """Subscription of one browser: the *endpoint* at its push service, the browser's public key *p256dh* and its secret
    *auth* (RFC 8291)."""

    person: str
    endpoint: str
    p256dh: bytes
    auth: bytes
    since: datetime

    @property
    def endpoint_mark(self) -> str:
        """Return the SHA-256 of the endpoint, by which a page knows its own browser."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


class PushTable:
    """Store of subscriptions. Methods raise OSError."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def subscriptions(self) -> list[PushSubscription]:
        """Return all subscriptions, the oldest first."""
        with self._file.db() as db:
            rows = db.execute("SELECT person, endpoint, p256dh, auth, since FROM push ORDER BY since, rowid").fetchall()
        return [PushSubscription(person, url, key, secret, moment(since)) for person, url, key, secret, since in rows]

    def marks_of(self, person: str) -> list[str]:
        return [each.endpoint_mark for each in self.subscriptions() if each.person == person]

    def add(self, one: PushSubscription) -> None:
        """Store *one* in place of an earlier one of the same browser, whoever had that."""
        with self._file.together() as db:
            values = (one.endpoint_mark, one.person, one.endpoint, one.p256dh, one.auth, utc_text(one.since))
            db.execute("INSERT OR REPLACE INTO push VALUES (?, ?, ?, ?, ?, ?)", values)
            db.execute(
                "DELETE FROM push WHERE person = ? AND mark NOT IN"
                " (SELECT mark FROM push WHERE person = ? ORDER BY since DESC, rowid DESC LIMIT ?)",
                (one.person, one.person, MOST_BROWSERS),
            )

    def remove(self, person: str, mark: str) -> None:
        with self._file.together() as db:
            db.execute("DELETE FROM push WHERE person = ? AND mark = ?", (person, mark))

    def remove_all_of(self, person: str) -> None:
        with self._file.together() as db:
            db.execute("DELETE FROM push WHERE person = ?", (person,))
