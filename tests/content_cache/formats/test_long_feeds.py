"""Feeds with more items than are kept: the newest are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content_cache.formats.feed import MOST_ITEMS
from content_cache.formats.item_builder import Draft, finish
from content_cache.formats.notes import Notes
from content_cache.model.errors import Code
from content_cache.model.items import Source

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
SOURCE = Source(name="Kabar", url="https://kabar.example/feed.json", timezone="Asia/Makassar", language="id")


def test_of_20_000_items_the_newest_2_000_are_kept_in_the_order_of_the_feed() -> None:
    """A feed that has its oldest first showed what nobody needs any more."""
    drafts = [Draft(id=f"n{n}", title=f"Kabar {n}", published=NOW - timedelta(hours=20_000 - n)) for n in range(20_000)]
    notes = Notes()
    items = finish(drafts, SOURCE, NOW, notes)
    assert [item.id for item in items] == [f"n{n}" for n in range(20_000 - MOST_ITEMS, 20_000)]
    assert [note.code for note in notes.problems()] == [Code.ITEMS_BEYOND]


def test_without_dates_the_first_are_kept_and_of_twins_the_newer() -> None:
    drafts = [Draft(id=f"n{n}", title=f"Kabar {n}") for n in range(MOST_ITEMS + 10)]
    newer = Draft(id="n3", title="Kabar 3", updated=NOW)
    items = finish([*drafts, newer], SOURCE, NOW, Notes())
    assert len(items) == MOST_ITEMS
    assert items[-1].updated == NOW
