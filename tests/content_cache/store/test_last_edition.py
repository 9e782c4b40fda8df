"""A table that comes again is kept with what it said before."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import compare
from content_cache.model.items import NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.tables import text_of
from content_cache.store.store import Store

HEADER = ("Barang", "Harga (Rp)")
DAY = timedelta(days=1)


def news(key: str, when: datetime, *rows: tuple[str, str]) -> NewsItem:
    table = Block(BlockKind.PARAGRAPH, text_of((HEADER, *rows)), rows=(HEADER, *rows))
    return NewsItem(id=key, source="a", title="Harga", blocks=(table,), text=table.text, published=when)


def put(store: Store, now: datetime, *items: NewsItem) -> None:
    store.apply("a", compare(store.fingerprints("a"), items), SourceRecord(name="a", url="https://x/"), now)


def said_before(store: Store, key: str) -> tuple[tuple[str, ...], ...]:
    return next(item for item in store.reader.items() if item.id == key).blocks[0].before


def test_the_item_before_is_the_last_edition(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        week = news("1", now - 7 * DAY, ("Beras", "14.500"), ("Gula", "17.000"))
        put(store, now, week)
        put(store, now, news("2", now, ("Gula", "16.500"), ("Beras", "14.500"), ("Kopi", "9.000")))
        assert said_before(store, "1") == ()
        assert said_before(store, "2") == (("Gula", "17.000"), ("Beras", "14.500"), ())


def test_both_may_come_at_once_in_any_order(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, news("2", now, ("Beras", "2")), news("1", now - DAY, ("Beras", "1")))
        assert (said_before(store, "1"), said_before(store, "2")) == ((), (("Beras", "1"),))


def test_an_item_written_anew_is_its_own_last_edition(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, now - 7 * DAY, news("1", now, ("Beras", "1"), ("Gula", "5")))
        put(store, now, news("1", now, ("Beras", "2"), ("Gula", "5")))
        assert said_before(store, "1") == (("Beras", "1"), ("Gula", "5"))
        # mended within hours: still held against the week before
        put(store, now + timedelta(hours=2), news("1", now, ("Beras", "3"), ("Gula", "5")))
        assert said_before(store, "1") == (("Beras", "1"), ("Gula", "5"))


def test_what_the_store_adds_is_nothing_new(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, news("1", now - DAY, ("Beras", "1")))
        again = news("2", now, ("Beras", "2"))
        put(store, now, again)
        assert compare(store.fingerprints("a"), [again]).unchanged == 1
        stored = next(item for item in store.reader.items() if item.id == "2")
        assert compare(store.fingerprints("a"), [stored]).unchanged == 1  # as a damaged store is written anew


def test_another_table_is_not_compared(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, news("1", now - DAY, ("Semen", "1")), news("2", now, ("Beras", "2")))
        assert said_before(store, "2") == ()
