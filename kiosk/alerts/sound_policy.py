"""Policy of sounding alerts: which one comes next, with what sound, where and how loudly. Pure decisions.

| | sound | repeats while in force | quiet hours | outputs |
|---|---|---|---|---|
| awas | siren, voice | every minute until "Mengerti", then every 15 min | do not bind | horn and indoor, full volume |
| siaga | two chimes, voice | every 5 min, three times, then every 30 min | do not bind | horn and indoor |
| waspada | chime, voice | once, then at each read-out | bind | as scheduled read-outs |
| info | none | in the bulletin | bind | as scheduled read-outs |
| unchecked | two chimes, voice | once, three of them at most | bind | indoor |

An alarm that becomes less grave is told once, at once, with a chime: people who fled must hear it.
A drill sounds like waspada whatever it practises, and only by a trusted clock: it can wait, and nobody may take it for true.
An alert that comes late has no siren; one that had to wait here behind others has.
Nor has an alert beyond its host's limit (`siren_limit`).
The end is told once, as an end: never that it is safe.

`kiosk.alerts.ranking` decides which of several goes first, as on the screen.
`content_cache.alerts` decides which alerts concern the place, what they replace and how grave they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from msgspec import Struct
from msgspec.structs import replace

from content_cache.alerts import LATE_AFTER
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.alerts.ranking import AlertRank, ordered
from kiosk.alerts.rising import danger
from kiosk.core.clock import Moment, Trust
from kiosk.speech.utterance import Manner, Prelude, Priority, Where
from kiosk.state.alert_history import Sounded

END_TOLD_WITHIN = timedelta(hours=3)
"""Age up to which the end of an alert is still news; it may be older if the kiosk was off."""

AHEAD = timedelta(hours=1)
"""How long before it takes effect a warning is sounded: BMKG's nowcasts take effect when the rain begins."""

FULL_VOLUME = 100
_UNTIL_UNDERSTOOD, _UNDERSTOOD = timedelta(minutes=1), timedelta(minutes=15)
MOST_UNCHECKED = 3
"""Number of unchecked messages that are sounded while they are known: a sender of more is not heard more often."""

_ALARMS = (Severity.AWAS, Severity.SIAGA)
_AT_FIRST, _LATER, _AT_FIRST_TIMES = timedelta(minutes=5), timedelta(minutes=30), 3


class ArrivalWay(StrEnum):
    """Ways of arrival: LIVE came over the network since the kiosk was started; STORED was in the cache then, or
    came by a stick.
    """

    LIVE = "live"
    STORED = "stored"


class Raised(Struct, frozen=True, kw_only=True):
    """Alert that concerns this place. Times are aware.

    *id* names the message, *replaces* those that it updates: their soundings count for it. It holds from *started* (CAP
    effective, else sent) to *ends* (CAP expires; None where none is told); *ended*: it was cancelled. *arrived_at* is
    when it came, by this kiosk's clock, right or wrong. *may_alarm*: its source may raise alerts; from any other it is
    news, and never sounded. *unchecked*: nobody vouches for it. *host* sent it, if nobody signed it; *calm*: it has no
    siren, for its host has begun so many (`siren_limit`). *owner* brought it; *issued*: the issuer of its hazard did;
    *event* is its issuer's name of what happens. It has been due here since *due_since*; None where it is due only now.
    """

    id: str
    severity: Severity
    started: datetime
    arrived_at: datetime
    may_alarm: bool
    ends: datetime | None = None
    arrival: ArrivalWay = ArrivalWay.LIVE
    drill: bool = False
    ended: bool = False
    replaces: tuple[str, ...] = ()
    unchecked: bool = False
    hazard: Hazard = Hazard.OTHER
    host: str = ""
    calm: bool = False
    owner: str = ""
    issued: bool = False
    event: str = ""
    due_since: datetime | None = None


class AlertPhase(Enum):
    """Phase of an alert here and now."""

    NOT_YET = auto()
    SHOWN = auto()  # in force, or unknown; not to be sounded
    SOUNDED = auto()
    OVER = auto()


class Sounding(Struct, frozen=True):
    """One alert to sound. *age* is told first if the alert is late; *drill* is told in any case; *end* tells that it is over."""

    alert: str
    severity: Severity
    manner: Manner
    drill: bool = False
    end: bool = False
    age: timedelta | None = None


def alert_phase(alert: Raised, moment: Moment) -> AlertPhase:
    """Return the phase of *alert* by the clock and its trust (CONTRACTS.md, "Clock")."""
    if alert.ended or _is_over(alert, moment):
        return AlertPhase.OVER
    if moment.trust is Trust.TRUSTED and moment.now < alert.started - AHEAD:
        return AlertPhase.NOT_YET
    return AlertPhase.SOUNDED if _may_sound(alert, moment) else AlertPhase.SHOWN


def in_turn(due: Sequence[tuple[AlertRank, Sounding]], *, had_turn: Collection[str] = ()) -> list[Sounding]:
    """Return the *due* soundings in the order of `ranking.ordered`. Hosts that *had_turn* begin with the second turn."""
    return ordered(due, had_turn=had_turn)


