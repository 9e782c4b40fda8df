"""OCR texts of stored pictures, as rows and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable

from content_cache.model.picture_text import PictureText, picture_text_from_json, picture_text_to_json
from content_cache.tables.document_rows import NAMED, OF_ADDRESS

_LEAST = 240  # pixels of the shorter side: in what is smaller nobody reads anything
VERSION = 2  # of OCR: pictures read by an older version are read again


def write_picture_text(connection: sqlite3.Connection, path: str, text: PictureText) -> None:
    body = picture_text_to_json(text)
    connection.execute(
        "INSERT OR REPLACE INTO picture_texts (path, version, digest, body) VALUES (?, ?, ?, ?)",
        (path, VERSION, _digest(path, body), body),
    )


def unread(connection: sqlite3.Connection, sources: Collection[str]) -> tuple[str, ...]:
    """Return the paths of stored pictures of *sources* that OCR has not read in its present version, the newest item's
    first.

    Pictures whose author wrote their text down are left out.
    """
    marks = ",".join("?" * len(sources))
    found = connection.execute(
        f"""SELECT m.path, i.body, a.position FROM media m JOIN attachments a ON a.url = {NAMED} JOIN items i ON i.row = a.item
            WHERE i.source IN ({marks}) AND (a.type LIKE 'image/%' OR m.url != a.url)
            AND min(m.width, m.height) >= {_LEAST} AND m.path != ''
            AND NOT EXISTS (SELECT 1 FROM picture_texts p WHERE p.path = m.path AND p.version >= {VERSION})
            ORDER BY i.newest DESC, a.position, m.url""",  # noqa: S608 - values are bound
        tuple(sources),
    )
    return tuple(dict.fromkeys(path for path, body, position in found if not _is_written(body, position)))


def _is_written(body: str, position: int) -> bool:
    try:
        return bool(json.loads(body)["attachments"][position].get("text"))
    except (ValueError, LookupError, TypeError, AttributeError):
        return False


def named_by(connection: sqlite3.Connection, paths: Iterable[str]) -> list[int]:
    """Return the rows of the items that show one of *paths*, as far as text was found in it."""
    query = f"""SELECT a.item FROM picture_texts p JOIN media m ON m.path = p.path JOIN attachments a ON a.url = {NAMED}
        WHERE p.path = ?"""  # noqa: S608 - names of our own
    return [row for path in paths for (row,) in connection.execute(query, (path,))]


def of_item(connection: sqlite3.Connection, row: int) -> str:
    """Return the OCR text of an item's pictures, for the search index."""
    query = f"""SELECT p.path FROM attachments a JOIN media m ON {OF_ADDRESS} JOIN picture_texts p ON p.path = m.path
        WHERE a.item = ? ORDER BY a.position, m.url"""  # noqa: S608 - names of our own
    paths = dict.fromkeys(path for (path,) in connection.execute(query, (row,)).fetchall())
    texts = [read_picture_text(connection, path) for path in paths]
    return "\n".join(text.text for text in texts if text is not None)


def forget_unnamed(connection: sqlite3.Connection) -> None:
    """Delete the OCR texts of files that are no longer stored, within a transaction."""
    connection.execute("DELETE FROM picture_texts WHERE path NOT IN (SELECT path FROM media)")


def read_picture_text(connection: sqlite3.Connection, path: str) -> PictureText | None:
    """Return the OCR text of the picture at *path*, or None if it is missing or fails its digest."""
    found = connection.execute("SELECT digest, body FROM picture_texts WHERE path = ?", (path,)).fetchone()
    try:
        if found is not None and found[0] == _digest(path, str(found[1])):
            return picture_text_from_json(found[1])
    except (ValueError, TypeError):
        pass  # of a newer program
    return None


def _digest(path: str, body: str) -> str:
    return hashlib.sha256(f"{path}\0{body}".encode()).hexdigest()
