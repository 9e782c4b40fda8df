"""What a machine read in stored pictures, as rows and back."""

from __future__ import annotations

import hashlib
import sqlite3

from content_cache.model.picture_text import PictureText, picture_text_from_json, picture_text_to_json

VERSION = 1  # of how pictures are read: those that were read by an older one are read again


def write(connection: sqlite3.Connection, path: str, text: PictureText) -> None:
    body = picture_text_to_json(text)
    connection.execute(
        "INSERT OR REPLACE INTO picture_texts (path, version, digest, body) VALUES (?, ?, ?, ?)",
        (path, VERSION, _digest(path, body), body),
    )


def read(connection: sqlite3.Connection, path: str) -> PictureText | None:
    """None where nothing was written, or not this."""
    found = connection.execute("SELECT digest, body FROM picture_texts WHERE path = ?", (path,)).fetchone()
    try:
        if found is not None and found[0] == _digest(path, str(found[1])):
            return picture_text_from_json(found[1])
    except (ValueError, TypeError):
        pass  # of a newer program
    return None


def _digest(path: str, body: str) -> str:
    return hashlib.sha256(f"{path}\0{body}".encode()).hexdigest()
