"""Order of warnings for screen and voice: which one fills the screen, and which one the band names. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from content_cache.model.vocabulary import Severity
from kiosk.alerts.rising import danger
from kiosk.content.views.shown import AlertView

_FULL_SCREEN = (Severity.AWAS, Severity.SIAGA)
Kind = TypeVar("Kind")


class AlertRank(Struct, frozen=True, kw_only=True):
    """Properties by which warnings are ordered, for screen and voice.

    *after* puts it behind all with a lower one: ended ones behind those in force, drills behind real ones. *host*
    brought it; *issued*: the issuer of its hazard did. *danger* is that of its hazard (`rising.danger`); *calm*: it
    has no siren. *heard* is when it last sounded, in seconds of the epoch, 0 for never. *since* is when it became
    known; a time in the future gives no advantage.
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
        """Return whether it goes before all others: an awas of the issuer of its hazard, until it has sounded."""
        return self.issued and self.severity is Severity.AWAS and not self.heard

    @property
    def sort_key(self) -> tuple[int, bool, float, int, bool, float]:
        """Return the sort key; the lowest goes first.

        It sorts by severity, by whether the issuer brought it, and by the last sounding. Then by danger, by siren, and
        the newest first.
        """
        return self.severity.rank, not self.issued, self.heard, -self.danger, self.calm, -self.since


def ordered(claims: Sequence[tuple[AlertRank, Kind]], *, had_turn: Collection[str] = ()) -> list[Kind]:
    """Return warnings in the order of screen and voice.

    An awas of the issuer of its hazard goes first. For the rest the hosts take turns: the first of each host, then the
    second of each, so that no host buries another's. Hosts in *had_turn* begin with the second turn. Within a turn,
    and for one host, `AlertRank.sort_key` decides.
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
    """Return warnings in the screen's order: real ones before drills and unchecked ones, the gravest first."""
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
    """Return the warning that fills the screen now, or `None`.

    It is an awas or siaga in force, or the end of one, until somebody has acknowledged it. *understood* holds
    `acknowledgement_key` names: a warning that becomes graver, or ends, must be acknowledged anew.
    """
    for alert in in_order(alerts):
        if alert.severity in _FULL_SCREEN and acknowledgement_key(alert) not in understood:
            return alert
    return None


def for_band(alerts: Sequence[AlertView]) -> AlertView | None:
    """Return the gravest warning in force for the band, or `None`."""
    return next((alert for alert in in_order(alerts) if not alert.ended), None)


def acknowledgement_key(alert: AlertView) -> str:
    """Return the key under which it is stored that *alert* was acknowledged (key *Mengerti*).

    It changes when the warning becomes graver or ends, so that it is to be acknowledged anew.
    """
    return f"{alert.id} {alert.tone}"
