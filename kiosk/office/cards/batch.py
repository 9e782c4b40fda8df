"""Cards of one delivery: from a table of villages or from the office's ZIP, and which of them are written.

A table becomes such a ZIP first, beside it. The record of what is written lies beside the table too, so that a delivery goes on
after a break. It is believed only where its owner is that of the table or of this process.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import stat
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import lock, open_readable, write_whole
from content_cache.model.problems import Problem, problem
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode
from kiosk.office.cards.faults import CardWriteError, WritingCode
from kiosk.office.post.cards import CARD_TABLE, MOST, MadeCard, archive, base_faults, settings_text, stations_of
from kiosk.settings.faults import SettingCode
from kiosk.settings.loader import settings_from_tables
from kiosk.web.courier.unpacking import UnfitArchiveError, open_packed

ZIP_MARK = b"PK\x03\x04"
_FORM = 1
_MOST_ZIP, _MOST_SETTINGS, _MOST_TABLE, _MOST_RECORD = 50_000_000, 200_000, 2_000_000, 1_000_000
_SETTINGS = re.compile(r"(?P<folder>(?P<number>\d{3,4})-\d{2}\.\d{2}\.\d{2}\.\d{4})/kiosk\.toml")
_OWN = ("technician.pin", "reports.token", "post.code")
"""Settings that no two cards share."""


class VillageCard(Struct, frozen=True):
    """One card to be written. `folder` is its name in the ZIP; `code` enrols its kiosk until *until*; `address` is the office's."""

    folder: str
    number: int
    area: str
    name: str
    text: str
    code: str = ""
    address: str = ""
    until: date | None = None


class WrittenRecord(Struct, frozen=True):
    """When a card was written, through which device, from which image (SHA-256)."""

    at: datetime
    device: str
    image: str


class BatchRecord(Struct, frozen=True):
    """What is written of one delivery. `table` and `cards` are the SHA-256 of the table and of the ZIP."""

    form: int
    table: str
    cards: str
    written: Mapping[str, WrittenRecord] = {}


class CardBatch:
    """Cards of a delivery in their order, and the record of those that are written. Raises CardWriteError where it is opened."""

    def __init__(self, table: Path, base: str = "") -> None:
        content = _content(table)
        self.record_path = table.with_name(f"{table.name}.kartu.json")
        self.zip_path = table if content.startswith(ZIP_MARK) else table.with_name(f"{table.name}.kartu.zip")
        self._record = _read_record(self.record_path, table)
        if self._record is not None and self._record.table != _digest(content):
            raise CardWriteError(WritingCode.STATE_OTHER, file=str(self.record_path))
        if self.zip_path == table:
            packed = content
        elif self._record is not None:
            packed = _content(self.zip_path)
        else:
            packed = self._make_zip(content, base)
        if self._record is not None and self._record.cards != _digest(packed):
            raise CardWriteError(WritingCode.STATE_OTHER, file=str(self.record_path))
        self.cards = read_zip(packed, self.zip_path.name)
        if self._record is None:
            self._write_record(BatchRecord(_FORM, _digest(content), _digest(packed)))

    def _make_zip(self, table: bytes, base: str) -> bytes:
        """Write the ZIP of a table's cards, for whoever runs this alone. Raises CardWriteError, RowError."""
        if self.zip_path.exists() or self.zip_path.is_symlink():
            raise CardWriteError(WritingCode.ZIP_THERE, file=str(self.zip_path))
        stations = stations_of(table)
        if wrong := base_faults(base, stations):
            raise CardWriteError(problem(OfficeCode.CARD_BASE, *wrong))
        made = [MadeCard(each, "", settings_text(each, base, "")) for each in stations]
        packed = archive(made, "")
        write_whole(self.zip_path, packed)
        return packed

    def written(self, card: VillageCard) -> WrittenRecord | None:
        """Return when *card* was written, `None` if it is still to be."""
        return self._record.written.get(card.folder) if self._record is not None else None

    def waiting_cards(self) -> list[VillageCard]:
        """Return the cards that are still to be written, in their order."""
        return [each for each in self.cards if self.written(each) is None]

    def note_written(self, card: VillageCard, done: WrittenRecord) -> None:
        """Keep that *card* is written. Raises OSError."""
        if self._record is not None:
            written = {**self._record.written, card.folder: done}
            self._write_record(replace(self._record, written=written))

    def _write_record(self, record: BatchRecord) -> None:
        self._record = record
        JsonFile(self.record_path, BatchRecord).write(record)


@contextmanager
def only_run(table: Path) -> Iterator[None]:
    """Keep a second run away from *table*: it would write the same village's card. Raises CardWriteError, also without a table."""
    try:
        with open_readable(table) as file:
            lock(file.fileno(), 0)
            yield
    except BlockingIOError as error:
        raise CardWriteError(WritingCode.STATE_BUSY, file=str(table)) from error
    except FileNotFoundError as error:
        reason = error.strerror or ""
        raise CardWriteError(WritingCode.IMAGE_UNREAD, file=str(table), reason=reason) from error


