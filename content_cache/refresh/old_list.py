"""A list of warnings that is older than one that came before takes nothing back. Pure.

One file of BMKG's lies behind several caches, and what is asked next may be minutes older: its first reckoning, "Tidak berpotensi
tsunami", came after the tsunami. So such a list neither changes nor withdraws what is stored, nor does it bring another form of an
earthquake that is known. It may still raise a warning: that a list is old is often a guess, by clocks of others, and none of them
may silence a siren. Only where the publisher itself dates both lists, a minute apart at least, and by no time that is still to
come, is an old alarm not raised again, of what a newer list had made less of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from content_cache.alerts.revised import is_same_quake
from content_cache.model.changes import Changes
from content_cache.model.items import Alert, Item
from content_cache.model.list_age import AHEAD, ListAge
from content_cache.model.vocabulary import Hazard

_APART = 60  # seconds: two machines of one publisher do not date a file alike
_REVISED = timedelta(seconds=15)  # an earthquake that is reckoned anew may have begun earlier


def held_back(
    changes: Changes,
    items: Iterable[Item],
    stored: Sequence[Alert],
    came: ListAge,
    known: ListAge,
    now: datetime | None,
) -> tuple[Changes, ListAge | None, bool]:
    """Compare a list with the source's *stored* alerts; return (changes, age to store, whether the list is old).

    *known* is the age of the newest earlier list. *now* is a trusted clock's, or None.

    If the publisher does not date both lists, the newest earthquake decides: a list that lacks it is old, whatever Date a
    cache wrote. So an all-clear without Last-Modified waits for the next earthquake or for the warning's end. A tsunami
    warning that stays for hours is better than one that a cache took back.
    """
    if now is not None and known.is_ahead(now):
        known = ListAge()
    if came.modified and known.modified and came.modified != known.modified:
        old = came.modified < known.modified
    else:
        old = came.precedes(known) or _lacks_newest(items, stored, now)
    if not old:
        return _without_silence(changes, stored), _remembered(came, known, now), False
    surely = now is not None and 0 < came.modified <= known.modified - _APART
    return _without_old_words(changes, stored, surely=surely), None, True


def _remembered(came: ListAge, known: ListAge, now: datetime | None) -> ListAge:
    """Return the list's age to store.

    A list dated slightly ahead of our clock counts as of its arrival, so that a later one is newer. One dated far ahead
    says nothing. *now* is None while the clock is not trusted.
    """
    if now is None:
        return came.newer(known)
    return known if came.is_ahead(now) else came.newer(known).until(now)


def _lacks_newest(items: Iterable[Item], stored: Iterable[Alert], now: datetime | None) -> bool:
    newest, known = _newest_earthquake(items, None), _newest_earthquake(stored, now)
    return newest is not None and known is not None and newest < known - _REVISED


def _newest_earthquake(items: Iterable[Item], now: datetime | None) -> datetime | None:
    """Return the time of the newest earthquake in *items*, or None. Earthquakes dated in the future are ignored."""
    times = (item.published for item in items if isinstance(item, Alert) and item.magnitude > 0.0 and item.published)
    return max((time for time in times if now is None or time <= now + AHEAD), default=None)


def _without_silence(changes: Changes, stored: Iterable[Alert]) -> Changes:
    """Return *changes* without new forms of a tsunami warning that do not mention the tsunami (see
    `content_cache.alerts.revised`).

    Such a form may come from a file that is just being written.
    """
    waves = {each.id for each in stored if each.magnitude > 0.0 and each.hazard is Hazard.TSUNAMI}
    said = [
        item
        for item in changes.altered
        if item.id not in waves or not isinstance(item, Alert) or "tsunami" in item.potential.casefold()
    ]
    return changes if len(said) == len(changes.altered) else replace(changes, altered=tuple(said))


def _without_old_words(changes: Changes, stored: Iterable[Alert], *, surely: bool) -> Changes:
    known = {alert.id: alert for alert in stored}
    altered = [
        item
        for item in changes.altered
        if not isinstance(item, Alert) or _raises(item, known.get(item.id), surely=surely)
    ]
    added = [
        item for item in changes.added if not isinstance(item, Alert) or _is_new(item, known.values(), surely=surely)
    ]
    return replace(changes, added=tuple(added), altered=tuple(altered), withdrawn=())


def _is_new(alert: Alert, known: Iterable[Alert], *, surely: bool) -> bool:
    forms = [each for each in known if is_same_quake(alert, each)]
    last = max(forms, key=lambda each: each.seen_first.timestamp() if each.seen_first else 0.0, default=None)
    return last is None or _raises(alert, last, surely=surely)


def _raises(alert: Alert, stored: Alert | None, *, surely: bool) -> bool:
    if stored is None or surely:
        return stored is None
    wave = alert.hazard is Hazard.TSUNAMI and stored.hazard is not Hazard.TSUNAMI
    return wave or alert.severity.rank < stored.severity.rank
