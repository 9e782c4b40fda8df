"""What whoever uses the buttons hears of tables. Pure."""

from __future__ import annotations

from kiosk.i18n.phrases import Phrases
from kiosk.speech.script.item_script import UNNAMED
from kiosk.speech.script.phrases import TABLES, phrases_for
from kiosk.speech.script.table_script import TableScript
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.tables import TableView


class TableGuide:
    """In the words of `phrases`; of a row in those of the language that the item is in."""

    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    def focused(self, board: BoardPort) -> list[str]:
        """The row that is in focus; on an item that its table can be opened."""
        place = board.focus.rpartition(":")[2]
        if not place.isdigit():
            return []
        if board.screen == "table":
            view = board.table
            return [_script(view).row(view.first + int(place) + 1)] if view and int(place) < len(view.shown) else []
        blocks = board.article.item.blocks if board.article else ()
        rows = len(blocks[int(place)].rows) - 1 if int(place) < len(blocks) else 0
        return [self._("Table, {n} rows").format(n=rows) + ".", self._("Press listen to open.")]

    def entry(self, view: TableView) -> list[str]:
        """On coming to a table: what it holds."""
        return [_script(view).opening()]


def _script(view: TableView) -> TableScript:
    language = view.item.language or UNNAMED
    return TableScript(view.block, phrases_for(language), language if language in TABLES else UNNAMED)
