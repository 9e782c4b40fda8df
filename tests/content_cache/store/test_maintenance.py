"""The keeper of a store: room on a full disk, the reserve, what it does about damage. A full disk is SQLite's own page limit
here; the real ones are in tests/faults.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.jobs.limits import Limits
from content_cache.model.changes import compare
from content_cache.model.errors import Code, StoreDamagedError, StoreError, StoreFullError
from content_cache.model.items import NewsItem
from content_cache.model.records import EditionRecord, MediaRecord, SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh.means import Means
from content_cache.refresh.refresher import Refresher
from content_cache.store.ballast import RESERVE, Reserve
from content_cache.store.file import StoreFile
from content_cache.store.maintenance import Maintenance
from content_cache.store.store import Store
from content_cache.tables.connect import GOOD_COPY, STORE
from tests.content_cache.media_files import write
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.content_cache.tiny import read_tiny


class SmallDisk(StoreFile):
    """A store's file that cannot grow beyond so many pages, and RESERVED more where the reserve is gone."""

    pages = 1 << 30

    def limit(self, more: int) -> None:
        with self.connection() as connection:
            connection.execute("VACUUM")  # free pages would do for a while
            self.pages = connection.execute("PRAGMA page_count").fetchone()[0] + more

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        reserved = 0 if (self.path.parent / RESERVE).exists() else RESERVED
        with self.connection() as connection:
            connection.execute(f"PRAGMA max_page_count = {self.pages + reserved}")
        with super().transaction() as connection:
            yield connection


def news(key: str, now: datetime, text: str = "kata " * 2000) -> NewsItem:
    return NewsItem(id=key, source="a", title=f"Judul {key}", text=text, published=now)


RESERVED = 60


def put(store: Store, now: datetime, *items: NewsItem) -> int:
    record = SourceRecord(name="a", url="https://x/feed")
    return store.apply("a", compare(store.fingerprints("a"), items), record, now)


@pytest.fixture
def small(tmp_path: Path) -> SmallDisk:
    return SmallDisk(tmp_path / STORE, read_only=False)


def keeper_of(store: Store, folder: Path, now: datetime | None, budget: int = 1 << 40) -> Maintenance:
    return Maintenance(store, folder, budget=budget, now=lambda: now, reserve_bytes=100_000)


def test_a_full_disk_costs_the_reserve_then_the_oldest_then_is_told(
    tmp_path: Path, small: SmallDisk, now: datetime
) -> None:
    with Store(small) as store:
        keeper = keeper_of(store, tmp_path, now)
        put(store, now, *(news(f"old{n}", now - timedelta(days=n)) for n in range(90)))
        keeper.run_after_refresh(updated=True)
        assert (tmp_path / RESERVE).exists()
        small.limit(0)
        revision = store.revision()
        keeper.write(lambda: put(store, now, news("new", now)))
        assert store.reader.item("new") is not None
        assert not (tmp_path / RESERVE).exists()
        assert store.reader.count() == 91
        large = 0
        while store.reader.item("old89") is not None:
            large += 1
            keeper.write(partial(put, store, now, news(f"large{large}", now, "kata " * 12_000)))
            assert store.reader.item(f"large{large}") is not None
            assert large * 15 < 2 * RESERVED, "what was written must have taken the place of the oldest"
        assert store.reader.item("old0") is not None
        assert store.revision() > revision
        with pytest.raises(StoreFullError, match="store_full"):
            keeper.write(lambda: put(store, now, *(news(f"much{n}", now) for n in range(500))))
        assert store.reader.item("new") is not None
        small.limit(10_000)
        keeper.write(lambda: put(store, now, news("more", now)))
        keeper.run_after_refresh(updated=False)
        assert (tmp_path / RESERVE).exists()


def test_the_store_is_kept_within_its_budget(tmp_path: Path, store: Store, now: datetime) -> None:
    put(store, now, *(news(f"n{n}", now - timedelta(hours=n)) for n in range(300)))
    budget = store.used_bytes() // 2
    keeper_of(store, tmp_path, now, budget).run_after_refresh(updated=False)
    assert store.used_bytes() <= budget


def test_what_a_clock_saw_that_ran_ahead_is_put_right_once_it_is_trusted(store: Store, now: datetime) -> None:
    ahead = now + timedelta(days=400)
    put(store, ahead, news("1", now), replace(news("2", now), published=None))
    put(store, now, news("3", now))
    before = {item.id: item for item in store.reader.items()}
    clock: list[datetime | None] = [None]
    keeper = Maintenance(store, store.path.parent, budget=1 << 40, now=lambda: clock[0], reserve_bytes=100_000)
    keeper.run_after_refresh(updated=False)
    assert {item.id: item for item in store.reader.items()} == before, "the clock is not trusted yet"
    clock[0] = later = now + timedelta(hours=5)
    keeper.run_after_refresh(updated=False)
    assert {item.id: item.seen_first for item in store.reader.items()} == {"1": later, "2": later, "3": now}
    assert {item.id: replace(item, seen_first=None) for item in store.reader.items()} == {
        key: replace(item, seen_first=None) for key, item in before.items()
    }
    assert [item.id for item in store.reader.items()] == ["2", "1", "3"], (
        "without a date of its own it is as new as it was seen"
    )
    assert store.is_sound("a")
    assert put(store, later, news("1", now)) == store.revision(), "the publisher said nothing new"
    clock[0] = ahead
    keeper.run_after_refresh(updated=False)
    put(store, ahead, news("4", now))
    clock[0] = later + timedelta(hours=1)  # the clock was set back while it was trusted
    keeper.run_after_refresh(updated=False)
    assert next(item for item in store.reader.items() if item.id == "4").seen_first == clock[0]


