"""Tables that people upload, as spreadsheets keep them: CSV, read here; XLSX (ECMA-376), read in the bounded child.

A formula is never computed: a cell that has one is its text, which begins with `=`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

from content_cache.jobs.limits import AnswerBytes
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from content_cache.text.plain import clean_line

MOST_ROWS, MOST_COLUMNS = 20_000, 12
"""Limits of a table that is read: rows, of which one more is read to tell that there are others, and columns."""

_LONGEST_CELL = 80
_READING_S = 20.0
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_FORMULA = ("=", "+", "-", "@")

Row = tuple[int, tuple[str, ...]]
"""Row of a table: its number, from 1, and its cells, each made one line."""


class TableError(ValueError):
    """Error: the bytes are no table. `line` is the row that cannot be read, 0 for the whole file; `workbook` says
    whether it was read as XLSX."""

    def __init__(self, line: int = 0, *, workbook: bool = False) -> None:
        super().__init__(f"line {line}")
        self.line = line
        self.workbook = workbook


def table_rows(content: bytes) -> list[Row]:
    """Return the rows of a CSV or XLSX file that are not empty, at most MOST_ROWS and one more. Raise TableError."""
    if content.startswith(_OLD_WORKBOOK):
        raise TableError(workbook=True)
    if content.startswith(_WORKBOOK):
        try:
            return list(Bounds(MEMORY_BYTES)(_READING_S, workbook_rows, content))
        except CacheError as error:
            raise TableError(workbook=True) from error
    return _within(_csv_rows(content))


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet program would compute *cell*. A negative number is no formula."""
    return cell.startswith(_FORMULA) and not re.fullmatch(r"[-+]?[0-9.,]+", cell)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as CSV with a byte order mark, for spreadsheets. An apostrophe stands before a cell that they would compute."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"'{cell}" if is_formula(cell) or cell.startswith(("\t", "\r")) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def column_name(column: int) -> str:
    """Return the letters of *column*, which counts from 0: A, B, …, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def decoded(content: bytes) -> str:
    """Decode *content* in the encodings that spreadsheet programs write: UTF-8, UTF-16 with a byte order mark, else
    Windows-1252."""
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _within(rows: Iterable[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if any(row[1]):
            found.append(row)
            if len(found) > MOST_ROWS:
                break
    return found


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = decoded(content).replace("\0", "")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            yield number, tuple(clean_line(cell, _LONGEST_CELL) for cell in row[:MOST_COLUMNS])
    except csv.Error as error:
        raise TableError(number + 1) from error


def workbook_rows(content: bytes) -> Annotated[tuple[Row, ...], AnswerBytes(8_000_000)]:
    """Return the rows of a workbook's first sheet. Call it in the bounded child only: it raises any exception for a
    file that is no workbook."""
    from kiosk.web.courier.unpacking import open_packed

    with open_packed(io.BytesIO(content)) as archive:
        strings = _shared_strings(archive)
        return tuple(_within(_sheet_rows(archive, _first_sheet(archive), strings)))


def _elements(archive: zipfile.ZipFile, name: str, tag: str) -> Iterator[Any]:
    """Yield the elements *tag* of the part *name*. Each is emptied after its use, for a sheet may have a million rows."""
    from lxml import etree

    with archive.open(name) as file:
        found = etree.iterparse(file, tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, huge_tree=False)
        for _, element in found:
            yield element
            element.clear()
            above = element.getparent()
            while above is not None and element.getprevious() is not None:
                del above[0]


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_text_of(each) for each in _elements(archive, name, "si")]


def _first_sheet(archive: zipfile.ZipFile) -> str:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    relation = next(book.iter("{*}sheet")).get(_RELATION)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    target = next(str(each.get("Target")) for each in relations if each.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _sheet_rows(archive: zipfile.ZipFile, name: str, strings: list[str]) -> Iterator[Row]:
    number = 0
    for row in _elements(archive, name, "row"):
        said = row.get("r", "")
        number = int(said) if said.isdigit() else number + 1
        cells = [""] * MOST_COLUMNS
        at = -1
        for cell in row.iterchildren("{*}c"):
            place = _CELL.fullmatch(cell.get("r", ""))
            at = _column(place[1]) if place else at + 1
            if at < MOST_COLUMNS:
                cells[at] = clean_line(_cell_text(cell, strings), _LONGEST_CELL)
        yield number, tuple(cells)


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _cell_text(cell: Any, strings: list[str]) -> str:
    formula = cell.find("{*}f")
    if formula is not None:
        return f"={formula.text or ''}"
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text_of(cell)
    value = cell.findtext("{*}v", "")
    if kind == "s":
        return strings[int(value)]
    return _number_text(value) if kind == "n" else str(value)


def _text_of(element: Any) -> str:
    """Return the text of a string's runs, without the reading aids (`rPh`) of East Asian scripts."""
    runs = element.iter("{*}t")
    return "".join(each.text or "" for each in runs if not each.getparent().tag.endswith("}rPh"))[:1_000]


def _number_text(value: str) -> str:
    """Return a number as a spreadsheet shows it: programs store 7201052003 also as 7.201052003E9."""
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value
