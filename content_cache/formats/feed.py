"""What every format gives back: a Feed of items, told from the bytes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from content_cache.formats.notes import ReasonCounts
from content_cache.model.items import Item, Source
from content_cache.model.problems import Problem

MOST_ITEMS = 2_000  # of one feed


class Link(Struct, frozen=True):
    """Address of one item of an index, and the id that the index gives it ("" for none)."""

    url: str
    id: str = ""


class Feed(Struct, frozen=True, kw_only=True):
    """The items of one body, newest rules applied, each id once.

    `complete` is False when the body was cut off or damaged on its way: asking again may then give more, so nothing may be
    concluded from an item's absence and no validators be kept. An item that is faulty by itself is left out and told in
    `notes`, but leaves the feed complete. `refresh_every` is in seconds, None where the feed does
    not say. `follow` is where the items themselves are, of a feed that is but an index of them. `withdrawn` are ids that it
    says are taken back: whether that counts is for whoever knows the source. `cancelled` are events that it says do not take
    place; `whole` that it has all that are to come, so that one that is missing was taken out.
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
    """A feed's text, decoded, with where and when it was had. `url` resolves what is relative in it."""

    text: str
    source: Source
    url: str
    now: datetime


# feedparser's dictionaries answer for keys they do not have ("updated" from "published"): they are kept as plain ones.
Entry = Mapping[str, Any]


class Parsed(Struct, frozen=True, kw_only=True):
    """`channel` and `entries` have feedparser's keys and values; `complete` and `notes` are as in `feed.Feed`, each note
    with how often it applies."""

    channel: Entry
    entries: Sequence[Entry]
    complete: bool = True
    notes: ReasonCounts = field(default_factory=ReasonCounts)
