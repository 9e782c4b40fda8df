"""Backup of this kiosk that goes to the office by post: made once a week, sealed to the office, sent part by part.

One part waits in the spool at a time. It goes alone, when nothing else is due and half of the day's bytes are left, so no
question, state or vote waits for it. The next one is put in when the office has it; its receipt is enough.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import check_room, make_folder, open_below
from kiosk.core.edition_trust import PostKey
from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.faults import BackupError
from kiosk.hall.backup.kiosk_files import large_files, own_files
from kiosk.hall.backup.kiosk_head import FORMAT, BackupLabel
from kiosk.hall.backup.kiosk_snapshot import backup_size, write_backup
from kiosk.hall.backup.parts import MOST_BY_LINE, PART_BYTES, PartHead, part_content, part_count
from kiosk.hall.backup.stick_orders import LAST, LastBackup
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.sending import DAY_S
from kiosk.post.spool import Spool

FOLDER = "backup-post"
"""Folder in the data folder with the backup that is going to the office."""
_RESERVE = 300_000_000  # bytes of the card that stay free
_WEEK, _DAY = 7 * DAY_S, DAY_S
_FILE, _STATE = "backup.cadangan", "state.json"
_PEOPLE = ("desk/people.json", "desk/staff.json")
_PROMPTS = "desk/prompts/"
_log = logging.getLogger(__name__)


class BackupProgress(Struct, frozen=True):
    """State of the backup by post.

    *tried* is the sender's age in seconds at the last one that was made or tried, *mark* the people and recordings that
    it has. *sha256*, *size* and *made* are those of the file that is going, "" for none. Parts up to *part* are with the
    office; that one is in the envelope *number*, 0 for none. *large* is the size of a backup that is too large to go.
    """

    tried: float = -_WEEK
    mark: str = ""
    sha256: str = ""
    size: int = 0
    made: datetime | None = None
    part: int = 0
    number: int = 0
    large: int = 0


class WeeklyBackup:
    """Belongs to the refresher's thread; *pool* makes the file. *place* names the village, *now* gives the time."""

    def __init__(
        self,
        data: Path,
        own: PostKey,
        office: bytes,
        spool: Spool,
        *,
        place: str,
        now: Callable[[], datetime],
        pool: Executor,
    ) -> None:
        self._data = data
        self._own = own
        self._office = office
        self._spool = spool
        self._place = place
        self._now = now
        self._pool = pool
        self._file = JsonFile(data / FOLDER / _STATE, BackupProgress)
        self._state = self._file.read()
        self._making: Future[BackupProgress] | None = None

    @property
    def state(self) -> BackupProgress:
        """State of what is going."""
        return self._state

    def drop(self) -> None:
        """Give the backup up that is going. Raise PostError, OSError."""
        if self._state.number:
            self._spool.release(self._state.number)
        self._end()

    def advance(self, age: float, handed: Collection[int]) -> None:
        """Make what is due, and put the next part in. *handed* are the numbers of envelopes that the office has.

        Raise PostError, OSError.
        """
        if self._making is not None:
            if not self._making.done():
                return
            made, self._making = self._making, None
            self._keep(made.result())
        if not self._state.sha256:
            if not 0 <= age - self._state.tried < _DAY:
                self._begin(age)
            return
        state = self._state
        waiting = {each.number for each in self._spool.waiting_envelopes() if each.kind is EnvelopeKind.BACKUP}
        for number in waiting.intersection(handed) - {state.number}:  # put in just before a power cut
            self._spool.release(number)
        if state.number in handed:
            self._spool.release(state.number)
            state = replace(state, part=state.part + 1, number=0)
        elif state.number in waiting:
            return
        if state.part == part_count(state.size):
            _log.info("backup: the office has all %d bytes", state.size)
            if state.made is not None:
                with suppress(OSError):
                    JsonFile(self._data / LAST, LastBackup, mode=0o660).write(LastBackup(state.made, state.size))
            self._end()
        else:
            self._put(state)

    def _put(self, state: BackupProgress) -> None:
        """Put the next part into the spool. Raise PostError, OSError."""
        head = PartHead(state.sha256, state.part, state.size)
        try:
            with open_below(self._data / FOLDER, _FILE) as file:
                file.seek(state.part * PART_BYTES)
                piece = file.read(head.length)
        except FileNotFoundError:
            piece = b""
        if len(piece) != head.length:
            _log.warning("backup: the file that was going is gone; another one is made tomorrow")
            self._end()
        else:
            self._keep(replace(state, number=self._spool.put(EnvelopeKind.BACKUP, part_content(head, piece))))

    def _begin(self, age: float) -> None:
        if not _has_own(self._data):
            return
        mark = _mark_of(self._data)
        if not 0 <= age - self._state.tried < _WEEK or mark != self._state.mark:
            self._keep(replace(self._state, tried=age, mark=mark))
            self._making = self._pool.submit(self._backup_made, self._state)

    def _backup_made(self, state: BackupProgress) -> BackupProgress:
        """Make the file, in the pool; return the state with it, or without where it could not be made."""
        folder = self._data / FOLDER
        try:
            if (size := backup_size(self._data)) > MOST_BY_LINE:
                _log.warning("backup: %d bytes are too many for the line; write one onto a stick", size)
                return replace(state, large=size)
            check_room(self._data, 2 * size, _RESERVE)
            made = self._now().astimezone(UTC).replace(microsecond=0)
            label = BackupLabel(FORMAT, self._own.kiosk, self._place, made)
            done = write_backup(self._data, folder / _FILE, label, self._own, office=self._office, words="")
            if done.size > MOST_BY_LINE:
                done.path.unlink()
                return replace(state, large=done.size)
            with open_below(folder, _FILE) as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except (BackupError, OSError) as error:
            _log.warning("backup: none is made: %s", error)
            return state
        return replace(state, sha256=sha256, size=done.size, made=made, part=0, number=0, large=0)

    def _end(self) -> None:
        with suppress(OSError):
            (self._data / FOLDER / _FILE).unlink(missing_ok=True)
        self._keep(replace(self._state, sha256="", size=0, made=None, part=0, number=0))

    def _keep(self, state: BackupProgress) -> None:
        """Raise OSError."""
        self._state = state
        make_folder(self._data / FOLDER, 0o700)
        self._file.write(state)


def _has_own(data: Path) -> bool:
    """Return whether a backup would hold more than counts. Raise OSError."""
    return next(own_files(data), None) is not None


def _mark_of(data: Path) -> str:
    """Return a mark of the people and recordings, which changes with them. Raise OSError."""
    names = [*_PEOPLE, *(name for name in large_files(data) if name.startswith(_PROMPTS))]
    digest = hashlib.sha256()
    for name in names:
        with suppress(FileNotFoundError):
            state = (data / name).lstat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
