"""How often something was read, heard or sought on a day. Numbers only, no person."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date, timedelta

from content_cache.model.items import Answer, Item, Verified
from kiosk.state.database import Database

_log = logging.getLogger(__name__)
SAID, SAID_READY = "said", "said_ready"
"""Utterances that began, and those of them that a voice had ready to the last sentence. They say of no visitor: some come by a
schedule."""


ITEM_DAYS = 31
"""So long it is kept how often an office's item was read and heard."""
_ID_CHARS = 80  # a longer id is no office's of ours


class DailyCounts:
    """Counts by day and by what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, what: str, day: date, number: int = 1) -> None:
        """So many more of `what` ("read", "heard") on that day. A full disk costs a count, no more; another
        process that writes now costs nothing, and is not waited for."""
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
        """`item` was read once more on that day, or heard (`what`): counted, counted for its category, and by its id where an
        office signed it for all. Of an answer to a resident's question nobody is told that it was opened."""
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
        """Ids of the office's items, how often each was read and heard on that day, the most used first."""
        query = "SELECT item, read, heard FROM item_counts WHERE day = ? ORDER BY read + heard DESC, item"
        return [
            (item, read, heard) for item, read, heard in self._database.all((str, int, int), query, day.isoformat())
        ]

    def last_before(self, day: date) -> date | None:
        """The last day before that one on which anybody read, heard or sought something; None if it is not known."""
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

    def of(self, day: date) -> dict[str, int]:
        return dict(self._database.all((str, int), "SELECT what, number FROM counts WHERE day = ?", day.isoformat()))
