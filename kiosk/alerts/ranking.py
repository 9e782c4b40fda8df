"""Order of warnings, for screen and voice alike: which one fills the screen, and which one the band names. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from content_cache.model.items import Severity
from kiosk.alerts.rising import danger
from kiosk.content.views.shown import AlertView

_FULL_SCREEN = (Severity.AWAS, Severity.SIAGA)
Kind = TypeVar("Kind")


class AlertRank(Struct, frozen=True, kw_only=True):
    """Properties by which warnings are put in order, for the screen and for the voice.

    *after* puts it behind all that has a lower one: the ended behind those in force, drills behind real ones. *host*
    brought it; *issued*: the issuer of its hazard did. *danger* is that of its hazard (`rising.danger`); *calm*: it has
    no siren. *heard* is when it was sounded last, in seconds of the epoch, 0 for never. *since* is when it became
    known: a time in the future moves none forward.
    """

    after: tuple[bool, ...]
    severity: Severity
    danger: int
    host: str = ""
    issued: bool = False
    calm: bool = False
    heard: float = 0.0
    since: float = 0.0

    @property
    def goes_first(self) -> bool:
        """Return whether it goes before all others: an awas of the issuer of its hazard, until it was sounded."""
        return self.issued and self.severity is Severity.AWAS and not self.heard

    @property
    def sort_key(self) -> tuple[int, bool, float, int, bool, float]:
        """The sort key, the lowest first.

        It sorts by severity and by whose it is, then the ones not sounded yet or not for longest. Then by danger, by
        whether it has its siren, and the newest.
        """
        return self.severity.rank, not self.issued, self.heard, -self.danger, self.calm, -self.since


def ordered(claims: Sequence[tuple[AlertRank, Kind]], *, had_turn: Collection[str] = ()) -> list[Kind]:
    """Return warnings in the one order of screen and voice.

    An awas of the issuer of its hazard goes first, beside any number of others. Of the rest hosts take turns: the first
    of each host, then the second of each, so that no host buries another's. Hosts that *had_turn*, while others wait,
    begin with the second turn. Within a turn, and of one host, `AlertRank.sort_key` decides.
    """
    turns: Counter[tuple[tuple[bool, ...], bool, str]] = Counter(
        {(after, False, host): 1 for host in had_turn for after in {claim.after for claim, _ in claims}}
    )
    placed = []
    for claim, kind in sorted(claims, key=lambda each: each[0].sort_key):
        row = claim.after, claim.goes_first, claim.host
        placed.append(((claim.after, not claim.goes_first, turns[row], claim.sort_key), kind))
        turns[row] += 1
    placed.sort(key=lambda each: each[0])
    return [kind for _, kind in placed]


def in_order(alerts: Iterable[AlertView]) -> list[AlertView]:
    """Return warnings in the screen's order: real ones before drills and unchecked ones, alarms before all else."""
    return ordered([(_claim(alert), alert) for alert in alerts])


def _claim(alert: AlertView) -> AlertRank:
    times = [when.timestamp() for when in (alert.starts, alert.received) if when is not None]
    return AlertRank(
        after=(alert.ended, alert.drill or alert.unchecked, alert.severity not in _FULL_SCREEN),
        severity=alert.severity,
        danger=danger(alert.hazard, alert.event),
        host=alert.owner,
        issued=alert.issued,
        since=min(times, default=0.0),
    )


def to_take_over(alerts: Sequence[AlertView], understood: Collection[str]) -> AlertView | None:
    """Return the warning that fills the screen now, or None.

    It is an awas or siaga in force, or the end of one, until somebody has acknowledged it. *understood* holds
    `acknowledgement_key` names: a warning that becomes graver, or ends, must be acknowledged anew.
    """
    for alert in in_order(alerts):
        if alert.severity in _FULL_SCREEN and acknowledgement_key(alert) not in understood:
            return alert
    return None


def for_band(alerts: Sequence[AlertView]) -> AlertView | None:
    """Return the gravest warning in force, or None."""
    return next((alert for alert in in_order(alerts) if not alert.ended), None)


def acknowledgement_key(alert: AlertView) -> str:
    """Return the key under which "Mengerti" to *alert* is remembered."""
    return f"{alert.id} {alert.tone}"
