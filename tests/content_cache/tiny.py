"""A feed format as small as can be, for tests of the engine: a line an item, "id|title|picture"."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from datetime import datetime

from content_cache.model.errors import Code, FormatError, HtmlPageError
from content_cache.model.items import Attachment, Item, NewsItem, Provenance, Source
from content_cache.model.problems import Problem, problem


@dataclass(frozen=True)
class TinyFeed:
    items: tuple[Item, ...]
    complete: bool = True
    notes: tuple[Problem, ...] = ()
    refresh_every: float | None = None
    follow: tuple[object, ...] = ()
    withdrawn: tuple[str, ...] = ()


def read_tiny(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> TinyFeed:  # noqa: ARG001
    """Words that hurt: `boom` raises, `die` kills the process, `hang` does not end."""
    text = body.decode()
    if not text.strip():
        raise FormatError(Code.FEED_EMPTY)
    if text.startswith("<html"):
        raise HtmlPageError(Code.LOGIN_PAGE)
    if text.startswith("boom"):
        raise RecursionError("too\ndeep")
    if text.startswith("die"):
        os.kill(os.getpid(), signal.SIGSEGV)
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
    return TinyFeed(tuple(items), complete, () if complete else (problem(Code.FEED_CUT, count=1),))
