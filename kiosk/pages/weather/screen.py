"""Weather and sea: three days by three hours, and the waters that the settings name. Where the table does not fit, a day a page."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.sheets import Water, WeatherStep
from kiosk.content.day import NIGHT
from kiosk.content.views.day import SkyRow, SkyView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import capital
from kiosk.narration.day_words import DayWords
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import cards  # noqa: F401 - named in the rules
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.day_cards import sky_tone
from kiosk.ui.widgets.empty_state import empty
from kiosk.ui.widgets.page_rail import page_rail
from kiosk.ui.widgets.spoken_row import RowLight, SpokenRow

_SLOTS = 8  # steps of a day
_WIND = 0.8  # width of the wind, as a share of that of the waves beside it


class SkyTable(Card):
    """Table of three days with eight steps each."""


class SkyHours(Box):
    """Hours above the steps."""


class HourLabel(WrappedText):
    pass


class SkyDay(SpokenRow):
    """Row of a day: its name and its steps. It cannot be touched; the keys move over it."""

    name = StringProperty("")
    date = StringProperty("")
    last = BooleanProperty(False)


class SkyCell(Surface):
    """Cell of a step: pictogram, degrees, word. The present one is outlined."""

    icon = StringProperty("cloud")
    tone = StringProperty("ink2")
    degrees = StringProperty("")
    word = StringProperty("")
    present = BooleanProperty(False)
    lit = BooleanProperty(False)  # with its day


class PartRow(SpokenRow):
    """Row of a part of a day, such as "Sore hujan ringan 26°", where each day has a page."""

    icon = StringProperty("cloud")
    tone = StringProperty("ink2")
    name = StringProperty("")
    degrees = StringProperty("")
    word = StringProperty("")


class SeaRow(Box):
    """Row of one water: waves, wind, and what they mean for small boats."""

    stacked = BooleanProperty(False)
    pair_height = NumericProperty(0)
    boat_height = NumericProperty(0)

    def hold(self, boat: BoatCard, parts: list[SeaCard], *, narrow: bool) -> None:
        """Follow the least heights of *boat* and *parts*. If *narrow*, the parts are stacked, so their heights add up."""
        boat.fbind("least", self.setter("boat_height"))
        self.boat_height = boat.least

        def measure(*_: object) -> None:
            heights = [part.least for part in parts]
            self.pair_height = sum(heights) + self.spacing * (len(parts) - 1) if narrow else max(heights)

        for part in parts:
            part.fbind("least", measure)
        measure()


class SeaCard(SpokenRow):
    icon = StringProperty("waves")
    heading = StringProperty("")
    words = StringProperty("")
    below = StringProperty("")
    share = NumericProperty(1)
    least = NumericProperty(0)


class BoatCard(SpokenRow):
    tone = StringProperty("ok")
    heading = StringProperty("")
    words = StringProperty("")
    least = NumericProperty(0)


class PageTitle(Box):
    words = StringProperty("")
    share = NumericProperty(1)


class WeatherScreen(Screen):
    """Screen with the table of three days and the waters below it, or with a row for each part of one day."""

    watched = ("moment", "place")
    read_aloud = BooleanProperty(True)

    def __init__(self, *, board: Board, **properties: Any) -> None:
        self._light = RowLight(self, board, "weather")
        super().__init__(board=board, **properties)

    def dismiss(self) -> None:
        self._light.dismiss()
        super().dismiss()

    def fill(self) -> None:
        view: SkyView | None = self.view
        moment = self.board.moment
        if view is None or moment is None:
            return
        words, day = DayWords(self.tr.phrases), view.day
        self.category = "cuaca"
        self.title = self.tr._("Weather and sea")
        made = day.forecast or day.sea
        if made is not None:  # upright there is room for a name alone
            self.line = made.source if self.theme.portrait else words.by(made.source, made.issued, moment)
        self.pill_warns = bool((day.forecast and day.forecast.old) or (day.sea and day.sea.old))
        ago = self.tr.phrases.ago_or_date(made.issued, moment) if made else ""
        short = self.theme.portrait and self.theme.large  # the title needs the room
        self.pill = ago if short or not ago else self.tr._("Made {ago}").format(ago=ago)
        self.clear_widgets()
        page = SkyPage()
        self.add_widget(page)
        self._fill_page(page, view, words, moment)
        self._light.light_row()
        if view.pages > 1:
            self.add_widget(page_rail(self, view))

    def _fill_page(self, page: SkyPage, view: SkyView, words: DayWords, moment: Moment) -> None:
        day = view.day
        if not view.rows:
            page.add_widget(empty("cuaca", self, *words.no_weather(day.last_forecast, moment)))
            return
        days = [row for row in view.rows if row.day is not None]
        if days and days[0].whole_day:
            page.add_widget(self._table(days, words, moment))
        elif days:
            page.add_widget(PageTitle(words=self._heading(days[0], words, moment)))
            for index, row in enumerate(days):
                page.add_widget(PartRow(spot=f"row:{index}", row=index, **self._part(row, words, moment)))
        elif day.forecast is None and day.last_forecast is not None:
            page.add_widget(PageTitle(words=". ".join(words.no_weather(day.last_forecast, moment))))
        for index, row in enumerate(view.rows):
            if row.water is not None:
                page.add_widget(self._sea(row.water, words, index, row.boat))
        for _ in range(self._spare(days)):
            page.add_widget(Widget())

    def _spare(self, days: list[SkyRow]) -> int:
        """Return how many rows stay empty at the bottom, so that rows keep their height on a day with fewer parts."""
        if not days:
            return int(self.theme.portrait or not self.theme.capacity.parts)
        return 0 if days[0].whole_day else self.theme.capacity.parts - len(days)

    # the table

    def _table(self, days: list[SkyRow], words: DayWords, moment: Moment) -> SkyTable:
        zone = moment.now.tzinfo
        slots = [{_slot(step, moment): step for step in row.steps} for row in days]
        hours: dict[int, str] = {}
        for slot, step in (pair for each in slots for pair in each.items()):
            hours.setdefault(slot, self.tr.phrases.time(step.at.astimezone(zone)))
        table, head = SkyTable(), SkyHours()
        for slot in range(_SLOTS):
            head.add_widget(HourLabel(words=hours.get(slot, "")))
        table.add_widget(head)
        now = days[0].steps[0] if days[0].steps[0].at <= moment.now else None
        for index, (row, steps) in enumerate(zip(days, slots, strict=True)):
            line = SkyDay(
                spot=f"row:{index}",
                row=index,
                name=words.day_name(row, moment),
                date=self._short_date(row, index, moment),
                last=index + 1 == len(days),
            )
            for slot in range(_SLOTS):
                known = steps.get(slot)
                if known is None:
                    line.add_widget(Widget())
                    continue
                cell = self._cell(known, words, moment, present=known is now)
                line.fbind("lit", cell.setter("lit"))
                line.add_widget(cell)
            table.add_widget(line)
        return table

    def _cell(self, step: WeatherStep, words: DayWords, moment: Moment, *, present: bool) -> SkyCell:
        icon = words.icon(step, moment)
        tone = sky_tone(icon, self.theme)
        word = words.short_sky(step.sky)
        return SkyCell(icon=icon, tone=tone, degrees=f"{step.degrees}°", word=word, present=present)

    def _short_date(self, row: SkyRow, index: int, moment: Moment) -> str:
        """Return the date of *row*, such as "Sel 24", or "26 Nov" where the row's name is its weekday.

        A night has none, because it spans two dates.
        """
        if row.day is None or row.day < moment.now.date():
            return ""
        if index > 1:
            return self.tr.phrases.short_date(row.day)
        return f"{self.tr.phrases.weekdays()[(row.day.weekday() + 1) % 7]} {row.day.day}"

    # a day a page

    def _heading(self, row: SkyRow, words: DayWords, moment: Moment) -> str:
        name = words.day_name(row, moment)
        dated = row.day is not None and row.day >= moment.now.date()
        return f"{name}, {self.tr.phrases.short_date(row.day)}" if dated and row.day else name

    def _part(self, row: SkyRow, words: DayWords, moment: Moment) -> dict[str, str]:
        step = row.steps[0]
        icon = words.icon(step, moment)
        return {
            "icon": icon,
            "tone": sky_tone(icon, self.theme),
            "name": capital(self.tr.phrases.part(step.at.astimezone(moment.now.tzinfo))),
            "degrees": f"{step.degrees}°",
            "word": words.sky(step.sky).lower(),
        }

    # the sea

    def _sea(self, water: Water, words: DayWords, index: int, half: bool | None) -> SeaRow:
        _ = self.tr._
        roomy = not self.theme.capacity.parts
        row = SeaRow(stacked=not roomy)
        waves = SeaCard(
            spot=f"row:{index}",
            row=index,
            icon="waves",
            heading=_("Wave height"),
            words=words.metres(water.low, water.high),
            below=" · ".join((words.wave_name(water), water.name)),
        )
        wind = words.wind(water)
        parts = [waves]
        if wind:
            whence = words.wind_from(water.wind_from)
            parts.append(SeaCard(row=index, icon="wind", heading=_("Wind"), words=wind, below=whence, share=_WIND))
        tone, heading, text = words.boat(water)
        boat = BoatCard(row=index, tone=tone, heading=heading, words=text)
        narrow = self.theme.portrait and self.theme.huge
        row.hold(boat, parts, narrow=narrow)
        if roomy:
            for part in (*parts, boat):
                row.add_widget(part)
            return row
        if half is not True:
            pair = SeaPair(orientation="vertical" if narrow else "horizontal")
            for part in parts:
                pair.add_widget(part)
            row.add_widget(pair)
        if half is not False:
            boat.spot = boat.spot or (f"row:{index}" if half else "")
            row.add_widget(boat)
        return row


class SkyPage(Box):
    pass


class SeaPair(Box):
    pass


def _slot(step: WeatherStep, moment: Moment) -> int:
    """Return the column of *step* in the table: 0 from four in the morning on, 7 for the last before the next four o'clock."""
    return (step.at.astimezone(moment.now.tzinfo) - NIGHT).hour * _SLOTS // 24
