"""Rollout of a program update: first to trial kiosks, then to a share, then to all. It stops by itself when a trial
kiosk is lost.

Whether a kiosk has come back is known from its reports, by the monitor or by post."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from kiosk.core.json_file import JsonFile
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.fleet.kiosk_orders import KioskOrders, UpdateRing

BACK = timedelta(hours=36)
"""Silence after which a kiosk has not come back from an update, which begins in the night."""


class Rings:
    """Rings of updates. *kiosks* returns all kiosks ever heard of. A file in *private* stores the lost kiosks that
    somebody excused."""

    def __init__(self, orders: KioskOrders, kiosks: Callable[[], Sequence[FleetKiosk]], private: Path) -> None:
        self._orders = orders
        self._kiosks = kiosks
        self._excused = JsonFile(private / "gelombang.json", dict[str, list[str]])

    def trial(self) -> set[str]:
        """Return the ids of the kiosks that a setting puts into the trial ring."""
        found: set[str] = set()
        for file in self._orders.settings():
            update = file.values.get("update")
            if isinstance(update, Mapping) and update.get("ring") == "trial":
                found.update(file.whom.get("kiosks", ()))
        return found

    def lost(self, number: int, now: datetime) -> list[FleetKiosk]:
        """Return the trial kiosks that have been silent for BACK, and are not excused for the update *number*. Kiosks
        never heard of do not count."""
        excused, trial = self._excused.read().get(str(number), []), self.trial()
        return [
            each
            for each in self._kiosks()
            if each.id in trial and each.id not in excused and each.seen is not None and now - each.seen > BACK
        ]

    def watched(self, now: datetime) -> list[UpdateRing]:
        """Return all rings. Put a ring on hold, for good, if one of its trial kiosks is lost at *now*. Raise OSError."""
        found = []
        for ring in self._orders.rings():
            if not ring.hold and self.lost(ring.number, now):
                ring = replace(ring, hold=True)
                self._orders.set_ring(ring)
            found.append(ring)
        return found

    def excuse(self, number: int, now: datetime) -> None:
        """Excuse the trial kiosks that are lost at *now*, so that the update *number* continues without them. Raise OSError."""
        excused = self._excused.read()
        excused[str(number)] = sorted({*excused.get(str(number), []), *(each.id for each in self.lost(number, now))})
        self._excused.write(excused)
