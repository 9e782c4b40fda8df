"""The kiosk's own store, kiosk.sqlite: what was announced, counts without persons, requests to the other processes.

The refresher polls the same file for requests, so it is a WAL database like the content store. It holds nothing that cannot
be lost: a damaged file is set aside and begun anew.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from kiosk.state.request_kinds import RequestKind

_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS announced (item TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (item, version));
CREATE TABLE IF NOT EXISTS readouts (name TEXT PRIMARY KEY, day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alarms (alert TEXT PRIMARY KEY, severity TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    times INTEGER NOT NULL, understood TEXT, end_told INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS counts (day TEXT NOT NULL, what TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (day, what));
CREATE TABLE IF NOT EXISTS requests (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS progress (request INTEGER PRIMARY KEY, done INTEGER NOT NULL, whole INTEGER NOT NULL);
"""


class StoredRequest(Struct, frozen=True):
    """What one process wants of another, as it is written in the table ("refresh", "import:FOLDER")."""

    id: int
    text: str

    @property
    def kind(self) -> RequestKind | None:
        """None for what is none of ours."""
        try:
            return RequestKind(self.text.partition(":")[0])
        except ValueError:
            return None

    @property
    def argument(self) -> str:
        return self.text.partition(":")[2]


_ALARMS_KEPT = 500


class Sounded(Struct, frozen=True):
    """What the village heard of an alert: how often at this severity, when first and last, when somebody pressed "Mengerti",
    and whether its end was told."""

    alert: str
    severity: str
    first: datetime
    last: datetime
    times: int = 1
    understood: datetime | None = None
    end_told: bool = False


