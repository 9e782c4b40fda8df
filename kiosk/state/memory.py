"""Memory of the kiosk from one start to the next: what was read out and sounded, counts without persons, requests."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from types import TracebackType

from kiosk.state.alert_history import AlertHistory
from kiosk.state.counts import DailyCounts
from kiosk.state.database import FILE, Database
from kiosk.state.notes import LOUDSPEAKER, Notes
from kiosk.state.orders import Orders
from kiosk.state.pin_tries import PinTries
from kiosk.state.question_log import QuestionLog
from kiosk.state.readout_history import ReadoutHistory
from kiosk.state.requests import RequestQueue
from kiosk.state.root_requests import RootDoor
from kiosk.state.vote_box import VoteBox


class Memory:
    """All tables of kiosk.sqlite in the data folder *folder*.

    *patience_s* is how many seconds another process's lock is waited for. *door* takes requests to root.
    """

    def __init__(self, folder: Path, *, patience_s: float = 5.0, door: RootDoor | None = None) -> None:
        self._database = Database(folder, patience_s=patience_s)
        self.readouts = ReadoutHistory(self._database)
        self.alerts = AlertHistory(self._database)
        self.counts = DailyCounts(self._database)
        self.pin_tries = PinTries(self._database)
        self.notes = Notes(self._database)
        self.orders = Orders(self._database)
        self.questions = QuestionLog(self._database)
        self.votes = VoteBox(self._database)
        self.requests = RequestQueue(self._database, door)

    def loudspeaker(self, day: date) -> str:
        """Return the state of the loudspeaker on *day*: "ok", "fault" or "unknown".

        Nothing measures whether a sound was heard; "ok" means played without a fault.
        """
        if self.notes.note_text(LOUDSPEAKER):
            return "fault"
        return "ok" if self.counts.counts_on(day).get("said") else "unknown"

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def copy_memory(data: Path, copy: Path) -> None:
    """Copy the memory of the kiosk of *data* into the folder *copy*, as far as it can be read."""
    kept = data / FILE
    if not kept.is_file():
        return
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{kept.absolute().as_uri()}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(copy / FILE)) as written,
    ):
        read.backup(written)
