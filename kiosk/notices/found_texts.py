"""What a machine reads in the pictures of a draft, one picture after the other, while whoever writes goes on or waits."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from pathlib import Path

from content_cache.files import write_whole
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from content_cache.model.picture_text import PictureText, picture_text_from_json, picture_text_to_json
from content_cache.ocr.reader import read_picture
from content_cache.ocr.tesseract import Tesseract
from kiosk.notices.store import beside

_MOST_WAITING = 30
_LOWEST = 19


class FoundTexts:
    """Of the pictures in the folder `drafts`. Without a `tesseract` nothing is ever read."""

    def __init__(self, drafts: Path, tesseract: Tesseract | None, bounds: Bounds | None = None) -> None:
        self._drafts = drafts
        self._tesseract = tesseract
        self._bounds = bounds or Bounds(MEMORY_BYTES, niceness=_LOWEST)
        self._asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread: threading.Thread | None = (
            None  # one, and a daemon: the desk ends when it is told to, whatever is read
        )
        self._lock = threading.Lock()
        self._waiting: set[str] = set()

    @property
    def able(self) -> bool:
        return self._tesseract is not None

    def of(self, name: str) -> PictureText | None:
        """None while it was not read."""
        try:
            return picture_text_from_json(beside(self._drafts / name)[1].read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def reading(self, name: str) -> bool:
        """Is it being read? If it was not it is from now on, unless too many wait."""
        if self._tesseract is None or self.of(name) is not None or not (self._drafts / name).is_file():
            return False
        with self._lock:
            if name not in self._waiting:
                if len(self._waiting) >= _MOST_WAITING:
                    return False
                self._waiting.add(name)
                self._asked.put(name)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, args=(self._tesseract,), daemon=True)
                self._thread.start()
        return True

    def _work(self, tesseract: Tesseract) -> None:
        while True:
            name = self._asked.get()
            self._read(name, tesseract)
            with self._lock:
                self._waiting.discard(name)

    def _read(self, name: str, tesseract: Tesseract) -> None:
        path = self._drafts / name
        try:
            text = read_picture(path, tesseract, self._bounds)
        except (CacheError, OSError):  # it killed its reader, took too long, or was thrown away: the author types
            text = PictureText()
        with suppress(OSError):
            if path.is_file():
                write_whole(beside(path)[1], picture_text_to_json(text).encode(), 0o600)
