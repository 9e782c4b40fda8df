"""Script of a table: its content, then row by row with the headers ("Beras, kilogram: Rp15.000, naik 500"). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from content_cache.model.blocks import Block
from content_cache.model.tables import Change, Column, Columns, amount, change_of, columns_of, spans
from kiosk.speech.indonesian.capitals import sentence_case
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.script.phrases import FixedPhrases

MOST_TOLD = 60
"""Maximum rows at once: nobody listens to more, and wording them takes time."""
_MONEY = "rp"
_NOTHING = ("", "…", "-", "–")


class Line(Struct, frozen=True):
    """Words of row *row* (0 the header), which is written at characters *start* to *end* of the block's text."""

    row: int
    words: str
    start: int = 0
    end: int = 0


class TableScript:
    """Script of one table. *phrases* are in the table's language, which *language* names."""

    def __init__(self, block: Block, phrases: FixedPhrases, language: str) -> None:
        self._block = block
        self._phrases = phrases
        self._language = language
        self._columns = columns_of(block.rows)
        self._measures: dict[str, str] = {}

    def script_lines(self, first: int = 0) -> Iterator[Line]:
        """Yield the table's content and its rows; from a row *first* above 0 on only rows."""
        places = spans(self._block.rows)
        whole = len(self._block.rows)
        told = min(whole, first + MOST_TOLD)
        for row in range(first, told):
            start, end = places.get(row, (0, 0))
            yield Line(row, self.row(row) if row else self.opening(), start, end)
        if told < whole:
            yield Line(told, self._phrases.more_rows.format(n=whole - told))

    def opening(self) -> str:
        """Return "Tabel, 30 baris: barang, satuan, harga.", the number of rows and the headers."""
        told = [
            _lower_first(sentence_case(each.header)) for each in self._columns.columns if each.header and not each.index
        ]
        count = self._phrases.table.format(n=len(self._block.rows) - 1)
        return f"{count}: {', '.join(told)}." if told else f"{count}."

    def row(self, number: int) -> str:
        """Return the words of row *number* of the body, from 1 on."""
        columns, cells = self._columns, self._block.rows[number]
        named = [cells[columns.key] if cells[columns.key] not in _NOTHING else ""]
        if columns.measure >= 0:
            unit = self._measure(cells[columns.measure])
            priced = all(columns.columns[n].unit.lower().rstrip(".") == _MONEY for n in columns.others)
            named.append(self._phrases.per.format(unit=unit) if priced and unit not in _NOTHING else unit)
        others = [n for n in columns.others if cells[n] not in _NOTHING]
        alone = len(columns.others) == 1 and columns.columns[columns.others[0]].number
        told = [self._cell(columns.columns[n], cells[n], named=not alone) for n in others]
        if changed := self._change(columns, cells, number):
            told.append(changed)
        words = ": ".join(filter(None, (", ".join(filter(None, named)), ", ".join(told))))
        return f"{words}." if words else ""

    def _measure(self, unit: str) -> str:
        """Return a unit as it is said behind a number: "kg" as "kilogram"."""
        if unit not in self._measures:
            two, said = say_words("2", self._language), say_words(f"2 {unit}", self._language)
            bare = said.removeprefix(two).strip()
            self._measures[unit] = unit if any(letter.isdigit() for letter in unit) or not bare else bare
        return self._measures[unit]

    def _cell(self, column: Column, cell: str, *, named: bool) -> str:
        number = amount(cell)
        if number is not None and column.unit.lower().rstrip(".") == _MONEY:
            cell = cell if cell.lower().startswith(_MONEY) else f"Rp{cell}"
        elif number is not None and column.unit and not cell.endswith(column.unit):
            cell = f"{cell} {column.unit}"
        return " ".join(filter(None, (_lower_first(sentence_case(column.header)) if named else "", cell)))

    def _change(self, columns: Columns, cells: Sequence[str], number: int) -> str:
        before = self._block.before
        found = change_of(columns, cells, before[number - 1]) if before and any(cells[1:]) else None
        if found is None:
            return ""
        phrases = self._phrases
        words = {Change.UP: phrases.up, Change.DOWN: phrases.down, Change.SAME: phrases.same, Change.NEW: phrases.new}
        return words[found[0]].format(n=grouped(found[1], english=self._language == "en"))


def grouped(number: Decimal, *, english: bool) -> str:
    """Return a number with grouped thousands: "7.000"; "12,5"."""
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if english else text.translate(str.maketrans(",.", ".,"))


def _lower_first(header: str) -> str:
    """Return a header with a small first letter, for use within a sentence; acronyms stay as they are."""
    return header[:1].lower() + header[1:] if not header[:2].isupper() else header
