"""The rows of a table: a grid where its columns have the room, else each row a card, "header: value"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from content_cache.model.blocks import Block
from content_cache.model.tables import change_of, columns_of, spans
from kiosk.content.views.tables import shares
from kiosk.narration.day_words import DayWords
from kiosk.speech.utterance import NOWHERE
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.theme.translator import Translator
from kiosk.ui.widgets import cards  # noqa: F401 - named in the rules
from kiosk.ui.widgets.spoken_row import SpokenRow

_LETTER = 0.54  # mean width of digits and small letters, in text sizes
_WIDE_LETTER = 0.62  # mean width of a letter in a title
_NAMES = ("row_title", "body_bold", "meta_bold")
_MOST_CARDS = 3  # rows as cards of a table within an article, at most
_TONES = {"arrow-fat-up": "warn", "arrow-fat-down": "ok"}  # colours for prices; for other numbers more is not worse


class TableHead(Surface):
    """Header row with the names of the columns."""


class TableRow(SpokenRow):
    """Row of a grid."""

    shaded = BooleanProperty(False)
    least = NumericProperty(0)  # px of its height

    def on_lit(self, *_: object) -> None:
        for each in self.children:
            each.lit = self.lit


class TableCard(TableRow):
    """Row drawn as a card."""


class TableCell(WrappedText):
    """Cell of a row."""

    lit = BooleanProperty(False)


class ChangeMark(Box):
    """Arrow and word that tell how a value changed."""

    icon = StringProperty("")
    words = StringProperty("")
    tone = StringProperty("ink2")
    lit = BooleanProperty(False)


class TableGrid(Box):
    """Rows *shown* of the body of *block*, below their header, which may be placed elsewhere (*head_place*).

    With a *page* of so many rows each row can be focused.
    """

    def __init__(
        self, block: Block, tr: Translator, shown: range, *, page: int = 0, most_cards: int = 0, head_place: Any = None
    ) -> None:
        self._block, self._tr, self._page = block, tr, page
        self._head_place = head_place or self
        self._columns = columns_of(block.rows)
        self._changes = bool(block.before) and any(self._change(n) for n in range(len(block.rows) - 1))
        self._parts: tuple[float, ...] | None = None
        self._moved = False
        self._arranged = 0.0  # for which width
        self._told = NOWHERE
        self.least = 0.0
        self.shown = shown
        self._most_cards = most_cards
        super().__init__()
        self.fbind("width", self._arrange)

    def show_rows(self, shown: range) -> None:
        """Show the body rows *shown* in place of the present ones."""
        self.shown, self._moved = shown, True
        self._arrange()

    @property
    def cards(self) -> bool:
        """Return whether each row is drawn as a card."""
        return self._parts is None

    @property
    def table_rows(self) -> list[TableRow]:
        return [each for each in self.children if isinstance(each, TableRow)]

    def spread(self, height: float) -> None:
        """Let the rows of a grid share *height* px if they need less."""
        self.least = height / max(1, self._page) if height > 0 else 0.0
        for each in self.table_rows:
            each.least = 0 if isinstance(each, TableCard) else self.least

    def light(self, row: int) -> None:
        """Highlight body row *row* alone; NOWHERE highlights none."""
        self._told = row
        for each in self.table_rows:
            each.lit = each.row == row != NOWHERE

    def _arrange(self, *_: object) -> None:
        if self.width <= 0:
            return
        theme = global_idmap["theme"]
        room = (self.width - 2 * theme.space.s5) / (_LETTER * theme.styles["body"].size)
        parts = shares(self._block.rows, room, changed=self._changes)
        narrower = parts is None and self.width < self._arranged  # names may need smaller letters
        if self.children and not self._moved and parts == self._parts and not narrower:
            return
        self._parts, self._moved, self._arranged = parts, False, self.width
        self.clear_widgets()
        self._head_place.clear_widgets()
        if parts is not None and any(self._block.rows[0]):
            self._head_place.add_widget(self._head(parts))
        for place, row in enumerate(self.shown[: self._most_cards] if self.cards and self._most_cards else self.shown):
            self.add_widget(self._table_row(row, place, parts))

    def _head(self, parts: Sequence[float]) -> TableHead:
        head = TableHead()
        names = [*self._block.rows[0], *[self._tr._("Price change")] * self._changes]
        for n, (name, part) in enumerate(zip(names, parts, strict=True)):
            head.add_widget(
                TableCell(
                    role="meta_bold",
                    tone="onprimary" if not global_idmap["theme"].outlined else "ink",
                    words=name,
                    halign=self._side(n),
                    size_hint_x=part,
                    pos_hint={"center_y": 0.5},
                )
            )
        return head

    def _side(self, n: int) -> str:
        columns = self._columns.columns
        return "right" if n < len(columns) and columns[n].number and not columns[n].index else "left"

    def _table_row(self, row: int, place: int, parts: Sequence[float] | None) -> TableRow:
        kind = TableCard if parts is None else TableRow
        made = kind(
            row=row,
            shaded=place % 2 == 1,
            least=self.least * (parts is not None),
            spot=f"row:{place}" if self._page else "",
        )
        cells = self._block.rows[row + 1]
        if parts is None:
            for role, words in self._card_lines(cells):
                made.add_widget(TableCell(role=role, words=words))
        else:
            for n, (cell, part) in enumerate(zip(cells, parts, strict=False)):
                role = "body_bold" if n in (self._columns.key, self._columns.value) else "body"
                made.add_widget(
                    TableCell(role=role, words=cell, halign=self._side(n), size_hint_x=part, pos_hint={"center_y": 0.5})
                )
        if self._changes:
            mark = self._change_mark(row)
            if parts is not None:
                mark.size_hint_x, mark.pos_hint = parts[-1], {"center_y": 0.5}
            if parts is not None or mark.words:
                made.add_widget(mark)
        made.lit = row == self._told != NOWHERE
        return made

    def _card_lines(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield (type style, words) of a card: what the row is about, then each value with its header."""
        columns, header = self._columns, self._block.rows[0]
        named = [cells[n] for n in (columns.key, columns.measure) if n >= 0 and cells[n]]
        if named:
            yield self._role_of(named), ", ".join(named)
        for n in columns.others:
            if cells[n]:
                yield "body", ": ".join(filter(None, (header[n], cells[n])))

    def _role_of(self, named: Sequence[str]) -> str:
        """Return the largest of three type styles in which no word of *named*, the card's title, is broken."""
        theme = global_idmap["theme"]
        longest = max(len(word) for name in named for word in name.split())
        room = (self.width - 2 * theme.space.s4) / _WIDE_LETTER
        fit = (role for role in _NAMES if longest * theme.styles[role].size < room)
        return next(fit, _NAMES[-1])

    def _change(self, row: int) -> tuple[str, str]:
        """Return icon and words for the change of body row *row* since the last edition; "" for both if nothing is known."""
        cells, before = self._block.rows[row + 1], self._block.before
        found = change_of(self._columns, cells, before[row]) if before and any(cells[1:]) else None
        return DayWords(self._tr.phrases).changed(*found) if found else ("", "")

    def _change_mark(self, row: int) -> ChangeMark:
        icon, words = self._change(row)
        tone = _TONES.get(icon, "ink2") if self._columns.money else "ink2"
        return ChangeMark(icon=icon, words=words, tone=tone)