def all_due(
    alerts: Iterable[Raised], moment: Moment, sounded: Mapping[str, Sounded], *, quiet: bool, volume: int
) -> list[tuple[AlertRank, Sounding]]:
    """Return all that is to be sounded now, each with its rank.

    Do not call this while something urgent is being said. *sounded* is what was sounded before (`kiosk.state.memory`).
    *quiet*: quiet hours or a prayer apply, False where the clock cannot say. *volume* is the settings' in percent: a
    visitor who turned it down silences no alert.
    """
    found = []
    alerts = tuple(alerts)
    enough = sum(alert.unchecked and alert.id in sounded for alert in alerts) >= MOST_UNCHECKED
    for alert in alerts:
        before = heard_before(alert, sounded)
        if alert.unchecked and (enough or before is not None):
            continue
        what = _due(alert, moment, before, quiet=quiet, volume=volume)
        if what is not None:
            found.append((claim_of(what, alert, before), what))
    return found


def claim_of(what: Sounding, alert: Raised, before: Sounded | None) -> AlertRank:
    """Return the rank of *alert*, whose sounding *what* is due.

    An update of a sounded warning counts as not sounded. *before* is its record.
    """
    new = before is None or before.alert != alert.id or _begins_anew(alert, before)
    claim = _claim(alert, after=(what.end, alert.unchecked, what.manner.priority is not Priority.URGENT))
    calm = what.severity is Severity.AWAS and what.manner.prelude is not Prelude.SIREN
    return replace(claim, calm=calm, heard=0.0 if new or before is None else before.last.timestamp())


def _claim(alert: Raised, *, after: tuple[bool, ...]) -> AlertRank:
    return AlertRank(
        after=after,
        severity=alert.severity,
        danger=danger(alert.hazard, alert.event),
        host=alert.owner,
        issued=alert.issued,
        since=min(alert.started, alert.arrived_at).timestamp(),
    )


def told_at_readout(alerts: Iterable[Raised], moment: Moment, *, bulletin: bool) -> list[Raised]:
    """Return the alerts to announce at the beginning of a read-out, in the order of the screen.

    Those from waspada up belong to each read-out, info only to the *bulletin*. Unchecked ones are left out, because a
    read-out goes out by the horn.
    """
    told = [
        (_claim(alert, after=(alert.severity not in _ALARMS,)), alert)
        for alert in alerts
        if not alert.unchecked
        and alert_phase(alert, moment) is AlertPhase.SOUNDED
        and (bulletin or alert.severity is not Severity.INFO)
    ]
    return ordered(told)


def noted(what: Sounding, alert: Raised, sounded: Mapping[str, Sounded], at: datetime) -> Sounded:
    """Return the record to store when *what* begins to sound for *alert*. One that became graver begins a new record."""
    before = heard_before(alert, sounded)
    if what.end and before is not None:
        return replace(before, last=at, end_told=True)
    if before is None or _begins_anew(alert, before):
        return Sounded(alert.id, what.severity, first=min(alert.due_since or at, at), last=at)
    return replace(before, alert=alert.id, severity=what.severity, last=at, times=before.times + 1)


def is_news(what: Sounding, alert: Raised, sounded: Mapping[str, Sounded]) -> bool:
    """Return whether *what* is an alarm that has not sounded, or not at its severity.

    Repetitions, updates of a known alarm and ends are none.
    """
    before = heard_before(alert, sounded)
    alarm = what.severity in _ALARMS and what.manner.priority is Priority.URGENT and not what.end
    return alarm and (before is None or _begins_anew(alert, before))


def is_begun_anew(what: Sounding, alert: Raised, sounded: Mapping[str, Sounded]) -> bool:
    """Return whether *what* has a siren that is no repetition: nobody has heard the alert at its severity, or it
    was acknowledged before this update.
    """
    if what.manner.prelude is not Prelude.SIREN:
        return False
    before = heard_before(alert, sounded)
    updated = before is not None and before.alert != alert.id and before.understood is not None
    return updated or is_news(what, alert, sounded)


def understood(before: Sounded, at: datetime) -> Sounded:
    """Return the record *before*, marked as acknowledged at *at*."""
    return replace(before, understood=at)


def _is_over(alert: Raised, moment: Moment) -> bool:
    if alert.ends is None:
        return False
    known = moment.expired_at
    if known is not None and alert.ends <= known:
        return True
    # a wrong clock still measures how long ago an alert came in: no siren may go on for ever
    measured = moment.trust is not Trust.TRUSTED and alert.arrival is ArrivalWay.LIVE
    return measured and moment.now - alert.arrived_at >= alert.ends - alert.started > timedelta()


def _may_sound(alert: Raised, moment: Moment) -> bool:
    if not alert.may_alarm:
        return False
    return moment.trust is Trust.TRUSTED or (alert.arrival is ArrivalWay.LIVE and not alert.drill)


def names_of(alert: Raised) -> tuple[str, ...]:
    """Return the name of *alert* and the names of the alerts that it updates."""
    return alert.id, *alert.replaces


