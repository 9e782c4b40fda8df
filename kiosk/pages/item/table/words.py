"""Words of a table, spoken."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords, Told
from kiosk.pages.item.table.view import TableView
from kiosk.speech.script.item_script import UNNAMED
from kiosk.speech.script.phrases import TABLES, phrases_for
from kiosk.speech.script.table_script import TableScript


class TableWords(PageWords[TableView]):
    """Words of the rows in the language of their item."""

    def entry(self, view: TableView, moment: Moment) -> list[str]:
        """Return what the table contains, such as its number of rows and its columns."""
        return [self._script(view).opening()]

    def focused(self, view: TableView, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused row."""
        place = index_of(focus, "row")
        if place is None or place >= len(view.shown_rows):
            return []
        return [self._script(view).row(view.first_row + place + 1)]

    def reading(self, view: TableView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the lines of all rows from the focused one on, or from the page's first.

        Before the very first row comes what the table contains.
        """
        first = view.first_row + (index_of(focus, "row") or 0)
        language = view.item.language or UNNAMED
        script = TableScript(view.block, phrases_for(language), language)
        return [(line.row - 1, line.words) for line in script.script_lines(first + 1 if first else 0)]

    def hint(self, view: TableView, focus: str) -> list[str]:
        """Return that next leads to the next row, Listen reads all from here, and home leaves."""
        return self.standing()

    def standing(self) -> list[str]:
        """Return the line of `hint`, which a slow voice synthesises ahead."""
        return [self._("Press next for the next row, listen to hear all from here, home to go back to the start.")]

    @staticmethod
    def _script(view: TableView) -> TableScript:
        language = view.item.language or UNNAMED
        return TableScript(view.block, phrases_for(language), language if language in TABLES else UNNAMED)
