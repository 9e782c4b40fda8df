"""What a machine reads in the pictures of a draft, one picture after the other, while whoever writes goes on or waits.

It is a draft for a person: words that were not read surely carry MARK until somebody has looked at them.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from content_cache.model.picture_text import (
    Box,
    PictureText,
    TextLine,
    picture_text_from_json,
    picture_text_to_json,
)
from content_cache.ocr.reader import read_picture
from content_cache.ocr.tesseract import Tesseract
from kiosk.notices.notice import TITLE_LIMIT
from kiosk.notices.store import beside

MARK = "(?)"
"""Behind a number, amount, date or time that was not read surely."""

_MOST_WAITING = 30
_LOWEST = 19
_ALIKE = 0.15  # of the height of letters: lines of a title differ by no more


class InDoubt(Struct, frozen=True):
    """A line with words in doubt: where it stands in the picture, and its words with whether each is."""

    box: Box
    words: tuple[tuple[str, bool], ...]


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


def draft_of(text: PictureText) -> str:
    """What a person confirms or mends: a line each, an empty line between blocks, a MARK behind what is in doubt."""
    blocks = (
        "\n".join(
            " ".join(f"{word.text}{MARK}" if word.doubtful else word.text for word in line.words)
            for line in block.lines
        )
        for block in text.blocks
    )
    return "\n\n".join(blocks)


def in_doubt(text: PictureText) -> Iterator[InDoubt]:
    """The lines that somebody is to look at."""
    for block in text.blocks:
        for line in block.lines:
            if any(word.doubtful for word in line.words):
                yield InDoubt(line.box, tuple((word.text, word.doubtful) for word in line.words))


def likely_title(text: PictureText) -> str:
    """The largest letters, as posters have their titles; "" where nothing was found."""
    lines = [line for block in text.blocks for line in block.lines if sum(len(word.text) for word in line.words) >= 4]
    if not lines:
        return ""
    largest = max(range(len(lines)), key=lambda n: _height(lines[n]))
    least = _height(lines[largest]) * (1 - _ALIKE)
    first = last = largest
    while first > 0 and _height(lines[first - 1]) >= least:
        first -= 1
    while last + 1 < len(lines) and _height(lines[last + 1]) >= least:
        last += 1
    title = ""
    for line in lines[first : last + 1]:
        longer = f"{title} {line.text}".strip()
        if len(longer) > TITLE_LIMIT:
            break
        title = longer
    return title


def _height(line: TextLine) -> float:
    """Of the middle word: a line that leans is higher than its letters."""
    heights = sorted(word.box.bottom - word.box.top for word in line.words)
    return heights[len(heights) // 2]
