"""Screen of a table: its header stays, its rows are read, focused and turned page by page."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty

from kiosk.content.views.shown import Speaking
from kiosk.pages.item.table.view import TableView
from kiosk.speech.utterance import NOWHERE
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.cards import Origin
from kiosk.ui.widgets.controls import Rail
from kiosk.ui.widgets.reading_rail import ReadingRail
from kiosk.ui.widgets.table import TableGrid


class WholeTable(Box):
    """Box with the header, the rows below it, and the source."""


class HeadPlace(Box):
    """Place of the header, which stays while the rows scroll."""


class TableScreen(Screen):
    read_aloud = BooleanProperty(True)
    watched = ("moment",)

    upright = BooleanProperty(False)  # the keys that turn its pages are below it

    def __init__(self, *, board: Board, **properties: Any) -> None:
        self._reading: Reading | None = None
        self._grid: TableGrid | None = None
        self._rail: Rail | None = None
        self._keep_up = Clock.create_trigger(self._reveal_row, 0)  # after the rows have their places
        super().__init__(board=board, **properties)
        board.fbind("speaking", self._light)
        board.fbind("focus", self._keep_up)

    def dismiss(self) -> None:
        self.board.funbind("speaking", self._light)
        self.board.funbind("focus", self._keep_up)
        super().dismiss()

    def fill(self) -> None:
        view: TableView | None = self.view
        if view is None or self.board.moment is None:
            return
        theme, phrases = self.theme, self.tr.phrases
        self.category = str(view.item.category)
        self.title, self.counted = self.tr._("Table"), self.tr._("Row {n} of {all}")
        count = self.tr.phrases.translation.ngettext("{n} row", "{n} rows", view.total)
        self.line = count.format(n=view.total) if theme.portrait else view.item.title[:300]
        self.clear_widgets()
        page: Any = WholeTable()
        grid = self._grid = TableGrid(view.block, self.tr, view.shown_rows, page=view.rows, head_place=page.ids.head)
        reading = self._reading = Reading()
        reading.add_widget(grid)
        page.add_widget(reading)
        if view.item.source and not theme.huge:
            page.add_widget(Origin(seal=str(view.item.provenance), source=phrases.origin(view.item)))
        self.add_widget(page)
        self._rail = self._make_rail(view) if view.pages > 1 else None
        self.upright = theme.portrait and self._rail is not None
        self.add_widget(self._rail or ReadingRail(reading=reading))
        reading.fbind("height", lambda _, height: grid.spread(height))
        reading.fbind("overflow", self._allow)
        reading.fbind("scroll_y", self._allow)
        self._allow()
        self._light()

    def parts(self, speaking: Speaking) -> tuple[int, int]:
        """Return the number of the row being read, and the number of rows."""
        view: TableView | None = self.view
        if view is None:
            return super().parts(speaking)
        return (speaking.sentence.block if speaking.sentence else 0) + 1, view.total

    def _light(self, *_: object) -> None:
        """Highlight the row that the voice reads, if it reads this table."""
        view, speaking = self.view, self.board.speaking
        if self._grid is not None and view is not None:
            told = speaking.sentence if speaking is not None and speaking.utterance == view.utterance else None
            self._grid.light(told.block if told else NOWHERE)
            self._keep_up()

    def _make_rail(self, view: TableView) -> Rail:
        theme = self.theme
        plain = theme.compact
        return Rail(
            lying=theme.portrait,
            wide=theme.size.rail_wide if not plain else theme.size.reading_rail,
            caption=self.tr._("Page") if not plain else "",
            counter=self.tr._("{page} of {pages}").format(page=view.page + 1, pages=view.pages) if not plain else "",
            turn=self._scroll_or_turn,
        )

    def _allow(self, *_: object) -> None:
        view, reading, rail = self.view, self._reading, self._rail
        if view is not None and reading is not None and rail is not None:
            rail.up = view.page > 0 or self._scrolls(-1)
            rail.down = view.page + 1 < view.pages or self._scrolls(1)

    def _scrolls(self, step: int) -> bool:
        reading = self._reading
        if reading is None or reading.overflow <= 0:
            return False
        return bool(reading.scroll_y > _END if step > 0 else reading.scroll_y < 1 - _END)

    def _scroll_or_turn(self, step: int) -> None:
        """Scroll within the page, whose rows may be high; at its end turn to the next or previous page."""
        if self._reading is not None and self._scrolls(step):
            self._reading.turn(step)
        elif step < 0:
            self.controller.navigation.page_up()
        else:
            self.controller.navigation.page_down()

    def _reveal_row(self, _seconds: float) -> None:
        """Scroll to the highlighted or focused row."""
        reading, grid = self._reading, self._grid
        if reading is None or grid is None:
            return
        for row in grid.table_rows:
            if row.lit or row.focused:
                reading.follow(row.top - grid.y, row.y - grid.y)


_END = 0.001