class Memory:
    """Opens kiosk.sqlite in the data folder `folder`, making it if need be. Times are aware datetimes.

    `patience_s` is how long another process's lock is waited for.
    """

    def __init__(self, folder: Path, *, patience_s: float = 5.0) -> None:
        self._path = folder / "kiosk.sqlite"
        self._patience_s = patience_s
        self._unwritten: set[tuple[str, str, str]] = set()
        self._alarms: dict[str, Sounded] | None = None
        try:
            self._db = self._open()
        except sqlite3.OperationalError as error:
            # locked or not writable, which is no damage: what is remembered now is forgotten at the end
            _log.warning("%s cannot be used now (%s): nothing is remembered", self._path, error)
            self._db = self._prepared(sqlite3.connect(":memory:", isolation_level=None))
        except sqlite3.DatabaseError as damage:
            aside = self._path.with_suffix(".damaged")
            _log.warning("%s is damaged (%s): set aside as %s, begun anew", self._path, damage, aside.name)
            self._path.replace(aside)
            for tail in ("-wal", "-shm"):
                self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        with suppress(OSError):  # it is there, or the folder cannot be written, which is told by what follows
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC)
            os.fchmod(handle, 0o660)  # whatever the umask: refresher, kiosk and desk are users of one group
            os.close(handle)
        return self._prepared(sqlite3.connect(self._path, timeout=self._patience_s, isolation_level=None))

    def _prepared(self, db: sqlite3.Connection) -> sqlite3.Connection:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")  # a count lost in a power cut harms nobody; the card's wear does
            db.executescript(_SCHEMA)
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # read-outs

    def was_announced(self, item: str, version: str) -> bool:
        """Was this version of the item read out by itself before?"""
        return self._known(("announced", item, version)) or bool(
            self._one("SELECT 1 FROM announced WHERE item = ? AND version = ?", item, version)
        )

    def note_announced(self, item: str, version: str, at: datetime) -> None:
        self._note(
            ("announced", item, version),
            "INSERT OR IGNORE INTO announced VALUES (?, ?, ?)",
            item,
            version,
            at.isoformat(),
        )

    def forget_announced(self, item: str, version: str) -> None:
        """It was cut off: it is still to be read out."""
        self._unwritten.discard(("announced", item, version))
        self._keep("DELETE FROM announced WHERE item = ? AND version = ?", item, version)

    def was_read_out(self, name: str, day: date) -> bool:
        """Was the scheduled read-out `name` done on `day`?"""
        return self._known(("read out", name, day.isoformat())) or bool(
            self._one("SELECT 1 FROM readouts WHERE name = ? AND day = ?", name, day.isoformat())
        )

    def note_read_out(self, name: str, day: date) -> None:
        self._note(
            ("read out", name, day.isoformat()), "INSERT OR REPLACE INTO readouts VALUES (?, ?)", name, day.isoformat()
        )

    def forget_read_out(self, name: str, day: date) -> None:
        """It was cut off: it is still to be made."""
        self._unwritten.discard(("read out", name, day.isoformat()))
        self._keep("DELETE FROM readouts WHERE name = ? AND day = ?", name, day.isoformat())

    # alarms

    def alarms(self) -> dict[str, Sounded]:
        """What was sounded of alerts, by the alert's id."""
        if self._alarms is None:
            self._alarms = {}
            try:
                for row in self._all("SELECT alert, severity, first, last, times, understood, end_told FROM alarms"):
                    self._alarms[row[0]] = _sounded(*row)
            except (sqlite3.Error, ValueError) as damage:
                # an alarm that is sounded once more is better than none
                _log.warning("%s: what was sounded of alerts cannot be read: %s", self._path, damage)
        return self._alarms

    def keep_alarm(self, sounded: Sounded) -> None:
        """In place of what is known of that alert. It is remembered until the end of this run even if it cannot be written."""
        self.alarms()[sounded.alert] = sounded
        understood = sounded.understood.isoformat() if sounded.understood else None
        row = sounded.alert, sounded.severity, sounded.first.isoformat(), sounded.last.isoformat(), sounded.times
        self._keep("INSERT OR REPLACE INTO alarms VALUES (?, ?, ?, ?, ?, ?, ?)", *row, understood, sounded.end_told)
        newest = "SELECT alert FROM alarms ORDER BY rowid DESC LIMIT ?"
        self._keep(f"DELETE FROM alarms WHERE alert NOT IN ({newest})", _ALARMS_KEPT)  # noqa: S608 -- two constants

    # counts

    def count(self, what: str, day: date) -> None:
        """One more of `what` ("read", "heard") on that day. Numbers only, no person. A full disk costs a count, no more."""
        try:
            self._db.execute(
                "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (day, what) DO UPDATE SET number = number + 1",
                (day.isoformat(), what),
            )
        except sqlite3.Error as error:
            _log.warning("%s: not counted: %s", self._path, error)

    def counts(self, day: date) -> dict[str, int]:
        return dict(self._all("SELECT what, number FROM counts WHERE day = ?", day.isoformat()))

    # requests

    def ask(self, kind: RequestKind, at: datetime, argument: str = "") -> int:
        """Leave a request; the process that can do it polls `pending`. Returns its number."""
        with closing(self._db.cursor()) as cursor:
            written = _written(kind, argument), at.isoformat()
            cursor.execute("INSERT INTO requests (kind, asked) VALUES (?, ?)", written)
            return cursor.lastrowid or 0

    def pending(self, kind: RequestKind) -> list[StoredRequest]:
        """Those of this kind that have no answer, whatever their argument, the oldest first."""
        return [request for request in self.unanswered() if request.kind is kind]

    def unanswered(self) -> list[StoredRequest]:
        return [
            StoredRequest(*row) for row in self._all("SELECT id, kind FROM requests WHERE answer IS NULL ORDER BY id")
        ]

    def hide_argument(self, request: StoredRequest) -> None:
        """A secret is not to be read in a request any longer."""
        self._db.execute("UPDATE requests SET kind = ? WHERE id = ?", (f"{request.kind}:…", request.id))

    def newest_request(self) -> int:
        """The number of the last request that was left, 0 for none."""
        row = self._one("SELECT coalesce(max(id), 0) FROM requests")
        return int(row[0]) if row else 0

    def requests_since(self, number: int) -> list[StoredRequest]:
        """Those left after the request `number`, answered or not, the oldest first."""
        return [
            StoredRequest(*row) for row in self._all("SELECT id, kind FROM requests WHERE id > ? ORDER BY id", number)
        ]

    def note_progress(self, request: int, done: int, whole: int) -> None:
        """How far a request is that takes its time. A full disk costs the notice, not the work."""
        try:
            self._db.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", (request, done, whole))
        except sqlite3.Error as error:
            _log.warning("%s: progress is not told: %s", self._path, error)

    def progress_of(self, request: int) -> tuple[int, int] | None:
        """What is done, and of how much; None where nothing was told yet."""
        row = self._one("SELECT done, whole FROM progress WHERE request = ?", request)
        return (int(row[0]), int(row[1])) if row else None

    def answer(self, request: int, text: str) -> None:
        self._db.execute("UPDATE requests SET answer = ? WHERE id = ?", (text, request))
        self._db.execute("DELETE FROM progress WHERE request = ?", (request,))

    def last_answer(self, kind: RequestKind, argument: str = "") -> str | None:
        """The answer to the newest such request, None where it has none yet or nobody asked."""
        row = self._one("SELECT answer FROM requests WHERE kind = ? ORDER BY id DESC LIMIT 1", _written(kind, argument))
        return row[0] if row else None

    def answer_to(self, request: int) -> str | None:
        """The answer, None while there is none."""
        row = self._one("SELECT answer FROM requests WHERE id = ?", request)
        return row[0] if row else None

    def _known(self, note: tuple[str, str, str]) -> bool:
        return note in self._unwritten

    def _note(self, note: tuple[str, str, str], query: str, *values: str) -> None:
        """Like `_keep`; what the disk does not take is known until the end of this run, or it would be said every second."""
        if not self._keep(query, *values):
            self._unwritten.add(note)

    def _keep(self, query: str, *values: str | int | None) -> bool:
        """Write it so that a power cut at the next moment does not undo it: nothing is called out twice. False if it cannot be
        written, as on a full disk."""
        try:
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute(query, values)
            self._db.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.Error as error:
            _log.warning("%s: not noted, so it may be said again after a restart: %s", self._path, error)
            return False
        return True

    def _one(self, query: str, *values: str | int) -> tuple[str, ...] | None:
        return next(iter(self._all(query, *values)), None)

    def _all(self, query: str, *values: str | int) -> Iterable[tuple]:  # type: ignore[type-arg]  # rows as the query has them
        with closing(self._db.execute(query, values)) as cursor:
            return cursor.fetchall()


def _written(kind: RequestKind, argument: str) -> str:
    return f"{kind}:{argument}" if argument else str(kind)


def _sounded(
    alert: str, severity: str, first: str, last: str, times: int, understood: str | None, end_told: int
) -> Sounded:
    at = datetime.fromisoformat
    return Sounded(alert, severity, at(first), at(last), times, at(understood) if understood else None, bool(end_told))
