"""Page of a table: the keys go from row to row, and the pages follow the row that is read aloud."""

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
    """Page of an item's table over the whole screen."""

    name = "table"
    words = TableWords
    is_read = True
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        dict.fromkeys((SpeechStarted, SentenceStarted, SpeechPaused, SpeechEnded), "follow")
    )

    def open(self, number: int) -> None:
        """Open the table in block *number* of the item on the screen."""
        article, navigation = self.kiosk.board.view, self.shell.navigation
        if isinstance(article, ArticleView) and number in tables(article.item):
            category, items = navigation.here.category, (article.item,)
            self.kiosk.reader.start_voice()
            navigation.go(Spot(self.name, category=category, items=items, detail=TableSpot(number)))

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> TableView:
        """Return the rows of page *spot.page*.

        If a newer version of the item has no table in that block, the version that was opened is shown.
        """
        item, number = self.shell.opened.find_item(spot, moment), spot.detail.number
        if number not in tables(item) and spot.item is not None:
            item = spot.item
        view = TableView(item, number, rows=fits.table_rows)
        return replace(view, page=min(max(spot.page, 0), view.pages - 1))

    def subject(self, view: TableView) -> Item:
        """Return the item that the table belongs to."""
        return view.item

    def held(self, fits: Fits) -> int:
        """Return how many rows a page has in a layout that holds *fits*."""
        return fits.table_rows

    def targets(self, view: TableView) -> Sequence[Target]:
        """Return the rows of the page as focus targets."""
        return row_targets(len(view.shown_rows))

    def step(self, direction: int) -> None:
        """Focus the row after (*direction* +1) or before (-1) the focused row, or the row being read aloud."""
        view, row = self.shown, self._read_out(self.shown)
        self.kiosk.reader.leave()
        if row in view.shown_rows:
            self.kiosk.board.focus = f"row:{row - view.first_row}"
        super().step(direction)

    def read(self) -> None:
        """Read the table aloud from the focused row on, in the item's language."""
        board, view, moment = self.kiosk.board, self.shown, self.kiosk.clock.read()
        told = TableWords(self._phrases).reading(view, board.focus, moment)
        readings = self.kiosk.readings(board.language)
        self.kiosk.reader.read(readings.rows(view.utterance, told, moment, view.item), resume=False)

    def follow(self, _message: Message) -> None:
        """Turn to the page with the row that is being read aloud."""
        view = self.kiosk.board.view
        if not isinstance(view, TableView):
            return
        row = self._read_out(view)
        if 0 <= row < view.total and row not in view.shown_rows:
            self.kiosk.board.focus = ""
            self.shell.navigation.change_spot(page=row // view.rows)

    def _read_out(self, view: TableView) -> int:
        """Return the index of the row that is being read aloud, -1 for none."""
        speaking = self.kiosk.board.speaking
        if speaking is None or speaking.sentence is None or speaking.utterance != view.utterance:
            return -1
        return speaking.sentence.block
