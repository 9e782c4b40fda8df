"""The alerts of the store as this place sees them: which concern it, and what the screen and the voice are told of them.

Whether an alert concerns the place is reckoned once for each form of it: polygons have thousands of corners, and the screen looks
at the store once a second.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from content_cache.alerts import AlertState, Place, Standing, severity_here, standing, taken_back
from content_cache.alerts.tsunami import said_of_tsunami
from content_cache.model.items import Alert, Item, Wording
from content_cache.model.sources import Source
from content_cache.model.trust import SMS_SENDER, SMS_UNCHECKED, is_issued, is_unchecked, issuers_of
from content_cache.model.vocabulary import Hazard, Severity, Verified
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.state.alert_history import Sounded

Kind = TypeVar("Kind", bound=Item)
_MOST_REMEMBERED = 2_000
_NAMED = 3  # places of an alert that are named at most
_MOST_UNSIGNED = 800  # letters of a description
BMKG = "BMKG"


class WarningsHere:
    """Alerts as they concern one place; `content_cache.alerts` has the rules.

    *grave* returns how severe an alert is there, *sources* names issuers of hazards.
    """

    def __init__(
        self,
        place: Place,
        grave: Callable[[Alert, Place], Severity | None] = severity_here,
        sources: Iterable[Source] = (),
    ) -> None:
        self._place = place
        self._issuers = issuers_of(sources)
        self._reckon = grave
        self._severities: dict[Hashable, Severity | None] = {}

    def without_others(self, items: Sequence[Kind], known: Iterable[Alert], moment: Moment) -> list[Kind]:
        """Return *items* without some alerts: those for other places, those withdrawn or replaced according to
        *known*, and messages that only end another.
        """
        gone = taken_back(known, moment.expired_at, trusted=moment.relative)
        return [
            item
            for item in items
            if not isinstance(item, Alert)
            or (item.message != "Cancel" and (item.source, item.id) not in gone and self._for_us(item))
        ]

    def standing_here(self, items: Iterable[Item], moment: Moment) -> tuple[Standing, ...]:
        """Return the alerts among *items* that concern this place, each with its state, those in force first.

        Alerts that ended within `ENDED_FOR` are included, but unchecked ones only while in force. Expiry is reckoned at
        `moment.expired_at`, the earliest time that it can be; None expires nothing.
        """
        alerts = [item for item in items if isinstance(item, Alert)]
        # a message that may end or revise another counts wherever it holds
        ours = [alert for alert in alerts if alert.message != "Alert" or alert.magnitude > 0.0 or self._for_us(alert)]
        stands = standing(ours, self._place, moment.expired_at, trusted=moment.relative, grave=self._grave)
        return tuple(replace(each, issued=is_issued(each.alert, self._issuers)) for each in stands)

    def _for_us(self, alert: Alert) -> bool:
        return self._grave(alert, self._place) is not None

    def _grave(self, alert: Alert, place: Place) -> Severity | None:
        form = (
            alert.source,
            alert.id,
            alert.severity,
            alert.hazard,
            *(alert.polygons, alert.circles, alert.geocodes, alert.undrawn, alert.places),
            *(alert.epicentre, alert.magnitude, alert.depth_km),
            *(alert.title, alert.text),
        )
        if form not in self._severities:
            if len(self._severities) >= _MOST_REMEMBERED:
                self._severities.clear()
            self._severities[form] = self._reckon(alert, place)
        return self._severities[form]


def view_of(
    each: Standing, language: str, *, meet: str = "", signs: Mapping[str, str] = MappingProxyType({})
) -> AlertView:
    """Return the alert *each* as screen and voice use it, named by its issuer in *language* if possible.

    *meet* is this place's assembly point. *signs* are its sign-language films by kind of warning; the issuer's own
    film goes first.
    """
    alert = each.alert
    named = [place for place in alert.places if any(map(str.isalpha, place))]  # a code is no name
    return AlertView(
        id=next(iter(replaced_by(alert)), name_of(alert)),
        severity=each.severity,
        hazard=alert.hazard,
        event=_event(alert, language),
        said=_advice_of_issuer(alert, language),
        speech="" if alert.event else alert.speech_text,
        magnitude=alert.magnitude,
        tsunami=_tsunami(alert),
        known=_known_account(alert, _in_language(alert, language)),
        place=", ".join(named[:_NAMED]),
        more_places=max(len(named) - _NAMED, 0),
        meet=meet,
        sign=alert.sign.path if alert.sign else signs.get(str(alert.hazard), ""),
        source=issuer(alert),
        starts=alert.effective or alert.published,
        ends=each.ended or alert.expires,
        sent=alert.published,
        received=alert.seen_first,
        drill=alert.drill,
        unchecked=is_unchecked(alert),
        unsigned=bool(host_of(alert)) and not is_unchecked(alert),
        owner=owner_of(alert),
        issued=each.issued,
        ended=each.state is not AlertState.IN_FORCE,
        expired=each.state is AlertState.EXPIRED,
    )


def understood_of(known: Mapping[str, AlertView], heard: Mapping[str, Sounded]) -> list[AlertView]:
    """Return the alerts in *known* that somebody acknowledged, each as it was then.

    One that has become graver since, or has ended, must be acknowledged anew. Both mappings have the keys of
    `name_of`.
    """
    found = []
    for name, view in known.items():
        before = heard.get(name)
        at = before.understood if before is not None else None
        if before is not None and at is not None:
            ended = view.ended and before.end_told and at >= before.last
            found.append(replace(view, severity=Severity(before.severity), ended=ended))
    return found


def name_of(alert: Alert) -> str:
    """Return the name by which messages of the same owner refer to *alert*. Other owners' names for it differ."""
    return _owner_key(alert, alert.key) if alert.identifier else f"{alert.source} {alert.id}"