class InlineTable(Touchable):
    """Table within an article that shows a few rows, among them those that are read aloud. A touch opens all of it."""

    words = StringProperty("")

    def __init__(self, block: Block, number: int, tr: Translator, *, rows: int) -> None:
        self._rows = rows
        self._total = len(block.rows) - 1
        self.number = number
        self._spans = {span: n - 1 for n, span in spans(block.rows).items()}
        count = tr.phrases.translation.ngettext("Whole table · {n} row", "Whole table · {n} rows", self._total)
        words = tr._("Enlarge") if self._total <= rows else count.format(n=self._total)
        super().__init__(spot=f"table:{number}", words=words)
        self.grid = TableGrid(block, tr, range(min(rows, self._total)), most_cards=_MOST_CARDS)
        self.add_widget(self.grid, index=len(self.children))

    def light(self, block: int, start: int, end: int) -> None:
        """Highlight the row whose text is characters [*start*, *end*) of block *block*, and bring it into sight."""
        row = self._spans.get((start, end), NOWHERE) if block == self.number else NOWHERE
        if row >= 0 and all(each.row != row for each in self.grid.table_rows):
            rows = min(self._rows, _MOST_CARDS) if self.grid.cards else self._rows
            first = row - row % rows
            self.grid.show_rows(range(first, min(first + rows, self._total)))
        self.grid.light(row if row >= 0 else NOWHERE)

    def lit(self) -> list[tuple[float, float, float, float]]:
        """Return the highlighted row as a list of (x, y, width, height) in px, empty if there is none."""
        return [(each.x, each.y, each.width, each.height) for each in self.grid.table_rows if each.lit]