def read_zip(packed: bytes, name: str) -> list[VillageCard]:
    """Return the cards of an office's ZIP. Raises CardWriteError for what is none, and for a card that cannot be written."""
    try:
        with open_packed(io.BytesIO(packed)) as found:
            entries = {each.filename: each for each in found.infolist()}
            until = _dates(_entry(found, entries[CARD_TABLE], _MOST_TABLE)) if CARD_TABLE in entries else {}
            cards = [
                _village_card(match["folder"], int(match["number"]), _entry(found, each, _MOST_SETTINGS), until)
                for each in entries.values()
                if (match := _SETTINGS.fullmatch(each.filename))
            ]
            doubled = len(found.infolist()) - len(entries)
    except UnfitArchiveError as error:
        raise CardWriteError(WritingCode.ZIP_UNFIT, file=name, reason=str(error)) from error
    if doubled or not 0 < len(cards) <= MOST:
        raise CardWriteError(WritingCode.ZIP_UNFIT, file=name, reason=f"{len(cards)} + {doubled} kiosk.toml")
    _check_distinct(cards)
    return sorted(cards, key=lambda each: each.number)


def _village_card(folder: str, number: int, content: bytes, until: Mapping[str, date]) -> VillageCard:
    """Return a card by its kiosk.toml. Raises CardWriteError for settings with a fault."""
    faults: Sequence[Problem]
    try:
        text = content.decode()
        settings = settings_from_tables(tomllib.loads(text), text)
        faults = [each.problem for each in settings.faults[:3]]
    except (ValueError, RecursionError) as error:
        faults = [problem(SettingCode.NO_TOML, reason=str(error)[:200])]
    if faults:
        raise CardWriteError(WritingCode.ZIP_CARD, *faults, card=folder)
    place, post = settings.place, settings.post
    return VillageCard(folder, number, place.area, place.name, text, post.code, post.url, until.get(folder))


def _check_distinct(cards: Sequence[VillageCard]) -> None:
    """Raise CardWriteError for two cards with one PIN, token or code, unless all have one PIN or one token."""
    for path in _OWN:
        first: dict[str, str] = {}
        values = [own_value(card, path) for card in cards]
        if len(set(values)) == 1 and path != "post.code":
            continue
        for card, value in zip(cards, values, strict=True):
            if value and value in first:
                raise CardWriteError(WritingCode.ZIP_SHARED, card=card.folder, what=path, other=first[value])
            first[value] = card.folder


def shared_settings(cards: Sequence[VillageCard]) -> list[str]:
    """Return the settings that each card should have of its own and that all of several cards share."""
    found = {path: {own_value(card, path) for card in cards} for path in _OWN}
    return [path for path, values in found.items() if len(cards) > 1 and len(values) == 1 and values != {""}]


def own_value(card: VillageCard, path: str) -> str:
    """Return a value of the card's kiosk.toml, "" for none."""
    section, _, key = path.partition(".")
    table: Any = tomllib.loads(card.text).get(section, {})
    return str(table.get(key, "")) if isinstance(table, Mapping) else ""


def _dates(content: bytes) -> dict[str, date]:
    """Return until when each card's code holds, as the ZIP's table has it."""
    found = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"))):
        try:
            found[str(row.get("kartu"))] = date.fromisoformat(str(row.get("sampai")))
        except ValueError:
            continue
    return found


def _entry(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of an entry, which need not be as many as the ZIP says. Raises UnfitArchiveError beyond *most*."""
    with packed.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise UnfitArchiveError(f"{entry.filename[:60]!r}: > {most}")
    return content


def _content(path: Path) -> bytes:
    try:
        with open_readable(path) as file:
            content = file.read(_MOST_ZIP + 1)
    except OSError as error:
        raise CardWriteError(WritingCode.IMAGE_UNREAD, file=str(path), reason=error.strerror or str(error)) from error
    if len(content) > _MOST_ZIP:
        raise CardWriteError(WritingCode.ZIP_UNFIT, file=path.name, reason=f"> {_MOST_ZIP}")
    return content


def _read_record(path: Path, table: Path) -> BatchRecord | None:
    """Return the record beside *table*, `None` where there is none. Raises CardWriteError for one that is not to be believed."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CardWriteError(WritingCode.STATE_UNREAD, file=str(path), reason=error.strerror or str(error)) from error
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(file.fileno())
        ours = state.st_uid in (os.geteuid(), table.stat().st_uid) and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not (ours and stat.S_ISREG(state.st_mode)):
            raise CardWriteError(WritingCode.STATE_FOREIGN, file=str(path))
        try:
            record = msgspec.json.decode(file.read(_MOST_RECORD), type=BatchRecord)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OSError) as error:
            raise CardWriteError(WritingCode.STATE_UNREAD, file=str(path), reason=str(error)[:100]) from error
    if record.form != _FORM:
        raise CardWriteError(WritingCode.STATE_UNREAD, file=str(path), reason=f"form {record.form}")
    return record


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
