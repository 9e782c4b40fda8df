"""Pictures read while nothing else is to be done: one at a time, at low priority, each item's text being here long before."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from content_cache.jobs.sandbox import Bounds
from content_cache.model.errors import CacheError, DeadlineError, StoppedError, StoreError
from content_cache.model.picture_text import PictureText
from content_cache.model.sources import Source
from content_cache.ocr.reader import read_picture
from content_cache.ocr.tesseract import Tesseract
from content_cache.store.store import Store

log = logging.getLogger(__name__)


class PictureReading:
    """Background reader of the store's pictures, for the sources that want it. Its methods are called in the store's
    thread.

    Reading is done in a thread of its own, which waits for children of those *bounds*.
    """

    def __init__(
        self, store: Store, sources: Iterable[Source], data_dir: Path, tesseract: Tesseract, bounds: Bounds
    ) -> None:
        self._store = store
        self._sources = [source.name for source in sources if source.texts_from_pictures]
        self._data_dir = data_dir
        self._tesseract = tesseract
        self._bounds = bounds
        self._pool = ThreadPoolExecutor(1, "pictures")
        self._path = ""  # of the picture that is being read
        self._future: Future[PictureText] | None = None
        self._waiting: list[str] = []
        self._seen = -1  # the store's revision when it was asked what waits
        self._failed: set[str] = set()  # not to be tried again in this process

    def read_next(self) -> bool:
        """Store the result of the last picture and start with the next; return whether one is being read. Raises StoreError."""
        if self._future is not None and self._future.done():
            future, self._future = self._future, None
            self._store_text(future)
        if self._future is None and (path := self._next()):
            self._path = path
            self._future = self._pool.submit(read_picture, self._data_dir / path, self._tesseract, self._bounds)
        return self._future is not None

    def wait_until_read(self) -> None:
        """Wait until the current picture has been read."""
        if self._future is not None:
            self._future.exception()

    def _next(self) -> str:
        if self._sources and self._seen != self._store.revision():
            self._seen = self._store.revision()
            self._waiting = [path for path in self._store.media.unread(self._sources) if path not in self._failed]
        return self._waiting.pop(0) if self._waiting else ""

    def _store_text(self, future: Future[PictureText]) -> None:
        try:
            text = future.result()
        except StoppedError:
            return
        except DeadlineError as error:  # all else goes first: a machine that had much to do may have time another day
            log.warning("%s: %s", self._path, error)
            self._failed.add(self._path)
            return
        except CacheError as error:  # it killed its reader: it is not tried for ever
            log.warning("%s: %s", self._path, error)
            text = PictureText()
        except OSError as error:  # swept, or the disk cannot give it
            log.info("%s: %s", self._path, error.strerror or error)
            self._failed.add(self._path)
            return
        try:
            self._store.media.add_text(self._path, text)
        except StoreError:
            self._failed.add(self._path)
            raise
