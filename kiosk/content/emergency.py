"""Emergency numbers and assembly points from the nearest source that has them: the technician's settings, the
hall's desk, the area's office.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.sheets import Contact, Point
from content_cache.model.vocabulary import Category, Hazard
from kiosk.content.repository import ContentRepository
from kiosk.content.views.emergency import EmergencyView
from kiosk.core.clock import Moment
from kiosk.settings.sections import EmergencySettings
from kiosk.state import hall_emergency as desk
from kiosk.state.hall_sources import FOLDER

Said = tuple[tuple[Contact, ...], tuple[Point, ...], date | None]


class EmergencyBook:
    """Numbers and assembly points.

    *data* is the data folder. Numbers and points are chosen separately: a source with numbers alone hides no points.
    """

    def __init__(self, settings: EmergencySettings, data: Path, repository: ContentRepository) -> None:
        self._settings = settings
        self._data = data
        self._media = data / FOLDER / "media"
        self._repository = repository
        self._kept: tuple[object, desk.OwnEmergency] = (None, desk.OwnEmergency())

    def emergency_view(self, moment: Moment) -> EmergencyView:
        """Return numbers, assembly points and what is known of warnings, as of *moment*."""
        told = self._contacts_with_names(moment)
        contacts, checked = next(((each[0], each[2]) for each in told if each[0]), ((), None))
        return EmergencyView(
            contacts=contacts,
            points=next((each[1] for each in told if each[1]), ()),
            hazards=tuple(Hazard(name) for name in dict.fromkeys(self._settings.hazards)),
            checked=checked,
            connected=self._repository.warned,
            alerts_checked=self._repository.alerts_checked(),
            alerts=len(self._repository.items(Category.ALERT, moment)),
        )

    def meet(self, moment: Moment) -> str:
        """Return the first assembly point and the way there; "" if there is none."""
        points = next((each[1] for each in self._contacts_with_names(moment) if each[1]), ())
        return ", ".join(filter(None, (points[0].name, points[0].direction))) if points else ""

    def _contacts_with_names(self, moment: Moment) -> tuple[Said, ...]:
        """Return what each source has, the nearest source first."""
        settings, own = self._settings, self._own()
        technician: Said = (
            tuple(Contact(each.name, each.number, each.icon) for each in settings.numbers),
            tuple(Point(each.name, each.direction, each.picture) for each in settings.points),
            settings.checked,
        )
        pictured = (replace(p, picture=str(self._media / p.picture)) if p.picture else p for p in own.points)
        hall: Said = (own.contacts, tuple(pictured), own.checked)
        area: list[Said] = [
            (sheet.contacts, sheet.points, sheet.published.date() if sheet.published else None)
            for sheet in self._repository.emergency_sheets(moment)
        ]
        return (technician, hall, *area)

    def _own(self) -> desk.OwnEmergency:
        """Return what the hall's desk has saved. Its file is read again when it has changed."""
        try:
            found = (self._data / FOLDER / desk.FILE).stat()
        except OSError:
            return desk.OwnEmergency()
        mark = (found.st_mtime_ns, found.st_ino, found.st_size)
        if mark != self._kept[0]:
            self._kept = mark, desk.read_emergency(self._data)
        return self._kept[1]
