"""Parts of the desk that the pages of all subjects use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kiosk.office.base.areas import Areas
from kiosk.office.base.history import History
from kiosk.office.editions.folder import Office
from kiosk.office.people.people import People
from kiosk.office.setup.setup import Setup
from kiosk.office.wording import PageWording


class Desk(Struct, frozen=True):
    """Desk of one office. `office` and `setup` return what the files say now; `clock` returns the office's time."""

    folder: Path
    office: Callable[[], Office]
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]
    people: People
    areas: Areas
    history: History
    wording: PageWording

    def record_deed(self, who: str, what: str, files: Iterable[str] | None = ()) -> None:
        """Record a deed in the history with the present time. See `History.commit_deed`."""
        self.history.commit_deed(who, what, files, now=self.clock())
