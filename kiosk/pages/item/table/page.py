"""The page of a table: its rows are walked one by one, and turned to the one that is read out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.items import Item
from kiosk.content.views.shown import ArticleView, Fits
from kiosk.content.views.tables import tables
from kiosk.core.clock import Moment
from kiosk.core.messages import Message, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.pages.item.table.view import TableSpot, TableView
from kiosk.pages.item.table.words import TableWords
from kiosk.shell.page import Page, Target, row_targets
from kiosk.shell.route import Spot


class TablePage(Page[TableView]):
    """A table of an item over the whole screen."""

    name = "table"
    words = TableWords
    is_read = True
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        dict.fromkeys((SpeechStarted, SentenceStarted, SpeechPaused, SpeechEnded), "follow")
    )

    def open(self, number: int) -> None:
        """Turn to the table that is block *number* of the item that is shown."""
        article, navigation = self.kiosk.board.view, self.shell.navigation
        if isinstance(article, ArticleView) and number in tables(article.item):
            category, items = navigation.here.category, (article.item,)
            self.kiosk.reader.start_voice()
            navigation.go(Spot(self.name, category=category, items=items, detail=TableSpot(number)))

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> TableView:
        """Return the rows of page *spot.page*. Where the item was written anew without a table in that place, it is shown as it
        was when it was opened."""
        item, number = self.shell.opened.find_item(spot, moment), spot.detail.number
        if number not in tables(item) and spot.item is not None:
            item = spot.item
        view = TableView(item, number, rows=fits.table_rows)
        return replace(view, page=min(max(spot.page, 0), view.pages - 1))

    def subject(self, view: TableView) -> Item:
        """Return the item that the table is of."""
        return view.item

    def held(self, fits: Fits) -> int:
        """Return how many rows a page has."""
        return fits.table_rows

    def targets(self, view: TableView) -> Sequence[Target]:
        """Return the rows of the page."""
        return row_targets(len(view.shown_rows))

    def step(self, direction: int) -> None:
        """Move to the row beside the one in focus, or beside the one that is read out."""
        view, row = self.shown, self._read_out(self.shown)
        self.kiosk.reader.leave()
        if row in view.shown_rows:
            self.kiosk.board.focus = f"row:{row - view.first_row}"
        super().step(direction)

    def read(self) -> None:
        """Read the table aloud from the row in focus on, in the language of its item."""
        board, view, moment = self.kiosk.board, self.shown, self.kiosk.clock.read()
        told = TableWords(self._phrases).reading(view, board.focus, moment)
        readings = self.kiosk.readings(board.language)
        self.kiosk.reader.read(readings.rows(view.utterance, told, moment, view.item), resume=False)

    def follow(self, _message: Message) -> None:
        """Turn to the page with the row that is read out."""
        view = self.kiosk.board.view
        if not isinstance(view, TableView):
            return
        row = self._read_out(view)
        if 0 <= row < view.total and row not in view.shown_rows:
            self.kiosk.board.focus = ""
            self.shell.navigation.change_spot(page=row // view.rows)

    def _read_out(self, view: TableView) -> int:
        """Return the row of the table that is read out, -1 for none."""
        speaking = self.kiosk.board.speaking
        if speaking is None or speaking.sentence is None or speaking.utterance != view.utterance:
            return -1
        return speaking.sentence.block
