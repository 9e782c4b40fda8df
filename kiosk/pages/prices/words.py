"""Words of prices, written and spoken."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from content_cache.model.sheets import Price
from content_cache.model.tables import Change
from kiosk.content.views.day import Prices
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.narration.day_words import DayWords
from kiosk.narration.page_words import PageWords, Told
from kiosk.speech.utterance import NOWHERE


class PricesWords(PageWords[Prices | None]):
    """Words of the list of prices."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._english = phrases.translation.language == "en"
        self._changed = DayWords(phrases).changed

    def entry(self, view: Prices | None, moment: Moment) -> list[str]:
        """Return the title with market and day, such as "Harga bahan pokok, Pasar Simpong, hari ini." """
        title = self._("Staple food prices")
        if view is None:
            return [f"{title}.", self._("No prices have been written down yet.")]
        day = self.phrases.day_name(view.issued.astimezone(moment.now.tzinfo).date(), moment)
        lines = [f"{', '.join(filter(None, (title, view.market, day)))}."]
        return [*lines, self._("These prices are old.")] if view.old else lines

    def focused(self, view: Prices | None, focus: str, moment: Moment) -> list[str]:
        """Return the spoken line of the focused good."""
        place = index_of(focus, "row")
        return [self.price(row) for row in view.shown_prices[place : place + 1]] if view and place is not None else []

    def reading(self, view: Prices | None, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the spoken lines of all prices, whichever page is shown."""
        if view is None:
            return ()
        told = [(NOWHERE, line) for line in self.entry(view, moment)]
        told += [(place, self.price(price)) for place, price in enumerate(view.prices)]
        if view.source:
            told.append((NOWHERE, self._("Source: {source}").format(source=view.source) + "."))
        return told

    def line(self, view: Prices, moment: Moment) -> str:
        """Return where and when the prices were noted, such as "Pasar Simpong · Selasa, 24 Nov 06.30"."""
        local = view.issued.astimezone(moment.now.tzinfo)
        weekday = self.phrases.weekday_date(local.date()).partition(",")[0]
        when = f"{weekday}, {self.phrases.short_date(local.date())} {self.phrases.time(local)}"
        return " · ".join(filter(None, (view.market, when)))

    def rupiah(self, amount: int) -> str:
        """Return *amount* in rupiah with separated thousands, such as "14.500"."""
        return f"{amount:,}" if self._english else f"{amount:,}".replace(",", ".")

    def price_change(self, price: Price) -> tuple[str, str]:
        """Return the name of the arrow icon and the words for a change, such as ("arrow-fat-up", "naik 7.000")."""
        if not price.before:
            return "", self._("no earlier price")
        more = price.price - price.before
        return self._changed(Change.UP if more > 0 else Change.DOWN if more else Change.SAME, Decimal(abs(more)))

    def price(self, price: Price) -> str:
        """Return the spoken line of *price*, such as "Cabai rawit, 1 kg, Rp65.000, naik Rp7.000." """
        arrow, words = self.price_change(price)
        if arrow in ("arrow-fat-up", "arrow-fat-down"):
            amount = self.rupiah(abs(price.price - price.before))
            words = words.replace(amount, f"Rp{amount}")
        parts = [price.name, price.unit, f"Rp{self.rupiah(price.price)}", words]
        return f"{', '.join(filter(None, parts))}."
