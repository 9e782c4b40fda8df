"""A source that is no longer asked is forgotten: its items go, its warnings and the number of its edition stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from content_cache.model.changes import compare
from content_cache.model.items import Alert, NewsItem
from content_cache.model.records import EditionRecord, SourceRecord
from content_cache.store.store import Store


def put(store: Store, source: str, now: datetime, edition: EditionRecord | None = None) -> None:
    news = NewsItem(id="1", source=source, title="Kabar", published=now)
    alert = Alert(id="2", source=source, title="Banjir", published=now, expires=now + timedelta(hours=6))
    record = SourceRecord(name=source, url=f"https://{source}/")
    store.apply(source, compare(store.fingerprints(source), (news, alert)), record, now, edition)


def test_what_stays_of_a_forgotten_source(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, "a", now, EditionRecord(seq=7))
        put(store, "b", now)
        assert store.forget("a") == 1
        assert sorted((item.source, item.id) for item in store.reader.items()) == [("a", "2"), ("b", "1"), ("b", "2")]
        assert [record.name for record in store.sources()] == ["b"]
        assert store.edition("a").seq == 7
        assert store.forget("a") == 0


def test_a_forgotten_source_may_come_again(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, "a", now)
        store.forget("a")
        put(store, "a", now)
        assert sorted(item.id for item in store.reader.items()) == ["1", "2"]
