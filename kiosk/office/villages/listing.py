"""List of villages in the office's folder, changed line by line; and an uploaded table that waits to be used."""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import write_whole
from content_cache.text.plain import clean_line
from kiosk.core.json_file import JsonFile
from kiosk.office.base.areas import VILLAGES, area_of_line
from kiosk.office.base.faults import OfficeError, full_disk_told
from kiosk.office.base.folders import PRIVATE
from kiosk.office.base.tables import MOST_ROWS, TableError, decoded, table_rows
from kiosk.office.villages.faults import VillageCode
from kiosk.office.villages.table import WrittenRow, rows_of

MOST_BYTES = 5_000_000
"""Most bytes of an uploaded table."""


class TableDraft(Struct, frozen=True):
    """Uploaded table that waits to be used: its file name, and its rows as written."""

    file: str = ""
    rows: tuple[WrittenRow, ...] = ()


class VillageList:
    """List `desa.csv` of *folder*. Lines that are not changed stay as written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / VILLAGES
        self._draft = JsonFile(folder / PRIVATE / "desa-baru.json", TableDraft)
        self._one_at_a_time = threading.Lock()

    def state(self) -> str:
        """Return a hash of `desa.csv`, to notice whether somebody else changed it meanwhile."""
        try:
            return hashlib.sha256(self._path.read_bytes()).hexdigest()[:16]
        except OSError:
            return ""

    def change(self, names: Mapping[str, str], gone: Collection[str] = ()) -> None:
        """Set the *names* of areas by code, also of new ones, and remove the codes *gone*. Raise OfficeError."""
        with self._one_at_a_time, full_disk_told():
            lines = self._lines()
            kept: list[str] = []
            left = dict(names)
            for line in lines:
                found = area_of_line(line)
                if found is None:
                    kept.append(line)
                elif found[0] in names:
                    kept.append(line if found[1] == names[found[0]] else _renamed(line, names[found[0]]))
                    left.pop(found[0], None)
                elif found[0] not in gone:
                    kept.append(line)
            kept += [_line([code, name]) for code, name in sorted(left.items())]
            write_whole(self._path, "".join(f"{line}\n" for line in kept).encode(), mode=None)

    def _lines(self) -> list[str]:
        try:
            text = decoded(self._path.read_bytes())
        except FileNotFoundError:
            return []
        return [line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n")]

    # a table that waits

    def draft(self) -> TableDraft | None:
        """Return the uploaded table that waits to be used, or `None`."""
        return self._draft.load_if_valid()

    def take(self, file: str, content: bytes) -> None:
        """Store an uploaded table until it is used or dropped. Raise OfficeError if *content* is no table."""
        file = clean_line(file, 60) or "tabel"
        long = OfficeError(VillageCode.TABLE_LONG, file=file, most=MOST_ROWS, megabytes=MOST_BYTES // 1_000_000)
        if len(content) > MOST_BYTES:
            raise long
        try:
            rows = table_rows(content)
        except TableError as error:
            if error.line:
                raise OfficeError(VillageCode.TABLE_ROW, file=file, line=error.line) from error
            raise OfficeError(VillageCode.TABLE_UNFIT, file=file) from error
        if len(rows) > MOST_ROWS:
            raise long
        found = tuple(rows_of(rows))
        if not any(any(digit.isdigit() for digit in row.code) for row in found):
            raise OfficeError(VillageCode.TABLE_EMPTY, file=file)
        self._keep(TableDraft(file, found))

    def mend(self, typed: Mapping[int, tuple[str, str]]) -> None:
        """Correct rows of the waiting table: *typed* has code and name by line. Raise OfficeError where no table waits."""
        draft = self._waiting()
        rows = tuple(
            replace(row, code=clean_line(typed[row.line][0], 80), name=clean_line(typed[row.line][1], 80))
            if row.line in typed
            else row
            for row in draft.rows
        )
        self._keep(replace(draft, rows=rows))

    def drop(self) -> None:
        """Delete the waiting table."""
        with suppress(OSError):
            self._draft.path.unlink()

    def _waiting(self) -> TableDraft:
        draft = self.draft()
        if draft is None:
            raise OfficeError(VillageCode.TABLE_GONE)
        return draft

    def _keep(self, draft: TableDraft) -> None:
        with full_disk_told():
            self._draft.write(draft)


def _renamed(line: str, name: str) -> str:
    cells = next(csv.reader([line.replace(";", ",")]))
    return _line([cells[0].strip(), name, *cells[2:]])


def _line(cells: Collection[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
