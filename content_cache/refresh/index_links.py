"""An index names where its items are: each that is not known yet is fetched and read, within the time of one feed.

Runs in the bounded child. One message that cannot be had leaves the rest; the index is then asked in full the next time.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from content_cache.alerts.standing import joined
from content_cache.formats.feed import Link
from content_cache.http.client import fetch
from content_cache.http.messages import NotModified, Request, plain
from content_cache.jobs.messages import JobReader
from content_cache.model.errors import AddressError, Code, FetchError, FormatError
from content_cache.model.items import Alert, Item, Source
from content_cache.model.problems import Problem, problem
from content_cache.model.trust import may_answer
from content_cache.model.urls import is_local, path_of


class Followed(Struct, frozen=True):
    """What the links held. `complete` is False where one could not be had: it may be there the next time."""

    items: tuple[Item, ...] = ()
    complete: bool = True
    notes: tuple[Problem, ...] = ()
    bytes_down: int = 0


def follow(
    links: Sequence[Link], request: Request, source: Source, reader: JobReader, *, known: Collection[str], now: datetime
) -> Followed:
    """The items of the links, those with an id in `known` left out; `request` is the index's own, whose bounds hold for all."""
    items: dict[str, Item] = {}
    notes: list[Problem] = []
    complete, bytes_down = True, 0
    until = time.monotonic() + request.deadline
    for link in links:
        if link.id and link.id in known:
            continue
        left = until - time.monotonic()
        if left <= 0:
            return Followed(tuple(items.values()), False, (*notes, problem(Code.LINKS_LATE)), bytes_down)
        try:
            got = fetch(replace(request, url=link.url, deadline=left, etag="", last_modified="", validators_url=""))
            if isinstance(got, NotModified):
                continue
            bytes_down += got.bytes_down
            complete = complete and got.complete
            if not may_answer(source, got.url):
                raise AddressError(Code.REDIRECT_FOREIGN, url=plain(got.url))
            url = str(path_of(got.url).resolve()) if is_local(got.url) else got.url
            found = reader(got.body, source, content_type=got.content_type, url=url, now=now)
        except FetchError as error:
            complete = False
            notes.append(problem(Code.LINK_FAILED, error.problem, url=link.url))
            continue
        except FormatError as error:  # it stays what it is: to ask for it again would not mend it
            notes.append(problem(Code.LINK_FAILED, error.problem, url=link.url))
            continue
        notes.extend(found.notes)
        for item in found.items:
            items[item.id] = _joined(items.get(item.id), item)
    return Followed(tuple(items.values()), complete, tuple(notes), bytes_down)


def _joined(before: Item | None, item: Item) -> Item:
    """One message that comes in two documents, one a language, is one alert."""
    if isinstance(before, Alert) and isinstance(item, Alert):
        return joined(before, item)
    return item
