"""An earthquake that its issuer has reckoned anew: the same one, a second earlier or some kilometres further. Pure.

BMKG names an earthquake by its time, and its first time is that of a machine: what it says minutes later has another name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from content_cache.alerts.area import distance_km
from content_cache.alerts.shapes import point
from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard

_SECONDS, _KILOMETRES, _MAGNITUDES = 15.0, 100.0, 1.0
"""Largest differences between two reports of one earthquake; nobody reports an aftershock so soon."""


def with_revisions(alerts: Iterable[Alert]) -> list[Alert]:
    """Return *alerts* with each later report of the same earthquake turned into an update of the earlier one."""
    every = list(alerts)
    quakes = [alert for alert in every if alert.magnitude > 0.0 and alert.published and alert.seen_first]
    if len(quakes) < 2:
        return every
    return [_revision(alert, quakes) if alert.magnitude > 0.0 else alert for alert in every]


def _revision(alert: Alert, quakes: Iterable[Alert]) -> Alert:
    older = [each for each in quakes if _is_newer_form(alert, each)]
    if not older:
        return alert
    # sent no earlier than what it replaces, though it happened earlier
    published = max(filter(None, (each.published for each in (alert, *older))))
    references = (*(each.key for each in older), *alert.references)
    return replace(alert, message="Update", published=published, references=references)


def _is_newer_form(new: Alert, old: Alert) -> bool:
    if new.key == old.key or new.sender != old.sender or new.drill != old.drill:
        return False
    if not (new.published and old.published and new.seen_first and old.seen_first and old.seen_first < new.seen_first):
        return False
    # BMKG's list of what was felt says nothing of a wave: it takes none back. Nor does another list, which may be minutes behind
    denies = new.source == old.source and "tsunami" in new.potential.casefold()
    if old.hazard is Hazard.TSUNAMI and new.hazard is not Hazard.TSUNAMI and not denies:
        return False
    return is_same_quake(new, old)


def is_same_quake(one: Alert, other: Alert) -> bool:
    """Return whether both alerts report the same earthquake: about the same time, magnitude and epicentre."""
    here, there = point(one.epicentre), point(other.epicentre)
    return (
        one.published is not None
        and other.published is not None
        and min(one.magnitude, other.magnitude) > 0.0
        and abs(one.published - other.published) <= timedelta(seconds=_SECONDS)
        and abs(one.magnitude - other.magnitude) <= _MAGNITUDES
        and here is not None
        and there is not None
        and distance_km(here, there) <= _KILOMETRES
    )
