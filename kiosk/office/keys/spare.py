"""Spare key while it is on the server: it is to be downloaded, then erased here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from content_cache.files import sync_folder
from content_cache.signing.keyring import KeyRole
from content_cache.text.plain import clean_line
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told

_LONGEST_PLACE = 120


class SpareNote(Struct, frozen=True):
    """Note about the spare key with the name *key*: when it was downloaded and erased, and where it is kept since."""

    key: str = ""
    fetched: datetime | None = None
    erased: datetime | None = None
    place: str = ""


class SpareKey:
    """Spare key in the *folder* of keys. It is needed only where other keys are lost, so it must not be lost with them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{KeyRole.SPARE}.key"
        self._public = folder / f"{KeyRole.SPARE}.pub"
        self._file = JsonFile(folder / "cadangan.json", SpareNote)

    @property
    def here(self) -> bool:
        """Return whether the key is still on this server."""
        return self._path.exists()

    def current_note(self) -> SpareNote:
        """Return the note about the present spare key; an empty one if the stored note is about an older key."""
        note = self._file.read()
        return note if note.key == self._key_name() else SpareNote(self._key_name())

    def _key_name(self) -> str:
        try:
            return self._public.read_text("utf-8").splitlines()[-1]
        except (OSError, ValueError, IndexError):
            return ""

    def fetch(self, now: datetime) -> bytes:
        """Return the key's file, and note that it was downloaded at *now*. Raise OfficeError where it is no longer on
        this server."""
        try:
            content = self._path.read_bytes()
        except OSError as error:
            raise OfficeError(OfficeCode.KEY_LOST, file=self._path.name) from error
        with full_disk_told():
            self._file.write(SpareNote(self._key_name(), now))
        return content

    def erase_key(self, place: str, now: datetime, *, sure: bool) -> None:
        """Erase the key from this server, and note *place*, where it is kept now. *sure* is the confirmation. Raise
        OfficeError without it, or where nothing can be erased."""
        note, place = self.current_note(), clean_line(place, _LONGEST_PLACE)
        if note.fetched is None or not self.here:
            raise OfficeError(OfficeCode.SPARE_FETCH)
        if not place or not sure:
            raise OfficeError(OfficeCode.SPARE_PLACE)
        with full_disk_told():
            self._file.write(SpareNote(note.key, note.fetched, now, place))
            self._path.unlink(missing_ok=True)
            sync_folder(self._path.parent)
