"""Items of sources that are not in the settings any more go in time, and not before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from content_cache.model.changes import compare
from content_cache.model.items import NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh.outcomes import Outcome
from content_cache.store.store import Store
from kiosk.refresher.removed_sources import RemovedSources

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
OFFICE, OTHER = "https://kantor.example/feed", "https://lain.example/feed"


def put(store: Store, name: str, url: str) -> None:
    items = (NewsItem(id="1", source=name, title="Kabar", published=NOW),)
    store.apply(name, compare({}, items), SourceRecord(name=name, url=url), NOW)


def answer(name: str, status: str = "unchanged") -> Outcome:
    return Outcome(name=name, format="rss", status=status)


def test_a_renamed_source_keeps_its_items_until_it_answers_itself(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, "Dulu", OFFICE)
        put(store, "Lain", OTHER)
        put(store, "Balai", "notices.json")
        sources = (Source(name="Kantor", url=OFFICE, format="rss"), Source(name="Lain", url=OTHER, format="rss"))
        removed = RemovedSources(store, sources)
        removed.hear(answer("Kantor", "not_due"))
        removed.hear(answer("Lain"))
        assert sorted(item.source for item in store.reader.items()) == ["Balai", "Dulu", "Lain"]
        removed.hear(answer("Kantor"))
        assert sorted(item.source for item in store.reader.items()) == ["Balai", "Lain"]
