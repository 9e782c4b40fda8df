"""Counts of how often something was read, heard or searched for on a day. Numbers only, no person."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date, timedelta

from content_cache.model.items import Answer, Item
from content_cache.model.vocabulary import Verified
from kiosk.state.database import Database

_log = logging.getLogger(__name__)
SAID, SAID_READY = "said", "said_ready"
"""Utterances that began, and those of them that a voice had rendered to the last sentence.

They do not stand for visitors: some come by a schedule.
"""


ITEM_DAYS = 31
"""Days for which it is kept how often an office's item was read and heard."""
_ID_CHARS = 80  # our offices' ids are not longer


class DailyCounts:
    """Counts by day and by kind of use."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, what: str, day: date, number: int = 1) -> None:
        """Add *number* to the count of *what* ("read", "heard") on *day*.

        A full disk loses the count. While another process writes, this does not wait, and the count is written later.
        """
        try:
            self._database.add_up(
                "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (day, what) DO UPDATE SET number = number + excluded.number",
                day.isoformat(),
                what,
                number,
            )
        except sqlite3.Error as error:
            _log.warning("%s: not counted: %s", self._database.path, error)

    def add_item(self, what: str, item: Item, day: date) -> None:
        """Count that *item* was "read" or "heard" (*what*) on *day*: in all, for its category, and by its id if an
        office signed it for all.

        An answer to a resident's question is never counted by its id.
        """
        self.add(what, day)
        self.add(f"{what}_{item.category}", day)
        if item.verified is not Verified.SIGNATURE or isinstance(item, Answer) or len(item.id) > _ID_CHARS:
            return
        try:
            self._database.add_up(
                "INSERT INTO item_counts VALUES (?, ?, ?, ?) ON CONFLICT (day, item)"
                " DO UPDATE SET read = read + excluded.read, heard = heard + excluded.heard",
                day.isoformat(),
                item.id,
                int(what == "read"),
                int(what == "heard"),
            )
            gone = (day - timedelta(days=ITEM_DAYS)).isoformat()
            self._database.add_up("DELETE FROM item_counts WHERE day < ?", gone)
        except sqlite3.Error as error:
            _log.warning("%s: not counted: %s", self._database.path, error)

    def items_of(self, day: date) -> list[tuple[str, int, int]]:
        """Return (id, times read, times heard) of the office's items on *day*, the most used first."""
        query = "SELECT item, read, heard FROM item_counts WHERE day = ? ORDER BY read + heard DESC, item"
        return [
            (item, read, heard)
            for item, read, heard in self._database.read_rows((str, int, int), query, day.isoformat())
        ]

    def last_before(self, day: date) -> date | None:
        """Return the last day before *day* on which anybody read, heard or searched for something; None if unknown."""
        try:
            found = self._database.one(
                (str | None,),
                "SELECT max(day) FROM counts WHERE day < ? AND what NOT IN (?, ?)",
                day.isoformat(),
                SAID,
                SAID_READY,
            )
            return date.fromisoformat(found[0]) if found and found[0] else None
        except (sqlite3.Error, ValueError) as error:
            _log.warning("%s: when somebody was here last cannot be read: %s", self._database.path, error)
            return None

    def counts_on(self, day: date) -> dict[str, int]:
        return dict(
            self._database.read_rows((str, int), "SELECT what, number FROM counts WHERE day = ?", day.isoformat())
        )
