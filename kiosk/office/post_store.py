# ruff: noqa: S608 - values are bound; what is put into a query are names and conditions of this file
"""What the kiosks sent back, in one SQLite file: who they are, their envelopes as they came, and what those told that were opened.

A question is kept sealed and nowhere else, but for its number, for whom it is, its language and its length. What an envelope said
that is no person's (health, counts, votes, a picture of a screen, a log) is kept as it was opened, and its envelope goes. What was
taken is on the disk before anybody is told so (WAL, synchronous=FULL); what is forgotten is written over (secure_delete).
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from content_cache.tables.hardening import harden
from kiosk.office.post_records import Asked, EnrolCode, Enrolled, NewQuestion, Question, Sealed, Taken, Told, Way
from kiosk.post.account import Account, Ranges, Waiting

FILE = "kiriman.sqlite"
LETTERS = "ACDEFGHJKLMNPQRSTUVWXY34679"
"""Of a code: none that is read as another one."""

CODE_LETTERS = 8
CODE_LASTS = timedelta(days=30)
"""A card is made, sent to its village and started meanwhile."""

MOST_KIOSKS, MOST_CODES, MOST_ASKING = 20_000, 5_000, 2_000
MOST_BEYOND = 1_000
"""Ranges of numbers of one kiosk that are held beyond a gap. An honest kiosk fills its gaps, or says that nothing comes."""
NUMBERS_KEPT = timedelta(days=90)
"""For so long an envelope's hash is kept, to know another one under its number: as long as a kiosk keeps what it sends."""

TOLD_KEPT = {"health": 31, "counts": 92, "vote": 366, "log": 3, "picture": 3}
"""Of each kind that is opened when it is read: how many of one kiosk's stay, the newest."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kiosk (who INTEGER PRIMARY KEY, id TEXT NOT NULL, key BLOB NOT NULL, since TEXT NOT NULL,
    place TEXT NOT NULL, area TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0, beyond TEXT NOT NULL DEFAULT '[]',
    pruned INTEGER NOT NULL DEFAULT 0, seen TEXT, forked INTEGER NOT NULL DEFAULT 0, rival TEXT, withdrawn TEXT,
    twin_of INTEGER);
CREATE INDEX IF NOT EXISTS kiosk_id ON kiosk (id);
CREATE TABLE IF NOT EXISTS code (code TEXT PRIMARY KEY, place TEXT NOT NULL, area TEXT NOT NULL, until TEXT NOT NULL,
    kiosk TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS asking (kiosk TEXT NOT NULL, mark BLOB NOT NULL, came TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (kiosk, mark));
CREATE TABLE IF NOT EXISTS envelope (who INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, made TEXT NOT NULL,
    came TEXT NOT NULL, way TEXT NOT NULL, mark BLOB NOT NULL, unread INTEGER NOT NULL DEFAULT 1, sealed BLOB,
    PRIMARY KEY (who, n));
CREATE INDEX IF NOT EXISTS envelope_unread ON envelope (unread, kind) WHERE unread;
CREATE TABLE IF NOT EXISTS question (who INTEGER NOT NULL, number INTEGER NOT NULL, n INTEGER NOT NULL, asked_of TEXT NOT NULL,
    asked TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, seconds INTEGER NOT NULL, state TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, notice TEXT NOT NULL DEFAULT '', PRIMARY KEY (who, n));
CREATE INDEX IF NOT EXISTS question_state ON question (state, at);
CREATE TABLE IF NOT EXISTS told (who INTEGER NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, made TEXT NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (who, kind, n));
"""
_KIOSK = "who, id, key, since, place, area, taken, seen, forked, rival, withdrawn"
_QUESTION = (
    "q.who, k.id, k.place, k.area, q.number, q.n, q.asked_of, q.asked, q.language, q.type, q.seconds, q.state, q.person, q.at,"
    " q.notice, e.came, e.way, e.sealed IS NOT NULL"
)


