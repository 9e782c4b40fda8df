"""The newest time that a kiosk knows to be past: no clock of it may say less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import StoreError
from content_cache.model.items import Source
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.core.build import OLDEST, build_date


def clock_floor(data: Path, sources: Sequence[Source]) -> datetime | None:
    """The program's build, when `sources` that the store in `data` still has were asked last while somebody vouched for the clock,
    or while a host's clock said that this time had come (where neither ever was, when they were asked last), or when an office
    signed what came from there; the newest of them, None where nothing is known."""
    asked, issued, certain = _seen(data, sources)
    return newest_of(build_date(), (*(certain if any(certain) else asked), *issued))


def last_refresh(data: Path, sources: Sequence[Source]) -> datetime | None:
    """When one of `sources` was last heard from; None if never."""
    return max((time for time in _seen(data, sources)[0] if time is not None), default=None)


def newest_of(built: datetime | None, seen: Iterable[datetime | None]) -> datetime | None:
    """The newest time of those that are known; None where none is.

    What lies further after the build than a kiosk can be old was written while a clock ran ahead that nobody kept: it counts for
    nothing, or it would be the floor for ever.
    """
    known = [time for time in seen if time is not None and (built is None or time <= built + OLDEST)]
    return max([*known, built] if built else known, default=None)


_Times = list[datetime | None]


def _seen(data: Path, sources: Sequence[Source]) -> tuple[_Times, _Times, _Times]:
    """When each source was last heard from, when the newest edition of each was signed, and what times were certain.

    Not of sources that were taken out of the settings: one that was asked while the clock ran ahead would never be put right.
    """
    if not (data / STORE).exists():
        return [], [], []  # and none is made for a look: the image's edition is laid where there is none
    try:
        with Store.open(data, read_only=True) as store:
            asked = {record.name: record.last_success for record in store.sources()}
            issued = [store.edition(source.name).issued for source in sources if source.keys]
            certain = [store.vouched(), store.heard()]
    except StoreError:
        return [], [], []  # nothing was ever refreshed here
    return [asked.get(source.name) for source in sources], issued, certain
