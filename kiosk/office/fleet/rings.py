"""An update of the program goes to trial kiosks, then to a share, then to all; it stops by itself when a trial kiosk is lost.

What "come back" means is known from what kiosks report: by the monitor, or by post.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from kiosk.core.json_file import JsonFile
from kiosk.office.fleet.fleet import FleetKiosk
from kiosk.office.fleet.kiosk_orders import KioskOrders, UpdateRing

BACK = timedelta(hours=36)
"""An update is begun in the night; a kiosk that has said nothing for so long has not come back."""


class Rings:
    """`kiosks` gives all that anybody has heard of. `private` keeps without whom somebody decided to go on."""

    def __init__(self, orders: KioskOrders, kiosks: Callable[[], Sequence[FleetKiosk]], private: Path) -> None:
        self._orders = orders
        self._kiosks = kiosks
        self._excused = JsonFile(private / "gelombang.json", dict[str, list[str]])

    def trial(self) -> set[str]:
        """The kiosks that a setting names as trial ones."""
        found: set[str] = set()
        for file in self._orders.settings():
            update = file.values.get("update")
            if isinstance(update, Mapping) and update.get("ring") == "trial":
                found.update(file.whom.get("kiosks", ()))
        return found

    def lost(self, number: int, now: datetime) -> list[FleetKiosk]:
        """Trial kiosks that reported once, and have not come back, but for those that were excused."""
        excused, trial = self._excused.read().get(str(number), []), self.trial()
        return [
            each
            for each in self._kiosks()
            if each.id in trial and each.id not in excused and each.seen is not None and now - each.seen > BACK
        ]

    def watched(self, now: datetime) -> list[UpdateRing]:
        """All rings; one that goes on while a trial kiosk is lost is held from now on. Raises OSError."""
        found = []
        for ring in self._orders.rings():
            if not ring.hold and self.lost(ring.number, now):
                ring = replace(ring, hold=True)
                self._orders.set_ring(ring)
            found.append(ring)
        return found

    def excuse(self, number: int, now: datetime) -> None:
        """It goes on without those that are lost now. Raises OSError."""
        excused = self._excused.read()
        excused[str(number)] = sorted({*excused.get(str(number), []), *(each.id for each in self.lost(number, now))})
        self._excused.write(excused)
