"""SQLite file of who may come in: people, invitations, sessions, browsers, and tries of secrets.

It lies in the desk's private folder, which no history keeps. The JSON files of earlier versions are taken over when it is opened.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kiosk.office.base.database import OfficeDatabase
from kiosk.office.people.access_tables import DeviceTable, SessionTable, TryTable
from kiosk.office.people.people import Invitation, Person, write_invitation, write_person
from kiosk.web.devices import Device
from kiosk.web.rate_limit import Tries, network_of
from kiosk.web.sessions import Session

log = logging.getLogger(__name__)

FILE = "orang.sqlite"
LOGIN, ENROL = "login", "enrol"
"""Kinds of secrets whose tries are counted: passwords of people, and codes by which kiosks enrol."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, hash TEXT NOT NULL,
    totp TEXT NOT NULL, step INTEGER NOT NULL, seen TEXT, emergency_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS invitation (mark TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, until TEXT NOT NULL,
    by TEXT NOT NULL, person TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS session (mark TEXT PRIMARY KEY, person TEXT NOT NULL, begun REAL NOT NULL, seen REAL NOT NULL,
    csrf TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS device (mark TEXT PRIMARY KEY, paired TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS device_person (mark TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (mark, person));
CREATE TABLE IF NOT EXISTS wrong_second (person TEXT NOT NULL, by TEXT NOT NULL, number INTEGER NOT NULL, last TEXT NOT NULL,
    PRIMARY KEY (person, by));
CREATE TABLE IF NOT EXISTS push (mark TEXT PRIMARY KEY, person TEXT NOT NULL, endpoint TEXT NOT NULL, p256dh BLOB NOT NULL,
    auth BLOB NOT NULL, since TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tries (secret TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, last REAL NOT NULL,
    PRIMARY KEY (secret, name));
"""


def access_file(private: Path) -> OfficeDatabase:
    """Return the access file in the desk's *private* folder; both are made if missing. A damaged file is renamed, and
    the new one holds nobody: `kiosk office invite` then invites the first person. Raise OSError."""
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = OfficeDatabase(private / FILE, _SCHEMA, replaceable=True)
    try:
        _take_over(file, private)
    except OSError as error:
        log.warning("files of an earlier version in %s are not taken over yet: %s", private, error)
    return file


class _People(msgspec.Struct):
    people: list[Person] = msgspec.field(default_factory=list)
    invitations: list[Invitation] = msgspec.field(default_factory=list)


class _Session(msgspec.Struct):
    person: str
    begun: float
    seen: float
    csrf: str


def _take_over(file: OfficeDatabase, private: Path) -> None:
    """Import the JSON files of earlier versions into *file*, and delete each once its import is on the disk. A file
    that cannot be read stays where it is. Raise OSError."""
    for name, bring in _BEFORE.items():
        path = private / name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        fact, mark = f"taken over: {name}", hashlib.sha256(content).hexdigest()
        with file.together() as db:
            there = db.execute("SELECT value FROM fact WHERE name = ?", (fact,)).fetchone()
            if there is None:
                try:
                    bring(file, content)
                except (msgspec.MsgspecError, ValueError):
                    log.warning("%s cannot be read: what it says is not taken over", path)
                    continue
                db.execute("INSERT INTO fact VALUES (?, ?)", (fact, mark))
        if there is None or there == (mark,):
            path.unlink(missing_ok=True)


def _bring_people(file: OfficeDatabase, content: bytes) -> None:
    """Import people and invitations from *content*. Raise ValueError where the file has people already: they are newer."""
    before = msgspec.json.decode(content, type=_People)
    with file.together() as db:
        if db.execute("SELECT 1 FROM person").fetchone():
            raise ValueError
        for person in before.people:
            write_person(db, person)
        for invitation in before.invitations:
            write_invitation(db, invitation)


def _bring_sessions(file: OfficeDatabase, content: bytes) -> None:
    before = msgspec.json.decode(content, type=dict[str, _Session])
    sessions: dict[str, Session[Any]] = {
        mark: Session(one.person, one.begun, one.seen, one.csrf) for mark, one in before.items()
    }
    SessionTable(file).keep(sessions, float("-inf"))


def _bring_devices(file: OfficeDatabase, content: bytes) -> None:
    DeviceTable(file).save(msgspec.json.decode(content, type=list[Device]))


def _bring_tries(secret: str) -> Callable[[OfficeDatabase, bytes], None]:
    """Return a function that imports the tries of *secret*. It leaves out names that nobody has: these are counted in
    buckets now."""

    def bring(file: OfficeDatabase, content: bytes) -> None:
        before = msgspec.json.decode(content, type=dict[str, Tries])
        kept: dict[str, Tries] = {}
        for name, tries in before.items():
            kind, _, rest = name.partition(" ")
            if kind != "nobody":
                kept[network_of(rest) if kind == "address" else name] = tries
        TryTable(file, secret).keep(kept, list(kept))

    return bring


_BEFORE: dict[str, Callable[[OfficeDatabase, bytes], None]] = {
    "people.json": _bring_people,
    "sessions.json": _bring_sessions,
    "devices.json": _bring_devices,
    "tries.json": _bring_tries(LOGIN),
    "kode.json": _bring_tries(ENROL),
}