def replaced_by(alert: Alert) -> tuple[str, ...]:
    """Return the names (see `name_of`) of the earlier messages that *alert* refers to, of the same owner only."""
    return tuple(_owner_key(alert, key) for key in alert.references)


def owner_of(alert: Alert) -> str:
    """Return the name of the host or folder that brought *alert*."""
    return alert.owner or alert.source


def host_of(alert: Alert) -> str:
    """Return the host whose word alone vouches for *alert*; "" if it is signed, or was written in this hall."""
    own = "/" in alert.owner  # a folder, and no host
    return "" if own or alert.verified is Verified.SIGNATURE else owner_of(alert)


def _owner_key(alert: Alert, key: str) -> str:
    return f"{owner_of(alert)} {key}"


def issuer(alert: Alert) -> str:
    """Return the issuer of *alert* by the name that people know."""
    return BMKG if "bmkg" in alert.sender.lower() else alert.author or alert.source


def _event(alert: Alert, language: str) -> str:
    """Return the event as its issuer names it in *language*; "" if the kiosk's own name of the hazard is to be used."""
    if alert.sender == SMS_UNCHECKED:
        return ""  # such an SMS has a text and no title
    if alert.sender == SMS_SENDER:
        return _of_sms(alert)[0]
    if not alert.event:
        return alert.title  # the office's own, which is no CAP message: a person wrote it, and wrote it once
    if language == alert.language:
        return alert.event
    words = _in_language(alert, language)
    return words.event if words else alert.event if alert.hazard is Hazard.OTHER else ""


def _advice_of_issuer(alert: Alert, language: str) -> str:
    """Return the issuer's advice: the office's whole text, or the CAP `instruction` followed by `_known_account`.

    Another language is better than none. BMKG has "", because the kiosk's steps are its own guidance
    (DESIGN.md, "Alert").
    """
    if alert.sender == SMS_SENDER:
        return _of_sms(alert)[1]
    if not alert.event:
        return alert.text
    if issuer(alert) == BMKG:
        return ""
    words = _in_language(alert, language)
    said = (words.instruction if words else "") or alert.instruction
    return "\n".join(filter(None, (said, _known_account(alert, words)))) if said else ""


def _of_sms(alert: Alert) -> tuple[str, str]:
    """Return the event and the advice of a signed SMS, which has both in one text (`kiosk.office.warnings`).

    The event is its first sentence without the full stop, the advice all that follows, "" if nothing does.
    """
    from kiosk.speech.script.sentences import sentence_spans  # a warning needs it, and no first frame waits for it

    _, end = next(iter(sentence_spans(alert.text)), (0, 0))
    return alert.text[:end].rstrip("."), alert.text[end:].strip()


def _known_account(alert: Alert, words: Wording | None) -> str:
    """Return the issuer's account of what has happened and who must go, in the language of *words* if it has one.

    It is shown like the instruction, signed or not. An unsigned one is cut to what a horn says in a minute. BMKG's is
    returned only if signed, because its unsigned text repeats the facts shown already.
    """
    if not alert.event or alert.sender == SMS_SENDER:
        return ""
    if issuer(alert) == BMKG and alert.verified is not Verified.SIGNATURE:
        return ""
    told = words if words is not None and words.text else alert
    text = told.text.removesuffix(told.instruction).strip()
    if alert.verified is Verified.SIGNATURE:
        return text
    from kiosk.speech.script.sentences import sentence_spans  # as above

    ends = [end for _, end in sentence_spans(text, longest=_MOST_UNSIGNED) if end <= _MOST_UNSIGNED]
    return text[: ends[-1]] if ends else ""


def _in_language(alert: Alert, language: str) -> Wording | None:
    """Return the wording in *language*; `None` if the alert has none, or if that is the alert's own language."""
    if language == alert.language:
        return None
    return next((wording for wording in alert.wordings if wording.language == language), None)


def _tsunami(alert: Alert) -> str:
    """Return the statement about a tsunami, from its own field or from the text of BMKG; "" if there is none."""
    if alert.hazard not in (Hazard.TSUNAMI, Hazard.QUAKE):
        return ""
    if "tsunami" in alert.potential.lower():
        return alert.potential
    return (said_of_tsunami(alert.text) or said_of_tsunami(alert.title)) if issuer(alert) == BMKG else ""
