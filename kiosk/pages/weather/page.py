"""The page of weather and sea: whole days where the table fits, else parts of one day."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.items import Service
from kiosk.content.day import sky
from kiosk.content.views.day import SkyView
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.pages.weather.questions import QUESTIONS
from kiosk.pages.weather.words import WeatherWords
from kiosk.shell.page import Page, Target, row_targets
from kiosk.shell.route import Spot


class WeatherPage(Page[SkyView]):
    """Page of this place's forecast and the waters that the settings name."""

    name = "weather"
    words = WeatherWords
    questions = QUESTIONS
    read_on_arrival = True

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> SkyView:
        """Return the days and waters of page *spot.page*."""
        day = self.kiosk.repository.day_sheets.day_view(moment)
        return sky(day, moment, page=spot.page, parts=fits.parts, upright=fits.upright, waters=fits.waters)

    def door(self, moment: Moment) -> Service | None:
        """Return the row of the list of services that leads here, with the forecast's source; `None` without one."""
        day = self.kiosk.repository.day_sheets.day_view(moment)
        made = day.forecast or day.sea
        return self.opened_by(self._("Weather and sea"), made.source if made else "") if day.has_sky else None

    def targets(self, view: SkyView) -> Sequence[Target]:
        """Return one target for each row of *view* (a day, part of a day or water). Buttons focus it, *Listen* reads it."""
        return row_targets(len(view.rows))
