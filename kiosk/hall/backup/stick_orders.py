"""Orders of the technician's page to the unit that has a stick mounted for it, and the progress of that unit.

Both are files in a folder in memory that only the kiosk's user may read: the six words of a backup are never written to
the card."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from content_cache.model.problems import Problem
from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.kiosk_head import Opener

ORDERS = Path("/run/kiosk-backup")
LAST = "last-backup.json"
"""File in the data folder about the last backup that this kiosk made."""
_ORDER, _STATE = "order.json", "state.json"


class Errand(StrEnum):
    """Work on a stick."""

    LOOK = "look"
    SAVE = "save"
    RESTORE = "restore"


class BackupOrder(Struct, frozen=True):
    """Order for work on a stick. *file* is the name of the backup to restore, *words* open it. *other* accepts another
    kiosk's backup, *older* one that is older than the data here."""

    id: str
    errand: Errand
    file: str = ""
    words: str = ""
    other: bool = False
    older: bool = False


class StickBackup(Struct, frozen=True):
    """Backup on a stick as its first lines describe it, unverified until it is opened. *size* is in bytes; *own* tells
    that this kiosk made it."""

    file: str
    place: str
    made: datetime
    size: int
    own: bool
    opener: Opener


class StickState(Struct, frozen=True):
    """State of the order *id*: *done* of *every* byte, then *ended*, with the *problem* that ended it early.

    *found* are the backups on the stick, the newest first; *capacity* and *free* are its bytes. *saved* is the backup
    that was written or restored, with *files* in it; *words* open the written one."""

    id: str = ""
    done: int = 0
    every: int = 0
    ended: bool = False
    problem: Problem | None = None
    found: tuple[StickBackup, ...] = ()
    capacity: int = 0
    free: int = 0
    saved: StickBackup | None = None
    files: int = 0
    words: str = ""


class LastBackup(Struct, frozen=True):
    """Last backup that the kiosk made: its time by the kiosk's clock, and its size in bytes."""

    made: datetime
    size: int


class StickOrders:
    """Folder with orders and their states."""

    def __init__(self, folder: Path = ORDERS) -> None:
        self._folder = folder
        self._order = JsonFile(folder / _ORDER, BackupOrder)
        self._state = JsonFile(folder / _STATE, StickState)

    def leave_order(
        self, errand: Errand, file: str = "", words: str = "", *, other: bool = False, older: bool = False
    ) -> str:
        """Write an order in place of an earlier one, and return its id. Raise OSError."""
        number = secrets.token_hex(8)
        self.clear()
        self._order.write(BackupOrder(number, errand, file, words, other, older))
        return number

    def take(self) -> BackupOrder | None:
        """Return the waiting order and remove it, so that none is done twice."""
        order = self._order.load_if_valid()
        with suppress(OSError):
            self._order.path.unlink()
        return order

    def tell(self, state: StickState) -> None:
        """Write the progress of the work; ignore a failure of writing."""
        with suppress(OSError):
            self._state.write(state)

    def state_of(self, number: str) -> StickState | None:
        """Return the state of the order *number*, None before the work began."""
        state = self._state.load_if_valid()
        return state if state is not None and state.id == number else None

    def clear(self) -> None:
        """Remove order and state, with the words in them."""
        for path in (self._order.path, self._state.path):
            with suppress(OSError):
                path.unlink()
