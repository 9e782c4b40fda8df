"""Newest time that a kiosk knows to be past: no clock of it may say less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import StoreError
from content_cache.model.sources import Source
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.core.build import OLDEST, build_date


def clock_floor(data: Path, sources: Sequence[Source]) -> datetime | None:
    """Return the newest of the times that are known to be past, or None where none is known.

    One is the program's build. Others are in the store in *data*: when an office signed an edition of one of *sources*, and
    when a person or a host's clock confirmed the time. Without a confirmed time, when a source was last heard from counts
    instead.
    """
    asked, issued, certain = _known_times(data, sources)
    return newest_of(build_date(), (*(certain if any(certain) else asked), *issued))


def last_refresh(data: Path, sources: Sequence[Source]) -> datetime | None:
    """Return when one of *sources* was last heard from; None if never."""
    return max((time for time in _known_times(data, sources)[0] if time is not None), default=None)


def newest_of(built: datetime | None, seen: Iterable[datetime | None]) -> datetime | None:
    """Return the newest of the known times in *seen* and *built*; None where none is known.

    A time later than *built* by more than a kiosk's age (`OLDEST`) was written while an unattended clock ran ahead. It
    is ignored, or it would be the floor for ever.
    """
    known = [time for time in seen if time is not None and (built is None or time <= built + OLDEST)]
    return max([*known, built] if built else known, default=None)


_Times = list[datetime | None]


def _known_times(data: Path, sources: Sequence[Source]) -> tuple[_Times, _Times, _Times]:
    """Return when each source was last heard from, when the newest edition of each was signed, and which times were certain.

    Sources that were taken out of the settings do not count: one asked while the clock ran ahead would never be put
    right.
    """
    if not (data / STORE).exists():
        return [], [], []  # do not create a store just to read it: the image's edition is installed where there is none
    try:
        with Store.open(data, read_only=True) as store:
            asked = {record.name: record.last_success for record in store.sources()}
            issued = [store.edition(source.name).issued for source in sources if source.keys]
            certain = [store.vouched(), store.newest_vouched_time()]
    except StoreError:
        return [], [], []  # nothing was ever refreshed here
    return [asked.get(source.name) for source in sources], issued, certain
