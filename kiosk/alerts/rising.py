"""Comparison of a warning's newer form with the form that is being said: whether it says something graver. Pure.

A warning is said to its end, or nobody would hear the end of one that is updated every few seconds. Only an update that
makes people do more than they were told is said at once: a graver severity, a wave, a hazard from which people go, the
word to leave. Each can rise once: a warning that goes back and forth interrupts no more often.
"""

from __future__ import annotations

import re

from content_cache.model.vocabulary import Hazard
from kiosk.alerts.steps import AWAY_FROM
from kiosk.content.views.shown import AlertView

_SUDDEN = (Hazard.QUAKE, Hazard.LANDSLIDE)
_FLASH = re.compile(r"\bbandang\b|\bflash\b", re.IGNORECASE)
_LEAVE = re.compile(
    r"\b(?:di)?(?:evakuasi|evakuasikan|ungsikan)\b|\b(?:me)?ngungsi\w*|\btinggalkan\b|\bevacuat\w*|\bleave\b",
    re.IGNORECASE,
)


def is_graver(now: AlertView, said: AlertView) -> bool:
    """Return whether the newer form *now* is graver than *said*, so that it must be said before *said* has ended."""
    return (
        now.severity.rank < said.severity.rank
        or danger(now.hazard, now.event) > danger(said.hazard, said.event)
        or (_says_leave(now) and not _says_leave(said))
    )


def danger(hazard: Hazard, event: str = "") -> int:
    """Return how little time *hazard* leaves: 3 for a tsunami, 2 for minutes, 1 for a hazard from which people leave,
    0 for others.

    *event* is the issuer's name of it, which tells a flash flood from a slow one.
    """
    if hazard is Hazard.TSUNAMI:
        return 3
    if hazard in _SUDDEN or (hazard is Hazard.FLOOD and _FLASH.search(event)):
        return 2
    return 1 if hazard in AWAY_FROM else 0


def _says_leave(alert: AlertView) -> bool:
    return any(_LEAVE.search(text) for text in (alert.event, alert.said, alert.speech))
