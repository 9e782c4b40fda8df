"""Decisions what one recipient is told, and when: each event once, many in one letter, and its end. Pure.

Events are gathered for some minutes, and letters are at least an hour apart, so that 200 kiosks behind one tower make a
few letters. Letters about questions are at least six hours apart. A warning that awaits its second person is told at
once. An event is over when it has been absent for an hour; an event of a kiosk only once that kiosk has reported
since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import Problem
from kiosk.office.base.back_off import back_off
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.events import OfficeEvent, OfficeState

GATHERS = timedelta(minutes=5)
RESTS = timedelta(hours=1)
SETTLES = timedelta(hours=1)
QUESTIONS_REST = timedelta(hours=6)
FIRST_AGAIN, MOST_AGAIN = timedelta(seconds=30), timedelta(hours=1)
_WITHOUT_END = (TellKind.RELEASE, TellKind.QUESTIONS)
_OF_KIOSKS = (TellKind.SILENT, TellKind.CARD, TellKind.SOUND)

Aware = Annotated[datetime, msgspec.Meta(tz=True)]


class FollowedEvent(Struct):
    """Event that *began* at a time; *over* is when it was first missed."""

    event: OfficeEvent
    began: Aware
    told: bool = False
    over: Aware | None = None


class RecipientState(Struct):
    """State of one recipient. *sent* is the time of the last letter, *questioned* that of the last one about questions.
    *failed* is the time of the last of *tries* failures, *problem* its reason, *again* the time of the next try."""

    events: dict[str, FollowedEvent] = msgspec.field(default_factory=dict)
    sent: Aware | None = None
    questioned: Aware | None = None
    failed: Aware | None = None
    again: Aware | None = None
    tries: int = 0
    problem: Problem | None = None


class Digest(Struct, frozen=True):
    """Content of one letter: events that began, and events that were told and are over."""

    new: tuple[OfficeEvent, ...]
    recovered: tuple[OfficeEvent, ...] = ()

    @property
    def urgent(self) -> bool:
        return any(each.kind is TellKind.RELEASE for each in self.new)


def follow(state: RecipientState, standing: OfficeState, kinds: tuple[TellKind, ...], now: datetime) -> bool:
    """Update *state* by the events that are *standing*, and return whether anything changed. Events that were never
    told and are over are forgotten, and so are removed kiosks. Events of kiosks whose state is unknown now stay."""
    changed = _forget_future(state, now)
    changed |= _begin(state, standing, kinds, now)
    for key in [key for key in state.events if key not in standing.events]:
        changed |= _end(state, standing, kinds, key, now)
    return changed


def _begin(state: RecipientState, standing: OfficeState, kinds: tuple[TellKind, ...], now: datetime) -> bool:
    events, changed = state.events, False
    for key, event in standing.events.items():
        known = events.get(key)
        if known is None and event.kind in kinds and not (standing.warms_up and event.kind is TellKind.SILENT):
            events[key] = FollowedEvent(event, now)
            changed = True
            if event.kind is TellKind.RELEASE:  # it does not wait for the back-off of another letter
                state.again, state.tries = None, 0
        elif known is not None:
            changed |= known.over is not None
            known.event, known.over = event, None
    return changed


def _end(state: RecipientState, standing: OfficeState, kinds: tuple[TellKind, ...], key: str, now: datetime) -> bool:
    """Note that the event *key* is absent now. Return whether anything changed."""
    followed = state.events[key]
    kind, at = followed.event.kind, followed.event.at
    if not standing.known and kind is not TellKind.RELEASE:
        return False
    forgotten = not followed.told or kind in _WITHOUT_END or kind not in kinds
    if kind in _OF_KIOSKS:
        if standing.kiosks is None and not (kind is TellKind.SILENT and not followed.told):
            return False
        kiosk = (standing.kiosks or {}).get(followed.event.id)
        word = _word(kind, kiosk) if kiosk is not None else None
        forgotten |= kiosk is None
        if not forgotten and followed.over is None and not _is_later(word, at):
            return False  # the kiosk itself has not reported since
        at = word
    if forgotten:
        del state.events[key]
    elif followed.over is None:
        followed.event, followed.over = replace(followed.event, at=at), now
    else:
        return False
    return True


def due(state: RecipientState, now: datetime) -> Digest | None:
    """Return the events to tell now, or `None` if nothing is due."""
    new = [each for each in state.events.values() if not each.told]
    recovered = [each for each in state.events.values() if each.over is not None and now - each.over >= SETTLES]
    if not new and not recovered:
        return None
    digest = Digest(tuple(each.event for each in new), tuple(each.event for each in recovered))
    if state.again is not None and now < state.again:
        return None
    if digest.urgent:
        return digest
    rested = state.sent is None or now - state.sent >= RESTS
    return digest if rested and (recovered or any(_ripe_at(each, state) <= now for each in new)) else None


def mark_sent(state: RecipientState, digest: Digest, now: datetime) -> None:
    """Note that the letter with *digest* was delivered at *now*."""
    for event in digest.new:
        if event.event_key in state.events:
            state.events[event.event_key].told = True
        if event.kind is TellKind.QUESTIONS:
            state.questioned = now
    for event in digest.recovered:
        state.events.pop(event.event_key, None)
    state.sent, state.failed, state.again, state.tries, state.problem = now, None, None, 0, None


def mark_failed(state: RecipientState, problem: Problem, now: datetime) -> None:
    """Note that a letter failed. It is tried again, after a longer pause each time."""
    state.tries += 1
    state.failed, state.again = now, now + back_off(FIRST_AGAIN, state.tries, MOST_AGAIN)
    state.problem = problem


def _forget_future(state: RecipientState, now: datetime) -> bool:
    """Reset times that lie ahead of *now*, as after a clock that was set back. Return whether there were any."""
    moments = [state.sent, state.questioned, state.failed]
    for each in state.events.values():
        moments += [each.began, each.over]
    ahead = any(moment is not None and moment > now for moment in moments)
    if not ahead and (state.again is None or state.again <= now + MOST_AGAIN):
        return False
    for each in state.events.values():
        each.began, each.over = min(each.began, now), _at_most(each.over, now)
    state.sent, state.questioned = _at_most(state.sent, now), _at_most(state.questioned, now)
    state.failed, state.again = _at_most(state.failed, now), _at_most(state.again, now + MOST_AGAIN)
    return True


def _at_most(moment: datetime | None, latest: datetime) -> datetime | None:
    return None if moment is None else min(moment, latest)


def _ripe_at(followed: FollowedEvent, state: RecipientState) -> datetime:
    """Return when *followed* may be told, after a pause in which further events are gathered."""
    ripe = followed.began + GATHERS
    if followed.event.kind is TellKind.QUESTIONS and state.questioned is not None:
        return max(ripe, state.questioned + QUESTIONS_REST)
    return ripe


def _word(kind: TellKind, kiosk: FleetKiosk) -> datetime | None:
    """Return when *kiosk* was heard of last; for a fault of its parts, when it last reported about them."""
    return kiosk.seen if kind is TellKind.SILENT else kiosk.told


def _is_later(word: datetime | None, than: datetime | None) -> bool:
    return word is not None and (than is None or word > than)
