"""SQLite file of what the kiosks sent: its tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kiosk.office.base.database import OfficeDatabase

FILE = "kiriman.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kiosk (who INTEGER PRIMARY KEY, id TEXT NOT NULL, key BLOB NOT NULL, since TEXT NOT NULL,
    place TEXT NOT NULL, area TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0, beyond TEXT NOT NULL DEFAULT '[]',
    pruned INTEGER NOT NULL DEFAULT 0, seen TEXT, forked INTEGER NOT NULL DEFAULT 0, rival TEXT, withdrawn TEXT,
    twin_of INTEGER);
CREATE INDEX IF NOT EXISTS kiosk_id ON kiosk (id);
CREATE TABLE IF NOT EXISTS replacement (old TEXT PRIMARY KEY, new TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS code (code TEXT PRIMARY KEY, place TEXT NOT NULL, area TEXT NOT NULL, until TEXT NOT NULL,
    kiosk TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS asking (kiosk TEXT NOT NULL, mark BLOB NOT NULL, came TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (kiosk, mark));
CREATE TABLE IF NOT EXISTS newcomer (kiosk TEXT NOT NULL, key BLOB NOT NULL, code TEXT NOT NULL, words TEXT NOT NULL,
    machine TEXT NOT NULL, way TEXT NOT NULL, since TEXT NOT NULL, seen TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (kiosk, key));
CREATE TABLE IF NOT EXISTS envelope (who INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, made TEXT NOT NULL,
    came TEXT NOT NULL, way TEXT NOT NULL, mark BLOB NOT NULL, unread INTEGER NOT NULL DEFAULT 1, sealed BLOB,
    PRIMARY KEY (who, n));
CREATE INDEX IF NOT EXISTS envelope_unread ON envelope (unread, kind) WHERE unread;
CREATE TABLE IF NOT EXISTS question (who INTEGER NOT NULL, number INTEGER NOT NULL, n INTEGER NOT NULL, asked_of TEXT NOT NULL,
    asked TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, seconds INTEGER NOT NULL, state TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, notice TEXT NOT NULL DEFAULT '', PRIMARY KEY (who, n));
CREATE INDEX IF NOT EXISTS question_state ON question (state, at);
CREATE TABLE IF NOT EXISTS concern (who INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL DEFAULT '',
    photo INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (who, n));
CREATE TABLE IF NOT EXISTS told (who INTEGER NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, made TEXT NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (who, kind, n));
CREATE TABLE IF NOT EXISTS recording (id INTEGER PRIMARY KEY AUTOINCREMENT, kiosk TEXT NOT NULL, place TEXT NOT NULL,
    home TEXT NOT NULL, language TEXT NOT NULL, words TEXT NOT NULL, mark TEXT NOT NULL, sound BLOB, came TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', area TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '', at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS recording_words ON recording (language, words);
CREATE INDEX IF NOT EXISTS recording_state ON recording (state);
"""


def post_file(private: Path) -> OfficeDatabase:
    """Return the file in the desk's *private* folder, made if missing."""
    return OfficeDatabase(private / FILE, _SCHEMA)


def mark_of(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()
