# ruff: noqa: S608 - values are bound; what is put into a query are names and conditions of this file
"""Register of the kiosks that post to this desk: keys, places, enrolment codes, and kiosks that wait for enrolment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from kiosk.office.base.database import Db, OfficeDatabase, maybe, moment, utc_text
from kiosk.office.post.file import mark_of
from kiosk.office.post.records import EnrolCode, Enrolled, EnrolOutcome, Replacement
from kiosk.post.enrolment import CODE_LETTERS, make_code

CODE_LASTS = timedelta(days=30)
"""A card is made, sent to its village and started meanwhile. A batch of cards may choose another of CODE_DAYS."""

CODE_DAYS = (30, 60, 90, 180)

MOST_KIOSKS, MOST_CODES, MOST_ASKING = 20_000, 5_000, 2_000
_KIOSK = "who, id, key, since, place, area, taken, seen, forked, rival, withdrawn"


class KioskRegister:
    """Register in one file. Methods raise OSError for a full or broken disk, and then change nothing."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def make_codes(
        self, places: Sequence[tuple[str, str]], now: datetime, lasts: timedelta = CODE_LASTS
    ) -> list[EnrolCode]:
        """Make a code for each pair (place, area), valid for *lasts*. Raise ValueError if there would be more than
        MOST_CODES unused ones. Used codes are kept, because the labels of cards lead to their kiosks."""
        made = [EnrolCode(make_code(), place, area, now + lasts) for place, area in places]
        with self._file.together() as db:
            db.execute("DELETE FROM code WHERE until < ? AND kiosk = ''", (utc_text(now - CODE_LASTS),))
            if db.execute("SELECT count(*) FROM code WHERE kiosk = ''").fetchone()[0] + len(made) > MOST_CODES:
                raise ValueError(f"more than {MOST_CODES} codes")
            rows = [(each.code, each.place, each.area, utc_text(each.until)) for each in made]
            db.executemany("INSERT INTO code (code, place, area, until) VALUES (?, ?, ?, ?)", rows)
        return made

    def codes(self, now: datetime) -> list[EnrolCode]:
        """Return the codes that can still be used, sorted by place."""
        with self._file.db() as db:
            rows = db.execute(
                "SELECT code, place, area, until FROM code WHERE kiosk = '' AND until > ? ORDER BY place, code",
                (utc_text(now),),
            )
            return [EnrolCode(code, place, area, moment(until)) for code, place, area, until in rows]

    def find_code(self, code: str) -> EnrolCode | None:
        """Return a code that was made, used or not."""
        with self._file.db() as db:
            row = db.execute(
                "SELECT code, place, area, until, kiosk FROM code WHERE code = ?", (plain_code(code),)
            ).fetchone()
            return EnrolCode(row[0], row[1], row[2], moment(row[3]), row[4]) if row is not None else None

    def drop_codes(self, codes: Iterable[str]) -> None:
        with self._file.together() as db:
            db.executemany("DELETE FROM code WHERE code = ? AND kiosk = ''", [(code,) for code in codes])

    def enrol(self, kiosk: str, key: bytes, code: str, now: datetime) -> EnrolOutcome:
        """Enrol a kiosk with its key, and use the code up. If another key has that name, only note that a rival tried."""
        with self._file.together() as db:
            known = self._active(db, kiosk)
            if known is not None and known.key == key:
                return EnrolOutcome.KNOWN
            found = db.execute(
                "SELECT place, area, until, kiosk FROM code WHERE code = ?", (plain_code(code),)
            ).fetchone()
            if found is None:  # without a valid code it is no rival worth a message
                return EnrolOutcome.NO_CODE
            place, area, until, user = found
            if known is not None:
                db.execute("UPDATE kiosk SET rival = ? WHERE who = ?", (utc_text(now), known.who))
                return EnrolOutcome.OTHER_KEY
            if user or until <= utc_text(now):
                return EnrolOutcome.CODE_OVER
            if db.execute("SELECT count(*) FROM kiosk").fetchone()[0] >= MOST_KIOSKS:
                return EnrolOutcome.FULL
            db.execute("UPDATE code SET kiosk = ? WHERE code = ?", (kiosk, plain_code(code)))
            db.execute("DELETE FROM replacement WHERE old = ?", (kiosk,))
            row = (kiosk, key, utc_text(now), place, area)
            db.execute("INSERT INTO kiosk (id, key, since, place, area) VALUES (?, ?, ?, ?, ?)", row)
            return EnrolOutcome.KNOWN

    def adopt(self, kiosk: str, key: bytes, place: str, area: str, now: datetime) -> EnrolOutcome:
        """Enrol a kiosk that somebody has accepted. One that is known with *key* gets the new place. Another key of that name
        is refused until the kiosk is withdrawn."""
        with self._file.together() as db:
            known = self._active(db, kiosk)
            if known is not None and known.key != key:
                return EnrolOutcome.OTHER_KEY
            if known is not None:
                db.execute("UPDATE kiosk SET place = ?, area = ? WHERE who = ?", (place, area, known.who))
                return EnrolOutcome.KNOWN
            if db.execute("SELECT count(*) FROM kiosk").fetchone()[0] >= MOST_KIOSKS:
                return EnrolOutcome.FULL
            db.execute("DELETE FROM replacement WHERE old = ?", (kiosk,))
            row = (kiosk, key, utc_text(now), place, area)
            db.execute("INSERT INTO kiosk (id, key, since, place, area) VALUES (?, ?, ?, ?, ?)", row)
            return EnrolOutcome.KNOWN

    def is_asking(self, kiosk: str, sealed: bytes) -> bool:
        """Return whether this very envelope already waits for enrolment."""
        with self._file.db() as db:
            query = "SELECT 1 FROM asking WHERE kiosk = ? AND mark = ?"
            return db.execute(query, (kiosk, mark_of(sealed))).fetchone() is not None

    def keep_asking(self, envelopes: Sequence[tuple[str, bytes]], now: datetime) -> None:
        """Store pairs (kiosk, envelope) that wait for enrolment until somebody opens the post. Beyond MOST_ASKING the
        oldest are deleted."""
        with self._file.together() as db:
            rows = [(kiosk, mark_of(sealed), utc_text(now), sealed) for kiosk, sealed in envelopes]
            db.executemany("INSERT OR REPLACE INTO asking VALUES (?, ?, ?, ?)", rows)
            db.execute(
                "DELETE FROM asking WHERE rowid IN (SELECT rowid FROM asking ORDER BY came DESC, rowid DESC LIMIT -1 OFFSET ?)",
                (MOST_ASKING,),
            )

    def asking(self) -> list[bytes]:
        """Return the envelopes that wait for enrolment, and delete them."""
        with self._file.together() as db:
            sealed = [row[0] for row in db.execute("SELECT sealed FROM asking ORDER BY came")]
            db.execute("DELETE FROM asking")
            return sealed

    def count_asking(self) -> int:
        with self._file.db() as db:
            return int(db.execute("SELECT count(*) FROM asking").fetchone()[0])

    def withdraw_kiosk(self, kiosk: str, now: datetime) -> None:
        """Withdraw a kiosk: nothing more is accepted from it until a new code enrols it again."""
        with self._file.together() as db:
            db.execute("UPDATE kiosk SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL", (utc_text(now), kiosk))

    def replace_kiosk(self, old: str, new: str, now: datetime) -> None:
        """Withdraw the kiosk *old*; *new* stands in its place and has the name of that place."""
        with self._file.together() as db:
            db.execute(
                "UPDATE kiosk SET place = o.place, area = o.area FROM (SELECT place, area FROM kiosk"
                " WHERE id = ? AND withdrawn IS NULL) o WHERE kiosk.id = ? AND kiosk.withdrawn IS NULL",
                (old, new),
            )
            db.execute(
                "UPDATE kiosk SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL AND twin_of IS NULL",
                (utc_text(now), old),
            )
            db.execute("UPDATE recording SET kiosk = ? WHERE kiosk = ?", (new, old))
            db.execute("INSERT OR REPLACE INTO replacement VALUES (?, ?, ?)", (old, new, utc_text(now)))

    def move_kiosks(self, old: str, new: str, kiosks: Sequence[str] | None = None) -> list[str]:
        """Move the kiosks of the area *old* to *new*, with *kiosks* only those of these ids. Unused codes move where all do.
        Return the ids of those that moved."""
        with self._file.together() as db:
            moved = [row[0] for row in db.execute("SELECT id FROM kiosk WHERE area = ? ORDER BY id", (old,))]
            moved = list(dict.fromkeys(each for each in moved if kiosks is None or each in kiosks))
            db.executemany("UPDATE kiosk SET area = ? WHERE area = ? AND id = ?", [(new, old, each) for each in moved])
            if kiosks is None:
                db.execute("UPDATE code SET area = ? WHERE area = ? AND kiosk = ''", (new, old))
            return moved

    def undo_replacement(self, replaced: Replacement) -> None:
        """Let the kiosk that was replaced post again with the key that it had."""
        with self._file.together() as db:
            db.execute(
                "UPDATE kiosk SET withdrawn = NULL WHERE id = ? AND withdrawn = ? AND twin_of IS NULL",
                (replaced.old, utc_text(replaced.at)),
            )
            db.execute("UPDATE recording SET kiosk = ? WHERE kiosk = ?", (replaced.old, replaced.new))
            db.execute("DELETE FROM replacement WHERE old = ?", (replaced.old,))

    def replacement_by(self, new: str) -> Replacement | None:
        """Return whose place the kiosk *new* took last."""
        with self._file.db() as db:
            row = db.execute("SELECT old, new, at FROM replacement WHERE new = ? ORDER BY at DESC", (new,)).fetchone()
            return Replacement(row[0], row[1], moment(row[2])) if row is not None else None

    def replaced_keys(self, kiosk: str) -> list[bytes]:
        """Return the keys that the kiosk *kiosk* had until another one took its place."""
        with self._file.db() as db:
            query = "SELECT key FROM kiosk JOIN replacement ON old = id WHERE id = ? AND withdrawn IS NOT NULL"
            return [row[0] for row in db.execute(query, (kiosk,))]

    def find_kiosk(self, kiosk: str) -> Enrolled | None:
        """Return the kiosk with that id, or `None` if it is unknown or withdrawn."""
        with self._file.db() as db:
            return self._active(db, kiosk)

    def owner(self, who: int) -> str | None:
        """Return the kiosk of the enrolment *who*; None for what a copied card of it sends."""
        with self._file.db() as db:
            row = db.execute("SELECT id FROM kiosk WHERE who = ? AND twin_of IS NULL", (who,)).fetchone()
            return str(row[0]) if row is not None else None

    def kiosks(self, *, withdrawn: bool = False) -> list[Enrolled]:
        """Return the enrolled kiosks sorted by place. Include withdrawn ones if *withdrawn*."""
        with self._file.db() as db:
            where = "" if withdrawn else " WHERE withdrawn IS NULL"
            return [_enrolled(row) for row in db.execute(f"SELECT {_KIOSK} FROM kiosk{where} ORDER BY place, id, who")]

    def keys_of_askers(self) -> dict[str, bytes]:
        """Return the current key of each kiosk that has asked a question, by its id. Withdrawn kiosks are left out."""
        with self._file.db() as db:
            query = (
                "SELECT id, key FROM kiosk WHERE twin_of IS NULL AND withdrawn IS NULL"
                " AND id IN (SELECT k.id FROM question JOIN kiosk k USING (who)) ORDER BY who"
            )
            return dict(db.execute(query).fetchall())

    def withdrawn(self) -> set[str]:
        """Return the ids of the kiosks that have no valid enrolment any more."""
        with self._file.db() as db:
            query = "SELECT id FROM kiosk GROUP BY id HAVING count(*) = count(withdrawn)"
            return {kiosk for (kiosk,) in db.execute(query)}

    @staticmethod
    def _active(db: Db, kiosk: str) -> Enrolled | None:
        row = db.execute(f"SELECT {_KIOSK} FROM kiosk WHERE id = ? AND withdrawn IS NULL", (kiosk,)).fetchone()
        return _enrolled(row) if row is not None else None


def plain_code(typed: str) -> str:
    """Return the code *typed* in its original form, without spaces and in capitals."""
    return "".join(c for c in typed.upper() if c.isalnum())[:CODE_LETTERS]


def _enrolled(row: tuple[Any, ...]) -> Enrolled:
    who, kiosk, key, since, place, area, taken, seen, forked, rival, withdrawn = row
    return Enrolled(
        who, kiosk, key, moment(since), place, area, taken, maybe(seen), forked, maybe(rival), maybe(withdrawn)
    )
