"""The content store: what the village may know, in one SQLite file that one process writes and others read.

Only the modules beside it that read and write its file speak to sqlite3 (see the walls in pyproject.toml).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from content_cache.model.changes import Changes
from content_cache.model.list_age import ListAge
from content_cache.model.records import EditionRecord, SourceRecord
from content_cache.model.vocabulary import Category
from content_cache.store import pruning, repair
from content_cache.store.file import StoreFile
from content_cache.store.item_reader import ItemReader
from content_cache.store.stored_media import RISE, StoredMedia, catch_up
from content_cache.tables import connect, item_rows, media_rows, source_rows
from content_cache.tables.item_rows import epoch

_REVISION = "SELECT value FROM state WHERE name = 'revision'"
_VOUCHED, _HEARD = "clock vouched", "clock heard"
_A_YEAR = timedelta(days=366)
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


class Store:
    """Connection to the store, for the thread that opened it. All methods raise StoreError alone.

    *reader* gives its items, *media* its files.

    A reader of a file that is damaged, or on a read-only disk, gets the last good copy or the file as it is. After a minute
    the file is tried again.
    """

    def __init__(self, file: StoreFile) -> None:
        self._file = file
        self.path = file.path
        self.media = StoredMedia(file)
        self.reader = ItemReader(file)

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """Open the store of a data folder; both are created if missing.

        The writer must hold the folder's lock; a damaged file is repaired. Raise StoreFullError, StoreReadOnlyError or
        StoreDiskError if the disk is at fault, else StoreError.
        """
        return cls(StoreFile(folder / connect.STORE, read_only=read_only))

    def close(self) -> None:
        self._file.close()

    def heal(self) -> None:
        """Repair the writer's file if a row fails its digest; then everything read from it before is void."""
        if self._file.read(lambda connection: next(item_rows.unsound(connection), None)) is not None:
            self._file.mend()

    def hold_name(self) -> None:
        """Put the writer's file back if its name was taken by something else; call this from time to time."""
        self._file.hold_name()

    @property
    def generation(self) -> int:
        """Return a number that rises when the file was reopened: what was read before may no longer hold."""
        return self._file.generation

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- reading

    def revision(self) -> int:
        """Return the number of the last refresh that changed something, 0 for none."""
        return int(self._file.value(_REVISION))

    def data_version(self) -> int:
        """Return a number that changes when another connection has written (PRAGMA data_version); it is cheap to poll."""
        return int(self._file.value("PRAGMA data_version")) + (self.generation << 32)

    def refreshed(self) -> datetime | None:
        """Return when any source last answered well, even without news; None if never."""
        return max((record.last_success for record in self.sources() if record.last_success), default=None)

    def sources(self) -> list[SourceRecord]:
        """Return the records of all sources that were ever requested, by name."""
        return self._file.read(source_rows.read_sources)

    # --- writing

    def to_come(self, source: str, now: datetime) -> list[str]:
        """Return the ids of a source's events that begin between *now* and a year ahead, which every calendar covers.

        An event under way is left out: many calendars no longer list it, though it still takes place.
        """
        query = """SELECT DISTINCT id FROM occurrences JOIN items ON item = row
                   WHERE source = ? AND category = ? AND starts >= ? AND starts < ?"""
        values = (source, Category.EVENT.value, epoch(now), epoch(now + _A_YEAR))
        return [str(key) for (key,) in self._file.read(lambda c: c.execute(query, values).fetchall())]

    def fingerprints(self, source: str) -> dict[str, str]:
        """Return the fingerprints of a source's items, stored or pruned, by id, for `changes.compare`.

        Damaged items are left out, so that they are stored again.
        """
        pruned = "SELECT id, fingerprint FROM pruned WHERE source = ?"
        return self._file.read(
            lambda c: dict(c.execute(pruned, (source,)).fetchall()) | item_rows.fingerprints(c, source)
        )

    def is_sound(self, source: str) -> bool:
        """Return whether all items of a source match their digests."""
        query = "SELECT count(*) FROM items WHERE source = ?"
        return self._file.read(
            lambda c: len(item_rows.fingerprints(c, source)) == int(c.execute(query, (source,)).fetchone()[0])
        )

    def edition(self, source: str) -> EditionRecord:
        """Return the edition of a central feed from which the source's items are."""
        return self._file.read(lambda c: source_rows.read_edition(c, source))

    def list_age(self, source: str) -> ListAge:
        """Return the age of the newest list of the source."""
        return self._file.read(lambda c: source_rows.read_list_age(c, source))

    def directions(self, source: str) -> str:
        """Return the directions of the source's edition to the kiosks themselves (`formats.directions`), "" for none."""
        return self._file.read(lambda c: source_rows.read_directions(c, source))

    def apply(
        self,
        source: str,
        changes: Changes,
        record: SourceRecord | None,
        now: datetime,
        edition: EditionRecord | None = None,
        *,
        index: bool = True,
        list_age: ListAge | None = None,
        heard: datetime | None = None,
    ) -> int:
        """Store a refresh in one transaction and return the revision, which rises by one if there are changes.

        It stores items, validators, the next check, the edition, the age of the list, and *heard*, a time confirmed by its
        host (see `newest_vouched_time`). The search finds the items after `index`, which is called here unless *index* is
        False.
        """
        with self._file.transaction() as connection:
            if changes:
                connection.execute(RISE)
            revision = int(connection.execute(_REVISION).fetchone()[0])
            stored = (*changes.added, *changes.altered)
            if all(item.source == source for item in stored):
                item_rows.write_items(connection, stored, revision, now, changes.written)
            else:
                item_rows.write_items(connection, (replace(item, source=source) for item in stored), revision, now)
            for event in changes.recurring:
                item_rows.move_on(connection, replace(event, source=source))
            gone = [(source, key) for key in changes.withdrawn]
            connection.executemany("DELETE FROM items WHERE source = ? AND id = ?", gone)
            pruning.unmark_pruned(connection, source, (*(item.id for item in stored), *changes.withdrawn))
            if record is not None:
                source_rows.write_source(connection, record)
            if list_age is not None:
                source_rows.write_list_age(connection, source, list_age)
            known = source_rows.read_time(connection, _HEARD)
            if heard is not None and (known is None or heard > known):
                source_rows.write_time(connection, _HEARD, heard)
            source_rows.forget_signers(connection, source, changes.withdrawn)
            if edition is not None:
                source_rows.write_edition(connection, source, edition)
                source_rows.write_signers(connection, source, changes.carried, edition.key_id)
        if index:
            self.index()
        return revision

    def evict(self, source: str, keys: Collection[int]) -> int:
        """Delete the items that one of *keys* (key ids as numbers) signed last; return how many went."""
        gone = self._file.read(lambda c: source_rows.signed_by(c, source, keys))
        if gone:
            with self._file.transaction() as connection:
                connection.execute(RISE)
                rows = [(source, key) for key in gone]
                connection.executemany("DELETE FROM items WHERE source = ? AND id = ?", rows)
                pruning.unmark_pruned(connection, source, gone)
                source_rows.forget_signers(connection, source, gone)
        return len(gone)

    def forget(self, source: str) -> int:
        """Delete the record of a source that is no longer asked, and its items except warnings; return how many went.

        Warnings end by themselves. The number of its newest edition stays, so that no older one is taken later.
        """
        query, values = "FROM items WHERE source = ? AND category != ?", (source, Category.ALERT.value)
        with self._file.transaction() as connection:
            gone = [key for (key,) in connection.execute(f"SELECT id {query}", values)]
            if gone:
                connection.execute(RISE)
                connection.execute(f"DELETE {query}", values)
                source_rows.forget_signers(connection, source, gone)
            connection.execute("DELETE FROM pruned WHERE source = ?", (source,))
            connection.execute("DELETE FROM sources WHERE name = ?", (source,))
        return len(gone)

    def index(self, portions: int | None = None) -> bool:
        """Index the new items for the search, or *portions* of them; return whether there is more.

        The store can be read before that, and an interruption loses nothing.
        """
        return catch_up(self._file, portions)

    def remember(self, record: SourceRecord) -> None:
        """Store the record of a source that brought nothing new."""
        with self._file.transaction() as connection:
            source_rows.write_source(connection, record)

    def spent(self, day: int) -> int:
        """Return the bytes that were downloaded on *day* (an ordinal)."""
        return self._file.read(lambda c: media_rows.spent(c, day))

    def spend(self, day: int, count: int) -> None:
        with self._file.transaction() as connection:
            media_rows.spend(connection, day, count)

    # --- keeping

    def keep_good_copy(self, *, older_than: timedelta = timedelta(0)) -> None:
        """Copy the store as the last good copy, from which a damaged file is refilled, unless the copy is younger than
        *older_than*.

        Raises StoreDamagedError if the store itself is damaged.
        """
        with self._file.connection() as connection:
            repair.keep_good_copy(connection, self.path.parent, older_than.total_seconds())

    def prune(self, budget: int, now: datetime | None) -> int:
        """Delete items until at most *budget* bytes are in use; return how many went.

        Pinned items, those in force or still to come, and the newest of a source stay. *now* is None while the clock is not
        trusted. See `pruning`.
        """
        if self.used_bytes() <= budget:
            return 0
        with self._file.transaction() as connection:
            return pruning.prune(connection, budget, now)

    def correct_times(self, now: datetime) -> int:
        """Correct times later than *now*, a trusted time; return how many items and sources were corrected.

        An item first seen later counts as seen now: otherwise it would be new for years. One published later counts as
        published when it was first seen: an untrusted clock had let it keep that date.

        A source heard later counts as last heard when that is certain. Otherwise its content would seem fresh for ever.
        """
        ahead = [each for each in self.sources() if each.last_success is not None and each.last_success > now]
        if not ahead and not self._file.read(lambda c: item_rows.any_ahead(c, now)):
            return 0
        with self._file.transaction() as connection:
            connection.execute(RISE)
            source_rows.correct_last_heard(connection, ahead, now)
            return len(ahead) + item_rows.correct_first_seen(connection, now)

    def vouched(self) -> datetime | None:
        """Return the newest time, within an hour, at which sources were asked while the clock was trusted; None if never."""
        return self._file.read(lambda c: source_rows.read_time(c, _VOUCHED))

    def newest_vouched_time(self) -> datetime | None:
        """Return the newest time that our clock and that of an answering host both confirmed; None if none did."""
        return self._file.read(lambda c: source_rows.read_time(c, _HEARD))

    def vouch(self, now: datetime) -> None:
        """Store a trusted time. It may be earlier than the stored one, if a trusted clock ran ahead."""
        before, heard = self.vouched(), self.newest_vouched_time()
        ahead = heard is not None and heard - now >= _HOUR
        if before is None or abs(now - before) >= _HOUR or ahead:
            with self._file.transaction() as connection:
                for name in (_VOUCHED, _HEARD) if ahead else (_VOUCHED,):
                    source_rows.write_time(connection, name, now)

    def used_bytes(self) -> int:
        """Return the bytes of the file that are in use."""
        return self._file.read(pruning.used_bytes)

    def checkpoint(self) -> None:
        """Write all committed data into the file itself and truncate the WAL, as far as readers allow it."""
        with self._file.connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def release_memory(self) -> None:
        """Release SQLite's page cache (2 MB); pages are read again from the system's cache. Raises StoreError."""
        with self._file.connection() as connection:
            connection.execute("PRAGMA shrink_memory")

    def mend(self) -> None:
        """Reopen the writer's file, check every page and row, and repair damage from the last good copy.

        What was read before is void. Raise StoreError if the file cannot be opened.
        """
        self._file.mend()
