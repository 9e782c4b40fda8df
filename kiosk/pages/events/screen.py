"""A month, and the chosen day's events. Where a month has no room the day alone, with keys to the week or the day beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Event
from content_cache.model.vocabulary import Category
from kiosk.content.calendar import next_month
from kiosk.content.views.shown import CalendarView
from kiosk.pages.events.page import EventsPage
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.theme import Theme
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.day_cell import DayCell

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
    over = StringProperty("")  # text that the event is over, if it is
    room = NumericProperty(0)  # px of height available
    need = NumericProperty(0)  # px of height that its words need
    share = NumericProperty(0)  # px of height that it gets

    def on_title(self, *_: object) -> None:
        self.slip()


class TimeKey(PushButton):
    """Key to the month, week or day beside the one shown. *way* is -1 for the one before, +1 for the one after."""

    way = NumericProperty(1)

    def _fill(self, *_: object) -> None:
        """Draw the key with its arrow on the side to which it points."""
        super()._fill()
        content = self.ids.content
        if self.way > 0:
            arrow = content.children[-1]
            content.remove_widget(arrow)
            content.add_widget(arrow)


class MonthHead(Box):
    """Name of the month between keys to the months before and after it."""

    screen = ObjectProperty()
    heading = StringProperty("")
    before = StringProperty("")
    after = StringProperty("")


class DayTitle(Box):
    """The chosen day and its number of events, one below the other, or side by side (*lying*)."""

    heading = StringProperty("")
    line = StringProperty("")
    lying = BooleanProperty(False)
    centred = BooleanProperty(False)


class TimeTurns(Box):
    """Keys to what comes before and after, with *middle* between them."""

    screen = ObjectProperty()
    days = NumericProperty(1)  # days by which a key moves on
    before = StringProperty("")
    after = StringProperty("")
    middle_high = NumericProperty(0)  # px

    def __init__(self, middle: Widget, **properties: Any) -> None:
        super().__init__(**properties)
        self.add_widget(middle, index=1)
        if middle.size_hint_y is None:
            middle.bind(height=self.setter("middle_high"))


class DayTurnKey(PushButton):
    """Key that turns the day's list by a page."""


class DayTurns(Box):
    """Keys up and down for a day's list that is longer than its place, side by side or one above the other (*upright*)."""

    reading = ObjectProperty(None, allownone=True, rebind=True)
    upright = BooleanProperty(False)
    several = BooleanProperty(
        False
    )  # beside several rows the keys stay, dimmed: without them the list would be wider, and fit


class Legend(Box):
    """Explanation of the marks.

    Where the day's list is longer than its place, the keys up and down stand beside it. It is *keyed* px high with
    keys, *plain* px without.
    """

    turning = BooleanProperty(False)
    plain, keyed = NumericProperty(0), NumericProperty(0)
    reading = ObjectProperty(None, allownone=True, rebind=True)


