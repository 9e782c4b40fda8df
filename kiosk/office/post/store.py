# ruff: noqa: S608 - values are bound; what is put into a query are names and conditions of this file
"""Store of what the kiosks sent: envelopes as they came, contents of opened ones, and residents' questions.

A question is stored sealed, and nowhere else, but for its number, addressee, language and length. Impersonal content
(health, counts, votes, a screenshot, a log) is stored as opened, and its envelope is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from content_cache.model.concerns import ConcernKind, ConcernStage, read_kind, read_stage
from kiosk.office.base.database import Db, moment, utc_text
from kiosk.office.post.file import mark_of, post_file
from kiosk.office.post.newcomers import Newcomers
from kiosk.office.post.records import (
    Enrolled,
    EnvelopeOutcome,
    EnvelopeWay,
    NewQuestion,
    OpenedEnvelope,
    QuestionRecord,
    Sealed,
)
from kiosk.office.post.register import KioskRegister
from kiosk.post.account import Account, Ranges, WaitingNumbers
from kiosk.post.envelope import VOICE_KEPT

MOST_BEYOND = 1_000
"""Most ranges of numbers of one kiosk beyond a gap. An honest kiosk fills its gaps, or says that nothing comes."""
NUMBERS_KEPT = timedelta(days=90)
"""Time that an envelope's hash is kept, to notice another one of its number: as long as a kiosk keeps what it sends."""

BY_ITEM = "counts_items"
"""Kind under which counts by item are kept, apart from the counts that they came with: pages sum up 30 days of these."""

TOLD_KEPT = {"health": 31, "counts": 400, BY_ITEM: 45, "vote": 366, "log": 3, "picture": 3}
"""Number of one kiosk's newest reports that are kept, by kind."""

_QUESTION = (
    "q.who, k.id, k.place, k.area, q.number, q.n, q.asked_of, q.asked, q.language, q.type, q.seconds, q.state, q.person, q.at,"
    " q.notice, e.came, e.way, e.sealed IS NOT NULL, c.kind, c.stage, coalesce(c.photo, 0)"
)
_FROM_QUESTION = (
    "FROM question q JOIN kiosk k USING (who) JOIN envelope e ON e.who = q.who AND e.n = q.n"
    " LEFT JOIN concern c ON c.who = q.who AND c.n = q.n"
)

_BEGIN_OF_VOICE = (
    "CASE WHEN julianday(came) - julianday(made) BETWEEN 0 AND ? THEN julianday(made) ELSE julianday(came) END"
)
"""Julian day from which a voice is kept: when it was asked. A kiosk's clock that no waiting envelope explains is wrong."""


