"""Result of every format: a Feed of items, made from the bytes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from content_cache.formats.notes import ReasonCounts
from content_cache.model.items import Item
from content_cache.model.problems import Problem
from content_cache.model.sources import Source

MOST_ITEMS = 2_000  # of one feed


class Link(Struct, frozen=True):
    """Address of one item of an index, and the id that the index gives it ("" for none)."""

    url: str
    id: str = ""


class Feed(Struct, frozen=True, kw_only=True):
    """Items of one body, each id once.

    *complete* is False if the body was cut off or damaged on its way. Asking again may then give more, so an item's absence
    means nothing and no validators may be kept. A faulty item is left out and named in *notes*; the feed stays complete.

    *refresh_every* is in seconds, None if the feed does not say. *follow* has the addresses of the items if the feed is
    only an index. *withdrawn* are ids that the feed takes back; the caller decides whether that counts. *cancelled* are
    events that do not take place. *whole*: it has all events to come, so that a missing one was removed.
    """

    items: tuple[Item, ...] = ()
    complete: bool = True
    notes: tuple[Problem, ...] = ()
    title: str = ""
    refresh_every: float | None = None
    follow: tuple[Link, ...] = ()
    withdrawn: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    whole: bool = False


class FeedText(Struct, frozen=True):
    """Decoded text of a feed, with its origin and time. Relative addresses in it are relative to *url*."""

    text: str
    source: Source
    url: str
    now: datetime


# feedparser's dictionaries answer for keys they do not have ("updated" from "published"): they are kept as plain ones.
Entry = Mapping[str, Any]


class Parsed(Struct, frozen=True, kw_only=True):
    """Result of a parser. *channel* and *entries* have feedparser's keys and values.

    *complete* and *notes* are as in `feed.Feed`, with a count for each note.
    """

    channel: Entry
    entries: Sequence[Entry]
    complete: bool = True
    notes: ReasonCounts = field(default_factory=ReasonCounts)