_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
}


class PostStore:
    """In the desk's `private` folder. Threads may call, another process too. Everything raises OSError for a disk that is full or
    broken, and then nothing was done."""

    def __init__(self, private: Path) -> None:
        self.path = private / FILE
        self._one_at_a_time = threading.RLock()
        self._opened: sqlite3.Connection | None = None

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        """The file, made when it is asked for first."""
        with self._one_at_a_time:
            try:
                if self._opened is None:
                    self._opened = _open(self.path)
                yield self._opened
            except sqlite3.Error as error:
                raise OSError(
                    _ERRNO.get(getattr(error, "sqlite_errorcode", 0) & 0xFF), str(error), str(self.path)
                ) from error

    @contextmanager
    def together(self) -> Iterator[sqlite3.Connection]:
        """All that is changed within, or nothing: on the disk when it is over."""
        with self._db() as db:
            if db.in_transaction:  # of a larger one
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._one_at_a_time:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    # kiosks

    def make_codes(self, places: Sequence[tuple[str, str]], now: datetime) -> list[EnrolCode]:
        """One for each (place, area). Raises ValueError where there would be too many."""
        made = [EnrolCode(_code(), place, area, now + CODE_LASTS) for place, area in places]
        with self.together() as db:
            db.execute("DELETE FROM code WHERE until < ?", (_text(now - CODE_LASTS),))
            if db.execute("SELECT count(*) FROM code").fetchone()[0] + len(made) > MOST_CODES:
                raise ValueError(f"more than {MOST_CODES} codes")
            rows = [(each.code, each.place, each.area, _text(each.until)) for each in made]
            db.executemany("INSERT INTO code (code, place, area, until) VALUES (?, ?, ?, ?)", rows)
        return made

    def codes(self, now: datetime) -> list[EnrolCode]:
        """Those that may still be used, by place."""
        with self._db() as db:
            rows = db.execute(
                "SELECT code, place, area, until FROM code WHERE kiosk = '' AND until > ? ORDER BY place, code",
                (_text(now),),
            )
            return [EnrolCode(code, place, area, _time(until)) for code, place, area, until in rows]

    def drop_codes(self, codes: Iterable[str]) -> None:
        with self.together() as db:
            db.executemany("DELETE FROM code WHERE code = ? AND kiosk = ''", [(code,) for code in codes])

    def enrol(self, kiosk: str, key: bytes, code: str, now: datetime) -> Asked:
        """Make a kiosk known by its key, and use the code up. That another key was tried for a name is kept."""
        with self.together() as db:
            known = self._active(db, kiosk)
            if known is not None and known.key == key:
                return Asked.KNOWN
            found = db.execute(
                "SELECT place, area, until, kiosk FROM code WHERE code = ?", (plain_code(code),)
            ).fetchone()
            if found is None:  # whoever has none of ours is nobody to tell people of
                return Asked.NO_CODE
            place, area, until, user = found
            if known is not None:
                db.execute("UPDATE kiosk SET rival = ? WHERE who = ?", (_text(now), known.who))
                return Asked.OTHER_KEY
            if user or until <= _text(now):
                return Asked.CODE_OVER
            if db.execute("SELECT count(*) FROM kiosk").fetchone()[0] >= MOST_KIOSKS:
                return Asked.FULL
            db.execute("UPDATE code SET kiosk = ? WHERE code = ?", (kiosk, plain_code(code)))
            row = (kiosk, key, _text(now), place, area)
            db.execute("INSERT INTO kiosk (id, key, since, place, area) VALUES (?, ?, ?, ?, ?)", row)
            return Asked.KNOWN

    def is_asking(self, kiosk: str, sealed: bytes) -> bool:
        """Does this very envelope wait already?"""
        with self._db() as db:
            query = "SELECT 1 FROM asking WHERE kiosk = ? AND mark = ?"
            return db.execute(query, (kiosk, _mark(sealed))).fetchone() is not None

    def keep_asking(self, envelopes: Sequence[tuple[str, bytes]], now: datetime) -> None:
        """(kiosk, envelope) of those that ask to be known, until somebody opens the post; of many the oldest go."""
        with self.together() as db:
            rows = [(kiosk, _mark(sealed), _text(now), sealed) for kiosk, sealed in envelopes]
            db.executemany("INSERT OR REPLACE INTO asking VALUES (?, ?, ?, ?)", rows)
            db.execute(
                "DELETE FROM asking WHERE rowid IN (SELECT rowid FROM asking ORDER BY came DESC, rowid DESC LIMIT -1 OFFSET ?)",
                (MOST_ASKING,),
            )

    def asking(self) -> list[bytes]:
        """Those envelopes, which are gone with that."""
        with self.together() as db:
            sealed = [row[0] for row in db.execute("SELECT sealed FROM asking ORDER BY came")]
            db.execute("DELETE FROM asking")
            return sealed

    def count_asking(self) -> int:
        with self._db() as db:
            return int(db.execute("SELECT count(*) FROM asking").fetchone()[0])

    def withdraw(self, kiosk: str, now: datetime) -> None:
        """Nothing more is taken of it, until a new code enrols it again."""
        with self.together() as db:
            db.execute("UPDATE kiosk SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL", (_text(now), kiosk))

    def find(self, kiosk: str) -> Enrolled | None:
        """Unless it is withdrawn."""
        with self._db() as db:
            return self._active(db, kiosk)

    def kiosks(self, *, withdrawn: bool = False) -> list[Enrolled]:
        """By place; those that are withdrawn too, or not."""
        with self._db() as db:
            where = "" if withdrawn else " WHERE withdrawn IS NULL"
            return [_enrolled(row) for row in db.execute(f"SELECT {_KIOSK} FROM kiosk{where} ORDER BY place, id, who")]

    def keys_of_askers(self) -> dict[str, bytes]:
        """Of each kiosk that has asked anything the key that holds: none of one that was withdrawn."""
        with self._db() as db:
            query = (
                "SELECT id, key FROM kiosk WHERE twin_of IS NULL AND withdrawn IS NULL"
                " AND id IN (SELECT k.id FROM question JOIN kiosk k USING (who)) ORDER BY who"
            )
            return dict(db.execute(query).fetchall())

    def withdrawn(self) -> set[str]:
        """Kiosks of which no key holds any more."""
        with self._db() as db:
            query = "SELECT id FROM kiosk GROUP BY id HAVING count(*) = count(withdrawn)"
            return {kiosk for (kiosk,) in db.execute(query)}

    @staticmethod
    def _active(db: sqlite3.Connection, kiosk: str) -> Enrolled | None:
        row = db.execute(f"SELECT {_KIOSK} FROM kiosk WHERE id = ? AND withdrawn IS NULL", (kiosk,)).fetchone()
        return _enrolled(row) if row is not None else None

    # envelopes

    def take(self, kiosk: Enrolled, envelopes: Sequence[Sealed], now: datetime, way: Way) -> list[Taken]:
        """What became of each, all of it on the disk."""
        became: list[Taken] = []
        with self.together() as db:
            (pruned,) = db.execute("SELECT pruned FROM kiosk WHERE who = ?", (kiosk.who,)).fetchone()
            before = _account(db, kiosk.who)
            account = before.took(*(each.n for each in envelopes))
            if too_many := len(account.beyond) > max(MOST_BEYOND, len(before.beyond)):
                account = before.took(*(each.n for each in envelopes if before.joins(each.n)))
            for each in envelopes:
                if too_many and not before.joins(each.n):
                    became.append(Taken.BEYOND)
                    continue
                mark = _mark(each.content)
                there = db.execute("SELECT mark FROM envelope WHERE who = ? AND n = ?", (kiosk.who, each.n)).fetchone()
                if there is not None and there[0] != mark:
                    db.execute(
                        "UPDATE kiosk SET forked = ? WHERE who = ? AND (forked = 0 OR forked > ?)",
                        (each.n, kiosk.who, each.n),
                    )
                    became.append(Taken.FORKED)
                    self._keep_twin(db, kiosk.who, each, mark, now, way)
                elif there is not None or each.n <= pruned:
                    became.append(Taken.SAME)
                else:
                    _insert(db, kiosk.who, each, mark, now, way)
                    became.append(Taken.NEW)
            _keep_account(db, kiosk.who, account)
            db.execute("UPDATE kiosk SET seen = ? WHERE who = ?", (_text(now), kiosk.who))
        return became

    @staticmethod
    def _keep_twin(db: sqlite3.Connection, who: int, each: Sealed, mark: bytes, now: datetime, way: Way) -> None:
        """Another envelope under a number that is taken: there are two cards of one key. It is kept beside, as of an enrolment that
        nobody can post to; of a third card nothing is."""
        row = db.execute("SELECT who FROM kiosk WHERE twin_of = ?", (who,)).fetchone()
        if row is None:
            query = (
                "INSERT INTO kiosk (id, key, since, place, area, withdrawn, twin_of)"
                " SELECT id, key, ?, place, area, ?, who FROM kiosk WHERE who = ?"
            )
            db.execute(query, (_text(now), _text(now), who))
            row = db.execute("SELECT who FROM kiosk WHERE twin_of = ?", (who,)).fetchone()
        if db.execute("SELECT 1 FROM envelope WHERE who = ? AND n = ?", (row[0], each.n)).fetchone() is None:
            _insert(db, row[0], each, mark, now, way)

    def heard(self, who: int, told: Waiting) -> None:
        """A kiosk said which of its numbers are still to come. What would make too many ranges is not believed."""
        with self.together() as db:
            before = _account(db, who)
            account = before.heard(told)
            if len(account.beyond) <= max(MOST_BEYOND, len(before.beyond)):
                _keep_account(db, who, account)

    def sealed(self, who: int, n: int) -> bytes | None:
        """An envelope as it came, None where it is forgotten."""
        with self._db() as db:
            row = db.execute("SELECT sealed FROM envelope WHERE who = ? AND n = ?", (who, n)).fetchone()
            return row[0] if row is not None else None

    def unread(self, most: int) -> list[tuple[int, int, bytes]]:
        """(who, n, the envelope) of those that nobody has opened yet, the first to come first."""
        with self._db() as db:
            query = "SELECT who, n, sealed FROM envelope WHERE unread = 1 AND sealed IS NOT NULL LIMIT ?"
            return db.execute(query, (most,)).fetchall()

    def count_unread(self, kind: str = "", *, unfit: bool = False) -> int:
        """How many nobody has opened, of a kind or of all; `unfit` are those alone that no key fits which was open."""
        with self._db() as db:
            where = f"{' AND unread = 2' if unfit else ''}{' AND kind = ?' if kind else ''}"
            query = f"SELECT count(*) FROM envelope WHERE unread AND sealed IS NOT NULL{where}"
            return int(db.execute(query, (kind,) if kind else ()).fetchone()[0])

    def put_aside(self, who: int, n: int) -> None:
        """No key that is open fits this one."""
        with self.together() as db:
            db.execute("UPDATE envelope SET unread = 2 WHERE who = ? AND n = ?", (who, n))

    def try_again(self) -> None:
        """Other keys are open now."""
        with self.together() as db:
            db.execute("UPDATE envelope SET unread = 1 WHERE unread = 2")

    def read(self, who: int, n: int, *, told: Sequence[tuple[str, bytes]] = (), keep: bool = False) -> None:
        """An envelope was opened. What it said is kept as `told`, (kind, content); the envelope itself where it is to `keep`."""
        with self.together() as db:
            made, came = db.execute("SELECT made, came FROM envelope WHERE who = ? AND n = ?", (who, n)).fetchone()
            # a kiosk whose clock is ahead told it when it came, at the latest; so did one whose clock is of another time
            when = made if timedelta(0) <= _time(came) - _time(made) <= NUMBERS_KEPT else came
            for kind, content in told:
                db.execute(
                    "INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?)", (who, kind, n, _text(_time(when)), content)
                )
                older = "SELECT n FROM told WHERE who = ? AND kind = ? ORDER BY n DESC LIMIT -1 OFFSET ?"
                db.execute(
                    f"DELETE FROM told WHERE who = ? AND kind = ? AND n IN ({older})",
                    (who, kind, who, kind, TOLD_KEPT.get(kind, 50)),
                )
            gone = "" if keep else ", sealed = NULL"
            db.execute(f"UPDATE envelope SET unread = 0{gone} WHERE who = ? AND n = ?", (who, n))

    def told(self, kind: str, kiosk: str = "", since: datetime | None = None) -> list[Told]:
        """What opened envelopes of that kind said that came since then, of one kiosk or of all. A kiosk's newest is first, by
        number: its clock may be wrong."""
        where, values = "t.kind = ?", [kind]
        if kiosk:
            where, values = f"{where} AND k.id = ?", [*values, kiosk]
        if since is not None:
            where, values = f"{where} AND coalesce(e.came, t.made) >= ?", [*values, _text(since)]
        with self._db() as db:
            query = "SELECT k.id, t.n, t.made, t.content FROM told t JOIN kiosk k USING (who)"
            query = f"{query} LEFT JOIN envelope e ON e.who = t.who AND e.n = t.n WHERE {where}"
            rows = db.execute(f"{query} ORDER BY t.n DESC, t.made DESC", values)
            return [Told(name, n, _time(made), content) for name, n, made, content in rows]

    # questions

    def ask(self, who: int, n: int, question: NewQuestion) -> None:
        """One was found in envelope `n`; it waits."""
        with self.together() as db:
            row = (
                who, question.number, n, question.asked_of, _text(question.asked), question.language, question.type,
                question.seconds, _text(question.asked),
            )  # fmt: skip
            db.execute(
                "INSERT OR IGNORE INTO question (who, number, n, asked_of, asked, language, type, seconds, state, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
                row,
            )
            db.execute("UPDATE envelope SET unread = 0 WHERE who = ? AND n = ?", (who, n))

    def questions(self, *states: str, most: int = -1, after: int = 0) -> list[Question]:
        """Those in such a state, of these `most` after so many: answered ones the last answered first, all others the first asked
        first."""
        order = "q.at DESC" if "answered" in states else "q.asked"
        marks = ",".join("?" * len(states))
        with self._db() as db:
            query = (
                f"SELECT {_QUESTION} FROM question q JOIN kiosk k USING (who) JOIN envelope e ON e.who = q.who AND e.n = q.n"
                f" WHERE q.state IN ({marks}) ORDER BY {order}, q.who, q.number LIMIT ? OFFSET ?"
            )
            return [_question(row) for row in db.execute(query, (*states, most, after))]

    def question(self, who: int, n: int) -> Question | None:
        with self._db() as db:
            query = (
                f"SELECT {_QUESTION} FROM question q JOIN kiosk k USING (who) JOIN envelope e ON e.who = q.who AND e.n = q.n"
                " WHERE q.who = ? AND q.n = ?"
            )
            row = db.execute(query, (who, n)).fetchone()
            return _question(row) if row is not None else None

    def count_questions(self, late: datetime) -> tuple[int, int, int]:
        """How many wait, how many of these were asked before `late`, how many are answered or closed."""
        with self._db() as db:
            waiting, old = db.execute(
                "SELECT count(*), coalesce(sum(asked < ?), 0) FROM question WHERE state NOT IN ('answered', 'closed')",
                (_text(late),),
            ).fetchone()
            (answered,) = db.execute("SELECT count(*) FROM question WHERE state IN ('answered', 'closed')").fetchone()
            return waiting, old, answered

    def move(self, who: int, n: int, before: str, state: str, person: str, now: datetime, notice: str = "") -> bool:
        """From one state to the next, by this person; False where somebody else was first."""
        with self.together() as db:
            row = (state, person, _text(now), notice, who, n, before)
            done = db.execute(
                "UPDATE question SET state = ?, person = ?, at = ?, notice = ? WHERE who = ? AND n = ? AND state = ?",
                row,
            )
            return done.rowcount == 1

    # what goes

    def forget(self, answered: datetime, came: datetime, now: datetime) -> int:
        """Voices and notices whose question was answered before the one time, or that came before the other, are written over; so
        is what is long since acknowledged. How many voices went."""
        with self.together() as db:
            gone = db.execute(
                "UPDATE envelope SET sealed = NULL, unread = 0 WHERE sealed IS NOT NULL AND (came < ? OR EXISTS"
                " (SELECT 1 FROM question q WHERE q.who = envelope.who AND q.n = envelope.n"
                " AND q.state IN ('answered', 'closed') AND q.at < ?))",
                (_text(came), _text(answered)),
            ).rowcount
            old = _text(now - NUMBERS_KEPT)
            db.execute(
                "UPDATE kiosk SET pruned = max(pruned, coalesce((SELECT max(n) FROM envelope e WHERE e.who = kiosk.who"
                " AND e.n <= kiosk.taken AND e.came < ? AND e.sealed IS NULL), 0))",
                (old,),
            )
            db.execute(
                "DELETE FROM envelope WHERE sealed IS NULL AND n <= (SELECT pruned FROM kiosk k WHERE k.who = envelope.who)"
                " AND NOT EXISTS (SELECT 1 FROM question q WHERE q.who = envelope.who AND q.n = envelope.n)"
            )
        with self._db() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # nothing of it is left in the journal
        return gone