class DayColumn(Box):
    """Column of the chosen day's events.

    Beside a month: heading, rows, legend. Alone it has keys to the weeks, or in large letters to the days. On a small
    screen the keys stand beside the heading, else below the rows.
    """

    def __init__(self, *, screen: EventsScreen, alone: bool, theme: Theme) -> None:
        super().__init__()
        self.title = DayTitle(lying=theme.huge and not theme.portrait, centred=alone and not theme.huge)
        self.turns: TimeTurns | None = None
        self._week: WeekStrip | None = None
        self._open: Callable[[int], None] = lambda _: None
        self._day: date | None = None
        self._rows = DayRows()
        self._reading = Reading()
        self._reading.add_widget(self._rows)
        if not alone:
            self._stand_beside_month()
            return
        self._reading.bind(height=self._rows.setter("page"))
        if theme.huge:
            self.turns = TimeTurns(DayTurns(reading=self._reading), screen=screen)
            for part in (self.title, self._reading, self.turns):
                self.add_widget(part)
        else:
            self.turns = TimeTurns(self.title, screen=screen, days=1 if theme.large else _WEEK)
            keys = DayTurns(reading=self._reading, upright=True)
            self._rows.bind(children=lambda _, rows: setattr(keys, "several", len(rows) > 1))
            beside = Box()
            for part in (self._reading, keys):
                beside.add_widget(part)
            self.add_widget(self.turns)
            self.add_widget(beside)
            self.bind(height=self._place_week)

    def _stand_beside_month(self) -> None:
        legend = Legend(reading=self._reading)
        for part in (self.title, self._reading, legend):
            self.add_widget(part)
        weigh = partial(self._weigh, legend)
        for part in (self, self.title):
            part.bind(height=weigh)
        legend.bind(plain=weigh, keyed=weigh)
        self._rows.bind(children=weigh, needed=weigh)
        weigh()

    def _weigh(self, legend: Legend, *_: object) -> None:
        """Show keys that turn the list only if the list does not fit without them. *legend* takes room for the keys."""
        room = self.height - self.title.height - legend.plain - 2 * self.spacing
        # a single event has no keys if it fits; with several, each must fit on a page beside the keys
        keys = legend.keyed - legend.plain if len(self._rows.children) > 1 else 0
        self._rows.room = max(0.0, room - keys)
        legend.turning = self._rows.needed > room
        self._rows.page = self._rows.room if legend.turning else 0

    def set_week(self, week: WeekStrip | None) -> None:
        """Show the strip *week* above the rows, as long as two rows have room below it."""
        if self._week is not None and self._week.parent is not None:
            self.remove_widget(self._week)
        self._week = week
        self._place_week()

    def _place_week(self, *_: object) -> None:
        week, turns = self._week, self.turns
        if week is None or turns is None:
            return
        rows = 2 * self._rows.least + self._rows.spacing
        roomy = self.height - turns.height - week.height - 2 * self.spacing >= rows
        if roomy and week.parent is None:
            self.add_widget(week, index=self.children.index(turns))
        elif not roomy and week.parent is not None:
            self.remove_widget(week)

    def write(self, day: date, events: list[dict[str, str]], open_event: Callable[[int], None]) -> None:
        """Show one row for each of *events*.

        A new *day* starts at its first row, the same one keeps its place. *open_event* gets the index of a touched
        row.
        """
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
    """Rows of a day.

    *room* is the height in px that the list may take; 0 means the height of its viewport. Rows that need more than
    *page* px are split into pages, whose rows share the height.
    """

    room = NumericProperty(0)
    page = NumericProperty(0)
    least = NumericProperty(0)  # least px of a row
    needed = NumericProperty(0)  # px that all rows need

    def __init__(self, **properties: Any) -> None:
        self._weigh = Clock.create_trigger(lambda _: self.weigh(), -1)
        super().__init__(**properties)
        for name in ("children", "page", "spacing", "least"):
            self.fbind(name, self._weigh)

    def add_widget(self, widget: Any, *args: Any, **options: Any) -> None:
        super().add_widget(widget, *args, **options)
        widget.fbind("need", self._weigh)

    def weigh(self) -> None:
        """Decide which rows stand on a page, and how high they are."""
        rows, gap = self.children[::-1], self.spacing
        needs = [max(self.least, row.need) for row in rows]
        self.needed = sum(needs) + gap * max(0, len(needs) - 1)
        spare, start = 0.0, 0
        while start < len(rows):
            end = start + 1
            while end < len(rows) and sum(needs[start : end + 1]) + gap * (end + 1 - start) <= self.page:
                end += 1
            left = (self.page - sum(needs[start:end])) / (end - start) - gap if self.needed > self.page > 0 else 0.0
            # the last page, if not full, begins with rows of the page before
            spare = max(0.0, min(left, spare) if start and end == len(rows) else left)
            for row, need in zip(rows[start:end], needs[start:end], strict=True):
                row.share = need + spare
            start = end


