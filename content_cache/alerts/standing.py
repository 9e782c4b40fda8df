"""Alerts in force at a place, and those that have just ended there. Pure.

An alert ends by its own time, or because its issuer takes it back (Cancel) or puts another in its place (Update). Who may end it is
its sender alone, by the source that brought it: anybody can write a sender's name. An exercise ends nothing that is true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from content_cache.alerts.place import Place, severity_here
from content_cache.alerts.revised import with_revisions
from content_cache.model.items import Alert, Wording
from content_cache.model.trust import SMS_SENDER, dated, is_ahead, is_unchecked
from content_cache.model.vocabulary import Severity, Verified

AHEAD = timedelta(hours=1)
"""Time before an alert takes effect at which it already counts: BMKG's nowcasts take effect only when the rain begins."""

ENDED_FOR = timedelta(hours=3)
"""Time for which an alert is shown as ended, for people who saw it and wait for that."""

LATE_AFTER = timedelta(minutes=15)
"""Age from which an alert says first that it came late (DESIGN.md, "Alert"), and has no siren, which would say "now"."""


Here = Callable[[Alert], Severity | None]
"""Function that returns an alert's severity at the place, or None if the alert does not concern it."""


class AlertState(StrEnum):
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Standing(Struct, frozen=True):
    """Alert at one place: its severity there, whether it is in force, and since when it is not.

    *issued*: it comes from the issuer of its hazard (`trust.is_issued`).
    """

    alert: Alert
    severity: Severity
    state: AlertState = AlertState.IN_FORCE
    ended: datetime | None = None
    issued: bool = False


def standing(
    alerts: Iterable[Alert],
    place: Place,
    now: datetime | None,
    *,
    trusted: bool = True,
    grave: Callable[[Alert, Place], Severity | None] = severity_here,
) -> tuple[Standing, ...]:
    """Return the alerts that concern the place: those in force first, real ones before drills and unchecked ones, then the
    gravest, then the newest.

    *now* is the earliest time that it can be, or None if even that is unknown: then nothing has expired. If the clock is
    not *trusted*, *now* is its floor, and no alert counts as too early. An alert replaced by an Update is left out. *grave*
    is `severity_here`, or a cache of its results.
    """

    def here(alert: Alert) -> Severity | None:
        return grave(alert, place)

    return _standing_of(_without_short_forms(_begun_alerts(alerts, now, trusted=trusted), here), here, now)


def taken_back(alerts: Iterable[Alert], now: datetime | None, *, trusted: bool = True) -> frozenset[tuple[str, str]]:
    """Return (source, id) of the alerts that their issuer has ended or replaced, for any place."""
    every = list(alerts)
    enders = _enders(_begun_alerts(every, now, trusted=trusted))
    if not enders:
        return frozenset()
    gone = [copy for copies in _copies(every) if any(_ender(alert, enders) for alert in copies) for copy in copies]
    return frozenset((alert.source, alert.id) for alert in gone)


def _begun_alerts(alerts: Iterable[Alert], now: datetime | None, *, trusted: bool) -> list[Alert]:
    if trusted and now is not None:
        # taken while nobody vouched for the clock: of days that are still to come by one that is right
        alerts = [_by_our_clock(alert, now) for alert in alerts]
    return [
        alert
        for alert in _each_once(with_revisions(alerts))
        if not trusted or alert.message == "Cancel" or not _is_early(alert, now)
    ]


def _by_our_clock(alert: Alert, now: datetime) -> Alert:
    believed = dated(alert, now, alert.seen_first) if alert.seen_first and is_ahead(alert, now) else alert
    return believed if isinstance(believed, Alert) else alert


def _enders(known: Iterable[Alert]) -> list[Alert]:
    return [alert for alert in known if alert.message in ("Update", "Cancel")]


