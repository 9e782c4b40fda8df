"""A category as a list: news, services, clarifications, alerts. Three rows a page, more on a bigger screen."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Clarification, Item, Service
from content_cache.model.vocabulary import Category
from kiosk.content.repository import is_new
from kiosk.content.views.shown import ListView, Reach
from kiosk.pages.news.page import NewsPage
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Row
from kiosk.ui.widgets.controls import FilterButton, PushButton
from kiosk.ui.widgets.empty_state import EmptyState
from kiosk.ui.widgets.verdict_row import VerdictRow

_OF_ONE_DIGIT = 9  # pages: beyond them the rail has no room for the word between two numbers
_FLICK = 0.12  # least movement of a swipe, as a share of the height; a shorter one is a tap that trembled


class Banner(Surface):
    """Notice that nothing new has come for long, and that this is no error."""

    first = StringProperty("")


class Summary(WrappedText):
    """Line above the list, such as "12 berita · 3 baru"."""


class MonthKey(PushButton):
    """Key to the month before or after in a long list. *open*: there is room for it, and there are months to turn to."""

    open = BooleanProperty(False)


class DayHeading(WrappedText):
    """Heading above the first row of a day, such as "Hari ini" or "Sabtu, 21 November".

    Above the other rows of the day it is the gap between two rows.
    """

    first = BooleanProperty(False)


class NewsScreen(Screen):
    watched = ("moment", "place", "freshness")

    filtered = BooleanProperty(False)
    banner = BooleanProperty(False)
    counter = StringProperty("")
    up = BooleanProperty(False)
    down = BooleanProperty(False)
    railed = BooleanProperty(False)
    months = BooleanProperty(False)  # whether there are keys to other months
    later = StringProperty("")
    earlier = StringProperty("")
    grouped = BooleanProperty(
        False
    )  # days are named above their rows: there is no room where rows are low or letters very large

    def __init__(self, **properties: Any) -> None:
        self._rows: list[Row | VerdictRow] = []
        self._headings: list[DayHeading] = []
        self._made: dict[Category, list[tuple[DayHeading, Row | VerdictRow]]] = {}  # rows of each list, by index
        self._listed: Category | None = None  # category whose rows are shown
        self._head: object = None  # values that the head above the list was built for
        # values that the filters were built for, and the filters
        self._filters: tuple[object, list[Widget]] = (None, [])
        super().__init__(**properties)

    @property
    def page(self) -> NewsPage:
        page: NewsPage = self.controller.page("news")
        return page

    def fill(self) -> None:
        view: ListView | None = self.view
        if view is None or self.board.moment is None:
            return
        _, phrases = self.tr._, self.tr.phrases
        self.category = str(view.category)
        self.title = phrases.category(view.category)
        self.line = self.tr.phrases.site(self.board.place)
        counter = "{page}/{pages}" if view.pages > _OF_ONE_DIGIT else _("{page} of {pages}")
        self.counter = counter.format(page=view.page + 1, pages=view.pages)
        self.up, self.down = view.page > 0, view.page + 1 < view.pages
        self.railed = view.pages > 1
        roomy = not (self.theme.compact or self.theme.huge)
        self.grouped = roomy and view.category is Category.NEWS and self.board.moment.relative
        self._fill_months(view)
        self._fill_head(view)
        self._fill_rows(view)

    def _fill_months(self, view: ListView) -> None:
        """Show the keys that skip to another month, if there is room and if each skips further than the key that turns a page."""
        theme, moment = self.theme, self.board.moment
        room = not theme.compact and not (theme.large if theme.portrait else theme.huge)
        self.months = room and len(view.months) > 1 and view.category is not Category.SERVICE
        for name, step in (("later", -1), ("earlier", 1)):
            month = view.month_beside(step) if self.months else None
            far = month is not None and abs(month.page - view.page) > 1
            setattr(self, name, self.tr.phrases.short_month(month.first, moment) if month and far else "")

    def _fill_head(self, view: ListView) -> None:
        """Show above the rows either the filters of the news or the notice that the list is old; nothing where the
        rows need the room.
        """
        head, freshness, theme = self.ids.head, self.board.freshness, self.theme
        room = not (theme.compact or theme.huge)
        self.banner = bool(room and not (theme.portrait and theme.large) and freshness and freshness.old and view.rows)
        self.filtered = room and view.category is Category.NEWS and not self.banner
        self.filtered = self.filtered and bool(
            view.rows or view.reach is not Reach.ALL
        )  # there is nothing to choose from
        since = ""
        if self.banner and freshness.refreshed:
            when = freshness.refreshed.astimezone(self.board.moment.now.tzinfo)
            since = f"{self.tr.phrases.weekday_date(when.date())} {self.tr.phrases.time(when)}"
        built = (since, self.filtered, view.reach, view.total, view.fresh, self.tr.language, theme.layout)
        if built == self._head:
            return
        self._head = built
        head.clear_widgets()
        if since:
            head.add_widget(Banner(first=self.tr._("No internet since {when}.").format(when=since)))
        if self.filtered:
            known, widgets = self._filters
            if known != built:  # only the news has filters; they are kept for the next return to the news
                widgets = self._build_filters(view)
                self._filters = built, widgets
            for widget in widgets:
                head.add_widget(widget)

    def _build_filters(self, view: ListView) -> list[Widget]:
        _, phrases = self.tr._, self.tr.phrases
        built: list[Widget] = []
        names = {Reach.ALL: _("All"), Reach.VILLAGE: _("Our village"), Reach.REGENCY: _("Regency")}
        for which, name in names.items():
            button = FilterButton(words=name, chosen=which is view.reach)
            button.bind(on_release=lambda _, which=which: self.page.filter(str(which)))
            built.append(button)
        if not self.theme.portrait:
            counted = phrases.count(view.category, view.total)
            built.append(Summary(words=f"{counted} · {phrases.fresh(view.fresh)}" if view.fresh else counted))
        return built

    def _fill_rows(self, view: ListView) -> None:
        rows, room = self.ids.rows, self.theme.capacity.rows_of(view.category)
        # on a page that is not full, claim and fact share half of the spare height
        if view.category is Category.CLARIFICATION:
            room = min(room, len(view.rows) + 1)
        if (
            self._rows
            and self._listed is view.category
            and len(self._rows) == len(view.rows)
            and len(rows.children) == 2 * max(room, len(view.rows))
        ):
            for row, item in zip(
                self._rows, view.rows, strict=True
            ):  # a page of the same length: only its words change
                for name, value in self._news_row(item).items():
                    setattr(row, name, value)
            self._head_days(view)
            return
        rows.clear_widgets()
        self._rows, self._headings = [], []
        self._listed = view.category
        if not view.rows:
            rows.add_widget(EmptyState.for_category(view.category, self))
            return
        for index, item in enumerate(view.rows):
            heading, row = self._made_row(view.category, index, self._news_row(item))
            rows.add_widget(heading)
            rows.add_widget(row)
            self._rows.append(row)
            self._headings.append(heading)
        self._head_days(view)
        for _ in range(room - len(view.rows)):
            rows.add_widget(DayHeading())
            rows.add_widget(Widget())  # rows keep their height on a page that is not full

    def _made_row(self, category: Category, index: int, words: dict[str, Any]) -> tuple[DayHeading, Row | VerdictRow]:
        """Return heading and row number *index* of the list of *category*, written with *words*.

        Existing widgets are reused: to make a row takes longer than to change its text.
        """
        made = self._made.setdefault(category, [])
        if index < len(made):
            for name, value in words.items():
                setattr(made[index][1], name, value)
        else:
            kind = VerdictRow if category is Category.CLARIFICATION else Row
            row = kind(**words, spot=f"row:{index}")
            row.bind(on_release=lambda _: self.page.open_row(index))
            made.append((DayHeading(first=index == 0), row))
        return made[index]

    def _head_days(self, view: ListView) -> None:
        """Write the name of each day above the first of its rows, and above the first row of the page."""
        before = ""
        for heading, item in zip(self._headings, view.rows, strict=True):
            words = self._day_of(item) if self.grouped else ""
            heading.words = words if words != before else ""
            before = words

    def _day_of(self, item: Item) -> str:
        """Return the heading for *item*: "Penting", "Hari ini", "Kemarin", or a date such as "Sabtu, 21 November"."""
        if item.pinned or item.priority:
            return self.tr._("Important")
        if item.published is None:
            return ""
        moment, phrases = self.board.moment, self.tr.phrases
        day = phrases.past(item.published, moment).date()
        near = 0 <= (moment.now.date() - day).days <= 1
        named = phrases.day_name(day, moment) if near else phrases.day_of(day, moment)
        return named[:1].upper() + named[1:]

    def _news_row(self, item: Item) -> dict[str, Any]:
        if isinstance(item, Clarification):
            when = self._when(item) if item.published else ""
            return VerdictRow.row_properties(item, self.theme, self.tr.phrases, when)
        phrases = self.tr.phrases
        since = self.view.new_since
        new = self.tr._("New") if item.category is Category.NEWS and since is not None and is_new(item, since) else ""
        badged = not self.theme.compact  # the badge is higher than a line, and low rows have no room for it
        roomy = not (self.theme.compact and self.theme.large)
        return {
            "title": item.title[:300],
            "source": phrases.origin(item),
            "when": " · ".join(filter(None, ("" if badged else new, self._when(item)))) if roomy else "",
            "seal": str(item.provenance),
            "fresh": new if badged else "",
            "told": self._service(item) if isinstance(item, Service) else "",
            "picture": self.theme.stored_path(item.picture.small if item.picture else ""),
            "category": str(item.category),
        }

    def _service(self, item: Service) -> str:
        """Return hours, place and required papers, such as "Senin–Kamis 08.00–15.00 · Balai Desa · Bawa KTP asli,
        kartu keluarga".
        """
        bring = self.tr._("Bring {things}").format(things=", ".join(item.requirements)) if item.requirements else ""
        return " · ".join(filter(None, ("; ".join(item.hours.splitlines()), item.place, bring)))

    def _when(self, item: Item) -> str:
        """Return when *item* was published, such as "hari ini 07.15". Narrow rows have the day alone."""
        moment, phrases = self.board.moment, self.tr.phrases
        if item.published is None:
            return ""
        if self.grouped and not (item.pinned or item.priority):  # the day stands above
            return phrases.time(phrases.past(item.published, moment))
        if self.theme.portrait or self.theme.compact:
            return phrases.day_name(phrases.past(item.published, moment).date(), moment)
        return phrases.when(item.published, moment)

    def on_touch_down(self, touch: Any) -> bool:
        if self.collide_point(*touch.pos):
            touch.ud["list"] = self  # the touch began on the list, not on a layer over it
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        moved = touch.y - touch.oy
        if touch.ud.get("list") is self and abs(moved) > _FLICK * self.height and self.railed:
            touch.ud["flicked"] = True  # the row below the finger is not opened as well
            if moved > 0 and self.down:
                self.controller.navigation.page_down()
            elif moved < 0 and self.up:
                self.controller.navigation.page_up()
        return bool(super().on_touch_up(touch))