def test_a_source_that_was_heard_by_a_clock_that_ran_ahead_is_not_fresh_for_weeks(store: Store, now: datetime) -> None:
    """No warning in force, it would be told, while nobody has asked for one."""
    ahead, newest = now + timedelta(days=20), now - timedelta(days=2)
    put(store, ahead, news("1", newest), news("2", newest - timedelta(days=1)))
    put(store, now, replace(news("3", now), publish_from=now))
    store.remember(SourceRecord(name="a", last_success=ahead, etag="e"))
    store.remember(SourceRecord(name="b", last_success=ahead))
    store.remember(SourceRecord(name="c", last_success=newest))
    keeper = keeper_of(store, store.path.parent, now)
    keeper.correct_times()
    heard = {record.name: record.last_success for record in store.sources()}
    assert heard == {"a": newest - timedelta(days=1), "b": None, "c": newest}, "a publisher may date it as of tomorrow"
    assert next(record for record in store.sources() if record.name == "a").etag == "e"
    assert store.refreshed() == newest
    store.remember(SourceRecord(name="a", last_success=ahead))
    issued = now - timedelta(hours=3)
    store.apply("a", compare({}, ()), None, now, EditionRecord(seq=1, issued=issued))
    store.correct_times(now)
    assert store.refreshed() == issued


def test_damage_that_is_found_while_running_is_mended(store: Store, now: datetime) -> None:
    put(store, now, news("1", now), news("2", now))
    folder = store.path.parent
    keeper_of(store, folder, now).run_after_refresh(updated=True)
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("UPDATE items SET body = replace(body, 'Judul 1', 'Judul 9')")
    assert [item.id for item in store.reader.items()] == ["2"]
    (folder / GOOD_COPY).touch()
    os.utime(folder / GOOD_COPY, (0, 0))
    with pytest.raises(StoreDamagedError, match="store_copy_better"):
        store.keep_good_copy()
    generation = store.generation
    keeper_of(store, folder, now).run_after_refresh(updated=True)
    assert store.generation > generation
    assert sorted(item.id for item in store.reader.items()) == ["1", "2"]
    assert store.sources() == [SourceRecord(name="a", url="https://x/feed")]


def test_media_that_are_damaged_are_forgotten(store: Store, now: datetime) -> None:
    folder = store.path.parent
    record = MediaRecord(url="https://x/1.jpg", path=write(b"content", ".jpg", folder), bytes=7)
    store.media.add([record])
    (folder / record.path).write_bytes(b"Content")
    keeper_of(store, folder, now).run_after_refresh(updated=False)
    assert store.media.records()[record.url].path == ""


def test_a_reserve_is_not_made_where_there_is_little_room(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path, 1 << 60)
    reserve.fill_reserve()
    assert not reserve.is_whole()
    assert not reserve.free_reserve()


def test_a_full_disk_is_not_the_sources_fault(
    tmp_path: Path, small: SmallDisk, now: datetime, server: MisbehavingServer
) -> None:
    """The round goes on, the screen keeps what it has, and the source is asked again a minute later, not ever later."""
    url = server.on("/feed", reply("".join(f"{n}|{'dua ' * 200}\n" for n in range(1000)).encode()))
    with Store(small) as store:
        refresher = Refresher(
            store,
            [Source(name="a", url=url)],
            data_dir=tmp_path,
            kiosk_id="k",
            clock=lambda: now,
            limits=Limits(deadline=10),
            means=Means(reader=read_tiny),
        )
        small.limit(0)
        (outcome,) = refresher.refresh(force=True)
        assert outcome.error is not None
        assert (outcome.status, outcome.error.code) == ("failed", Code.STORE_FULL)
        assert store.sources() == []
        small.limit(10_000)
        (outcome,) = refresher.refresh()
        assert (outcome.status, outcome.added) == ("updated", 1000)


