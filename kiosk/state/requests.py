"""Requests from one process to another, and their answers: a queue in kiosk.sqlite."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime

from msgspec import Struct

from kiosk.state.database import Database
from kiosk.state.request_kinds import RequestKind
from kiosk.state.root_requests import FIRST, RootDoor

_log = logging.getLogger(__name__)


class StoredRequest(Struct, frozen=True):
    """Request as it is written in the table ("refresh", "import:FOLDER")."""

    id: int
    text: str

    @property
    def kind(self) -> RequestKind | None:
        """Return the kind of the request, `None` if this program knows no such kind."""
        try:
            return RequestKind(self.text.partition(":")[0])
        except ValueError:
            return None

    @property
    def argument(self) -> str:
        return self.text.partition(":")[2]


class RequestQueue:
    """Queue of requests.

    Times are aware datetimes. A write that fails raises sqlite3.Error, unless said otherwise. *door* takes requests to
    root; these are not written into the file.
    """

    def __init__(self, database: Database, door: RootDoor | None = None) -> None:
        self._database = database
        self._door = door
        self._unwritten: dict[int, str] = {}  # answers that a full disk has not taken yet

    @property
    def has_root(self) -> bool:
        """Return whether a process with root's rights runs here and takes requests."""
        return self._door is not None

    def leave_request(self, kind: RequestKind, at: datetime, argument: str = "") -> int:
        """Queue a request of *kind* with *argument* and return its number.

        The process that serves this kind polls `pending`; root is asked through *door*.
        """
        if kind.needs_root and self._door is not None:
            return self._door.leave_request(kind, argument)
        written = _request_key(kind, argument), at.isoformat()
        return self._database.execute("INSERT INTO requests (kind, asked) VALUES (?, ?)", *written)

    def leave_if_room(self, kind: RequestKind, at: datetime, argument: str = "") -> None:
        """Queue a request whose answer nobody waits for. A full disk loses it."""
        try:
            self.leave_request(kind, at, argument)
        except sqlite3.Error as error:
            _log.warning("%s: the request %s is not kept: %s", self._database.path, kind, error)

    def pending(self, kind: RequestKind) -> list[StoredRequest]:
        """Return the unanswered requests of *kind*, whatever their argument, the oldest first."""
        return [request for request in self.unanswered() if request.kind is kind]

    def unanswered(self) -> list[StoredRequest]:
        """Return the requests without an answer.

        One whose answer could not be written yet, because the disk is full, counts as answered.
        """
        if self._unwritten:
            self._write_answers()
        rows = self._database.read_rows((int, str), "SELECT id, kind FROM requests WHERE answer IS NULL ORDER BY id")
        return [StoredRequest(*row) for row in rows if row[0] not in self._unwritten]

    def newest(self) -> int:
        """Return the number of the last request that was left, 0 for none."""
        row = self._database.one((int,), "SELECT coalesce(max(id), 0) FROM requests")
        return row[0] if row else 0

    def since(self, number: int) -> list[StoredRequest]:
        """Return the requests after number *number*, answered or not, the oldest first."""
        return [
            StoredRequest(*row)
            for row in self._database.read_rows(
                (int, str), "SELECT id, kind FROM requests WHERE id > ? ORDER BY id", number
            )
        ]

    def note_progress(self, request: int, done: int, whole: int) -> None:
        """Record that *done* of *whole* steps of *request* are done. A full disk loses the record, not the work."""
        try:
            self._database.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", request, done, whole)
        except sqlite3.Error as error:
            _log.warning("%s: progress is not told: %s", self._database.path, error)

    def progress_of(self, request: int) -> tuple[int, int] | None:
        """Return (done, whole) steps of *request*; `None` if no progress was recorded."""
        row = self._database.one((int, int), "SELECT done, whole FROM progress WHERE request = ?", request)
        return (row[0], row[1]) if row else None

    def answer_request(self, request: int, text: str) -> None:
        """Answer *request* with *text*. If the disk is full, the answer is written when there is room."""
        self._unwritten[request] = text
        if not self._write_answers():
            _log.warning("%s: the answer to request %d cannot be written yet", self._database.path, request)

    def _write_answers(self) -> bool:
        try:
            for request, text in list(self._unwritten.items()):
                self._database.execute("UPDATE requests SET answer = ? WHERE id = ?", text, request)
                self._database.execute("DELETE FROM progress WHERE request = ?", request)
                del self._unwritten[request]
        except sqlite3.OperationalError:
            return False
        return True

    def last_answer(self, kind: RequestKind, argument: str = "") -> str | None:
        """Return the answer to the newest request of *kind* with *argument*; `None` if it has none yet, or there
        is no such request.
        """
        row = self._database.one(
            (str | None,),
            "SELECT answer FROM requests WHERE kind = ? ORDER BY id DESC LIMIT 1",
            _request_key(kind, argument),
        )
        return row[0] if row else None

    def answer_to(self, request: int) -> str | None:
        """Return the answer to *request*; `None` while there is none."""
        if request >= FIRST:
            return self._door.answer_to(request) if self._door is not None else None
        row = self._database.one((str | None,), "SELECT answer FROM requests WHERE id = ?", request)
        return row[0] if row else None


def _request_key(kind: RequestKind, argument: str) -> str:
    return f"{kind}:{argument}" if argument else str(kind)
