"""Read-outs that the kiosk makes unasked, and when: the settings' schedule, and new announcements. Pure decisions.

Nothing is read out unasked while the clock is not trusted (CONTRACTS.md, "Clock"), nor while it is quiet. Only an alert
of a source that may raise one breaks the quiet (`kiosk.alerts.sound_policy`): an announcement does not, whatever its
priority.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from content_cache.model.items import Item
from kiosk.broadcast.quiet_hours import Quiet
from kiosk.core.clock import Moment
from kiosk.settings import ReadoutSettings

CATCH_UP = timedelta(minutes=30)
"""How much time without quiet may pass until a read-out that missed its time (a power cut, a prayer) is dropped."""

IMPORTANT = 2
"""From this priority an announcement is read out when it comes, not only in the bulletin."""

NEWS_IS_NEW_FOR = timedelta(hours=24)


def due_readout(
    readouts: Sequence[ReadoutSettings], moment: Moment, quiet: Quiet, done: Callable[[ReadoutSettings], bool]
) -> ReadoutSettings | None:
    """Return the scheduled read-out to make now, or `None`.

    *done* tells whether one was made today. One that falls into a quiet time is made after it, on the same day, such
    as the bulletin of six o'clock after maghrib.
    """
    if not moment.relative or quiet.end_of_quiet(moment.now) is not None:
        return None
    for readout in readouts:
        at = datetime.combine(moment.now.date(), readout.at, moment.now.tzinfo)
        is_due = moment.now.weekday() in readout.days and at <= moment.now
        if is_due and quiet.loud_time(at, moment.now) < CATCH_UP and not done(readout):
            return readout
    return None


def due_announcement(
    items: Iterable[Item], moment: Moment, quiet: Quiet, announced: Callable[[Item], bool]
) -> Item | None:
    """Return the most important announcement of the last 24 hours that was not read out yet, or `None`.

    In a quiet time there is none: it waits until that ends.
    """
    if not moment.relative or quiet.end_of_quiet(moment.now) is not None:
        return None
    waiting = (
        item
        for item in items
        if item.priority >= IMPORTANT
        and item.shown_first is not None
        and moment.now - item.shown_first < NEWS_IS_NEW_FOR
        and not announced(item)
    )
    return max(waiting, key=lambda item: item.priority, default=None)
