"""Pages of documents among the rows of media: a page stands under its document's address, a divider and its number.

The divider is a character that no address of an item has (`jobs.admission`): nobody can name a page but by its document. All that
begins with an address up to a blank is of it: the document and its pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from content_cache.model.records import MediaRecord

DIVIDER = "\x1f"

OF_ADDRESS = "m.url >= a.url AND m.url < a.url || ' '"
"""SQL condition: rows of media `m` that belong to an attachment `a`."""

NAMED = "iif(instr(m.url, char(31)), substr(m.url, 1, instr(m.url, char(31)) - 1), m.url)"
"""SQL term: the address by which items name a row of media `m`."""


def page_key(url: str, number: int) -> str:
    """Return the key of a document's page, counted from 1; keys sort in the order of the pages."""
    return f"{url}{DIVIDER}{number:04}"


def document_of(key: str) -> str:
    """Return the address of the document to which the key of a page belongs, or *key* itself if it is no page's."""
    return key.partition(DIVIDER)[0]


def without_whole(records: Iterable[MediaRecord]) -> Iterator[MediaRecord]:
    """Yield, for each page in *records* that is gone, a record of its document as gone, so that it is fetched again as a
    whole."""
    for record in records:
        if DIVIDER in record.url and not record.path:
            yield MediaRecord(url=document_of(record.url), error=record.error, retry_at=record.retry_at)


def forget_pages(connection: sqlite3.Connection, records: Sequence[MediaRecord]) -> None:
    """Delete the stored pages of each document in *records* that was fetched again.

    Call it within a transaction, before *records* are written. A document was fetched again if *records* has pages of it,
    or another path than the stored one. Neither is so after a 304 or a failure: its pages stay.
    """
    known = "SELECT path FROM media WHERE url = ?"
    brought = {document_of(record.url) for record in records if DIVIDER in record.url}
    fresh = [
        (record.url + DIVIDER, record.url + " ")
        for record in records
        if record.pages
        and (record.url in brought or (connection.execute(known, (record.url,)).fetchone() or ("",))[0] != record.path)
    ]
    connection.executemany("DELETE FROM media WHERE url >= ? AND url < ?", fresh)


def pages_of(connection: sqlite3.Connection, url: str) -> list[tuple[int, str, int, int, str]]:
    """Return (number, path, width, height, thumbnail) of each stored page of the document at *url*, in order."""
    query = """SELECT substr(url, ?), path, width, height, thumbnail FROM media
        WHERE url >= ? AND url < ? AND path != '' ORDER BY url"""
    found = connection.execute(query, (len(url) + 2, url + DIVIDER, url + " "))
    return [(int(number), *file) for number, *file in found if str(number).isdecimal()]
