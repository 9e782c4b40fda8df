"""What is read out by itself, and when: the settings' schedule, quiet hours, and announcements that are new. Pure decisions.

Nothing is read out by itself while the clock is not trusted (design/contracts, "Clock", scheduled read-outs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta

from content_cache.items import Item
from kiosk.clock import Moment
from kiosk.settings import Readout
from kiosk.values import Hours

CATCH_UP = timedelta(minutes=30)
"""A read-out missed by a power cut is still made this long after its time."""

IMPORTANT = 2
"""From this priority an announcement is read out when it comes, not only in the bulletin."""

NEWS_IS_NEW_FOR = timedelta(hours=24)


def is_quiet(now: time, quiet_hours: Iterable[Hours]) -> bool:
    """Does `now` fall into one of the spans? A span may run over midnight; its end is no longer quiet."""
    return any(start <= now < end if start <= end else now >= start or now < end for start, end in quiet_hours)


def due_readout(
    readouts: Sequence[Readout], moment: Moment, quiet_hours: Iterable[Hours], done: Callable[[Readout], bool]
) -> Readout | None:
    """The scheduled read-out to make now, if any. `done` tells whether one was made today."""
    if not moment.relative or is_quiet(moment.now.time(), quiet_hours):
        return None
    for readout in readouts:
        at = datetime.combine(moment.now.date(), readout.at, moment.now.tzinfo)
        if moment.now.weekday() in readout.days and timedelta() <= moment.now - at < CATCH_UP and not done(readout):
            return readout
    return None


def due_announcement(
    items: Iterable[Item], moment: Moment, quiet_hours: Iterable[Hours], announced: Callable[[Item], bool]
) -> Item | None:
    """The important announcement that came in the last 24 hours and was not yet read out; the most important first.

    In quiet hours there is none: it waits until they end.
    """
    if not moment.relative or is_quiet(moment.now.time(), quiet_hours):
        return None
    waiting = (
        item
        for item in items
        if item.priority >= IMPORTANT
        and item.seen_first is not None
        and moment.now - item.seen_first < NEWS_IS_NEW_FOR
        and not announced(item)
    )
    return max(waiting, key=lambda item: item.priority, default=None)
