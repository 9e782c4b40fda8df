"""Screen of staple food prices today, and their change since the last time. Rows are read and focused, not touched."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.sheets import Price
from kiosk.content.views.day import Prices
from kiosk.core.clock import Moment
from kiosk.pages.prices.words import PricesWords
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card, Origin
from kiosk.ui.widgets.empty_state import empty
from kiosk.ui.widgets.page_rail import page_rail
from kiosk.ui.widgets.spoken_row import RowLight, SpokenRow

_TONES = {"arrow-fat-up": "warn", "arrow-fat-down": "ok", "equals": "ink2"}


class PriceTable(Card):
    """Table with its header and the rows that fit below it."""


class PriceHead(Surface):
    """Header: Barang, harga lalu, hari ini, berubah; without the second where it is narrow."""

    before = StringProperty("")
    now = StringProperty("")
    narrow = BooleanProperty(False)


class PriceRow(SpokenRow):
    """Row of one good: prices in rupiah, an arrow and a word for the change."""

    name = StringProperty("")
    unit = StringProperty("")
    before = StringProperty("")
    price = StringProperty("")
    arrow = StringProperty("")
    change = StringProperty("")
    tone = StringProperty("ink2")
    narrow = BooleanProperty(False)
    shaded = BooleanProperty(False)


class PriceList(Box):
    """Box with the table and the source of the prices."""


class PricesScreen(Screen):
    """Screen with the list of goods and their prices of today and before."""

    watched = ("moment", "place")
    read_aloud = BooleanProperty(True)

    def __init__(self, *, board: Board, **properties: Any) -> None:
        self._light = RowLight(self, board, "prices")
        super().__init__(board=board, **properties)

    def dismiss(self) -> None:
        self._light.dismiss()
        super().dismiss()

    def fill(self) -> None:
        view: Prices | None = self.view
        moment = self.board.moment
        if moment is None:
            return
        words = PricesWords(self.tr.phrases)
        self.category = "harga"
        self.title = self.tr._("Staple food prices")
        self.line = words.line(view, moment) if view else ""
        self.pill_warns = bool(view and view.old)
        ago = self.tr.phrases.ago_or_date(view.issued, moment) if view else ""
        short = self.theme.portrait and self.theme.large  # the title needs the room
        self.pill = ago if short or not ago else self.tr._("Written down {ago}").format(ago=ago)
        self.clear_widgets()
        page = PriceList()
        self.add_widget(page)
        if view is None:
            page.add_widget(empty("harga", self, self.tr._("No prices have been written down yet."), ""))
            return
        page.add_widget(self._table(view, words, moment))
        self._light.light_row()
        told = self.tr._("written down at the market, not fixed")
        if not self.theme.huge:
            page.add_widget(Origin(seal=str(view.provenance), source=view.source, when=told))
        if view.pages > 1:
            self.add_widget(page_rail(self, view, caption=self.tr._("Page")))

    def _table(self, view: Prices, words: PricesWords, moment: Moment) -> PriceTable:
        table, phrases = PriceTable(), self.tr.phrases
        narrow = self.theme.compact or self.theme.portrait or self.theme.large
        local = view.issued.astimezone(moment.now.tzinfo).date()
        day = self.tr._("Today") if local == moment.now.date() else phrases.short_date(local)
        table.add_widget(PriceHead(now=f"{day} (Rp)", before=f"{self.tr._('Last time')} (Rp)", narrow=narrow))
        for index, price in enumerate(view.shown_prices):
            place = {"spot": f"row:{index}", "row": view.first_row + index}
            table.add_widget(PriceRow(narrow=narrow, shaded=index % 2 == 1, **place, **self._price_row(price, words)))
        for _ in range(view.rows - len(view.shown_prices)):
            table.add_widget(Widget())
        return table

    @staticmethod
    def _price_row(price: Price, words: PricesWords) -> dict[str, Any]:
        arrow, change = words.price_change(price)
        return {
            "name": price.name,
            "unit": price.unit,
            "before": words.rupiah(price.before) if price.before else "–",
            "price": words.rupiah(price.price),
            "arrow": arrow,
            "change": change,
            "tone": _TONES.get(arrow, "ink2"),
        }
