"""Maintenance of a data folder between refreshes: its share of the disk, its reserve, its last good copy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from content_cache.model.errors import StoreDamagedError, StoreDiskError, StoreError, StoreFullError, StoreReadOnlyError
from content_cache.store.ballast import RESERVE_BYTES, Reserve
from content_cache.store.media_check import MediaCheck
from content_cache.store.store import Store
from content_cache.tables import connect

T = TypeVar("T")
log = logging.getLogger(__name__)

GOOD_COPY_LASTS = timedelta(hours=24)
_TRIES = 3
_SET_BACK = timedelta(hours=1)  # a clock that is kept right is never set back by so much


class Maintenance:
    """Keeper of one refresher's store, in its thread.

    *budget* is the most bytes that the store's file may use. *now* returns an aware time, or None while the clock is not
    trusted.
    """

    def __init__(
        self,
        store: Store,
        data_dir: Path,
        *,
        budget: int,
        now: Callable[[], datetime | None],
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        self._store = store
        self._folder = data_dir
        self._budget = budget
        self._now = now
        self._reserve = Reserve(data_dir, reserve_bytes)
        self._media = MediaCheck(data_dir)
        self._is_behind = False
        self._last: datetime | None = None  # newest time of the clock while it was trusted

    def run_after_refresh(self, *, updated: bool) -> None:
        """Index, repair, prune and copy the store after a refresh, which has *updated* it or not.

        A step that fails is logged and done after a later refresh.
        """
        self.index()
        try:
            self._store.hold_name()
            if updated:
                self._store.heal()
            self._prune()
            self.correct_times()
            if (now := self._now()) is not None:
                self._store.vouch(now)
            self._check_media()
            if updated:
                self._store.keep_good_copy(older_than=GOOD_COPY_LASTS)
            self._reserve.fill_reserve()
        except StoreError as error:
            log.warning("store: not kept as it should be: %s", error)
            self.recover(error)
        except OSError as error:
            log.warning("store: no reserve in %s: %s", self._folder, error.strerror or error)

    def write(self, action: Callable[[], T]) -> T:
        """Run *action* and return its result.

        If the disk is full and room can be made, it is repeated; otherwise its StoreError is raised.
        """
        for _ in range(_TRIES - 1):
            try:
                return action()
            except StoreFullError as error:
                if not self.recover(error):
                    raise
        return action()

    def index(self) -> bool:
        """Index a portion of the new items for the search; return whether there is more.

        On an error the rest is done after the next refresh. Memory is released after the last of several portions.
        """
        before = self._is_behind
        try:
            self._is_behind = self.write(lambda: self._store.index(portions=1))
            if before and not self._is_behind:
                self._prune()
        except StoreError as error:
            log.warning("store: not indexed yet: %s", error)
            self._is_behind = False
        return self._is_behind

    def _prune(self) -> None:
        pruned = self._store.prune(self._budget, self._now())
        if pruned:
            log.info("store: %d items pruned, the oldest and least important", pruned)
        elif self._store.used_bytes() > self._budget:
            log.warning("store: over its share of %d MB, and nothing may go", self._budget // 1_000_000)

    def recover(self, error: StoreError) -> bool:
        """Try to remove the cause of *error*; return whether anything could be done.

        After a StoreDamagedError or StoreDiskError, everything read from the store before is void: it may have been
        refilled from an older copy.
        """
        try:
            if isinstance(error, StoreFullError):
                return self._make_room()
            if isinstance(error, StoreDamagedError | StoreDiskError | StoreReadOnlyError):
                self._store.mend()
                return True
        except (StoreError, OSError) as also:
            log.error("store: %s", also)  # noqa: TRY400 - one line; it is tried again with the next refresh
        return False

    def correct_times(self) -> None:
        """Correct times that a clock running ahead wrote, once it is trusted and again whenever it was set back."""
        now = self._now()
        if now is None:
            return
        if self._last is None or now < self._last - _SET_BACK:
            try:
                count = self._store.correct_times(now)
            except StoreError as error:  # a full disk is no reason to ask nobody: it is tried again after the round
                log.warning("store: what a clock that ran ahead wrote is not put right yet: %s", error)
                self.recover(error)
                return
            if count:
                log.info("store: %d items and sources were seen by a clock that ran ahead: they are put right", count)
        self._last = now

    def _make_room(self) -> bool:
        released = self._reserve.free_reserve()
        for leftover in (connect.DAMAGED_COPY, f"{connect.DAMAGED_COPY}-wal"):
            with suppress(FileNotFoundError):
                (self._folder / leftover).unlink()
                released = True
        if released:
            self._store.checkpoint()
            log.warning("store: the disk is full: the reserve is used")
            return True
        return self._store.prune(self._store.used_bytes() * 9 // 10, self._now()) > 0

    def _check_media(self) -> None:
        broken = self._media.broken(self._store.media.records())
        if broken:
            log.warning("media: %d files are missing or damaged: they are got again", len(broken))
            self._store.media.add(broken)
