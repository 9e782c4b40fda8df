"""Home: the day's main news, the next event, and the six tiles."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Event, Item
from content_cache.model.vocabulary import Category
from kiosk.content.views.day import DayView
from kiosk.content.views.shown import HomeView
from kiosk.narration.day_words import DayWords
from kiosk.pages.home.page import HomePage
from kiosk.ui.primitives.box import Box
from kiosk.ui.screens.details import ahead, day_of
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card, Tile
from kiosk.ui.widgets.day_cards import DayStrip, PrayerLine, SkyCard, day_facts

_LINE = 24  # characters that a tile has room for in one line
_DAY = 24 * 3600
_LEFT = 1.32  # width of the left column as a factor of the right one's, at the largest text
_TWO_UPRIGHT = 1.4  # text size up to which the tiles of an upright screen stand in two columns


class MainNews(Card):
    """Card of the main news: its picture and title, its source and date."""

    title = StringProperty("")
    picture = StringProperty("")
    category = StringProperty("berita")
    source = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")


class HeroCard(MainNews):
    """Main news below a large picture."""


class HeroRow(MainNews):
    """Main news beside its picture, so that the weather has room below."""


class EventCard(Card):
    """Card of the next event: its time or day on a green block, title and place."""

    block_top = StringProperty("")
    block_foot = StringProperty("")
    title = StringProperty("")
    place = StringProperty("")


class AheadRow(Card):
    """Row of one of the next events on a wide screen: day, title, time and place, and an icon of its subject."""

    day = StringProperty("")
    month = StringProperty("")
    title = StringProperty("")
    when = StringProperty("")


class EventsAhead(Box):
    """Column of the next events, beside the tiles of a wide screen."""


class HomeScreen(Screen):
    watched = ("moment", "place", "band", "theme")

    with_hero = BooleanProperty(False)
    with_event = BooleanProperty(False)
    with_sky = BooleanProperty(False)
    footed = BooleanProperty(False)  # there is a line below the tiles
    gap = NumericProperty(20)
    columns = NumericProperty(3)

    def __init__(self, **properties: object) -> None:
        self._tiles: dict[Category, Tile] = {}
        self._column: EventsAhead | None = None
        self._foot: PrayerLine | DayStrip | None = None
        super().__init__(**properties)  # type: ignore[arg-type]

    def on_kv_post(self, _base: object) -> None:
        self._side, self._body = self.ids.side.__self__, self.ids.body.__self__

    @property
    def page(self) -> HomePage:
        page: HomePage = self.controller.page("home")
        return page

    def fill(self) -> None:
        theme, phrases = self.theme, self.tr.phrases
        view: HomeView = self.view or HomeView()
        events = view.ahead[: theme.capacity.ahead]
        self.columns = self._columns(bool(events))
        room = not theme.compact and not theme.huge and self.columns > 1
        self.with_hero = room and view.hero is not None
        self.with_event = (
            not events
            and room
            and view.event is not None
            and not theme.portrait
            and (theme.layout == "wide" or not theme.large)
        )
        day = view.day
        self.with_sky = theme.capacity.sky and day.has_sky
        moment = self.board.moment
        if moment is not None:
            self.line = phrases.long_date(moment.now.date()) if moment.relative else phrases.clock_note(moment)
            roomy = not (theme.portrait or theme.compact)
            place = self.board.place
            self.title = phrases.welcome(place, moment) if roomy else phrases.site(place)
            if theme.portrait and moment.relative:
                self.line = phrases.weekday_date(moment.now.date())
        self._fill_tiles(view)
        self._fill_cards(view, day)
        self._fill_ahead(events)
        self._fill_foot(day)

    def _columns(self, events: bool) -> int:
        """Return the number of columns of tiles, so that the name of no tile is broken within a word
        (DESIGN.md, "Text at 200 %": 3x2, then 2x3).
        """
        theme = self.theme
        if theme.portrait:
            return 1 if theme.text_scale > _TWO_UPRIGHT else 2
        return 2 if events or theme.large else 3

    def _fill_tiles(self, view: HomeView) -> None:
        phrases = self.tr.phrases
        if not self._tiles:
            for category in Category:
                tile = Tile(category=str(category), spot=f"tile:{category}")
                tile.bind(on_release=lambda tile: self.controller.navigation.open_category(tile.category))
                self._tiles[category] = tile
                self.ids.tiles.add_widget(tile)
        narrow = self.theme.compact and self.theme.huge and self.columns == 2
        for index, (category, tile) in enumerate(self._tiles.items()):
            number = view.counts.get(category, 0)
            fresh = view.fresh.get(category, 0)
            tile.title = phrases.category(category)
            tile.badge = phrases.fresh(fresh) if fresh and category is not Category.ALERT else ""
            tile.number = str(fresh) if tile.badge else ""
            # the left column tells what is new; a small screen gives its room to that
            tile.size_hint_x = _LEFT if narrow and not index % 2 else 1
            tile.count = self._number_text(category, number, view)
            tile.known = self._checked_today(view)
            tile.calm = category is Category.ALERT and not number and self.board.band is None
            if category is Category.ALERT:
                self._warn(tile)

    def _warn(self, tile: Tile) -> None:
        """Colour *tile* by the severity of a warning in force.

        The band names the warning; the tile still tells where it leads.
        """
        alert = self.board.band
        tile.warned = "" if alert is None else "simulasi" if alert.drill else alert.tone
        if alert is not None:
            tile.count = self.tr._("Numbers and way")

    def _number_text(self, category: Category, number: int, view: HomeView) -> str:
        _, phrases = self.tr._, self.tr.phrases
        match category:
            case Category.EVENT if view.events_today and self.board.moment.relative:
                return _("{n} today").format(n=view.events_today)
            case Category.ANNOUNCEMENT if number:
                return _("{n} in force").format(n=number)
            case Category.SERVICE if view.services and len(names := ", ".join(view.services[:3])) <= _LINE:
                return names
            case Category.ALERT if not number:
                return self._calm(view)
        return phrases.count(category, number)

    def _calm(self, view: HomeView) -> str:
        """Return the line about warnings while none is in force.

        It never promises safety: without a check in the last day nothing is known.
        """
        _, checked, moment = self.tr._, view.alerts_checked, self.board.moment
        brief = self.theme.compact and self.theme.huge
        if not view.warned:
            return _("Not connected yet") if brief else _("Not connected to BMKG yet")
        if checked is None or not self._checked_today(view):
            return _("Not known yet")
        if brief:  # the tile already says "Darurat"
            return _("None in force")
        if self.theme.compact or self.theme.huge:
            return _("No warning")
        ago = self.tr.phrases.ago(checked, moment.now)
        return _("No active warning · checked {ago}").format(ago=ago)

    def _checked_today(self, view: HomeView) -> bool:
        checked, moment = view.alerts_checked, self.board.moment
        if checked is None or moment is None or not moment.relative:
            return False
        return bool((moment.now - checked).total_seconds() <= _DAY)

    def _fill_ahead(self, events: tuple[Event, ...]) -> None:
        """Show the column of next *events* on a wide screen; few rows keep their height."""
        if self._column is not None:
            self._body.remove_widget(self._column)
            self._column = None
        if not events or self.board.moment is None:
            return
        self._column = column = EventsAhead()
        for index, event in enumerate(events):
            row = AheadRow(spot=f"event:{index}", **ahead(event, self.board.moment, self.tr.phrases))
            row.bind(on_release=lambda _, index=index: self.page.open_event(index))
            column.ids.rows.add_widget(row)
        for _ in range(self.theme.capacity.ahead - len(events)):
            column.ids.rows.add_widget(Widget())
        self._body.add_widget(column)

    def _fill_foot(self, day: DayView) -> None:
        """Show the prayer times below the tiles. Where there is no room for cards, weather and sea join them in one line."""
        if self._foot is not None:
            self.remove_widget(self._foot)
            self._foot = None
        moment = self.board.moment
        if moment is None:
            return
        words, phrases, prayers = DayWords(self.tr.phrases), self.tr.phrases, day.prayers
        if self.theme.capacity.sky:
            # after the day's last prayer they would be taken for tomorrow's
            if prayers is not None and prayers.next >= 0 and (self.theme.layout == "wide" or not self.theme.large):
                times = [phrases.time(at) for _, at in prayers.times]
                roomy = self.theme.layout == "wide" or not prayers.fasting
                note = self.tr._("reckoned") if roomy else ""
                self._foot = PrayerLine(prayers, words, times, heading=self.tr._("Prayers"), note=note)
        elif (facts := day_facts(day, moment, words, self.theme)) and not (self.board.band and self.theme.compact):
            self._foot = DayStrip(facts=facts)
        self.footed = self._foot is not None
        if self._foot is not None:
            self.add_widget(self._foot)

    def _fill_cards(self, view: HomeView, day: DayView) -> None:
        side = self._side
        side.clear_widgets()
        shown = self.with_hero or self.with_event or self.with_sky
        if side.parent is None and shown:
            self._body.add_widget(side, index=len(self._body.children))
        elif side.parent is not None and not shown:
            self._body.remove_widget(side)  # an empty place would still keep its gap
        moment = self.board.moment
        if moment is None:
            return
        if self.with_hero and view.hero is not None:
            side.add_widget(self._hero(view.hero))
        if self.with_sky:
            wide = self.theme.layout == "wide"
            card = SkyCard(day, moment, DayWords(self.tr.phrases), self.theme, roomy=wide and not self.theme.large)
            card.bind(on_release=lambda _: self.page.open_sky())
            side.add_widget(card)
        if self.with_event and view.event is not None:
            event = view.event
            top, foot = self._block(view)
            small = EventCard(spot="event", title=event.title, place=event.place, block_top=top, block_foot=foot)
            small.bind(on_release=lambda _: self.page.open_event())
            side.add_widget(small)
        if shown and not self.with_hero:
            side.add_widget(Widget())

    def _hero(self, hero: Item) -> MainNews:
        """Return the card of the main news *hero*: a row with room for the weather below it, on a wide screen a card."""
        kind = HeroRow if self.with_sky and self.theme.layout != "wide" else HeroCard
        card = kind(
            spot="hero",
            title=hero.title,
            picture=self.theme.stored_path(hero.picture.small if hero.picture else ""),
            category=str(hero.category),
            source=self.tr.phrases.origin(hero),
            when=self._hero_day(hero) if kind is HeroCard else "",
            seal=str(hero.provenance),
        )
        card.bind(on_release=lambda _: self.page.open_hero())
        return card

    def _hero_day(self, item: Item) -> str:
        """Return the day on which *item* was published, such as "hari ini", without the time: the card is narrow.

        Upright screens have both.
        """
        moment = self.board.moment
        if item.published is None:
            return ""
        if self.theme.portrait:
            return str(self.tr.phrases.when(item.published, moment))
        phrases = self.tr.phrases
        return str(phrases.day_name(phrases.past(item.published, moment).date(), moment))

    def _block(self, view: HomeView) -> tuple[str, str]:
        """Return the two lines on the block of the next event: "10.00", "WITA" today, "28", "Nov" on another day."""
        event, moment = view.event, self.board.moment
        if event is None or event.starts is None:
            return "", ""
        starts = event.starts.astimezone(moment.now.tzinfo)
        if moment.relative and starts.date() == moment.now.date() and not event.all_day:
            return self.tr.phrases.time(starts), self.tr.phrases.zone(starts)
        day, _, month = self.tr.phrases.short_date(day_of(starts, moment).date()).partition(" ")
        return day, month
