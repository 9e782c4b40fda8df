"""Log of residents' questions: their numbers, how many were asked lately, which answers were announced.

No word of any of them.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from kiosk.state.database import Database

_log = logging.getLogger(__name__)
MOST_AN_HOUR, MOST_A_DAY = 6, 20
"""Limits, so that a visitor who plays with the kiosk does not fill the line that others' questions need."""
PHONES_AN_HOUR, PHONES_A_DAY = 3, 10
"""Limits of what phones may ask of these, so that the kiosk's own keys always have some left."""
_CLOCK_SLACK = timedelta(
    minutes=5
)  # questions further in the future are from before the clock was set back: not counted
_TOLD_FOR = timedelta(days=7)  # how long an answer is announced that nobody has heard
_TOLD = (int, str | None, int)
_KEPT = 20_000  # numbers; older ones are forgotten


class QuestionLog:
    """Log in kiosk.sqlite. Times are aware datetimes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_asked(self, number: int, at: datetime) -> None:
        """Record that *number* is given to a question, before it is used, so that an answer to it is accepted whatever
        happens next.

        Raises OSError.
        """
        try:
            self._database.execute(
                "INSERT OR REPLACE INTO questions (number, asked) VALUES (?, ?)", number, at.isoformat()
            )
            self._database.execute("DELETE FROM questions WHERE number <= ?", number - _KEPT)
        except sqlite3.Error as error:
            raise OSError(f"{self._database.path}: {error}") from error

    def return_number(self, number: int) -> None:
        """Delete *number* from the log, because the question was not sealed after all."""
        self._database.write_durably("DELETE FROM questions WHERE number = ?", number)

    def full_for(self, now: datetime) -> str:
        """Return "hour" or "day" if no more questions may be asked in this hour or day, else "".

        A file that cannot be read limits nobody.
        """
        return self._full_for(now, "questions", MOST_AN_HOUR, MOST_A_DAY)

    def full_for_phones(self, now: datetime) -> str:
        """Return "hour" or "day" if phones may ask no more in this hour or day, else ""."""
        return self.full_for(now) or self._full_for(now, "phone_questions", PHONES_AN_HOUR, PHONES_A_DAY)

    def note_phone(self, number: int, at: datetime) -> None:
        """Record that question *number* came by a phone."""
        self._database.write_durably("INSERT OR REPLACE INTO phone_questions VALUES (?, ?)", number, at.isoformat())
        self._database.write_durably("DELETE FROM phone_questions WHERE number <= ?", number - _KEPT)

    def _full_for(self, now: datetime, table: str, an_hour: int, a_day: int) -> str:
        for most, span, name in ((a_day, timedelta(days=1), "day"), (an_hour, timedelta(hours=1), "hour")):
            if sum(now - span < asked <= now + _CLOCK_SLACK for asked in self._last(table, most)) >= most:
                return name
        return ""

    def _last(self, table: str, most: int) -> list[datetime]:
        query = f"SELECT asked FROM {table} ORDER BY number DESC LIMIT ?"  # noqa: S608 - tables of our own
        try:
            rows = self._database.read_rows((str,), query, most)
            return [asked for row in rows if (asked := _parse_time(row[0]))]
        except sqlite3.Error as error:
            _log.warning("%s: how many questions were asked cannot be read: %s", self._database.path, error)
            return []

    def known(self) -> frozenset[int]:
        """Return the question numbers that were given at this kiosk."""
        try:
            return frozenset(row[0] for row in self._database.read_rows((int,), "SELECT number FROM questions"))
        except sqlite3.Error as error:
            _log.warning("%s: which questions were asked cannot be read: %s", self._database.path, error)
            return frozenset()

    def highest(self) -> int:
        """Return the highest question number that was given at this kiosk, 0 for none."""
        return max(self.known(), default=0)

    def waiting(self, answered: Iterable[int], since: datetime) -> int:
        """Return how many questions were asked after *since* and have no answer."""
        try:
            rows = self._database.read_rows((int,), "SELECT number FROM questions WHERE asked > ?", since.isoformat())
        except sqlite3.Error:
            return 0
        return len({row[0] for row in rows} - set(answered))

    def to_tell(self, answered: Iterable[int], today: date) -> tuple[int, ...]:
        """Return the *answered* numbers still to be announced: nobody has heard the answer, and it was first
        announced under a week ago."""
        try:
            rows = {
                row[0]: row[1:] for row in self._database.read_rows(_TOLD, "SELECT number, told, heard FROM questions")
            }
        except sqlite3.Error:
            return ()
        still = []
        for number in sorted(set(answered) & rows.keys()):
            told, was_heard = rows[number]
            if not was_heard and (told is None or _is_fresh(told, today)):
                still.append(number)
        return tuple(still)

    def note_versions(self, versions: Mapping[int, str]) -> None:
        """Record the present version of each answer by number. One that has changed since counts as new: nobody has heard
        it, and it is announced once more."""
        try:
            rows = self._database.read_rows((int, str), "SELECT number, version FROM answer_versions")
        except sqlite3.Error:
            return
        known = dict(rows)
        for number, version in versions.items():
            if known.get(number) == version:
                continue
            if number in known:
                self._database.write_durably("UPDATE questions SET told = NULL, heard = 0 WHERE number = ?", number)
            self._database.write_durably("INSERT OR REPLACE INTO answer_versions VALUES (?, ?)", number, version)
        for number in known.keys() - versions.keys():
            self._database.write_durably("DELETE FROM answer_versions WHERE number = ?", number)

    def note_told(self, numbers: Iterable[int], today: date) -> None:
        """Record that the answers to *numbers* are announced from *today* on."""
        for number in numbers:
            self._database.write_durably(
                "UPDATE questions SET told = ? WHERE number = ? AND told IS NULL", today.isoformat(), number
            )

    def note_heard(self, number: int) -> None:
        """Record that somebody has opened the answer to question *number*."""
        self._database.write_durably("UPDATE questions SET heard = 1 WHERE number = ?", number)


def _parse_time(written: str) -> datetime | None:
    """Return the time, or None if *written* is no time with a zone."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _is_fresh(told: str, today: date) -> bool:
    try:
        return today - date.fromisoformat(told) < _TOLD_FOR
    except ValueError:
        return False
