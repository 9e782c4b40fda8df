"""A month, and the chosen day's events. At the largest text the day alone, with the days before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Category, Event
from kiosk.content.views.shown import CalendarView
from kiosk.pages.events.page import EventsPage
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.day_cell import DayCell
from kiosk.ui.widgets.reading_rail import ReadingRail

_WEEK = 7


class WeekdayName(WrappedText):
    sunday = BooleanProperty(False)


class MonthGrid(Box):
    pass


class Week(Box):
    pass


class WeekStrip(Box):
    pass


class DayRow(Card):
    time = StringProperty("")
    title = StringProperty("")
    place = StringProperty("")
    over = StringProperty("")  # that it is, where it is
    room = NumericProperty(0)  # px that are there for it

    def on_title(self, *_: object) -> None:
        self.slip()


class MonthHead(Box):
    screen = ObjectProperty()
    heading = StringProperty("")


class DayHead(Box):
    screen = ObjectProperty()
    heading = StringProperty("")
    line = StringProperty("")
    arrows = BooleanProperty(False)
    reading = ObjectProperty(None, allownone=True, rebind=True)  # the list that its arrows turn, where it has such


class DayTurns(Box):
    """Arrows alone, as all in the calendar."""

    reading = ObjectProperty(None, allownone=True, rebind=True)


class Legend(Box):
    """What the marks mean. Where the day's list is longer than its place, up and down stand beside it: it is `keyed` px high with
    them, and `plain` without."""

    turning = BooleanProperty(False)
    plain, keyed = NumericProperty(0), NumericProperty(0)
    reading = ObjectProperty(None, allownone=True, rebind=True)


class DayColumn(Box):
    """The chosen day's events: heading, week where there is no room for the month, rows, what the marks mean."""

    def __init__(self, *, screen: EventsScreen, arrows: bool, compact: bool) -> None:
        super().__init__()
        self.head = DayHead(screen=screen, arrows=arrows)
        self._week: WeekStrip | None = None
        self._open: Callable[[int], None] = lambda _: None
        self._day: date | None = None
        self._rows = DayRows()
        self._reading = Reading()
        self._reading.add_widget(self._rows)
        self.add_widget(self.head)
        if arrows and compact:  # a rail beside the list is taller than the list
            self.head.reading = self._reading
            self.add_widget(self._reading)
        elif arrows:
            beside = Box()
            beside.add_widget(self._reading)
            beside.add_widget(ReadingRail(reading=self._reading))
            self.add_widget(beside)
        else:
            legend = Legend(reading=self._reading)
            self.add_widget(self._reading)
            self.add_widget(legend)
            weigh = partial(self._weigh, legend)
            for part in (self, self.head, self._rows):
                part.bind(height=weigh)
            legend.bind(plain=weigh, keyed=weigh)
            self._rows.bind(children=weigh)
            weigh()

    def _weigh(self, legend: Legend, *_: object) -> None:
        """Keys that turn the list stand where it does not fit without them: beside them it has less room, and never would."""
        room = self.height - self.head.height - legend.plain - 2 * self.spacing
        # one event alone stands without keys if it can; of several each is to fit on a page between them
        keys = legend.keyed - legend.plain if len(self._rows.children) > 1 else 0
        self._rows.room = max(0.0, room - keys)
        legend.turning = self._rows.height > room

    def set_week(self, week: WeekStrip | None) -> None:
        if self._week is not None:
            self.remove_widget(self._week)
        self._week = week
        if week is not None:
            self.add_widget(week, index=self.children.index(self.head))

    def write(self, day: date, events: list[dict[str, str]], open_event: Callable[[int], None]) -> None:
        """One row an event, from the first of another day, else where somebody has come to; `open_event` is called with the place
        of the one that is touched."""
        rows = self._rows.children[::-1]
        for row in rows[len(events) :]:
            self._rows.remove_widget(row)
        for index, event in enumerate(events):
            if index < len(rows):
                for name, value in event.items():
                    setattr(rows[index], name, value)
                continue
            row = DayRow(**event)
            row.bind(on_release=lambda _, index=index: self._open(index))
            self._rows.add_widget(row)
        self._open = open_event
        if day != self._day:
            self._day = day
            self._reading.scroll_y = 1


class DayRows(Box):
    """`room` is the height in px that is there for each row; 0 where that is what is seen of the list."""

    room = NumericProperty(0)


class EventsScreen(Screen):
    read_aloud = BooleanProperty(True)
    watched = ("moment", "place")

    def __init__(self, **properties: Any) -> None:
        self._grid: MonthGrid | None = None
        self._cells: dict[date, DayCell] = {}
        self._built: object = None
        self._column: DayColumn | None = None
        self._looks: object = None  # what the column was built for
        super().__init__(**properties)

    @property
    def page(self) -> EventsPage:
        """The page that decides."""
        page: EventsPage = self.controller.page("events")
        return page

    def fill(self) -> None:
        view: CalendarView | None = self.view
        if view is None or self.board.moment is None:
            return
        self.category = str(Category.EVENT)
        self.title = self.tr.phrases.category(Category.EVENT)
        self.line = self.tr.phrases.site(self.board.place)
        theme = self.theme
        with_month = not (theme.huge or theme.compact)  # cells of 64 sp and the day's list do not fit there
        parts = [*([self._month_of(view)] if with_month else []), self._day(view, arrows=not with_month)]
        if parts != self.children[::-1]:
            self.clear_widgets()
            for part in parts:
                self.add_widget(part)

    def step(self, days: int) -> None:
        """The day before or after; for the largest text, where there is no month to tap."""
        self.page.choose_day(self.view.day + timedelta(days=days))

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
        cell = DayCell(day, marks=view.marks.get(day, 0), today=day == view.today, chosen=day == view.day)
        cell.bind(on_release=lambda cell: self.page.choose_day(cell.day))
        return cell

    def _day(self, view: CalendarView, *, arrows: bool) -> DayColumn:
        """The chosen day: the same widgets, written anew, as long as the screen's looks are the same."""
        phrases, moment, theme = self.tr.phrases, self.board.moment, self.theme
        looks = (arrows, theme.layout, theme.text_scale, self.tr.language)
        if self._column is None or looks != self._looks:
            self._looks = looks
            self._column = DayColumn(screen=self, arrows=arrows, compact=theme.compact)
        column = self._column
        counted = phrases.count(Category.EVENT, len(view.events)) if view.events else self.tr._("No events")
        short = theme.compact and theme.large  # its arrows leave no room for the whole name
        ahead = phrases.days_off(view.day, moment) if not (short and theme.huge) else ""
        line = " · ".join(filter(None, (counted, ahead, phrases.clock_note(moment))))
        column.head.heading = phrases.short_weekday_date(view.day) if short else phrases.day_of(view.day, moment)
        column.head.line = line
        if view.following is not None:  # an empty day leads to the next that is none
            following = view.following
            day = phrases.day_of(following, moment)
            column.write(
                view.day,
                [{"time": "", "title": self.tr._("Next event: {day}").format(day=day), "place": "", "over": ""}],
                lambda _: self.page.choose_day(following),
            )
        else:
            column.write(view.day, [self._row(event) for event in view.events], self.page.open_event)
        column.set_week(self._week(view) if theme.compact and not theme.large else None)
        return column

    def _row(self, event: Event) -> dict[str, str]:
        time = self.tr.phrases.event_time(event, self.board.moment, self.view.day)
        over = self.tr.phrases.over(event, self.board.moment)
        return {"time": time, "title": event.title, "place": event.place, "over": over}
