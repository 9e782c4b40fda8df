"""Which warning fills the screen, and which one the band names. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from content_cache.model.items import Severity
from kiosk.viewmodel.views import AlertView

_FULL_SCREEN = (Severity.AWAS, Severity.SIAGA)
_EVER = datetime.min.replace(tzinfo=UTC)


def in_order(alerts: Sequence[AlertView]) -> list[AlertView]:
    """The gravest first, real ones before drills and what nobody has checked, and of equals the newest."""
    newest_first = sorted(alerts, key=lambda alert: alert.starts or _EVER, reverse=True)
    return sorted(newest_first, key=lambda alert: (alert.ended, alert.drill or alert.unchecked, alert.severity.rank))


def to_take_over(alerts: Sequence[AlertView], understood: Collection[str]) -> AlertView | None:
    """The warning that fills the screen now: awas or siaga in force, or the end of one, until somebody has understood it.

    `understood` are `acknowledgement_key` names: a warning that becomes graver, or ends, is to be understood anew.
    """
    for alert in in_order(alerts):
        if alert.severity in _FULL_SCREEN and acknowledgement_key(alert) not in understood:
            return alert
    return None


def for_band(alerts: Sequence[AlertView]) -> AlertView | None:
    """The gravest that is in force."""
    return next((alert for alert in in_order(alerts) if not alert.ended), None)


def acknowledgement_key(alert: AlertView) -> str:
    """What "Mengerti" was said to."""
    return f"{alert.id} {alert.tone}"
