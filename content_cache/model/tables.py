"""Tables of items: what their columns are, which row of the last edition a row is, what has changed. Pure.

A table is its rows of cells, all of the same length; the first is the header, empty where the table has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

Rows = tuple[tuple[str, ...], ...]

MOST_ROWS = 500
MOST_COLUMNS = 20
LONGEST_CELL = 500  # characters
CELL_GAP = " – "  # between the cells of a row, where a table is text

_NUMBER = re.compile(
    r"(?:Rp\.?\s?|IDR\s?)?(?P<sign>[-−–+]?)\s?(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d{1,15})(?P<part>[.,]\d{1,2})?"
    r"(?:,-|,–)?\s?(?:%|[A-Za-z]{1,6}\.?)?",
    re.IGNORECASE | re.ASCII,
)
_INDEX = frozenset(("no", "nomor", "#", "nr", "urut", "no urut"))
_UNIT = frozenset(("satuan", "unit", "ukuran", "kemasan", "satuan unit"))
_VALUE = re.compile(r"\b(?:harga|hari ini|sekarang|terkini|jumlah|total|realisasi|nilai|price|today|amount)\b")
_CHANGED = re.compile(r"\b(?:naik|turun|perubahan|berubah|selisih|beda|change)\b")
_MONEY = re.compile(r"\bRp\b|\bharga\b|rupiah", re.IGNORECASE)
_DATED = re.compile(
    r"\d+|\b(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|agu(?:stus)?|agt|sep(?:tember)?|okt(?:ober)?"
    r"|nov(?:ember)?|des(?:ember)?|senin|selasa|rabu|kamis|jumat|sabtu|minggu)\b"
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,12})\)\s*\Z")
_FEW_WORDS = 0.3  # share of a number column's cells that may be words
_KNOWN_AGAIN = 0.5  # share of the rows that the last edition must have, too


class Change(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"


class Column(Struct, frozen=True):
    """Column of a table. *header* is without the *unit* that follows it in brackets. *number*: it holds numbers; *index*:
    they count the rows."""

    header: str
    unit: str = ""
    number: bool = False
    index: bool = False


class Columns(Struct, frozen=True):
    """Roles of a table's columns, by their numbers; -1 where there is none.

    *key* names a row, *measure* has the unit, *value* is compared with the last edition.
    """

    columns: tuple[Column, ...]
    key: int = 0
    measure: int = -1
    value: int = -1
    money: bool = False  # the value is a price

    @property
    def others(self) -> tuple[int, ...]:
        """Return the numbers of the columns that are read out for a row, without the key, the measure and any index."""
        apart = (self.key, self.measure)
        return tuple(n for n, one in enumerate(self.columns) if n not in apart and not one.index)


def lines(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield (number, cells joined in one line) for each row that is not empty; the header is number 0."""
    for number, row in enumerate(rows):
        if any(row):
            yield number, CELL_GAP.join(filter(None, row))


def text_of(rows: Rows) -> str:
    """Return the table as text with one line for each row that is not empty."""
    return "\n".join(line for _, line in lines(rows))


def spans(rows: Rows) -> dict[int, tuple[int, int]]:
    """Return (start, end) of each line of `text_of`, by the number of its row."""
    found, start = {}, 0
    for number, line in lines(rows):
        found[number] = (start, start + len(line))
        start += len(line) + 1
    return found


def amount(cell: str) -> Decimal | None:
    """Return the number in a cell, 15000 for "Rp15.000,-".

    Return None for any other text, such as a telephone number or an hour.
    """
    found = _NUMBER.fullmatch(cell.strip())
    if found is None:
        return None
    whole = found["whole"]
    if len(whole) > 1 and whole[0] == "0":
        return None
    part = (found["part"] or "")[1:]
    value = Decimal(f"{re.sub('[.,]', '', whole)}.{part or 0}")
    return -value if found["sign"] in ("-", "−") else value


def columns_of(rows: Rows) -> Columns:
    """Determine the role of each column of a table from its header and its cells."""
    header, body = rows[0], rows[1:]
    found = []
    for n, name in enumerate(header):
        cells = [row[n] for row in body if row[n] not in ("", "-", "–", "…")]
        numbers = sum(amount(cell) is not None for cell in cells)
        number = bool(cells) and numbers >= (1 - _FEW_WORDS) * len(cells)
        bare = re.sub(r"[^\w# ]", "", name).strip().lower()
        counts = not n and [cell.rstrip(".)") for cell in cells] == [str(i + 1) for i in range(len(cells))]
        unit = _IN_BRACKETS.search(name)
        index = len(header) > 1 and (bare in _INDEX or (counts and len(cells) > 1))
        found.append(Column(name[: unit.start()] if unit else name, unit[1] if unit else "", number, index))
    key = next((n for n, one in enumerate(found) if not one.number and not one.index), -1)
    if key < 0:
        key = next((n for n, one in enumerate(found) if not one.index), 0)
    beside = key + 1
    measured = beside < len(found) and not found[beside].number and found[beside].header.lower().strip(" :") in _UNIT
    numbers_of = [n for n, one in enumerate(found) if one.number and not one.index and n != key]
    told = [n for n in numbers_of if _VALUE.search(header[n].lower())]
    value = (told or numbers_of or [-1])[-1]
    if any(_CHANGED.search(name.lower()) for name in header):
        value = -1  # it says itself what has changed
    money = value >= 0 and bool(_MONEY.search(header[value]) or any(_MONEY.search(row[value]) for row in body))
    return Columns(tuple(found), key, beside if measured else -1, value, money)


def keys_of(rows: Rows) -> list[str]:
    """Return the name of each row of the body, "" if two rows have the same name."""
    columns = columns_of(rows)
    places = [n for n in (columns.key, columns.measure) if n >= 0]
    # with their numbers: "LPG 3 kg" is another good than "LPG 12 kg"
    named = [CELL_GAP.join(" ".join(row[n].casefold().split()) for n in places) for row in rows[1:]]
    return [name if name.strip(CELL_GAP) and named.count(name) == 1 else "" for name in named]


def before(rows: Rows, last: Rows) -> Rows:
    """Return, for each row of the body, the row of the last edition.

    A new row gets (). A row whose name is not unique gets empty cells. Returns () if *last* is a different table.
    """
    if len(rows[0]) != len(last[0]) or list(map(_plain_header, rows[0])) != list(map(_plain_header, last[0])):
        return ()
    known = {name: row for name, row in zip(keys_of(last), last[1:], strict=True) if name}
    names = keys_of(rows)
    if not names or sum(name in known for name in names) < _KNOWN_AGAIN * len(names):
        return ()
    nothing = ("",) * len(rows[0])
    doubled = len(last) - 1 > len(known)  # a name that is new here may be one of those that were there twice
    return tuple(known.get(name, nothing if doubled or not name else ()) for name in names)


def _plain_header(name: str) -> str:
    """Return a header without its date and in lower case, as it is equal in each edition."""
    return " ".join(_DATED.sub(" ", name.casefold()).split())


def change_of(columns: Columns, row: Sequence[str], last: Sequence[str]) -> tuple[Change, Decimal] | None:
    """Return the change of the value from *last*, the last edition's row, to *row*, and its size without a sign.

    An empty *last* gives (NEW, 0). Return None if *columns* has no value column or a cell holds no number.
    """
    if not last:
        return Change.NEW, Decimal()
    if columns.value < 0:
        return None
    now, then = amount(row[columns.value]), amount(last[columns.value])
    if now is None or then is None:
        return None
    return (Change.UP if now > then else Change.DOWN if now < then else Change.SAME), abs(now - then)
