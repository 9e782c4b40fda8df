"""Recordings of prompts that kiosks sent: what waits for a person, and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from kiosk.office.base.database import OfficeDatabase, moment, utc_text
from kiosk.post.prompts import PromptHead

MOST_WAITING_BYTES = 200_000_000
"""Bytes of all recordings that wait for a person. Beyond it envelopes stay sealed until the post is opened again."""


class PromptRecording(Struct, frozen=True):
    """Recording that a kiosk sent. `words` is the hash of the sentence. `state` is `waiting`, `accepted` for `area`
    ("" for everywhere), `refused`, or `gone`: accepted, then taken away by its hall. `person` decided it at `at`."""

    id: int
    kiosk: str
    place: str
    home: str
    language: str
    words: str
    came: datetime
    state: str
    area: str
    person: str
    at: datetime


class RecordingsFullError(Exception):
    """Error: too much waits already."""


_COLUMNS = "id, kiosk, place, home, language, words, came, state, area, person, at"


class PromptRecordings:
    """Recordings in the file of the post. Methods raise OSError for a full or broken disk, and then change nothing."""

    def __init__(self, file: OfficeDatabase, *, most: int = MOST_WAITING_BYTES) -> None:
        self._file = file
        self._most = most

    def take_prompt(self, kiosk: str, place: str, home: str, head: PromptHead, sound: bytes, now: datetime) -> bool:
        """Store what the kiosk *kiosk* at *place* in the village *home* sent; return whether it is new.

        A newer recording of a sentence replaces the one of that kiosk that waits. The very sound that somebody has decided
        about does not wait again. Without *sound* the hall has taken its recordings of the sentence away.

        Raise RecordingsFullError.
        """
        mine = (kiosk, head.language, head.words)
        where = "kiosk = ? AND language = ? AND words = ?"
        with self._file.together() as db:
            db.execute(f"DELETE FROM recording WHERE {where} AND state = 'waiting'", mine)  # noqa: S608 - names of our own
            if not sound:
                gone = f"UPDATE recording SET state = 'gone' WHERE {where} AND state = 'accepted'"  # noqa: S608
                return bool(db.execute(gone, mine).rowcount)
            mark = hashlib.sha256(sound).hexdigest()
            same = "SELECT 1 FROM recording WHERE language = ? AND words = ? AND mark = ? AND state != 'gone'"
            if db.execute(same, (head.language, head.words, mark)).fetchone() is not None:
                return False
            (waits,) = db.execute("SELECT coalesce(sum(length(sound)), 0) FROM recording").fetchone()
            if waits + len(sound) > self._most:
                raise RecordingsFullError
            row = (kiosk, place, home, head.language, head.words, mark, sound, utc_text(now), utc_text(now))
            db.execute(
                "INSERT INTO recording (kiosk, place, home, language, words, mark, sound, came, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            return True

    def recordings(self, state: str) -> list[PromptRecording]:
        """Return the recordings in *state*, by village, language and time."""
        with self._file.db() as db:
            query = f"SELECT {_COLUMNS} FROM recording WHERE state = ? ORDER BY place, kiosk, language, area, id"  # noqa: S608
            return [_recording(row) for row in db.execute(query, (state,))]

    def count_waiting(self) -> int:
        with self._file.db() as db:
            return int(db.execute("SELECT count(*) FROM recording WHERE state = 'waiting'").fetchone()[0])

    def find_recording(self, number: int) -> PromptRecording | None:
        with self._file.db() as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM recording WHERE id = ?", (number,)).fetchone()  # noqa: S608
            return _recording(row) if row is not None else None

    def sound_of(self, number: int) -> bytes | None:
        """Return the sound of a recording that waits."""
        with self._file.db() as db:
            row = db.execute("SELECT sound FROM recording WHERE id = ?", (number,)).fetchone()
            return bytes(row[0]) if row is not None and row[0] is not None else None

    def mark_accepted(self, one: PromptRecording, area: str, person: str, now: datetime) -> None:
        """Mark a recording as accepted for *area*. The one that was accepted there before for its sentence is refused."""
        with self._file.together() as db:
            db.execute(
                "UPDATE recording SET state = 'refused' WHERE language = ? AND words = ? AND area = ? AND state IN"
                " ('accepted', 'gone')",
                (one.language, one.words, area),
            )
            self._decide(one.id, "accepted", area, person, now)

    def mark_refused(self, numbers: Iterable[int], person: str, now: datetime) -> None:
        """Mark recordings as refused, whether they wait or were accepted."""
        with self._file.together():
            for number in numbers:
                self._decide(number, "refused", "", person, now)

    def forget(self, numbers: Iterable[int]) -> None:
        """Delete recordings: the same sound may come again."""
        with self._file.together() as db:
            db.executemany("DELETE FROM recording WHERE id = ?", [(number,) for number in numbers])

    def _decide(self, number: int, state: str, area: str, person: str, now: datetime) -> None:
        row: Sequence[object] = (state, area, person, utc_text(now), number)
        with self._file.together() as db:
            db.execute("UPDATE recording SET state = ?, area = ?, person = ?, at = ?, sound = NULL WHERE id = ?", row)


def _recording(row: tuple[object, ...]) -> PromptRecording:
    number, kiosk, place, home, language, words, came, state, area, person, at = row
    return PromptRecording(
        int(str(number)), str(kiosk), str(place), str(home), str(language), str(words), moment(str(came)), str(state),
        str(area), str(person), moment(str(at)),
    )  # fmt: skip
