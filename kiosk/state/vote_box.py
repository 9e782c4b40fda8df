"""Votes in polls, as numbers: how many for each choice since the last batch, how many an hour. No order, no time, nobody.

A batch is what goes to the office at one time. It has a name: one that is put into the spool twice, by a power cut
between both, counts once there.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.state.database import Database

MOST_AN_HOUR, MOST_A_DAY = 40, 200
"""Limits for one poll: a visitor who plays with the kiosk does not decide for the village."""
_VOTES = (str, int, int)
MOST_BYTES = 3_500
"""Maximum size of a batch: an envelope of votes holds 4 KB."""


class Full(StrEnum):
    """Reasons why a vote is not counted; NO if it is."""

    NO = ""
    HOUR = "hour"
    DAY = "day"
    FAULT = "fault"


class VoteBox:
    """Votes in kiosk.sqlite. Times are aware, in the kiosk's zone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, poll: str, choice: int, now: datetime) -> Full:
        """Count one vote for *choice* of *poll* durably. Return why it was not counted, Full.NO if it was. Raises OSError."""
        hour, kept = now.isoformat()[:13], (now - timedelta(days=1), now + timedelta(days=1))
        cast = "INSERT INTO votes_cast VALUES (?, ?, 1) ON CONFLICT (poll, hour) DO UPDATE SET number = number + 1"
        vote = "INSERT INTO votes VALUES (?, ?, 1) ON CONFLICT (poll, choice) DO UPDATE SET number = number + 1"
        try:
            with self._database.together():
                for most, span, full in ((MOST_A_DAY, hour[:10], Full.DAY), (MOST_AN_HOUR, hour, Full.HOUR)):
                    found = self._database.one(
                        (int | float | None,),
                        "SELECT sum(number) FROM votes_cast WHERE poll = ? AND substr(hour, 1, ?) = ?",
                        poll,
                        len(span),
                        span,
                    )
                    if found and (found[0] or 0) >= most:
                        return full
                self._database.execute(cast, poll, hour)
                self._database.execute(vote, poll, choice)
                past, ahead = (each.isoformat()[:10] for each in kept)
                self._database.execute("DELETE FROM votes_cast WHERE hour < ? OR substr(hour, 1, 10) > ?", past, ahead)
        except sqlite3.Error as error:
            raise OSError(f"{self._database.path}: {error}") from error
        return Full.NO

    def batch(self) -> tuple[str, bytes] | None:
        """Return name and content of the batch of votes to send next; `None` if there are no votes.

        It stays the same until `gone` is called. Raises OSError.
        """
        try:
            with self._database.together():
                if begun := self._database.one((str, str), "SELECT id, content FROM vote_batches"):
                    return begun[0], begun[1].encode()
                name = secrets.token_hex(8)
                lines, size = [json.dumps({"batch": name})], 0
                for poll, choice, number in self._database.read_rows(
                    _VOTES, "SELECT poll, choice, number FROM votes ORDER BY 1, 2"
                ):
                    line = json.dumps({"poll": poll, "choice": choice, "votes": number}, ensure_ascii=False)
                    size += len(line.encode()) + 1
                    if size > MOST_BYTES:
                        break
                    lines.append(line)
                    self._database.execute("DELETE FROM votes WHERE poll = ? AND choice = ?", poll, choice)
                if len(lines) == 1:
                    return None
                content = "\n".join(lines)
                self._database.execute("INSERT INTO vote_batches VALUES (?, ?)", name, content)
                return name, content.encode()
        except sqlite3.Error as error:
            raise OSError(f"{self._database.path}: {error}") from error

    def gone(self, name: str) -> None:
        """Delete the batch *name*, which has been put into the spool."""
        self._database.write_durably("DELETE FROM vote_batches WHERE id = ?", name)
