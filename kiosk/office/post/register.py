# ruff: noqa: S608 - values are bound; what is put into a query are names and conditions of this file
"""Which kiosks post to this desk: by which key, where they stand, what they are enrolled with; those that ask to be known."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from kiosk.office.base.database import Db, OfficeDatabase, maybe, moment, utc_text
from kiosk.office.post.file import mark_of
from kiosk.office.post.records import EnrolCode, Enrolled, EnrolOutcome

LETTERS = "ACDEFGHJKLMNPQRSTUVWXY34679"
"""Of a code: none that is read as another one."""

CODE_LETTERS = 8
CODE_LASTS = timedelta(days=30)
"""A card is made, sent to its village and started meanwhile."""

MOST_KIOSKS, MOST_CODES, MOST_ASKING = 20_000, 5_000, 2_000
_KIOSK = "who, id, key, since, place, area, taken, seen, forked, rival, withdrawn"


class KioskRegister:
    """Of one file; everything raises OSError for a disk that is full or broken, and then nothing was done."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def make_codes(self, places: Sequence[tuple[str, str]], now: datetime) -> list[EnrolCode]:
        """One for each (place, area). Raises ValueError where there would be too many."""
        made = [EnrolCode(_code(), place, area, now + CODE_LASTS) for place, area in places]
        with self._file.together() as db:
            db.execute("DELETE FROM code WHERE until < ?", (utc_text(now - CODE_LASTS),))
            if db.execute("SELECT count(*) FROM code").fetchone()[0] + len(made) > MOST_CODES:
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

    def drop_codes(self, codes: Iterable[str]) -> None:
        with self._file.together() as db:
            db.executemany("DELETE FROM code WHERE code = ? AND kiosk = ''", [(code,) for code in codes])

    def enrol(self, kiosk: str, key: bytes, code: str, now: datetime) -> EnrolOutcome:
        """Make a kiosk known by its key, and use the code up. That another key was tried for a name is kept."""
        with self._file.together() as db:
            known = self._active(db, kiosk)
            if known is not None and known.key == key:
                return EnrolOutcome.KNOWN
            found = db.execute(
                "SELECT place, area, until, kiosk FROM code WHERE code = ?", (plain_code(code),)
            ).fetchone()
            if found is None:  # whoever has none of ours is nobody to tell people of
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
            row = (kiosk, key, utc_text(now), place, area)
            db.execute("INSERT INTO kiosk (id, key, since, place, area) VALUES (?, ?, ?, ?, ?)", row)
            return EnrolOutcome.KNOWN

    def is_asking(self, kiosk: str, sealed: bytes) -> bool:
        """Return whether this very envelope already waits for enrolment."""
        with self._file.db() as db:
            query = "SELECT 1 FROM asking WHERE kiosk = ? AND mark = ?"
            return db.execute(query, (kiosk, mark_of(sealed))).fetchone() is not None

    def keep_asking(self, envelopes: Sequence[tuple[str, bytes]], now: datetime) -> None:
        """(kiosk, envelope) of those that ask to be known, until somebody opens the post; of many the oldest go."""
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
        """Nothing more is taken of it, until a new code enrols it again."""
        with self._file.together() as db:
            db.execute("UPDATE kiosk SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL", (utc_text(now), kiosk))

    def find_kiosk(self, kiosk: str) -> Enrolled | None:
        """Unless it is withdrawn."""
        with self._file.db() as db:
            return self._active(db, kiosk)

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
        """Kiosks of which no key holds any more."""
        with self._file.db() as db:
            query = "SELECT id FROM kiosk GROUP BY id HAVING count(*) = count(withdrawn)"
            return {kiosk for (kiosk,) in db.execute(query)}

    @staticmethod
    def _active(db: Db, kiosk: str) -> Enrolled | None:
        row = db.execute(f"SELECT {_KIOSK} FROM kiosk WHERE id = ? AND withdrawn IS NULL", (kiosk,)).fetchone()
        return _enrolled(row) if row is not None else None


def plain_code(typed: str) -> str:
    """A code as it was made, whatever spaces and small letters it was typed with."""
    return "".join(c for c in typed.upper() if c.isalnum())[:CODE_LETTERS]


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def _enrolled(row: tuple[Any, ...]) -> Enrolled:
    who, kiosk, key, since, place, area, taken, seen, forked, rival, withdrawn = row
    return Enrolled(
        who, kiosk, key, moment(since), place, area, taken, maybe(seen), forked, maybe(rival), maybe(withdrawn)
    )