class EventsScreen(Screen):
    read_aloud = BooleanProperty(True)
    watched = ("moment", "place")

    def __init__(self, **properties: Any) -> None:
        self._grid: MonthGrid | None = None
        self._cells: dict[date, DayCell] = {}
        self._built: object = None
        self._column: DayColumn | None = None
        self._looks: object = None  # values that the column was built for
        super().__init__(**properties)

    @property
    def page(self) -> EventsPage:
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
        parts = [*([self._month_of(view)] if with_month else []), self._day_column(view, alone=not with_month)]
        if parts != self.children[::-1]:
            self.clear_widgets()
            for part in parts:
                self.add_widget(part)

    def step(self, days: int) -> None:
        """Turn to the day *days* after the chosen one, or before it if negative. Used where no month can be tapped."""
        self.page.choose_day(self.view.day + timedelta(days=days))

    def _month_of(self, view: CalendarView) -> MonthGrid:
        """Return the grid of *view*'s month.

        If only the chosen day differs, it is the last one built: 30 cells cost more than the rest of the screen.
        """
        built = (view.month, view.today, dict(view.marks), self.tr.language)
        if self._grid is None or built != self._built:
            self._built, self._cells = built, {}
            self._grid = self._month(view)
        for day, cell in self._cells.items():
            cell.chosen = day == view.day
        return self._grid

    def _month(self, view: CalendarView) -> MonthGrid:
        grid = MonthGrid()
        phrases, short = self.tr.phrases, self.theme.large
        before, after = view.month.replace(day=1) - timedelta(days=1), next_month(view.month)
        head = MonthHead(screen=self, heading=phrases.month(view.month))
        head.before, head.after = (phrases.month_name(month, short=short) for month in (before, after))
        grid.add_widget(head)
        names = Week(size_hint_y=None)
        names.bind(minimum_height=names.setter("height"))
        for index, name in enumerate(phrases.weekdays()):
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
        """Return the strip of the chosen day's week, for a screen without room for the month."""
        strip = WeekStrip()
        sunday = view.day - timedelta(days=(view.day.weekday() + 1) % _WEEK)
        for index, name in enumerate(self.tr.phrases.weekdays()):
            strip.add_widget(self._cell(sunday + timedelta(days=index), view, name))
        return strip

    def _cell(self, day: date, view: CalendarView, name: str = "") -> DayCell:
        cell = DayCell(day, name=name, marks=view.marks.get(day, 0), today=day == view.today, chosen=day == view.day)
        cell.bind(on_release=lambda cell: self.page.choose_day(cell.day))
        return cell

    def _day_column(self, view: CalendarView, *, alone: bool) -> DayColumn:
        """Return the column of the chosen day.

        Its widgets are reused as long as layout, text size and language stay the same. *alone*: without a month beside
        it.
        """
        phrases, moment, theme = self.tr.phrases, self.board.moment, self.theme
        looks = (alone, theme.layout, theme.text_scale, self.tr.language)
        if self._column is None or looks != self._looks:
            self._looks = looks
            self._column = DayColumn(screen=self, alone=alone, theme=theme)
        column = self._column
        counted = phrases.count(Category.EVENT, len(view.events)) if view.events else self.tr._("No events")
        short = theme.compact and theme.large and not theme.huge  # the keys leave no room for the whole name
        ahead = phrases.days_off(view.day, moment) if not column.title.lying else ""
        line = " · ".join(filter(None, (counted, ahead, phrases.clock_note(moment))))
        column.title.heading = phrases.short_weekday_date(view.day) if short else phrases.day_of(view.day, moment)
        column.title.line = line
        if (turns := column.turns) is not None and turns.days == _WEEK:
            turns.before, turns.after = self.tr._("Last week"), self.tr._("Next week")
        elif turns is not None:
            turns.before, turns.after = (phrases.weekday(view.day + timedelta(days=days)) for days in (-1, 1))
        if view.following is not None:  # an empty day has a key to the next day with events
            following = view.following
            day = phrases.day_of(following, moment)
            column.write(
                view.day,
                [{"time": "", "title": self.tr._("Next event: {day}").format(day=day), "place": "", "over": ""}],
                lambda _: self.page.choose_day(following),
            )
        else:
            column.write(view.day, [self._event_row(event) for event in view.events], self.page.open_event)
        column.set_week(self._week(view) if theme.compact and not theme.large else None)
        return column

    def _event_row(self, event: Event) -> dict[str, str]:
        time = self.tr.phrases.event_time(event, self.board.moment, self.view.day)
        over = self.tr.phrases.over(event, self.board.moment)
        return {"time": time, "title": event.title, "place": event.place, "over": over}
