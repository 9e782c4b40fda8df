"""Tables of the access file, as stores for sessions, known browsers and rate limits."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from msgspec import Struct

from kiosk.office.base.database import OfficeDatabase, moment, utc_text
from kiosk.web.devices import Device
from kiosk.web.rate_limit import Tries
from kiosk.web.sessions import FADED_S, Session

_BUCKETS = 1_024


class SessionTable:
    """Store of sessions, including those that ended so lately that they may still hand in what was typed."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def load(self, now: float) -> dict[str, Session[Any]]:
        with self._file.db() as db:
            rows = db.execute(
                "SELECT mark, person, begun, seen, csrf FROM session WHERE seen >= ?", (now - FADED_S,)
            ).fetchall()
        return {mark: Session(*values) for mark, *values in rows}

    def keep(self, sessions: Mapping[str, Session[Any]], now: float) -> None:
        rows = [
            (mark, one.person, one.begun, one.seen, one.csrf)
            for mark, one in list(sessions.items())
            if one.seen >= now - FADED_S
        ]
        with self._file.together(synced=False) as db:
            db.execute("DELETE FROM session")
            db.executemany("INSERT INTO session VALUES (?, ?, ?, ?, ?)", rows)


class DeviceTable:
    """Store of known browsers."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def load(self) -> list[Device]:
        with self._file.db() as db:
            people: dict[str, list[str]] = {}
            for mark, person in db.execute("SELECT mark, person FROM device_person ORDER BY rowid"):
                people.setdefault(mark, []).append(person)
            return [
                Device(mark, datetime.fromisoformat(paired), tuple(people.get(mark, ())))
                for mark, paired in db.execute("SELECT mark, paired FROM device ORDER BY rowid")
            ]

    def save(self, devices: list[Device]) -> None:
        with self._file.together(synced=False) as db:
            db.execute("DELETE FROM device")
            db.execute("DELETE FROM device_person")
            db.executemany("INSERT INTO device VALUES (?, ?)", [(one.mark, one.paired.isoformat()) for one in devices])
            known = [(one.mark, person) for one in devices for person in one.people]
            db.executemany("INSERT INTO device_person VALUES (?, ?)", known)


class TryTable:
    """Store of the tries of one *secret*, such as "login"."""

    def __init__(self, file: OfficeDatabase, secret: str) -> None:
        self._file = file
        self._secret = secret

    def load(self) -> dict[str, Tries]:
        with self._file.db() as db:
            rows = db.execute("SELECT name, number, last FROM tries WHERE secret = ?", (self._secret,)).fetchall()
        return {name: Tries(number, last) for name, number, last in rows}

    def keep(self, tries: Mapping[str, Tries], changed: Collection[str]) -> None:
        with self._file.together(synced=False) as db:
            for name in changed:
                if name in tries:
                    row = (self._secret, name, tries[name].number, tries[name].last)
                    db.execute("INSERT OR REPLACE INTO tries VALUES (?, ?, ?, ?)", row)
                else:
                    db.execute("DELETE FROM tries WHERE secret = ? AND name = ?", (self._secret, name))


class WrongSecond(Struct, frozen=True):
    """Count of wrong passwords and codes that *by* typed for another, second person; *last* is the time of the last one."""

    by: str
    number: int
    last: datetime


class WrongSeconds:
    """Store of wrong tries at second persons, kept until those persons have read of them."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def add(self, person: str, by: str, now: datetime) -> None:
        """Count one more wrong try at *person*, typed beside *by*. Raise OSError."""
        with self._file.together() as db:
            db.execute(
                "INSERT INTO wrong_second VALUES (?, ?, 1, ?)"
                " ON CONFLICT (person, by) DO UPDATE SET number = number + 1, last = excluded.last",
                (person, by, utc_text(now)),
            )

    def of_person(self, person: str) -> list[WrongSecond]:
        """Return the wrong tries at *person*, the newest first. Raise OSError."""
        with self._file.db() as db:
            rows = db.execute(
                "SELECT by, number, last FROM wrong_second WHERE person = ? ORDER BY last DESC", (person,)
            ).fetchall()
        return [WrongSecond(by, number, moment(last)) for by, number, last in rows]

    def clear(self, person: str) -> None:
        """Delete the wrong tries at *person*, who has read of them. Raise OSError."""
        with self._file.together() as db:
            db.execute("DELETE FROM wrong_second WHERE person = ?", (person,))


class Buckets:
    """Fixed number of names under which tries of unknown names are counted. A secret key prevents strangers from
    choosing names that share a bucket."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of_file(cls, file: OfficeDatabase) -> Buckets:
        """Return the buckets of the key in *file*, which the first call makes. On a full disk return buckets with a key
        of this process."""
        key = secrets.token_hex(16)
        with suppress(OSError), file.together() as db:
            db.execute("INSERT OR IGNORE INTO fact VALUES ('bucket key', ?)", (key,))
            (key,) = db.execute("SELECT value FROM fact WHERE name = 'bucket key'").fetchone()
        return cls(key.encode())

    def name(self, typed: str) -> str:
        number = int.from_bytes(hmac.digest(self._key, typed.encode("utf-8", "replace"), "sha256")[:8], "big")
        return f"nobody {number % _BUCKETS}"