def plain_code(typed: str) -> str:
    """A code as it was made, whatever spaces and small letters it was typed with."""
    return "".join(c for c in typed.upper() if c.isalnum())[:CODE_LETTERS]


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def _mark(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()


def _insert(db: sqlite3.Connection, who: int, each: Sealed, mark: bytes, now: datetime, way: Way) -> None:
    row = (who, each.n, each.kind, each.made, _text(now), str(way), mark, each.content)
    db.execute(
        "INSERT INTO envelope (who, n, kind, made, came, way, mark, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
    )


def _account(db: sqlite3.Connection, who: int) -> Account:
    taken, beyond = db.execute("SELECT taken, beyond FROM kiosk WHERE who = ?", (who,)).fetchone()
    return Account(taken, msgspec.json.decode(beyond, type=Ranges))


def _keep_account(db: sqlite3.Connection, who: int, account: Account) -> None:
    row = (account.acknowledged, msgspec.json.encode(account.beyond).decode(), who)
    db.execute("UPDATE kiosk SET taken = ?, beyond = ? WHERE who = ?", row)


def _open(path: Path) -> sqlite3.Connection:
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        harden(db)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}")
        db.executescript(_SCHEMA)
    except BaseException:
        db.close()
        raise
    return db


def _text(when: datetime) -> str:
    """In UTC, so that texts are in the order of their times."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return _time(text) if text else None


def _enrolled(row: tuple[Any, ...]) -> Enrolled:
    who, kiosk, key, since, place, area, taken, seen, forked, rival, withdrawn = row
    return Enrolled(
        who, kiosk, key, _time(since), place, area, taken, _maybe(seen), forked, _maybe(rival), _maybe(withdrawn)
    )


def _question(row: tuple[Any, ...]) -> Question:
    values: list[Any] = [_time(value) if n in (7, 13, 15) else value for n, value in enumerate(row)]
    values[-1] = bool(values[-1])
    return Question(*values)
