"""Work of `kiosk-backup@.service`: one order of the technician's page, done on the stick that is mounted for it."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import open_below
from content_cache.model.problems import Problem, problem
from kiosk.core.edition_trust import PostKey
from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_head import FORMAT, WORDS, BackupLabel, find_opener, read_head
from kiosk.hall.backup.kiosk_restore import restore, show_restored
from kiosk.hall.backup.kiosk_snapshot import file_name, write_backup
from kiosk.hall.backup.stick_orders import (
    LAST,
    BackupOrder,
    Errand,
    LastBackup,
    StickBackup,
    StickOrders,
    StickState,
)
from kiosk.i18n.phrases import village
from kiosk.post.faults import PostError
from kiosk.post.identity import own_key
from kiosk.post.word_code import make_words
from kiosk.state.request_kinds import AnswerCode

MOST_FOUND = 20
_ENDING = ".cadangan"
_MOST_NAMES = 2_000
_TELL_S = 0.5
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE})
"""Error numbers of a stick that was pulled out."""
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
"""Error numbers of a full stick, also for a file of more than 4 GB on FAT32."""


class _Ended(BaseException):
    """Signal that ends the unit: its stick was pulled out."""


class BackedUpKiosk(Struct, frozen=True):
    """Kiosk whose backups are made: its data folder, its kiosk.toml, the name of its village, its office's key, its clock."""

    data: Path
    config: Path | None
    place: str
    office: bytes | None
    now: Callable[[], datetime]


def do_order(
    kiosk: BackedUpKiosk,
    stick: Path,
    orders: StickOrders,
    is_mounted: Callable[[Path], bool] = os.path.ismount,
) -> int:
    """Do the waiting order in *orders* on *stick*. Return the exit code, 1 if the order failed."""
    order = orders.take()
    if order is None:
        return 1
    before = signal.signal(signal.SIGTERM, _end)
    work = _StickWork(kiosk, stick, orders, order)
    try:
        if is_mounted(stick):
            work.run()
        else:
            work.end(problem(AnswerCode.STICK_UNREADABLE))
    except (BackupError, PostError) as error:
        work.end(_cause(error, order.errand))
    except OSError as error:
        work.end(problem(BackupCode.STICK_GONE if error.errno in _GONE else BackupCode.NO_KIOSK))
    except _Ended:
        work.end(problem(BackupCode.STICK_GONE))
    finally:
        signal.signal(signal.SIGTERM, before)
    return work.exit_code


def _end(*_: object) -> None:
    raise _Ended


def _cause(error: BackupError | PostError, errand: Errand) -> Problem:
    """Return the problem to show for *error*. A full or pulled stick is told as that, whatever the work was."""
    number = error.__cause__.errno if isinstance(error.__cause__, OSError) else None
    if number in _FULL:
        return problem(BackupCode.STICK_FULL if errand is Errand.SAVE else BackupCode.CARD_FULL)
    return problem(BackupCode.STICK_GONE) if number in _GONE else error.problem


class _StickWork:
    def __init__(self, kiosk: BackedUpKiosk, stick: Path, orders: StickOrders, order: BackupOrder) -> None:
        self._kiosk = kiosk
        self._data = kiosk.data
        self._office = kiosk.office
        self._stick = stick
        self._orders = orders
        self._order = order
        self._state = StickState(order.id)
        self._told = 0.0
        orders.tell(self._state)

    @property
    def exit_code(self) -> int:
        """Return 0 if the order was done, else 1."""
        return int(self._state.problem is not None)

    def end(self, why: Problem | None = None, **changes: object) -> None:
        """Write the final state, with the problem *why* if the work failed."""
        self._state = replace(self._state, ended=True, problem=why, **changes)
        self._orders.tell(self._state)

    def run(self) -> None:
        """Do the errand of the order. Raise BackupError, PostError, OSError."""
        own = own_key(self._data)
        match self._order.errand:
            case Errand.LOOK:
                self._look(own)
            case Errand.SAVE:
                self._save(own)
            case Errand.RESTORE:
                self._restore(own)

    def _look(self, own: PostKey) -> None:
        disk = os.statvfs(self._stick)
        found = sorted(self._backups(own), key=lambda each: each.made, reverse=True)
        self.end(
            found=tuple(found[:MOST_FOUND]),
            capacity=disk.f_blocks * disk.f_frsize,
            free=disk.f_bavail * disk.f_frsize,
        )

    def _backups(self, own: PostKey) -> Iterator[StickBackup]:
        with os.scandir(self._stick) as listed:
            names = [each.name for each in islice(listed, _MOST_NAMES) if each.name.endswith(_ENDING)]
        for name in names:
            with suppress(BackupError, OSError), open_below(self._stick, name) as file:
                head = read_head(file)
                yield StickBackup(
                    name,
                    head.label.place,
                    head.label.made,
                    os.fstat(file.fileno()).st_size,
                    head.label.kiosk == own.kiosk,
                    find_opener(head, own, self._office),
                )

    def _save(self, own: PostKey) -> None:
        made = self._kiosk.now().astimezone(UTC).replace(microsecond=0)
        label = BackupLabel(FORMAT, own.kiosk, village(self._kiosk.place), made)
        words = make_words(WORDS) if self._office is None else ""
        done = write_backup(
            self._data, self._stick / file_name(label), label, own, office=self._office, words=words,
            progress=self._note,
        )  # fmt: skip
        with suppress(OSError):
            JsonFile(self._data / LAST, LastBackup, mode=0o660).write(LastBackup(made, done.size))
        with self._opened(done.path.name) as file:
            opener = find_opener(read_head(file), own, self._office)
        saved = StickBackup(done.path.name, label.place, made, done.size, own=True, opener=opener)
        self.end(saved=saved, files=done.files, words=words)

    def _restore(self, own: PostKey) -> None:
        order, kiosk = self._order, self._kiosk
        with self._opened(order.file) as file:
            size = os.fstat(file.fileno()).st_size
            opener = find_opener(read_head(file), own, self._office)
            file.seek(0)
            done = restore(
                self._data, kiosk.config, file, own, lambda: order.words,
                office=self._office, other=order.other, older=order.older,
                progress=lambda done: self._note(done, size),
            )  # fmt: skip
        show_restored(self._data, kiosk.place, kiosk.now())
        own_made = done.label.kiosk == own.kiosk
        saved = StickBackup(order.file, done.label.place, done.label.made, size, own=own_made, opener=opener)
        self.end(saved=saved, files=done.files)

    def _opened(self, name: str) -> BinaryIO:
        """Open the backup *name* on the stick. Raise OSError, also for a name that is not a plain one."""
        if "/" in name or not name.endswith(_ENDING):
            raise BackupError(BackupCode.NO_KIOSK)
        return open_below(self._stick, name)

    def _note(self, done: int, every: int) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_S:
            self._told = now
            self._state = replace(self._state, done=done, every=every)
            self._orders.tell(self._state)
