"""Darurat: whom to call, where to gather, what to do. Pages of whole cards; the page follows the focus, and the rail turns it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.gridlayout import GridLayout

from content_cache.model.vocabulary import Category, Hazard
from kiosk.alerts.steps import AlertStep, goes_to_point
from kiosk.alerts.text import KIND_ICONS
from kiosk.content.views.emergency import EmergencyView
from kiosk.pages.emergency.words import EmergencyWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.contact_icons import contact_icon
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import Rail

_LARGEST_PICTURE = 4_000_000  # bytes: a photo straight from a camera would hold the screen up
_GROWN = (2.0, 1.75, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.91)  # factors of 22 sp; the least text size is 20 sp
_SHORT_NAME, _SHORT = 20, 15  # characters of a name and of a number that one line of a narrow card holds
_GRID = {  # columns and rows of numbers and of hazards on a page, by layout and size of letters: usual, large, huge
    "compact": (((2, 3), (1, 2), (1, 2)), ((1, 1), (1, 1), (1, 1))),
    "portrait": (((2, 3), (1, 5), (1, 4)), ((1, 3), (1, 2), (1, 2))),
    "regular": (((2, 3), (2, 3), (1, 3)), ((1, 2), (1, 2), (1, 1))),
    "wide": (((2, 3), (2, 3), (2, 3)), ((2, 3), (2, 2), (2, 2))),
}
_STRIP = 6  # hazard keys in a row below the numbers, or on a page of their own
_MENU = "menu"  # such a page, with the place of its first hazard


class NumberCard(Card):
    """Card of an emergency number. A touch has the number read digit by digit."""

    icon = StringProperty("phone-call")
    title = StringProperty("")
    number = StringProperty("")
    urgent = BooleanProperty(False)  # 112 is the largest
    alone = BooleanProperty(False)  # the only card on its page


class FittingCard(Card):
    """Card whose text is as large as the visitor wishes, as far as all of it fits.

    *told* is measured, *room* px are there for it.
    """

    grown = NumericProperty(1.0)
    room = NumericProperty(0)
    wish = 1.0  # factor of the usual text size, while the visitor wants no larger text

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._fit = Clock.create_trigger(lambda _: self.fit(), -1)
        for name in ("width", "room"):
            self.fbind(name, self._fit)
        for label in self.labels:
            label.fbind("width", self._fit)

    @property
    def labels(self) -> list[Any]:
        """Return the labels whose text size is fitted to the card."""
        return [self.ids[name] for name in ("title", "told") if name in self.ids]

    def grow(self) -> None:
        """Give the measured labels the size `grown`, where no rule of the .kv file does."""

    def fit(self) -> None:
        theme = global_idmap["theme"]
        wished = max(theme.text_scale, 1.4 if theme.layout == "wide" else self.wish)
        for grown in _GROWN:
            if grown > max(1.0, wished):
                continue
            self.grown = grown
            self.grow()
            for label in self.labels:
                label.texture_update()
            if sum(label.texture_size[1] for label in self.labels) <= self.room:
                return


class PointCard(FittingCard):
    """Card of an assembly point and the way there, with its drawing if there is one."""

    title = StringProperty("")
    direction = StringProperty("")
    picture = StringProperty("")
    run = BooleanProperty(False)  # a warning is in force from which people run to the point
    lying = BooleanProperty(False)  # the drawing is beside the words


class HazardStep(Box):
    """One step of advice with its picture."""

    icon = StringProperty("warning")
    words = StringProperty("")
    letters = NumericProperty(22.0)  # px


class StepsCard(FittingCard):
    """Card of what to do in one hazard. The cards of a page (*peers*) have letters of one size."""

    icon = StringProperty("warning")
    title = StringProperty("")
    peers: Sequence[StepsCard] = ()
    wish = 1.4

    def __init__(self, steps: Sequence[AlertStep], **properties: Any) -> None:
        self._steps = steps
        super().__init__(**properties)

    def on_kv_post(self, _base: Any) -> None:
        for place, step in enumerate(self._steps, 1):
            self.ids.lines.add_widget(HazardStep(icon=step.icon, words=f"{place}. {step.words}"))

    @property
    def labels(self) -> list[Any]:
        """Return the labels of the steps."""
        return [line.ids.told for line in self.ids.lines.children]

    def grow(self) -> None:
        for line in self.ids.lines.children:
            line.letters = 22 * global_idmap["theme"].unit * self.grown

    def fit(self) -> None:
        super().fit()
        least = min([self.grown, *(card.grown for card in self.peers)])
        for card in (self, *self.peers):
            for line in card.ids.lines.children:
                line.letters = 22 * global_idmap["theme"].unit * least


class OtherCard(Card):
    """Card that leads to the list of past warnings."""

    words = StringProperty("")


class HazardKey(Card):
    """Key that leads to the steps of a hazard, in a row below the numbers (*low*) or on a page of these keys."""

    icon = StringProperty("warning")
    words = StringProperty("")
    low = BooleanProperty(False)


class HazardTitle(Box):
    """Line above the page of hazard keys."""

    words = StringProperty("")


class StatusStrip(Box):
    """Line that says whether warnings reach this kiosk, and when it was last known that there is none."""

    words = StringProperty("")
    calm = BooleanProperty(False)


class EmergencyGrid(Ruled, GridLayout):
    """Grid of the cards of a page."""


class EmergencyRail(Rail):
    """Rail that turns the pages, beside the cards or below them."""


class EmergencyScreen(Screen):
    watched = ("moment", "focus")

    def __init__(self, **properties: Any) -> None:
        self._page = 0
        self._focus = ""
        self._paged: tuple[tuple[str, ...], ...] = ()
        self._built: object = None
        super().__init__(**properties)
        self.fbind("parent", self._reset_page)

    def _reset_page(self, *_: object) -> None:
        if self.parent is None:
            self._page, self._focus = 0, ""

    def fill(self) -> None:
        view: EmergencyView | None = self.view
        moment, phrases = self.board.moment, self.tr.phrases
        if view is None or moment is None:
            return
        self.category = str(Category.ALERT)
        self.title = phrases.category(Category.ALERT)
        words = EmergencyWords(phrases)
        self.line = "" if self.theme.portrait else words.checked(view, moment)  # the bar has no room for it
        pages = self._pages(view)
        if (self.board.focus, pages) != (self._focus, self._paged):
            self._focus, self._paged = self.board.focus, pages
            self._page = next((n for n, page in enumerate(pages) if self._focus in page), self._page)
        self._page = min(self._page, len(pages) - 1)
        theme = self.theme
        built = (
            view, self._page, pages, theme.layout, theme.text_scale, theme.unit, self.tr.language, words.status(view, moment)
        )  # fmt: skip
        if built != self._built:
            self._built = built
            self._build(view, words, pages)

    def _pages(self, view: EmergencyView) -> tuple[tuple[str, ...], ...]:
        """Return the focus spots of each page, in order: numbers, assembly points, hazards.

        During a warning the way to safety comes earlier.
        """
        numbers, hazards = (columns * rows for columns, rows in self._grids(view))
        beside = view.points[: 1 if self._beside and view.called else 0]
        first = [f"number:{index}" for index in range(len(view.called))]
        found = [tuple(first[start : start + numbers]) for start in range(0, len(first), numbers)]
        found[0] = (*found[0], *(f"point:{index}" for index in range(len(beside))))
        ways = [(f"point:{index}",) for index in range(len(beside), len(view.points))]
        # a page of its own would be almost empty
        below = (
            bool(view.hazards)
            and "alerts" in view.card_spots
            and not (self.theme.compact or self.theme.huge or (self.theme.portrait and self.theme.large))
        )
        # during a warning the way to safety is on the second page, whatever the text size
        found[1 if self._warned else len(found) :] = [*ways, *found[1:]] if self._warned else ways
        if len(view.hazards) > 1 and not self._has_strip(view):
            place = len(ways) + 1 if self._warned else 1
            found[place:place] = [(f"{_MENU}:{start}",) for start in range(0, len(view.hazards), _STRIP)]
        third = [spot for spot in view.card_spots if spot.startswith("hazard" if below else ("hazard", "alerts"))]
        steps = [tuple(third[start : start + hazards]) for start in range(0, len(third), hazards)]
        if below:
            steps[-1] = (*steps[-1], "alerts")
        return (*found, *steps)

    def _has_strip(self, view: EmergencyView) -> bool:
        """Return whether the hazard keys of *view* have room below the numbers; else they have a page."""
        theme = self.theme
        usual = theme.layout in ("regular", "wide") and not (theme.large or theme.banded or _has_long(view))
        return usual and 1 < len(view.hazards) <= _STRIP

    @property
    def _place(self) -> int:
        return 2 if self.theme.huge else 1 if self.theme.large else 0

    @property
    def _warned(self) -> bool:
        """Return whether the band of a warning in force stands above the cards."""
        return self.view.warning is not None

    @property
    def _runs(self) -> bool:
        """Return whether people are to run to the assembly point from the warning in force.

        Earthquakes and unchecked warnings are left out.
        """
        warning = self.view.warning
        return (
            warning is not None
            and not warning.unchecked
            and warning.hazard is not Hazard.QUAKE
            and goes_to_point(warning)
        )

    @property
    def _beside(self) -> bool:
        """Return whether the first page has room for an assembly point next to the numbers, beside or below them."""
        return not (self.theme.compact or self.theme.large)

    def _grids(self, view: EmergencyView) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return (columns, rows) of the grid of numbers and of the grid of hazards on one page of *view*.

        On a narrow screen one long name or number gives all numbers a single column. A line above them takes a row.
        """
        numbers, hazards = (sizes[self._place] for sizes in _GRID[self.theme.layout])
        long = _has_long(view)
        if long and self.theme.compact:
            numbers = 1, 1 if self.theme.large else 3
        elif long and self.theme.portrait and not self.theme.large:
            numbers = 1, 3
        elif self.theme.compact and (self.theme.banded or not view.known(self.board.moment)):
            numbers = numbers[0], min(numbers[1], 2)  # the line above takes a row
        return numbers, hazards

    def _build(self, view: EmergencyView, words: EmergencyWords, pages: tuple[tuple[str, ...], ...]) -> None:
        self.clear_widgets()
        theme, page = self.theme, pages[self._page]
        self.orientation = "vertical" if theme.portrait else "horizontal"
        left = Box(orientation="vertical", spacing=theme.space.s2 if theme.compact else theme.space.s3)
        self.add_widget(left)
        if self._page == 0 and (said := self._status(view, words)):
            left.add_widget(StatusStrip(words=said, calm=words.is_calm(view, self.board.moment)))
        points = [spot for spot in page if spot.startswith("point")]
        low = ["alerts"] if "alerts" in page and len(page) > 1 else []
        others = [spot for spot in page if spot not in (*points, *low) and not spot.startswith(_MENU)]
        if others:
            kind = 0 if others[0].startswith("number") else 1
            columns, rows = self._grids(view)[kind] if len(others) > 1 else (1, 1)
            grid = EmergencyGrid(cols=columns, rows=rows)
            cards = list(self._cards(others, view, words))
            steps = [card for card in cards if isinstance(card, StepsCard)]
            for card in cards:
                grid.add_widget(card)
            for each in steps:
                each.peers = [card for card in steps if card is not each]
            for _ in range(columns * rows - len(others) if kind == 0 or len(pages) > 1 else 0):
                grid.add_widget(Box())
            left.add_widget(grid)
        self._add_hazard_keys(left, page, view, words)
        for card in self._cards(low, view, words):
            card.size_hint_y, card.height = None, theme.size.key_height
            card.fbind("minimum_height", _as_high, theme.size.key_height)
            left.add_widget(card)
        for spot in points:
            (card,) = self._cards([spot], view, words)
            if others:
                card.size_hint = (1, 0.85 if theme.banded else 0.8) if theme.portrait else (0.52, 1)
                self.add_widget(card)
            else:
                left.add_widget(card)
        if len(pages) > 1:
            counter = self.tr._("{page} of {pages}").format(page=self._page + 1, pages=len(pages))
            rail = EmergencyRail(turn=self._turn_page, counter="" if theme.compact else counter)
            rail.up, rail.down = self._page > 0, self._page + 1 < len(pages)
            self.add_widget(rail)

    def _status(self, view: EmergencyView, words: EmergencyWords) -> str:
        """Return the line above the numbers.

        It is left out during a warning, whose band says more and must not be contradicted.
        """
        moment = self.board.moment
        said = [] if self._warned else [words.status(view, moment)]
        if empty := words.empty(view):
            said.append(empty)
        elif (self.theme.compact or self.theme.portrait) and view.unchecked(moment):
            said.append(words.checked(view, moment))
        return (" · " if words.is_calm(view, moment) else " ").join(said)

    def _turn_page(self, step: int) -> None:
        self._page = max(0, self._page + step)
        self.fill()

    def _add_hazard_keys(self, column: Box, page: tuple[str, ...], view: EmergencyView, words: EmergencyWords) -> None:
        """Add the keys that lead to the steps of each hazard: a row below the first numbers, or the page of keys."""
        theme = self.theme
        if self._page == 0 and self._has_strip(view):
            row = Box(spacing=theme.space.s3, size_hint_y=None, height=theme.size.key_height)
            for key in self._hazard_keys(view, words, 0, low=True):
                key.fbind("minimum_height", lambda _key, needed: setattr(row, "height", max(row.height, needed)))
                row.add_widget(key)
            column.add_widget(row)
        if page[0].startswith(_MENU):
            first = int(page[0].partition(":")[2])
            column.add_widget(HazardTitle(words=self.tr._("What to do")))
            menu = EmergencyGrid(cols=1 if theme.portrait or theme.huge else 2)
            for key in self._hazard_keys(view, words, first, low=False):
                menu.add_widget(key)
            column.add_widget(menu)

    def _hazard_keys(self, view: EmergencyView, words: EmergencyWords, first: int, *, low: bool) -> Iterator[HazardKey]:
        for index, hazard in enumerate(view.hazards[first : first + _STRIP], first):
            key = HazardKey(words=words.hazard(hazard), icon=KIND_ICONS[hazard], low=low)
            key.bind(
                on_release=lambda _key, spot=f"hazard:{index}": self.controller.page("emergency").choose_card(spot)
            )
            yield key

    def _cards(self, spots: list[str], view: EmergencyView, words: EmergencyWords) -> Iterator[Card]:
        for spot in spots:
            kind, _, number = spot.partition(":")
            index = int(number or 0)
            card: Card
            match kind:
                case "number":
                    contact = view.called[index]
                    name = words.name(contact)
                    card = NumberCard(
                        title=name, number=contact.number, icon=contact.icon or contact_icon(name), spot=spot,
                        urgent=len(contact.number) <= 4, alone=len(view.called) == 1,
                    )  # fmt: skip
                case "point":
                    point = view.points[index]
                    card = PointCard(
                        title=point.name,
                        direction=point.direction,
                        picture=_small_picture(point.picture),
                        spot=spot,
                        run=self._runs,
                    )
                    card.lying = self._beside == self.theme.portrait
                case "hazard":
                    hazard = view.hazards[index]
                    card = StepsCard(
                        words.steps(hazard), title=words.hazard(hazard), icon=KIND_ICONS[hazard], spot=spot
                    )
                case _:
                    card = OtherCard(words=self.tr._("Warnings that came"), spot=spot)
            card.bind(on_release=lambda _card, spot=spot: self.controller.page("emergency").choose_card(spot))
            yield card


def _has_long(view: EmergencyView) -> bool:
    """Return whether one name or number needs more than a line of a narrow card."""
    return any(len(each.name) > _SHORT_NAME or len(each.number) > _SHORT for each in view.called)


def _as_high(least: float, card: Any, needed: float) -> None:
    """Make *card* as high as its words need, at least *least* px."""
    card.height = max(least, needed)


def _small_picture(picture: str) -> str:
    """Return *picture* if the file exists and is small enough to be decoded between two frames, else ""."""
    try:
        return picture if picture and Path(picture).stat().st_size <= _LARGEST_PICTURE else ""
    except OSError:
        return ""