def _standing_of(known: list[Alert], here: Here, now: datetime | None) -> tuple[Standing, ...]:
    enders = _enders(known)
    found = []
    for copies in _copies(known):
        alert = copies[0]
        if alert.message == "Cancel":
            continue
        severity = here(alert)
        ender = max(filter(None, (_ender(copy, enders) for copy in copies)), key=_sent, default=None)
        if severity is None or (ender is not None and ender.message == "Update" and _is_here(ender, enders, here)):
            continue
        found.append(_standing(alert, severity, ender, now))
    shown = [each for each in found if each is not None]
    return tuple(sorted(shown, key=_order))


def _copies(alerts: Iterable[Alert]) -> list[list[Alert]]:
    """Group alerts with equal content, the one that came first before its copies.

    Some hosts name a message anew in each answer. Without grouping it would sound each time and be listed a hundred times.
    """
    found: dict[Hashable, list[Alert]] = {}
    for number, alert in enumerate(alerts):
        named = (
            alert.identifier and alert.published and alert.verified is not Verified.SIGNATURE
        )  # an office names what it signs
        apart = alert.message == "Cancel" or not named
        found.setdefault(number if apart else _content(alert), []).append(alert)
    return [sorted(copies, key=_came) if len(copies) > 1 else copies for copies in found.values()]


def _content(alert: Alert) -> Hashable:
    """Return a hashable value of everything in the alert but its name."""
    return (
        *(alert.owner or alert.source, alert.source, alert.sender, alert.message, alert.status, alert.references),
        *(alert.published, alert.effective, alert.expires, alert.severity, alert.hazard, alert.language),
        *(alert.event, alert.title, alert.text, alert.instruction, alert.potential, alert.felt),
        *(alert.places, alert.polygons, alert.circles, alert.geocodes, alert.undrawn),
        *(alert.magnitude, alert.depth_km, alert.epicentre),
    )


def _came(alert: Alert) -> tuple[float, str]:
    return (alert.seen_first.timestamp() if alert.seen_first else 0.0), alert.id


def _is_here(update: Alert, enders: Iterable[Alert], here: Here) -> bool:
    """Return whether any form of the message *update* that is among *enders* concerns this place."""
    parts = (each for each in enders if each.key == update.key and _of_one_owner(each, update))
    return any(map(here, parts))


def _standing(alert: Alert, severity: Severity, ender: Alert | None, now: datetime | None) -> Standing | None:
    if ender is not None:
        ended = ender.published or alert.expires
        state = AlertState.CANCELLED
    else:
        ended, state = alert.expires, AlertState.EXPIRED
        if now is None or ended is None or now < ended:
            return Standing(alert, severity)
    if is_unchecked(alert):
        return None  # nobody stood for it: of its end there is nothing to tell
    if now is None or ended is None or now - ended < ENDED_FOR:
        return Standing(alert, severity, state, ended)
    return None


def _is_early(alert: Alert, now: datetime | None) -> bool:
    """Return whether the alert takes effect more than `AHEAD` after now, by its own time.

    An alert dated as sent after *now* moves the comparison to that date: our clock is behind, or the sender's is ahead.
    """
    if now is None or alert.effective is None:
        return False
    return max(now, alert.published or now) < alert.effective - AHEAD


def _ender(alert: Alert, enders: Iterable[Alert]) -> Alert | None:
    """Return the newest of *enders* by the same sender and owner that refers to the alert and was not sent before it, or None."""
    ours = [
        ender
        for ender in enders
        if _refers(ender, alert)
        and _of_one_owner(ender, alert)
        and ender.key != alert.key
        and (alert.drill or not ender.drill)
        and (ender.published is None or alert.published is None or _is_later(ender, alert))
    ]
    return max(ours, key=_sent, default=None)


def _refers(ender: Alert, alert: Alert) -> bool:
    """Return whether *ender* refers to *alert*, by its key.

    A signed SMS that cancels an alert received in full refers to it by its identifier instead.
    """
    if ender.sender == SMS_SENDER and ender.message == "Cancel" and alert.identifier and ender.text == alert.identifier:
        return True
    return alert.key in ender.references and ender.sender == alert.sender


def _is_later(ender: Alert, alert: Alert) -> bool:
    """Return whether *ender* was sent no earlier than *alert*; a signed SMS states its time in whole minutes."""
    return _sent(ender) // 60 >= _sent(alert) // 60 if ender.sender == SMS_SENDER else _sent(ender) >= _sent(alert)


