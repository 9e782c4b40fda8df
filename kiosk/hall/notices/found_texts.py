"""Text that OCR finds in the pictures of a draft, one picture after the other, in the background."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from content_cache.files import read_plain, write_whole
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from content_cache.model.picture_text import PictureText, picture_text_from_json, picture_text_to_json
from content_cache.ocr.reader import read_picture
from content_cache.ocr.tesseract import Tesseract
from kiosk.hall.notices.in_turn import InTurn
from kiosk.hall.notices.store import beside

_LOWEST = 19


class FoundTexts:
    """Texts of the pictures in the folder *drafts*. Without *tesseract* nothing is read."""

    def __init__(self, drafts: Path, tesseract: Tesseract | None, bounds: Bounds | None = None) -> None:
        self._drafts = drafts
        self._tesseract = tesseract
        self._bounds = bounds or Bounds(MEMORY_BYTES, niceness=_LOWEST)
        self._turns = InTurn(self._recognise_picture)

    @property
    def able(self) -> bool:
        return self._tesseract is not None

    def text_of(self, name: str) -> PictureText | None:
        """Return the text found in picture *name*, or `None` while it is not read."""
        try:
            return picture_text_from_json(read_plain(beside(self._drafts / name)[1]).decode())
        except (OSError, ValueError):
            return None

    def reading(self, name: str) -> bool:
        """Return whether OCR of the picture *name* is waiting or running. If it was not yet queued, queue it, unless
        too many wait."""
        if self._tesseract is None or self.text_of(name) is not None or not (self._drafts / name).is_file():
            return False
        return self._turns.request_turn(name)

    def _recognise_picture(self, name: str) -> None:
        path = self._drafts / name
        if self._tesseract is None or self.text_of(name) is not None:
            return  # it was read just after the request was checked
        try:
            text = read_picture(path, self._tesseract, self._bounds)
        except (CacheError, OSError):  # OCR crashed or took too long, or the picture is gone: the author types
            text = PictureText()
        with suppress(OSError):
            if path.is_file():
                write_whole(beside(path)[1], picture_text_to_json(text).encode(), 0o600)