def heard_before(alert: Raised, sounded: Mapping[str, Sounded]) -> Sounded | None:
    """Return the record of *alert*, else the latest record of those that it replaces."""
    own = sounded.get(alert.id)
    replaced = (sounded[name] for name in alert.replaces if name in sounded)
    return own if own is not None else max(replaced, key=lambda each: each.last, default=None)


def _due(alert: Raised, moment: Moment, before: Sounded | None, *, quiet: bool, volume: int) -> Sounding | None:
    eased = before is not None and _is_eased(alert, before)
    if quiet and _waits_for_quiet(alert) and not eased:
        return None
    as_heard = replace(alert, severity=Severity(before.severity)) if before is not None and eased else alert
    match alert_phase(alert, moment):
        case AlertPhase.SOUNDED if eased:
            manner = replace(_manner(as_heard, volume), prelude=Prelude.CHIME)
            return Sounding(alert.id, alert.severity, manner)
        case AlertPhase.SOUNDED if _is_due(alert, moment, before):
            return _alarm(alert, moment, before, volume)
        case AlertPhase.OVER if before is not None and _end_is_news(alert, moment, before):
            manner = replace(_manner(alert, volume), prelude=Prelude.CHIME)
            return Sounding(alert.id, alert.severity, manner, drill=alert.drill, end=True)
        case _:
            return None


def _is_due(alert: Raised, moment: Moment, before: Sounded | None) -> bool:
    if alert.severity is Severity.INFO:
        return False
    if before is None or _begins_anew(alert, before):
        return True
    pause = _pause(alert, before)
    if pause is None:
        return False
    # an update says something new; after a clock was set back the pause is unknown: rather once too often
    return before.alert != alert.id or not timedelta() <= moment.now - before.last < pause


def _begins_anew(alert: Raised, before: Sounded) -> bool:
    """Return whether the alert became graver than its record, or is in force again after its end was told."""
    return before.end_told or alert.severity.rank < Severity(before.severity).rank


def _is_eased(alert: Raised, before: Sounded) -> bool:
    """Return whether the alert was an alarm when it was sounded, and is none any more, though it holds."""
    other = alert.drill or alert.unchecked
    return not (is_alarm(alert) or other or before.end_told) and Severity(before.severity) in _ALARMS


def is_alarm(alert: Raised) -> bool:
    """Return whether *alert* is an alarm: real, checked and grave enough to sound at once at any hour."""
    return alert.severity in _ALARMS and not (alert.drill or alert.unchecked)


def _pause(alert: Raised, before: Sounded) -> timedelta | None:
    """Return the time from one sounding of *alert* to the next; `None` if it sounds only once."""
    if alert.drill:
        return None
    match alert.severity:
        case Severity.AWAS if not alert.calm:
            return _UNTIL_UNDERSTOOD if before.understood is None else _UNDERSTOOD
        case Severity.AWAS | Severity.SIAGA:
            return _AT_FIRST if before.times <= _AT_FIRST_TIMES else _LATER
        case _:
            return None


def _alarm(alert: Raised, moment: Moment, before: Sounded | None, volume: int) -> Sounding:
    first = before is None or _begins_anew(alert, before)
    heard_first = min(alert.due_since or moment.now, moment.now) if first or before is None else before.first
    late = moment.trust is Trust.TRUSTED and heard_first - alert.started >= LATE_AFTER
    manner = _manner(alert, volume)
    if late and manner.prelude is Prelude.SIREN:
        manner = replace(manner, prelude=Prelude.TWO_CHIMES)
    told_late = late or (moment.trust is Trust.TRUSTED and first and moment.now - alert.started >= LATE_AFTER)
    age = moment.now - alert.started if told_late else None
    return Sounding(alert.id, alert.severity, manner, drill=alert.drill, age=age)


def _manner(alert: Raised, volume: int) -> Manner:
    if alert.unchecked:
        return Manner(Priority.SCHEDULED, Where.INDOOR, Prelude.TWO_CHIMES, volume)
    if _waits_for_quiet(alert):
        return Manner(Priority.SCHEDULED, Where.HORN, Prelude.CHIME, volume)
    if alert.severity is Severity.AWAS:
        return Manner(Priority.URGENT, Where.BOTH, Prelude.TWO_CHIMES if alert.calm else Prelude.SIREN, FULL_VOLUME)
    return Manner(Priority.URGENT, Where.BOTH, Prelude.TWO_CHIMES, volume)


def _waits_for_quiet(alert: Raised) -> bool:
    """Return whether *alert* respects quiet hours and sounds only where scheduled read-outs do."""
    return alert.drill or alert.unchecked or alert.severity in (Severity.WASPADA, Severity.INFO)


def _end_is_news(alert: Raised, moment: Moment, before: Sounded) -> bool:
    if before.end_told or not _may_sound(alert, moment):
        return False
    return moment.trust is not Trust.TRUSTED or alert.ends is None or moment.now - alert.ends < END_TOLD_WITHIN