def test_an_answer_to_a_store_that_was_mended_meanwhile_is_dropped(
    tmp_path: Path, now: datetime, server: MisbehavingServer
) -> None:
    """It answers validators of a store that is no more: the source is asked again with what is known now."""
    url = server.on("/feed", reply(b"1|satu\n", headers={"ETag": '"1"'}))
    server.validators["/feed"] = '"1"'

    class Mending(Store):
        """Is mended, from an empty copy, just when the first answer is there."""

        def fingerprints(self, source: str) -> dict[str, str]:
            raise StoreDamagedError(Code.STORE_DAMAGED, path=str(STORE), reason=f"by what {source} brought")

    with Store.open(tmp_path) as store:
        store.remember(SourceRecord(name="a", url=url, etag='"1"', validators_url=url, body_hash="x"))
        spoilt = Mending(StoreFile(tmp_path / STORE, read_only=False))
        with spoilt:
            refresher = Refresher(
                spoilt,
                [Source(name="a", url=url), Source(name="b", url=server.on("/b", reply(b"9|sembilan\n")))],
                data_dir=tmp_path,
                kiosk_id="k",
                clock=lambda: now,
                limits=Limits(deadline=10, places=1),
                means=Means(reader=read_tiny),
            )
            before = spoilt.generation
            outcomes = refresher.refresh(force=True)
            assert spoilt.generation > before
        assert [outcome.status for outcome in outcomes].count("failed") >= 1
        assert store.reader.count() == 0


def test_what_a_flipped_bit_made_of_a_sources_record_is_not_believed(store: Store, now: datetime) -> None:
    good = SourceRecord(name="a", url="https://x/feed", last_success=now, etag='"1"')
    store.remember(good)
    store.remember(replace(good, name="b"))
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("UPDATE sources SET last_success = last_success + 1e9 WHERE name = 'a'")
    assert store.sources() == [SourceRecord(name="a"), replace(good, name="b")]
    assert store.refreshed() == now


def test_a_writer_that_cannot_open_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=STORE):
        Store.open(tmp_path / "file")


def test_a_source_heard_some_seconds_ahead_was_heard_now_and_may_be_asked(store: Store, now: datetime) -> None:
    """A clock that nobody vouched for ran fast: warnings are none the less looked up, and no old list is told."""
    ahead = now + timedelta(seconds=50)
    put(store, now, news("1", now - timedelta(days=12)))
    store.remember(SourceRecord(name="a", last_success=ahead, next_check=now + timedelta(hours=6)))
    keeper_of(store, store.path.parent, now).correct_times()
    (record,) = (each for each in store.sources() if each.name == "a")
    assert (record.last_success, record.next_check) == (now, None)


def test_news_dated_far_ahead_is_of_when_it_was_seen_once_the_clock_is_right(store: Store, now: datetime) -> None:
    """A clock that nobody vouched for had let it keep its date: it would lead the list until then."""
    seen = now - timedelta(days=3)
    put(store, seen, news("1", now + timedelta(days=40)), news("2", now - timedelta(days=1)))
    keeper_of(store, store.path.parent, now).correct_times()
    assert {item.id: item.published for item in store.reader.items(source="a")} == {
        "1": seen,
        "2": now - timedelta(days=1),
    }
    revision = store.revision()
    keeper_of(store, store.path.parent, now).correct_times()
    assert store.revision() == revision, "there is nothing left to put right"


def test_of_a_long_feed_a_portion_is_indexed_at_a_time(store: Store, now: datetime, tmp_path: Path) -> None:
    """A refresher heard nothing else for 40 s."""
    items = [news(f"n{n}", now, "kata panjang") for n in range(450)]
    changes = compare(store.fingerprints("a"), items)
    store.apply("a", changes, SourceRecord(name="a", url="https://x/feed"), now, index=False)
    maintenance = Maintenance(store, tmp_path, budget=10**9, now=lambda: now)
    found = []
    while maintenance.index():
        found.append(len(store.reader.items(search="panjang", limit=1000)))
    assert found == [200, 400]
    assert len(store.reader.items(search="panjang", limit=1000)) == 450


def test_a_row_that_flipped_is_taken_from_the_good_copy_at_the_next_write(store: Store, now: datetime) -> None:
    """479 of 480 items were left, and the good copy beside them had the last one."""
    put(store, now, *(news(f"n{n}", now, "kata") for n in range(20)))
    store.keep_good_copy()
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("UPDATE items SET body = replace(body, 'kata', 'kbta') WHERE id = 'n7'")
    assert len(store.reader.items(limit=100)) == 19
    Maintenance(store, store.path.parent, budget=10**9, now=lambda: now).run_after_refresh(updated=True)
    assert len(store.reader.items(limit=100)) == 20


def test_what_the_index_takes_is_within_the_budget(store: Store, now: datetime, tmp_path: Path) -> None:
    """It came after the round's pruning: a budget of 20 MB had 24 MB until the next one."""
    items = [news(f"n{n}", now) for n in range(450)]
    changes = compare(store.fingerprints("a"), items)
    store.apply("a", changes, SourceRecord(name="a", url="https://x/feed"), now, index=False)
    budget = store.used_bytes()
    maintenance = Maintenance(store, tmp_path, budget=budget, now=lambda: now)
    while maintenance.index():
        pass
    assert store.used_bytes() <= budget
    assert store.reader.count() > 300
