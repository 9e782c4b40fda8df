"""Feeds with more items than are kept: the newest are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from content_cache.formats import cap, ical, rss
from content_cache.formats.feed import MOST_ITEMS, FeedText
from content_cache.formats.item_builder import ItemDraft, build_items
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code, FormatError
from content_cache.model.sources import Source

pytestmark = pytest.mark.attack(
    "what comes in",
    "feeds that would lose what they say: one id for all, an empty rule, 10,000 items",
    "nothing is lost that can be told apart; the newest are kept",
)


NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
SOURCE = Source(name="Kabar", url="https://kabar.example/feed.json", timezone="Asia/Makassar", language="id")


def test_of_20_000_items_the_newest_2_000_are_kept_in_the_order_of_the_feed() -> None:
    """A feed that has its oldest first showed what nobody needs any more."""
    drafts = [
        ItemDraft(id=f"n{n}", title=f"Kabar {n}", published=NOW - timedelta(hours=20_000 - n)) for n in range(20_000)
    ]
    notes = ReasonCounts()
    items = build_items(drafts, SOURCE, NOW, notes)
    assert [item.id for item in items] == [f"n{n}" for n in range(20_000 - MOST_ITEMS, 20_000)]
    assert [note.code for note in notes.problems()] == [Code.ITEMS_BEYOND]


def test_without_dates_the_first_are_kept_and_of_twins_the_newer() -> None:
    drafts = [ItemDraft(id=f"n{n}", title=f"Kabar {n}") for n in range(MOST_ITEMS + 10)]
    newer = ItemDraft(id="n3", title="Kabar 3", updated=NOW)
    items = build_items([*drafts, newer], SOURCE, NOW, ReasonCounts())
    assert len(items) == MOST_ITEMS
    assert items[-1].updated == NOW


def text(body: str) -> FeedText:
    return FeedText(body, SOURCE, "https://kabar.example/kabar", NOW)


def test_of_more_events_than_are_read_the_soonest_are_kept_and_what_repeats() -> None:
    """A calendar that has the farthest first left out tomorrow."""
    hours = [f"{NOW + timedelta(hours=n):%Y%m%dT%H%M%SZ}" for n in range(1, 2_501)]
    events = [f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:Rapat\nDTSTART:{when}\nEND:VEVENT\n" for n, when in enumerate(hours)]
    weekly = f"BEGIN:VEVENT\nUID:senam\nSUMMARY:Senam\nDTSTART:{hours[-1]}\nRRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n"
    feed = ical.read(text("".join(("BEGIN:VCALENDAR\n", *events[::-1], weekly, "END:VCALENDAR\n"))))

    assert len(feed.items) == MOST_ITEMS
    assert {item.id for item in feed.items} >= {"senam", *map(str, range(MOST_ITEMS - 24))}  # of one day any
    assert [note.code for note in feed.notes] == [Code.EVENTS_BEYOND]


def test_of_a_long_rss_feed_the_newest_are_kept_in_the_order_of_the_feed() -> None:
    dates = [f"{NOW - timedelta(hours=2_500 - n):%a, %d %b %Y %H:%M:%S +0000}" for n in range(2_500)]
    items = [
        f"<item><title>{n}</title><guid>{n}</guid><pubDate>{when}</pubDate></item>" for n, when in enumerate(dates)
    ]
    feed = rss.read(text(f"<rss version='2.0'><channel><title>K</title>{''.join(items)}</channel></rss>"))

    assert [item.title for item in feed.items] == [str(n) for n in range(500, 2_500)]
    assert [note.code for note in feed.notes] == [Code.FEED_TOO_LONG]


def test_why_a_feed_is_none_quotes_40_letters_of_it() -> None:
    name = "rahasia" * 100
    with pytest.raises(FormatError) as told:
        cap.read(text(f"<{name}><{name}b></{name}c></{name}>"))
    assert len(str(told.value.problem.details["reason"])) == 40
