"""Spoken forms of words: `ucapan.csv` of the office's folder. Lines that the desk does not change stay as written."""

from __future__ import annotations

import threading
from pathlib import Path

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.model.sheets import MOST_SOUNDS, WordSound
from content_cache.text.sounds import word_sound
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.editions import lexicon


class SoundEntry(Struct, frozen=True):
    """Line of the file: `area` is a Kemendagri code, "" for everywhere."""

    written: str
    said: str
    area: str = ""


class Sounds:
    """Spoken forms in *folder*. It is safe for threads; other programs may change the file at any time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / lexicon.NAME
        self._one_at_a_time = threading.Lock()

    def list_entries(self) -> list[SoundEntry]:
        """Return all entries sorted by word. Unreadable lines are skipped here; publishing reports them."""
        found = [SoundEntry(one.written, one.said, area) for _, area, one in lexicon.entries(self._table_text()) if one]
        return sorted(found, key=lambda entry: (entry.written.casefold(), entry.area))

    def everywhere(self) -> dict[str, str]:
        """Return the spoken forms by word, without those limited to an area. Previews use them."""
        return {entry.written: entry.said for entry in self.list_entries() if not entry.area}

    def set(self, written: str, said: str) -> WordSound:
        """Set the spoken form of a word for all areas, from the next edition on. Raise OfficeError for an invalid one,
        and for too many."""
        try:
            one = word_sound(written, said)
        except ValueError as error:
            raise OfficeError(OfficeCode.NO_SOUND) from error
        with self._one_at_a_time:
            text = self._table_text()
            known = {entry.written for _, area, entry in lexicon.entries(text) if entry and not area}
            if one.written not in known and len(known) >= MOST_SOUNDS:
                raise OfficeError(OfficeCode.SOUNDS_FULL, most=MOST_SOUNDS)
            self._write_lines([*self._without(text, one.written), f"{one.written};{one.said}"])
        return one

    def remove(self, written: str) -> None:
        """Remove the spoken form of *written* for all areas, so that the voice's own rules apply again. Raise
        OfficeError."""
        with self._one_at_a_time:
            self._write_lines(self._without(self._table_text(), written))

    def _without(self, text: str, written: str) -> list[str]:
        gone = {number for number, area, one in lexicon.entries(text) if one and not area and one.written == written}
        return [line for number, line in enumerate(text.splitlines(), 1) if number not in gone]

    def _table_text(self) -> str:
        """Return the content of `ucapan.csv`, only a header if there is none. Raise OfficeError for a file that is not
        UTF-8, so that it is not overwritten."""
        try:
            return self._path.read_text("utf-8-sig") if self._path.is_file() else ";".join(lexicon.COLUMNS) + "\n"
        except UnicodeDecodeError as error:
            raise OfficeError(OfficeCode.NOT_UTF8, file=self._path.name) from error

    def _write_lines(self, lines: list[str]) -> None:
        try:
            write_whole(self._path, "".join(f"{line}\n" for line in lines).encode(), mode=None)
        except OSError as error:
            raise OfficeError(no_room(error)) from error
