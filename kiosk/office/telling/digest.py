"""Decisions about what one recipient is told, and when: each event once, many in one letter, and that it is well again. Pure.

Events are gathered for some minutes, and letters keep an hour's distance, so that 200 kiosks behind one tower make a few letters.
A warning that waits for its second person goes at once. An event counts as over when it has not stood for an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from content_cache.model.problems import Problem
from kiosk.office.base.back_off import back_off
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.events import OfficeEvent, OfficeState

GATHERS = timedelta(minutes=5)
RESTS = timedelta(hours=1)
SETTLES = timedelta(hours=1)
FIRST_AGAIN, MOST_AGAIN = timedelta(seconds=30), timedelta(hours=1)
_WITHOUT_END = (TellKind.RELEASE, TellKind.QUESTIONS)
_OF_KIOSKS = (TellKind.SILENT, TellKind.CARD, TellKind.SOUND)


class FollowedEvent(Struct):
    """Event since it *began* to stand; *over* is when it was first missed."""

    event: OfficeEvent
    began: datetime
    told: bool = False
    over: datetime | None = None


class RecipientState(Struct):
    """Memory of what one recipient was told. *sent* is the time of the last letter, *again* of the next try after *tries* failures,
    *problem* why the last one failed."""

    events: dict[str, FollowedEvent] = msgspec.field(default_factory=dict)
    sent: datetime | None = None
    again: datetime | None = None
    tries: int = 0
    problem: Problem | None = None


class Digest(Struct, frozen=True):
    """Content of one letter: events that began, and those that are over."""

    new: tuple[OfficeEvent, ...]
    well: tuple[OfficeEvent, ...] = ()

    @property
    def urgent(self) -> bool:
        return any(each.kind is TellKind.RELEASE for each in self.new)


def follow(state: RecipientState, standing: OfficeState, kinds: tuple[TellKind, ...], now: datetime) -> bool:
    """Bring *state* up to what stands; return whether anything changed. What was never told and is over is forgotten, as are kiosks
    that are gone; of kiosks that cannot be known of now nothing changes."""
    events, changed = state.events, False
    for key, event in standing.events.items():
        known = events.get(key)
        if known is None and event.kind in kinds and not (standing.warms_up and event.kind is TellKind.SILENT):
            events[key] = FollowedEvent(event, now)
            changed = True
            if event.kind is TellKind.RELEASE:  # waits for no back-off of another letter
                state.again, state.tries = None, 0
        elif known is not None:
            changed |= known.over is not None
            known.event, known.over = event, None
    for key in [key for key in events if key not in standing.events]:
        followed = events[key]
        kind = followed.event.kind
        if kind in _OF_KIOSKS and standing.kiosks is None:
            continue
        gone = kind in _OF_KIOSKS and standing.kiosks is not None and followed.event.id not in standing.kiosks
        if gone or not followed.told or kind in _WITHOUT_END or kind not in kinds:
            del events[key]
            changed = True
        elif followed.over is None:
            followed.over = now
            changed = True
    return changed


def due(state: RecipientState, now: datetime) -> Digest | None:
    """Return what is to be told now, or `None`."""
    new = [each for each in state.events.values() if not each.told]
    well = [each for each in state.events.values() if each.over is not None and now - each.over >= SETTLES]
    if not new and not well:
        return None
    digest = Digest(tuple(each.event for each in new), tuple(each.event for each in well))
    if state.again is not None and now < state.again <= now + MOST_AGAIN:
        return None
    if digest.urgent:
        return digest
    first = min([*(each.began + GATHERS for each in new), *(each.over for each in well if each.over is not None)])
    rested = state.sent is None or not timedelta(0) <= now - state.sent < RESTS
    return digest if now >= first and rested else None


def told(state: RecipientState, digest: Digest, now: datetime) -> None:
    """Note that *digest* was taken."""
    for event in digest.new:
        if event.key in state.events:
            state.events[event.key].told = True
    for event in digest.well:
        state.events.pop(event.key, None)
    state.sent, state.again, state.tries, state.problem = now, None, 0, None


def failed(state: RecipientState, problem: Problem, now: datetime) -> None:
    """Note that a letter was not taken: it is tried again, later each time."""
    state.tries += 1
    state.again = now + back_off(FIRST_AGAIN, state.tries, MOST_AGAIN)
    state.problem = problem
