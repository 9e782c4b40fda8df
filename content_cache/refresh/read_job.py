"""Work of the bounded child for one source: reading a body. It has no network, no folder, no store."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from content_cache.alerts.standing import joined
from content_cache.formats.feed import Link
from content_cache.jobs.messages import JobReader, lines_of
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Alert, Item
from content_cache.model.problems import Problem, problem
from content_cache.model.sources import Source


class Body(Struct, frozen=True):
    """Small body, one of many, from *url* or a path."""

    content: bytes
    content_type: str
    url: str


class ReadFeed(Struct, frozen=True, kw_only=True):
    """Content of a body: as in `formats.Feed`, with the items as `lines_of` writes them."""

    lines: tuple[str, ...] = ()
    complete: bool = True
    notes: tuple[Problem, ...] = ()
    hint: float = 0.0
    follow: tuple[Link, ...] = ()
    withdrawn: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    whole: bool = False


def read_body(reader: JobReader, body: int, content_type: str, url: str, source: Source, now: datetime) -> ReadFeed:
    """Read the feed in the file with the descriptor *body*. Raises FormatError."""
    with open(body, "rb", closefd=False) as file:
        file.seek(0)
        content = file.read()
    feed = reader(content, source, content_type=content_type, url=url, now=now)
    lines, dropped = lines_of(feed.items, source)
    return ReadFeed(
        lines=lines,
        complete=feed.complete,
        notes=(*feed.notes, *dropped),
        hint=feed.refresh_every or 0.0,
        follow=feed.follow,
        withdrawn=feed.withdrawn,
        cancelled=feed.cancelled,
        whole=feed.whole and not dropped,
    )


def read_linked(
    reader: JobReader, bodies: tuple[Body, ...], links: tuple[str, ...], source: Source, now: datetime
) -> ReadFeed:
    """Read the messages of an index, in the bounded child; *links* are their addresses.

    A message that cannot be read is noted and does not stop the others.
    """
    items: dict[str, Item] = {}
    notes: list[Problem] = []
    for body, link in zip(bodies, links, strict=True):
        try:
            found = reader(body.content, source, content_type=body.content_type, url=body.url, now=now)
        except FormatError as error:  # it stays what it is: to ask for it again would not mend it
            notes.append(problem(Code.LINK_FAILED, error.problem, url=link))
            continue
        notes.extend(found.notes)
        for item in found.items:
            items[item.id] = _joined_alert(items.get(item.id), item)
    lines, dropped = lines_of(tuple(items.values()), source)
    return ReadFeed(lines=lines, notes=(*notes, *dropped))


def _joined_alert(before: Item | None, item: Item) -> Item:
    """Return *item*, merged with *before* if both are alerts: two documents may have one message in two languages."""
    if isinstance(before, Alert) and isinstance(item, Alert):
        return joined(before, item)
    return item
