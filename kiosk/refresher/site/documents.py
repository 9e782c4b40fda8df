"""Documents to keep in a phone: a PDF of the pages as the kiosk shows them, made once, page by page.

What an office or a stranger published is not handed on: a kiosk keeps the pictures of its pages alone, which its readers drew.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from PIL import Image

from content_cache.files import open_plain
from content_cache.model.attachments import Attachment
from content_cache.model.items import Item

FOLDER = "site/documents"
MOST_PAGES = 30
_DPI = 100.0
_log = logging.getLogger(__name__)


class PageDocuments:
    """PDF files in the kiosk's *data* folder, for one writing of the pages. `sweep` removes those that were not requested
    meanwhile."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._folder = data / FOLDER
        self._asked: set[Path] = set()

    def document_path(self, item: Item, document: Attachment) -> Path | None:
        """Return the PDF of *document*, or None if no page of it is stored or it cannot be written."""
        pages = [one for one in item.attachments if one.url == document.url and one.page and one.path]
        files = [self._data / one.path for one in sorted(pages, key=lambda one: one.page)[:MOST_PAGES]]
        if not files:
            return None
        path = self._folder / f"{sha256(' '.join(one.path for one in pages).encode()).hexdigest()[:32]}.pdf"
        self._asked.add(path)
        try:
            if not path.is_file():
                self._folder.mkdir(parents=True, exist_ok=True)
                _write_pdf(files, path)
        except (OSError, ValueError) as error:  # withdrawn since, or a full disk
            _log.warning("a document cannot be kept by phones: %s", error)
            return None
        return path

    def sweep(self) -> None:
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path not in self._asked:
                    path.unlink(missing_ok=True)


def _write_pdf(files: list[Path], path: Path) -> None:
    """Write the pictures *files* as a PDF, with one page in memory at a time. Raises OSError, ValueError."""
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    for number, file in enumerate(files):
        with open_plain(file) as opened, Image.open(opened) as image:
            image.convert("RGB").save(draft, "PDF", append=number > 0, resolution=_DPI)
    draft.chmod(0o640)
    with open_plain(draft) as written:
        os.fsync(written.fileno())
    draft.replace(path)