class PostStore:
    """Store in the desk's *private* folder; `register` has the kiosks, `newcomers` those that wait to be
    accepted. It is safe for threads and other processes.
    Methods raise OSError for a full or broken disk, and then change nothing."""

    def __init__(self, private: Path) -> None:
        self.file = post_file(private)
        self.register = KioskRegister(self.file)
        self.newcomers = Newcomers(self.file)

    # envelopes

    def store_envelopes(
        self, kiosk: Enrolled, envelopes: Sequence[Sealed], now: datetime, way: EnvelopeWay
    ) -> list[EnvelopeOutcome]:
        """Store envelopes and return the result for each, once all are on the disk."""
        became: list[EnvelopeOutcome] = []
        with self.file.together() as db:
            (pruned,) = db.execute("SELECT pruned FROM kiosk WHERE who = ?", (kiosk.who,)).fetchone()
            before = _account(db, kiosk.who)
            account = before.took(*(each.n for each in envelopes))
            if too_many := len(account.beyond) > max(MOST_BEYOND, len(before.beyond)):
                account = before.took(*(each.n for each in envelopes if before.joins(each.n)))
            for each in envelopes:
                if too_many and not before.joins(each.n):
                    became.append(EnvelopeOutcome.BEYOND)
                    continue
                mark = mark_of(each.content)
                there = db.execute("SELECT mark FROM envelope WHERE who = ? AND n = ?", (kiosk.who, each.n)).fetchone()
                if there is not None and there[0] != mark:
                    db.execute(
                        "UPDATE kiosk SET forked = ? WHERE who = ? AND (forked = 0 OR forked > ?)",
                        (each.n, kiosk.who, each.n),
                    )
                    became.append(EnvelopeOutcome.FORKED)
                    self._keep_twin(db, kiosk.who, each, mark, now, way)
                elif there is not None or each.n <= pruned:
                    became.append(EnvelopeOutcome.SAME)
                else:
                    _insert(db, kiosk.who, each, mark, now, way)
                    became.append(EnvelopeOutcome.NEW)
            _keep_account(db, kiosk.who, account)
            db.execute("UPDATE kiosk SET seen = ? WHERE who = ?", (utc_text(now), kiosk.who))
        return became

    @staticmethod
    def _keep_twin(db: Db, who: int, each: Sealed, mark: bytes, now: datetime, way: EnvelopeWay) -> None:
        """Store an envelope whose number is taken by another: two cards have one key. It is stored under a twin
        enrolment that nobody can post to. Envelopes of a third card are dropped."""
        row = db.execute("SELECT who FROM kiosk WHERE twin_of = ?", (who,)).fetchone()
        if row is None:
            query = (
                "INSERT INTO kiosk (id, key, since, place, area, withdrawn, twin_of)"
                " SELECT id, key, ?, place, area, ?, who FROM kiosk WHERE who = ?"
            )
            db.execute(query, (utc_text(now), utc_text(now), who))
            row = db.execute("SELECT who FROM kiosk WHERE twin_of = ?", (who,)).fetchone()
        if db.execute("SELECT 1 FROM envelope WHERE who = ? AND n = ?", (row[0], each.n)).fetchone() is None:
            _insert(db, row[0], each, mark, now, way)

    def note_waiting(self, who: int, told: WaitingNumbers) -> None:
        """Note which of its numbers the enrolment *who* says are still to come. A statement that would make too many
        ranges is ignored."""
        with self.file.together() as db:
            before = _account(db, who)
            account = before.with_waiting(told)
            if len(account.beyond) <= max(MOST_BEYOND, len(before.beyond)):
                _keep_account(db, who, account)

    def sealed(self, who: int, n: int) -> bytes | None:
        """Return the sealed envelope *n* of the enrolment *who*, None if it was deleted."""
        with self.file.db() as db:
            row = db.execute("SELECT sealed FROM envelope WHERE who = ? AND n = ?", (who, n)).fetchone()
            return row[0] if row is not None else None

    def unread(self, most: int) -> list[tuple[int, int, bytes]]:
        """Return at most *most* unread envelopes as (who, n, envelope), the first to come first."""
        with self.file.db() as db:
            query = "SELECT who, n, sealed FROM envelope WHERE unread = 1 AND sealed IS NOT NULL LIMIT ?"
            return db.execute(query, (most,)).fetchall()

    def count_unread(self, kind: str = "", *, unfit: bool = False) -> int:
        """Return the number of unopened envelopes, of *kind* or of all. With *unfit* count only those that no open key
        fitted."""
        with self.file.db() as db:
            where = f"{' AND unread = 2' if unfit else ''}{' AND kind = ?' if kind else ''}"
            query = f"SELECT count(*) FROM envelope WHERE unread AND sealed IS NOT NULL{where}"
            return int(db.execute(query, (kind,) if kind else ()).fetchone()[0])

    def unread_bytes(self, kind: str) -> dict[int, int]:
        """Return the bytes of unopened envelopes of *kind*, by enrolment."""
        query = "SELECT who, sum(length(sealed)) FROM envelope WHERE unread AND kind = ? AND sealed IS NOT NULL GROUP BY who"
        with self.file.db() as db:
            return {who: int(size) for who, size in db.execute(query, (kind,))}

    def put_aside(self, who: int, n: int) -> None:
        """Mark the envelope as one that no open key fits."""
        with self.file.together() as db:
            db.execute("UPDATE envelope SET unread = 2 WHERE who = ? AND n = ?", (who, n))

    def try_again(self) -> None:
        """Mark all envelopes that no key fitted as unread, because other keys are open now."""
        with self.file.together() as db:
            db.execute("UPDATE envelope SET unread = 1 WHERE unread = 2")

    def read(self, who: int, n: int, *, told: Sequence[tuple[str, bytes]] = (), keep: bool = False) -> None:
        """Mark the envelope as opened, and store the contents *told*, pairs of kind and content. The envelope itself is
        deleted unless *keep*. Old reports beyond TOLD_KEPT are deleted."""
        with self.file.together() as db:
            made, came = db.execute("SELECT made, came FROM envelope WHERE who = ? AND n = ?", (who, n)).fetchone()
            # the clock of a kiosk may be wrong: a time after the arrival, or long before it, is replaced by the arrival
            when = made if timedelta(0) <= moment(came) - moment(made) <= NUMBERS_KEPT else came
            for kind, content in told:
                db.execute(
                    "INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?)",
                    (who, kind, n, utc_text(moment(when)), content),
                )
                older = "SELECT n FROM told WHERE who = ? AND kind = ? ORDER BY n DESC LIMIT -1 OFFSET ?"
                db.execute(
                    f"DELETE FROM told WHERE who = ? AND kind = ? AND n IN ({older})",
                    (who, kind, who, kind, TOLD_KEPT.get(kind, 50)),
                )
            gone = "" if keep else ", sealed = NULL"
            db.execute(f"UPDATE envelope SET unread = 0{gone} WHERE who = ? AND n = ?", (who, n))

    def reports(self, kind: str, kiosk: str = "", since: datetime | None = None) -> list[OpenedEnvelope]:
        """Return the reports in opened envelopes of *kind* that came since *since*, of one kiosk or of all. They are
        sorted by number, the newest first, for a kiosk's clock may be wrong."""
        where, values = "t.kind = ?", [kind]
        if kiosk:
            where, values = f"{where} AND k.id = ?", [*values, kiosk]
        if since is not None:
            where, values = f"{where} AND coalesce(e.came, t.made) >= ?", [*values, utc_text(since)]
        with self.file.db() as db:
            query = "SELECT k.id, t.n, t.made, t.content FROM told t JOIN kiosk k USING (who)"
            query = f"{query} LEFT JOIN envelope e ON e.who = t.who AND e.n = t.n WHERE {where}"
            rows = db.execute(f"{query} ORDER BY t.n DESC, t.made DESC", values)
            return [OpenedEnvelope(name, n, moment(made), content) for name, n, made, content in rows]

    def newest(self, kind: str) -> dict[str, OpenedEnvelope]:
        """Return the newest report of *kind* by kiosk, the newest by number."""
        query = "SELECT k.id, max(t.n), t.made, t.content FROM told t JOIN kiosk k USING (who) WHERE t.kind = ? GROUP BY k.id"
        with self.file.db() as db:
            return {
                name: OpenedEnvelope(name, n, moment(made), content)
                for name, n, made, content in db.execute(query, (kind,))
            }

    # questions

    def add_question(self, who: int, n: int, question: NewQuestion) -> None:
        """Store the question in the envelope *n* as waiting."""
        with self.file.together() as db:
            row = (
                who, question.number, n, question.asked_of, utc_text(question.asked), question.language, question.type,
                question.seconds, utc_text(question.asked),
            )  # fmt: skip
            db.execute(
                "INSERT OR IGNORE INTO question (who, number, n, asked_of, asked, language, type, seconds, state, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
                row,
            )
            if question.kind is not ConcernKind.QUESTION or question.photo:
                db.execute(
                    "INSERT OR IGNORE INTO concern (who, n, kind, photo) VALUES (?, ?, ?, ?)",
                    (who, n, str(question.kind), question.photo),
                )
            db.execute("UPDATE envelope SET unread = 0 WHERE who = ? AND n = ?", (who, n))

    def questions(
        self, *states: str, most: int = -1, after: int = 0, kind: ConcernKind | None = None
    ) -> list[QuestionRecord]:
        """Return the questions in any of *states*, of one *kind* or of all, at most *most*, skipping the first *after*.

        Answered ones are sorted by latest answer first, all others by earliest question first.
        """
        order = "q.at DESC" if "answered" in states else "q.asked"
        marks = ",".join("?" * len(states))
        with self.file.db() as db:
            query = (
                f"SELECT {_QUESTION} {_FROM_QUESTION}"
                f" WHERE q.state IN ({marks}) AND (? = '' OR coalesce(c.kind, 'question') = ?)"
                f" ORDER BY {order}, q.who, q.number LIMIT ? OFFSET ?"
            )
            row = (*states, str(kind or ""), str(kind or ""), most, after)
            return [_question(each) for each in db.execute(query, row)]

    def count_kinds(self, *states: str) -> dict[ConcernKind, int]:
        """Return how many questions are in any of *states*, by kind; kinds without any are left out."""
        marks = ",".join("?" * len(states))
        query = (
            "SELECT coalesce(c.kind, ''), count(*) FROM question q LEFT JOIN concern c ON c.who = q.who AND c.n = q.n"
            f" WHERE q.state IN ({marks}) GROUP BY 1"
        )
        found: dict[ConcernKind, int] = {}
        with self.file.db() as db:
            for kind, count in db.execute(query, states):
                found[read_kind(kind)] = found.get(read_kind(kind), 0) + int(count)
        return found

    def question(self, who: int, n: int) -> QuestionRecord | None:
        with self.file.db() as db:
            query = f"SELECT {_QUESTION} {_FROM_QUESTION} WHERE q.who = ? AND q.n = ?"
            row = db.execute(query, (who, n)).fetchone()
            return _question(row) if row is not None else None

    def count_questions(self, late: datetime) -> tuple[int, int, int]:
        """Return how many questions wait, how many of these were asked before *late*, and how many are answered or closed."""
        with self.file.db() as db:
            waiting, old = db.execute(
                "SELECT count(*), coalesce(sum(asked < ?), 0) FROM question"
                " WHERE state NOT IN ('working', 'answered', 'closed')",
                (utc_text(late),),
            ).fetchone()
            (answered,) = db.execute("SELECT count(*) FROM question WHERE state IN ('answered', 'closed')").fetchone()
            return waiting, old, answered

    def move(
        self,
        who: int,
        n: int,
        before: str,
        state: str,
        person: str,
        now: datetime,
        notice: str = "",
        stage: ConcernStage | None = None,
    ) -> bool:
        """Change a question's state from *before* to *state*, with the *stage* that was told, if one was. Return false if
        somebody else was first."""
        with self.file.together() as db:
            row = (state, person, utc_text(now), notice, who, n, before)
            done = db.execute(
                "UPDATE question SET state = ?, person = ?, at = ?, notice = ? WHERE who = ? AND n = ? AND state = ?",
                row,
            )
            if done.rowcount == 1 and stage is not None:
                db.execute("UPDATE concern SET stage = ? WHERE who = ? AND n = ?", (str(stage), who, n))
            return done.rowcount == 1

    # deletion

    def delete_old(self, answered: datetime, came: datetime, now: datetime) -> int:
        """Erase questions and notices whose question was answered before *answered*, or that came before *came*, and each
        voice or photo after `VOICE_KEPT`. A question that nobody has opened counts as a voice. Also delete records of envelopes
        acknowledged long ago. Return the number of erased envelopes."""
        with self.file.together() as db:
            gone = db.execute(
                "UPDATE envelope SET sealed = NULL, unread = 0 WHERE sealed IS NOT NULL AND (came < ? OR EXISTS"
                " (SELECT 1 FROM question q WHERE q.who = envelope.who AND q.n = envelope.n"
                " AND q.state IN ('answered', 'closed') AND q.at < ?) OR (kind = 'question'"
                f" AND {_BEGIN_OF_VOICE} < julianday(?) AND NOT EXISTS (SELECT 1 FROM question q"
                " WHERE q.who = envelope.who AND q.n = envelope.n AND q.type = 'text/plain' AND NOT EXISTS (SELECT 1"
                " FROM concern c WHERE c.who = q.who AND c.n = q.n AND c.photo))))",
                (utc_text(came), utc_text(answered), VOICE_KEPT.days, utc_text(now - VOICE_KEPT)),
            ).rowcount
            old = utc_text(now - NUMBERS_KEPT)
            db.execute(
                "UPDATE kiosk SET pruned = max(pruned, coalesce((SELECT max(n) FROM envelope e WHERE e.who = kiosk.who"
                " AND e.n <= kiosk.taken AND e.came < ? AND e.sealed IS NULL), 0))",
                (old,),
            )
            db.execute(
                "DELETE FROM envelope WHERE sealed IS NULL AND n <= (SELECT pruned FROM kiosk k WHERE k.who = envelope.who)"
                " AND NOT EXISTS (SELECT 1 FROM question q WHERE q.who = envelope.who AND q.n = envelope.n)"
            )
        with self.file.db() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the journal keeps none of it
        return gone


def _insert(db: Db, who: int, each: Sealed, mark: bytes, now: datetime, way: EnvelopeWay) -> None:
    row = (who, each.n, each.kind, each.made, utc_text(now), str(way), mark, each.content)
    db.execute(
        "INSERT INTO envelope (who, n, kind, made, came, way, mark, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
    )


def _account(db: Db, who: int) -> Account:
    taken, beyond = db.execute("SELECT taken, beyond FROM kiosk WHERE who = ?", (who,)).fetchone()
    return Account(taken, msgspec.json.decode(beyond, type=Ranges))


def _keep_account(db: Db, who: int, account: Account) -> None:
    row = (account.acknowledged, msgspec.json.encode(account.beyond).decode(), who)
    db.execute("UPDATE kiosk SET taken = ?, beyond = ? WHERE who = ?", row)


def _question(row: tuple[Any, ...]) -> QuestionRecord:
    values: list[Any] = [moment(value) if n in (7, 13, 15) else value for n, value in enumerate(row)]
    here, kind, stage, photo = values[-4:]
    values[-4:] = bool(here), read_kind(kind), read_stage(stage), bool(photo)
    return QuestionRecord(*values)