def _each_once(alerts: Iterable[Alert]) -> list[Alert]:
    """Return each message once, though it came from two feeds of its owner or in two languages, merged as by `joined`."""
    kept: dict[tuple[str, str], list[Alert]] = {}
    for alert in alerts:
        same = kept.setdefault((alert.sender, alert.id), [])
        twin = next((n for n, other in enumerate(same) if _of_one_owner(alert, other)), None)
        if twin is None:
            same.append(alert)
        else:
            same[twin] = joined(same[twin], alert)
    return [alert for same in kept.values() for alert in same]


def _without_short_forms(alerts: list[Alert], here: Here) -> list[Alert]:
    """Return *alerts* without signed SMS whose full form is present.

    Both must have the same owner, hazard, words and minute. The full form must concern this place, or it would silence a
    warning that holds here. It then refers to its SMS as an update does, so that a confirmed warning stays confirmed.
    """
    short = [alert for alert in alerts if alert.sender == SMS_SENDER and alert.message != "Cancel"]
    if not short:
        return alerts
    full = [alert for alert in alerts if alert.sender != SMS_SENDER and alert.message != "Cancel" and here(alert)]
    gone, followed = list[Alert](), dict[int, Alert]()
    for sms in short:
        pairs = [alert for alert in full if _form(alert) == _form(sms) and _says_the_same(sms, alert)]
        gone += [sms] if pairs else []
        if len(pairs) == 1:  # of two nobody can say which the SMS told of
            followed.setdefault(id(pairs[0]), sms)
    return [_after(followed.get(id(alert)), alert) for alert in alerts if not any(alert is one for one in gone)]


def _says_the_same(sms: Alert, full: Alert) -> bool:
    """Return whether the texts agree: an SMS has the event, and the first advice if there is room (`kiosk.office.warnings`)."""
    short, whole = sms.text.rstrip("….").casefold(), (full.event or full.title).rstrip("….").casefold()
    return bool(short and whole) and (short.startswith(whole) or whole.startswith(short))


def _form(alert: Alert) -> tuple[object, ...]:
    return alert.owner, alert.hazard, alert.severity, alert.drill, _sent(alert) // 60


def _after(short: Alert | None, alert: Alert) -> Alert:
    """Return *alert* as an update of its short form *short*, if that came first; else unchanged."""
    if short is None or short.seen_first is None or alert.seen_first is None or alert.seen_first <= short.seen_first:
        return alert
    return replace(alert, references=(*short.references, short.key, *alert.references))


def _of_one_owner(one: Alert, other: Alert) -> bool:
    return one.source == other.source or bool(one.owner and one.owner == other.owner)


def joined(one: Alert, other: Alert) -> Alert:
    """Merge two forms of one message.

    The graver form counts (BMKG's list of felt quakes lacks the tsunami), else the Indonesian one, else the longer. The
    other language is added to `wordings`.
    """
    main, more = sorted(
        (one, other),
        key=lambda alert: (alert.severity.rank, alert.language != "id", -len(alert.potential + alert.text)),
    )
    known = {main.language, *(wording.language for wording in main.wordings)}
    words = Wording(
        more.language, more.title, more.event, more.text.removesuffix(more.instruction).strip(), more.instruction
    )
    added = tuple(wording for wording in (words, *more.wordings) if wording.language not in known)
    return replace(main, wordings=(*main.wordings, *added)) if added else main


def _sent(alert: Alert) -> float:
    return alert.published.timestamp() if alert.published else 0.0


def _order(each: Standing) -> tuple[bool, bool, int, float]:
    alert = each.alert
    return (
        each.state is not AlertState.IN_FORCE,
        alert.drill or is_unchecked(alert),
        each.severity.rank,
        -_sent_before_seen(alert),
    )


def _sent_before_seen(alert: Alert) -> float:
    """Return when the alert was sent (seconds since 1970), by its own time but no later than it came."""
    return min(_sent(alert), alert.seen_first.timestamp()) if alert.seen_first else _sent(alert)
