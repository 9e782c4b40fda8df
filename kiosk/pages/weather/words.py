"""Words of weather and sea, spoken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.content.views.day import DayView, SkyView
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, sentence
from kiosk.narration.day_words import DayWords
from kiosk.narration.page_words import PageWords, Told
from kiosk.speech.utterance import NOWHERE


class WeatherWords(PageWords[SkyView]):
    """Words of the forecast, built from `DayWords`."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._day = DayWords(phrases)

    def entry(self, view: SkyView, moment: Moment) -> list[str]:
        """Return source and outlook, such as "Cuaca dan laut.

        Sumber: BMKG, dibuat 06.00. Sore: hujan ringan. Masih di bawah batas bahaya."
        """
        day, lines = view.day, list(self._head(view.day, moment))
        if day.forecast is not None:
            lines.append(f"{self._day.coming(day.forecast, moment)}.")
        lines += [sentence(self._day.boat(water)[1]) for water in (day.sea.waters[:1] if day.sea else ())]
        return lines

    def focused(self, view: SkyView, focus: str, moment: Moment) -> list[str]:
        """Return the spoken forecast of the focused row."""
        place = index_of(focus, "row")
        rows = view.rows[place : place + 1] if place is not None else ()
        return [line for row in rows for line in self._day.sky_row(row, moment)]

    def reading(self, view: SkyView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the source of the forecast, then the lines of the focused row, or of all rows on the page."""
        only, told = index_of(focus, "row"), [(NOWHERE, line) for line in self._head(view.day, moment)]
        named = None
        for place, row in enumerate(view.rows):
            if only not in (None, place):
                continue
            if row.day is not None and not row.whole_day and row.day != named:
                named = row.day
                told.append((NOWHERE, f"{self._day.day_name(row, moment)}."))
            told += [(place, line) for line in self._day.sky_row(row, moment)]
        return told

    def _head(self, day: DayView, moment: Moment) -> Iterator[str]:
        yield f"{self._('Weather and sea')}."
        made = day.forecast or day.sea
        if made is not None:
            yield f"{self._day.by(made.source, made.issued, moment)}."
        yield from self._day.sky_gaps(day, moment)
