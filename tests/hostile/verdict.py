"""What may come of any body whatever: a feed whose every text can be shown, or a FormatError in one line; and in good time."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from content_cache.formats import Feed, read_feed
from content_cache.formats.feed import MOST_ITEMS
from content_cache.model.changes import compare
from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.errors import FormatError
from content_cache.model.items import Item
from content_cache.model.plain_text import TEXT_LIMIT
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from content_cache.text.plain import LINE_LIMIT, TITLE_LIMIT

NOW = datetime(2026, 9, 3, 4, 0, tzinfo=UTC)
SLOWEST = 2.0  # seconds of the processor: nothing here waits, and a loaded machine is no fault of a feed's
DIRECTIONS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True)
class Verdict:
    """`feed` is None where the body was refused; `fault` says what is wrong with what came of it, "" for nothing."""

    feed: Feed | None
    seconds: float
    fault: str = ""


def judge(
    body: bytes, *, content_type: str = "", url: str = "https://desa.example/feed", kind: str = "auto"
) -> Verdict:
    """Read a body as the refresher does. Any exception but FormatError is let out."""
    source = Source(name="a", url="https://desa.example/feed", format=kind)
    start = time.thread_time()
    try:
        feed = read_feed(body, source, content_type=content_type, url=url, now=NOW)
    except FormatError as error:
        seconds = time.thread_time() - start
        fault = "" if str(error).isprintable() and len(str(error)) < 300 else f"no line to show: {error!r}"
        return Verdict(None, seconds, fault or _slow(seconds))
    fault = next((found for item in feed.items if (found := fault_of(item))), "")
    seconds = time.thread_time() - start
    if len(feed.items) > MOST_ITEMS:
        fault = "too many items"
    if len(compare({}, feed.items).added) != len(feed.items):
        fault = "items that cannot be told apart, or not be stored"
    return Verdict(feed, seconds, fault or _slow(seconds))


@contextmanager
def in_good_time(slowest: float = SLOWEST) -> Iterator[None]:
    """Raise AssertionError where what is done within takes longer than *slowest*, in seconds of the processor."""
    start = time.thread_time()
    yield
    slow = _slow(time.thread_time() - start, slowest)
    assert not slow, slow


def fault_of(item: Item) -> str:
    """Return what of *item* could harm a screen, a voice or the store; empty for nothing."""
    if item.category is Category.ALERT or item.priority not in (0, 1, 2):
        return "an emergency without a key"
    if (
        not item.title
        or len(item.title) > TITLE_LIMIT
        or len(item.text) > TEXT_LIMIT
        or item.text.count("\n") > LINE_LIMIT
    ):
        return "a title or text out of bounds"
    if item_from_json(item_to_json(item)) != item and "ZoneInfo" not in repr(item):
        return "it does not survive its way to the store"
    return next((found for text in _texts(item) if (found := _fault_of_text(text))), "")


def _fault_of_text(text: str) -> str:
    if set(text) & DIRECTIONS:
        return f"a mark of direction in {text[:80]!r}"
    odd = {char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cs")}
    return f"{odd!r} in {text[:80]!r}" if odd else ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, Struct):
        return _texts(astuple(value))
    return []


def _slow(seconds: float, slowest: float = SLOWEST) -> str:
    return f"took {seconds:.1f} s" if seconds > slowest else ""
