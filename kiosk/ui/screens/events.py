"""A month, and the chosen day's events. At the largest text the day alone, with the days before and after."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kivy.graphics import Color
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from content_cache.items import Category, Event
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.ground import Touchable
from kiosk.ui.widgets.motif import Drawn, triangles
from kiosk.ui.widgets.reading import Reading
from kiosk.ui.widgets.words import Words
from kiosk.views import CalendarView

_RULES = Path(__file__).with_suffix(".kv")
_WEEK = 7
_MOST_MARKS = 3


class Marks(Drawn):
    """One diamond an event, three at most."""

    count = NumericProperty(0)
    tone = StringProperty("kegiatan")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.fbind("count", self.redraw)
        self.fbind("tone", self.redraw)

    def paint(self) -> None:
        Color(*getattr(self.palette, self.tone))
        count = min(int(self.count), _MOST_MARKS)
        side = self.height
        start = self.center_x - count * side / 2
        shape = [[0, 0.5, 0.5, 1, 1, 0.5], [0, 0.5, 1, 0.5, 0.5, 0]]
        triangles(shape, [(start + i * side, self.y) for i in range(count)], side)


class DayCell(Touchable):
    """A day: outlined when it is today, filled when chosen, red on Sundays."""

    RULES = _RULES
    day = ObjectProperty(None, allownone=True)
    number = StringProperty("")
    marks = NumericProperty(0)
    today = BooleanProperty(False)
    chosen = BooleanProperty(False)
    sunday = BooleanProperty(False)


class WeekdayName(Words):
    RULES = _RULES
    sunday = BooleanProperty(False)


class MonthGrid(BoxLayout):
    pass


class Week(BoxLayout):
    pass


class WeekStrip(BoxLayout):
    pass


class DayColumn(BoxLayout):
    """The chosen day's events."""


class DayRow(Card):
    RULES = _RULES
    time = StringProperty("")
    title = StringProperty("")
    place = StringProperty("")


class MonthHead(BoxLayout):
    screen = ObjectProperty()
    heading = StringProperty("")


class DayHead(BoxLayout):
    screen = ObjectProperty()
    heading = StringProperty("")
    line = StringProperty("")
    arrows = BooleanProperty(False)


class DayTurns(BoxLayout):
    """Arrows alone, as all in the calendar."""

    reading = ObjectProperty(None, allownone=True, rebind=True)


class Legend(BoxLayout):
    """What the marks mean. Where the day's list is longer than its place, up and down take the room of the plainer one."""

    turning = BooleanProperty(False)
    reading = ObjectProperty(None, allownone=True, rebind=True)


class EventsScreen(Screen):
    RULES = _RULES
    watched = ("calendar", "moment", "place")

    def __init__(self, **properties: Any) -> None:
        self._grid: MonthGrid | None = None
        self._cells: dict[date, DayCell] = {}
        self._built: object = None
        super().__init__(**properties)

    def fill(self) -> None:
        view: CalendarView | None = self.board.calendar
        if view is None or self.board.moment is None:
            return
        self.category = str(Category.EVENT)
        self.title = self.tr.phrases.category(Category.EVENT)
        self.line = self.tr.phrases.site(self.board.place)
        theme = self.theme
        with_month = not (theme.huge or theme.compact)  # cells of 64 sp and the day's list do not fit there
        self.clear_widgets()
        if with_month:
            self.add_widget(self._month_of(view))
        self.add_widget(self._day(view, arrows=not with_month))

    def step(self, days: int) -> None:
        """The day before or after; for the largest text, where there is no month to tap."""
        self.attendant.choose_day(self.board.calendar.day + timedelta(days=days))

    def _month_of(self, view: CalendarView) -> MonthGrid:
        """The month as it was built, if only another day of it was chosen: 30 cells cost more than all else of the screen."""
        built = (view.month, view.today, dict(view.marks), self.tr.language)
        if self._grid is None or built != self._built:
            self._built, self._cells = built, {}
            self._grid = self._month(view)
        for day, cell in self._cells.items():
            cell.chosen = day == view.day
        return self._grid

    def _month(self, view: CalendarView) -> MonthGrid:
        grid = MonthGrid()
        grid.add_widget(MonthHead(screen=self, heading=self.tr.phrases.month(view.month)))
        names = Week(size_hint_y=None)
        names.bind(minimum_height=names.setter("height"))
        for index, name in enumerate(self.tr.phrases.weekdays()):
            names.add_widget(WeekdayName(words=name, sunday=index == 0))
        grid.add_widget(names)
        first = view.month.replace(day=1)
        start = first - timedelta(days=(first.weekday() + 1) % _WEEK)
        day = start
        while day.month == first.month or day < first:
            week = Week()
            for _ in range(_WEEK):
                if day.month == first.month:
                    self._cells[day] = self._cell(day, view)
                week.add_widget(self._cells[day] if day.month == first.month else Widget())
                day += timedelta(days=1)
            grid.add_widget(week)
        return grid

    def _week(self, view: CalendarView) -> WeekStrip:
        """The chosen day's week, where there is no room for the month."""
        strip = WeekStrip()
        sunday = view.day - timedelta(days=(view.day.weekday() + 1) % _WEEK)
        for index in range(_WEEK):
            strip.add_widget(self._cell(sunday + timedelta(days=index), view))
        return strip

    def _cell(self, day: date, view: CalendarView) -> DayCell:
        cell = DayCell(
            day=day,
            number=str(day.day),
            marks=view.marks.get(day, 0),
            today=day == view.today,
            chosen=day == view.day,
            sunday=day.weekday() == 6,
        )
        cell.bind(on_release=lambda cell: self.attendant.choose_day(cell.day))
        return cell

    def _day(self, view: CalendarView, *, arrows: bool) -> DayColumn:
        phrases, moment, theme = self.tr.phrases, self.board.moment, self.theme
        column = DayColumn()
        counted = phrases.count(Category.EVENT, len(view.events)) if view.events else self.tr._("No events")
        line = " · ".join(filter(None, (counted, phrases.days_off(view.day, moment), phrases.clock_note(moment))))
        column.add_widget(DayHead(screen=self, heading=phrases.weekday_date(view.day), line=line, arrows=arrows))
        if theme.compact and not theme.large:
            column.add_widget(self._week(view))
        rows = DayRows()
        for index, event in enumerate(view.events):
            rows.add_widget(self._row(index, event))
        reading = Reading()
        reading.add_widget(rows)
        column.add_widget(reading)
        if not arrows:
            column.add_widget(Legend(reading=reading))
        return column

    def _row(self, index: int, event: Event) -> DayRow:
        time = self.tr.phrases.event_time(event, self.board.moment)
        row = DayRow(time=time, title=event.title, place=event.place)
        row.bind(on_release=lambda _: self.attendant.open_event(index))
        return row


class DayRows(BoxLayout):
    pass
