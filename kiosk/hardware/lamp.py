"""Lamp on the kiosk.

It is on while the kiosk speaks or records. It pulses slowly while an urgent item has arrived since the last visitor.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from content_cache.model.items import Alert, Item

PULSE_S = 2.0
"""Seconds for which a pulsing lamp is on, and then off."""
URGENT = 2
"""From this priority on an item is urgent (1 is important, 0 ordinary)."""


@dataclass(slots=True)
class Lamp:
    """State of the lamp. `visited` notes a visitor, who has seen what came before. Times of items are aware datetimes."""

    speaking: bool = False
    recording: bool = False  # the microphone is open
    _seen: set[tuple[str, str, datetime | None]] = field(default_factory=set)
    _urgent: set[tuple[str, str, datetime | None]] = field(default_factory=set)

    def news(self, items: Iterable[Item]) -> None:
        """Take *items*, all that are in force now, to find urgent ones."""
        self._urgent = {
            (item.source, item.id, item.updated) for item in items if isinstance(item, Alert) or item.priority >= URGENT
        }
        self._seen &= self._urgent  # forget items no longer in force

    def visited(self) -> None:
        self._seen |= self._urgent

    @property
    def has_urgent(self) -> bool:
        """Return whether an urgent item has arrived since the last visitor."""
        return bool(self._urgent - self._seen)

    def lit(self, now: float) -> bool:
        """Return whether the lamp is on at *now*, seconds of a monotonic clock."""
        return self.speaking or self.recording or (self.has_urgent and now % (2 * PULSE_S) < PULSE_S)
