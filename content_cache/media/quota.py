"""The media folder kept within its share of the disk, and free of what no item names."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import make_folder
from content_cache.jobs.limits import Limits
from content_cache.jobs.schedule import LONGEST_OF_FILES
from content_cache.media.drafts import FOLDER
from content_cache.media.partial import PREFIX, part_name
from content_cache.model.errors import Code
from content_cache.model.full_size import full_size
from content_cache.model.problems import problem
from content_cache.model.records import MediaRecord
from content_cache.store.store import Store
from content_cache.tables.media_rows import StoredFile, Worth, paths

log = logging.getLogger(__name__)

_PIECES = 10  # steps in which files are evicted when others fill the disk
_HEADROOM = 10  # a tenth of the share at the least is left for what comes next
NOTHING = Worth()


class Room(Struct, frozen=True, kw_only=True):
    """Room in the media folder: *left* bytes may be added, for files worth more than *above*.

    *plenty*: evicted files can come back without being evicted at once.
    """

    left: int
    above: Worth = NOTHING
    plenty: bool = False


class MediaKeeper:
    """Keeper of one refresher's media folder, in its thread, while no file is being fetched.

    *now* returns an aware time, or None while the clock is not trusted: then nothing counts as past.
    """

    def __init__(
        self,
        store: Store,
        data_dir: Path,
        *,
        limits: Limits,
        now: Callable[[], datetime | None],
        free: Callable[[Path], int] | None = None,
    ) -> None:
        self._store = store
        self._data_dir = data_dir
        self._limits = limits
        self._now = now
        self._free = free or free_bytes

    def free_room(self, clock: datetime) -> Room:
        """Remove unnamed files, then evict those of least worth until the limits hold; return the room. Raises StoreError."""
        try:
            self._sweep()
            return self._make_room(clock)
        except OSError as error:
            log.warning("media: %s: %s", self._data_dir, error.strerror or error)
            return Room(left=0)

    def _sweep(self) -> None:
        self._store.media.forget_unnamed()
        folder = self._data_dir / FOLDER
        make_folder(folder)
        known = {
            Path(path).name
            for record in self._store.media.records().values()
            for path in (record.path, record.thumbnail)
        }
        there = [entry.name for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        if any(name.startswith(PREFIX) for name in there):
            known |= {part_name(one) for url in self._store.media.addresses() for one in (url, full_size(url))}
        orphans = [name for name in there if name not in known]
        for name in orphans:
            (folder / name).unlink(missing_ok=True)
        if orphans:
            log.info("media: %d files that nothing names were removed", len(orphans))

    def _make_room(self, clock: datetime) -> Room:
        share = self._limits.media_store_bytes
        headroom = max(share // _HEADROOM, min(self._limits.media_bytes, share // 2))  # the largest file must find room
        files = self._store.media.files(self._now())
        used = sum({file.record.path: _size(file.record) for file in files}.values())
        free = self._free(self._data_dir)
        # whoever else filled the disk may give it back: files go a piece at each look, and not all at once for good
        piece = min(self._limits.free_bytes - free, used // _PIECES + 1)
        out = victims(files, max(used - (share - headroom), piece))
        gone = [file.record for file in files if file.record.path in out]
        kept = {file.record.thumbnail for file in files if file.record.path not in out}
        for path in {path for record in gone for path in (record.path, record.thumbnail) if path} - kept:
            (self._data_dir / path).unlink(missing_ok=True)
        if out:
            # the files first: should this be cut off, their records say that they are missing, and they are put right
            self._store.media.add([_put_out(record, clock) for record in gone])
            freed = sum({record.path: _size(record) for record in gone}.values())
            log.warning("media: %d files put out for want of room (%.0f MB)", len(out), freed / 1e6)
            used, free = used - freed, free + freed
        left = max(min(share - used, free - self._limits.free_bytes), 0)
        lying = [worth for path, worth in paths(files).items() if path not in out and not worth.in_force]
        tight = bool(out) or used > share - 2 * headroom
        plenty = not tight and free - self._limits.free_bytes > self._limits.media_bytes
        return Room(left=left, above=min(lying, default=NOTHING) if tight else NOTHING, plenty=plenty)


def victims(files: Iterable[StoredFile], excess: int) -> set[str]:
    """Return the paths to remove so that *excess* bytes become free: expired files first, then by priority and age.

    Files of alerts in force stay.
    """
    files = list(files)
    sizes = {file.record.path: _size(file.record) for file in files}
    out: set[str] = set()
    for path, worth in sorted(paths(files).items(), key=lambda pair: pair[1]):
        if excess <= 0:
            break
        if not worth.in_force:
            out.add(path)
            excess -= sizes[path]
    return out


def _size(record: MediaRecord) -> int:
    return record.bytes + record.thumbnail_bytes


def _put_out(record: MediaRecord, now: datetime) -> MediaRecord:
    return replace(
        record,
        path="",
        bytes=0,
        thumbnail="",
        thumbnail_bytes=0,
        error=problem(Code.GAVE_WAY),
        etag="",
        last_modified="",
        retry_at=now + timedelta(seconds=LONGEST_OF_FILES),
    )


def free_bytes(folder: Path) -> int:
    """Return the free bytes of the folder's disk for other users than root."""
    state = os.statvfs(folder)
    return state.f_bavail * state.f_frsize
