"""A feed format as small as can be, for tests of the engine: a line an item, "id|title|picture"."""

from __future__ import annotations

import ctypes
import time
from datetime import datetime

from content_cache.formats import Feed
from content_cache.model.attachments import Attachment
from content_cache.model.errors import Code, FormatError, HtmlPageError
from content_cache.model.items import NewsItem
from content_cache.model.problems import problem
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Provenance


def read_tiny(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed:  # noqa: ARG001
    """Words that hurt: `boom` raises, `die` kills the process, `hang` does not end."""
    text = body.decode()
    if not text.strip():
        raise FormatError(Code.FEED_EMPTY)
    if text.startswith("<html"):
        raise HtmlPageError(Code.WEB_PAGE)
    if text.startswith("boom"):
        raise RecursionError("too\ndeep")
    if text.startswith("die"):
        ctypes.string_at(0)
    if text.startswith("hang"):
        time.sleep(600)
    lines = text.split("\n")
    complete = lines[-1] == ""
    items = []
    for line in lines[:-1]:
        key, title, *picture = line.split("|")
        pictures = tuple(
            Attachment(
                url=url.rsplit("/", 1)[0] + "/" + name,
                type="audio/wav" if name.endswith(".wav") else "image/png",
                alt="gambar",
            )
            for name in picture
        )
        items.append(
            NewsItem(
                id=key,
                source=source.name,
                title=title,
                text=f"Isi {title}",
                attachments=pictures,
                provenance=Provenance.VERIFIED,
            )
        )
    return Feed(items=tuple(items), complete=complete, notes=() if complete else (problem(Code.FEED_CUT, count=1),))
