"""The names of Indonesia's time zones (Keputusan Presiden 41/1987)."""

from __future__ import annotations

from datetime import datetime, timedelta

_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}  # hours east of Greenwich


def zone_name(when: datetime) -> str:
    """WITA, by the offset of an aware time; empty outside Indonesia."""
    return _NAMES.get(round((when.utcoffset() or timedelta()).total_seconds() / 3600), "")
