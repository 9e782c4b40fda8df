"""The store kept within its share of the disk: what may go, and in what order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from content_cache.model.trust import LONGEST
from content_cache.model.vocabulary import Category

KEPT_OF_A_SOURCE = 50  # its newest items, which lists show, stay however much another source brings
MOST_REMEMBERED = 20_000
_FEW = 50
_FAR = timedelta(days=400)
_SHARES = 2  # a source that nobody signed may take half, while others want room

# Pinned, standing (a service, a warning without an end), in force and still to come: never. The newest of each source: never.
# What ends a warning is kept as long as the warning may hold: without it that would sound again.
# Of the rest the expired first, then what a source has that takes more than its share, what is past, then by priority and age.
# An end, or a beginning, that nobody signed and that lies further ahead than a year keeps nothing.
_NUMBERED = """
SELECT row, source, id, fingerprint, category, pinned, publish_from, expires, priority, newest,
       instr(body, '"verified":"signature"') > 0 AS signed,
       category = :alert AND newest > :now - :longest AND instr(body, '"message":"') AS ends_another,
       row_number() OVER (PARTITION BY source ORDER BY priority DESC, newest DESC, id) AS place,
       sum(length(body)) OVER (PARTITION BY source) AS taken,
       (SELECT max(ends) FROM occurrences WHERE item = items.row) AS ends
FROM items"""
_MAY_GO = f"""
SELECT row, source, id, fingerprint, expires IS NOT NULL AS over FROM ({_NUMBERED})
WHERE NOT pinned AND category != :service
  AND (publish_from IS NULL OR publish_from <= :now OR (NOT signed AND publish_from > :far))
  AND (expires IS NULL OR expires <= :now OR (NOT signed AND expires > :far))
  AND (ends IS NULL OR ends <= :now)
  AND NOT (category = :alert AND (expires IS NULL OR expires > :now))
  AND NOT ends_another
  AND (place > :kept OR expires <= :now)
ORDER BY over DESC, NOT signed AND taken > :share DESC, ends IS NOT NULL DESC, priority, newest, row
LIMIT :few"""  # noqa: S608 - constants
# Where nothing of that is left: of what nobody signed, and keeps itself, all but the newest of each source; never a warning.
_STANDS = f"""
SELECT row, source, id, fingerprint FROM (
    SELECT row, source, id, fingerprint, taken,
           row_number() OVER (PARTITION BY source ORDER BY newest DESC, id) AS place
    FROM ({_NUMBERED})
    WHERE NOT signed AND category != :alert
      AND (pinned OR category = :service OR publish_from > :now OR expires > :now OR ends > :now))
WHERE place > :kept
ORDER BY taken DESC, place DESC, row
LIMIT :few"""  # noqa: S608 - constants


def used_bytes(connection: sqlite3.Connection) -> int:
    """Return the bytes of the store's file that are in use. Free pages, which are reused before the file grows, do not count."""
    pages, free, bytes_a_page = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * bytes_a_page


def prune(connection: sqlite3.Connection, budget: int, now: datetime | None) -> int:
    """Delete items until at most *budget* bytes are in use or none may go; return how many went. Call it within a
    transaction.

    *now* is None while the clock is not trusted: then every item with a beginning or an end counts as in force.
    """
    moment = now.timestamp() if now else float("-inf")
    gone = 0
    while (used := used_bytes(connection)) > budget:
        count = int(connection.execute("SELECT count(*) FROM items").fetchone()[0])
        values = {
            "now": moment,
            "far": (now + _FAR).timestamp() if now else float("inf"),
            "kept": KEPT_OF_A_SOURCE,
            "share": budget // _SHARES,
            # half of what is likely to do it, for items differ in size; each look goes through all of them
            "few": max(_FEW, count * (used - budget) // used // 2),
            "service": Category.SERVICE.value,
            "alert": Category.ALERT.value,
            "longest": max(LONGEST.values()).total_seconds(),
        }
        rows = connection.execute(_MAY_GO, values).fetchall() or connection.execute(_STANDS, values).fetchall()
        if not rows:
            break
        # first what frees pages: the disk may be full
        connection.executemany("DELETE FROM items WHERE row = ?", [row[:1] for row in rows])
        connection.executemany(
            "INSERT OR REPLACE INTO pruned (source, id, fingerprint) VALUES (?, ?, ?)", [row[1:4] for row in rows]
        )
        gone += len(rows)
    if gone:
        connection.execute("UPDATE state SET value = value + 1 WHERE name = 'revision'")
        connection.execute(
            "DELETE FROM pruned WHERE number <= (SELECT max(number) FROM pruned) - ?", (MOST_REMEMBERED,)
        )
    return gone


def unmark_pruned(connection: sqlite3.Connection, source: str, keys: Iterable[str]) -> None:
    """Delete the marks of pruned items that are stored again or withdrawn."""
    connection.executemany("DELETE FROM pruned WHERE source = ? AND id = ?", [(source, key) for key in keys])
