"""Rules for alerts: the places they concern, their severity there, updates, and validity. Pure; no clock, no store.

Silence is never safety: where these rules find no alert, nothing is known, and nobody may be told that all is well.
"""

from content_cache.alerts.area import AlertArea
from content_cache.alerts.place import Place, concerns, region, severity_here
from content_cache.alerts.standing import LATE_AFTER, AlertState, Standing, standing, taken_back

__all__ = [
    "LATE_AFTER",
    "AlertArea",
    "AlertState",
    "Place",
    "Standing",
    "concerns",
    "region",
    "severity_here",
    "standing",
    "taken_back",
]
