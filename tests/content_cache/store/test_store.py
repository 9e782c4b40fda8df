"""The store on a real file: what lists show, what is kept, and what becomes of a damaged one."""

from __future__ import annotations

import ctypes
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import Changes, compare
from content_cache.model.errors import Code, StoreError
from content_cache.model.items import Event, Item, NewsItem, Occurrence
from content_cache.model.problems import problem
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.model.vocabulary import Category
from content_cache.store.file import StoreFile
from content_cache.store.lock import writer_lock
from content_cache.store.store import Store
from content_cache.tables.connect import DAMAGED_COPY, GOOD_COPY, STORE
from tests.support.present import present

RECORD = SourceRecord(name="a", url="https://x/feed", etag='"1"')


def news(key: str, **values: object) -> NewsItem:
    return NewsItem(**({"id": key, "source": "a", "title": f"Judul {key}"} | values))  # type: ignore[arg-type]


def put(store: Store, now: datetime, *items: Item) -> int:
    return store.apply("a", compare(store.fingerprints("a"), items), replace(RECORD, last_success=now), now)


def ids(items: list[Item] | list[Event]) -> list[str]:
    return [item.id for item in items]


def test_a_reader_sees_what_the_writer_applied(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as writer, Store.open(tmp_path, read_only=True) as reader:
        seen = reader.data_version()
        assert (reader.revision(), reader.reader.items(), reader.refreshed(), reader.sources()) == (0, [], None, [])
        assert put(writer, now, news("1")) == 1
        assert reader.data_version() != seen
        assert (reader.revision(), ids(reader.reader.items()), reader.refreshed(), reader.reader.count()) == (
            1,
            ["1"],
            now,
            1,
        )
        assert reader.sources() == [replace(RECORD, last_success=now)]
        assert put(writer, now + timedelta(hours=1), news("1")) == 1  # nothing new: the revision stays
        with pytest.raises(StoreError, match="readonly"):
            put(reader, now, news("2"))


def test_lists_have_the_pinned_first_then_priority_then_the_newest(store: Store, now: datetime) -> None:
    hour = timedelta(hours=1)
    put(store, now, news("old", published=now - 5 * hour), news("new", published=now - hour), news("undated"))
    put(
        store,
        now,
        news("urgent", priority=2, published=now - 9 * hour),
        news("pin", pinned=True, published=now - 99 * hour),
    )
    assert ids(store.reader.items()) == ["pin", "urgent", "undated", "new", "old"]
    assert ids(store.reader.items(limit=2)) == ["pin", "urgent"]


def test_lists_hide_what_is_not_to_be_shown(store: Store, now: datetime) -> None:
    hour = timedelta(hours=1)
    put(store, now, news("plain"), news("later", publish_from=now + hour), news("over", expires=now))
    assert sorted(ids(store.reader.items())) == ["later", "over", "plain"]
    assert ids(store.reader.items(published_by=now, expired_at=now)) == ["plain"]
    assert sorted(ids(store.reader.items(published_by=now + hour, expired_at=now - hour))) == ["later", "over", "plain"]


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("72.01.05", ["district", "everywhere", "regency"]),
        ("72.01.06", ["everywhere", "other", "regency"]),
        ("72.01", ["everywhere", "regency"]),
        ("72.011", ["everywhere"]),
    ],
)
def test_areas_match_by_dotted_prefix(store: Store, now: datetime, area: str, shown: list[str]) -> None:
    put(
        store,
        now,
        news("everywhere"),
        news("regency", areas=("73.01", "72.01")),
        news("district", areas=("72.01.05",)),
        news("other", areas=("72.01.06",)),
    )
    assert sorted(ids(store.reader.items(area=area))) == shown


def test_search_finds_beginnings_of_words_in_any_case(store: Store, now: datetime) -> None:
    put(
        store, now, news("1", text="Imunisasi balita di Posyandu"), news("2", title="Kafé 100% buka", summary="balita_")
    )
    assert ids(store.reader.items(search="POSY imun")) == ["1"]
    assert ids(store.reader.items(search="kafe")) == ["2"]
    assert sorted(ids(store.reader.items(search="balita"))) == ["1", "2"]
    assert (
        store.reader.items(search="syandu")
        == store.reader.items(search="%")
        == store.reader.items(search="'; --")
        == []
    )
    assert len(store.reader.items(search=" ")) == 2
    assert store.reader.items(Category.EVENT, search="posyandu") == []


def test_an_items_first_sight_outlives_its_changes(store: Store, now: datetime) -> None:
    later = now + timedelta(days=2)
    put(store, now, news("1"))
    put(store, later, news("1", text="lebih"), news("2"))
    item = store.reader.item("1")
    assert item is not None
    assert (item.seen_first, item.fetched, item.text) == (now, later, "lebih")
    assert ids(store.reader.items(since=1)) == ["2", "1"]
    assert store.reader.item("none") is None


def test_two_sources_may_use_one_id(store: Store, now: datetime) -> None:
    put(store, now, news("1"))
    store.apply("b", compare({}, [news("1", title="dari b")]), SourceRecord(name="b"), now)
    other = store.reader.item("1", source="b")
    assert other is not None
    assert (other.title, other.source) == ("dari b", "b")
    assert ids(store.reader.items(source="a")) == ["1"]


def test_only_a_tombstone_withdraws(store: Store, now: datetime) -> None:
    put(store, now, news("1"), news("2"))
    put(store, now)
    assert sorted(ids(store.reader.items())) == ["1", "2"]
    store.apply("a", Changes(withdrawn=("1",)), RECORD, now)
    assert ids(store.reader.items()) == ["2"]


def test_occurrences_are_those_that_overlap_the_span(store: Store, now: datetime) -> None:
    hour, week = timedelta(hours=1), timedelta(days=7)
    weekly = Event(
        id="weekly",
        source="a",
        title="Posyandu",
        occurrences=tuple(Occurrence(now + n * week, now + n * week + hour) for n in range(5)),
    )
    long = Event(
        id="long", source="a", title="Pameran", occurrences=(Occurrence(now - week, now + 2 * week, all_day=True),)
    )
    moment = Event(id="moment", source="a", title="Apel", starts=now + week)
    ended = Event(id="ended", source="a", title="Selesai", starts=now - hour, ends=now)
    put(store, now, weekly, long, moment, ended, news("1"))
    found = store.reader.occurrences(now, now + week)
    assert [(event.id, event.starts, event.ends, event.all_day) for event in found] == [
        ("long", now - week, now + 2 * week, True),
        ("weekly", now, now + hour, False),
    ]
    assert sorted(ids(store.reader.occurrences(now + week, now + week + hour))) == ["long", "moment", "weekly"]
    put(store, now, replace(weekly, occurrences=weekly.occurrences[:1]))
    assert sorted(ids(store.reader.occurrences(now + week, now + week + hour))) == ["long", "moment"]
    assert store.reader.occurrences(now, now + week, expired_at=now) == store.reader.occurrences(now, now + week)
    assert ids(store.reader.occurrences(now - hour, now)) == ["long", "ended"]


def test_stored_media_come_back_with_their_items(store: Store, now: datetime) -> None:
    pictures = (Attachment("https://x/a.jpg", "image/jpeg", "foto"), Attachment("https://x/b.jpg", "image/jpeg"))
    put(store, now, news("1", attachments=pictures))
    failed = MediaRecord(
        url="https://x/b.jpg", failures=1, error=problem(Code.NOT_FOUND, status=404), retry_at=now + timedelta(hours=1)
    )
    store.media.add([MediaRecord(url="https://x/a.jpg", path="media/1.jpg", bytes=9), failed])
    assert store.revision() == 2
    item = store.reader.item("1")
    assert item is not None
    assert [attachment.path for attachment in item.attachments] == ["media/1.jpg", ""]
    assert item.picture == replace(pictures[0], path="media/1.jpg")
    assert store.media.records()["https://x/b.jpg"] == failed
    assert not compare(store.fingerprints("a"), [news("1", attachments=pictures)])


def test_a_refresh_is_stored_whole_or_not_at_all(tmp_path: Path, now: datetime) -> None:
    file = StoreFile(tmp_path / STORE, read_only=False)
    with Store(file) as store:
        put(store, now, news("1"))
        with file.connection() as connection:
            connection.execute(
                """CREATE TEMP TRIGGER full BEFORE INSERT ON main.items WHEN new.id = '3'
                    BEGIN SELECT RAISE(ABORT, 'disk is full'); END"""
            )
        with pytest.raises(StoreError, match="disk is full"):
            store.apply("a", Changes(added=(news("2"), news("3"))), replace(RECORD, etag='"2"'), now)
        assert (ids(store.reader.items()), store.revision(), store.sources()[0].etag) == (["1"], 1, '"1"')
        assert put(store, now, news("4")) == 2


def test_a_row_whose_bits_flipped_is_not_shown(store: Store, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    put(store, now, news("1", text="seribu rupiah"), news("2"))
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE items SET body = replace(body, 'seribu', 'sejuta') WHERE id = '1'")
    other.close()
    with caplog.at_level(logging.WARNING):
        assert ids(store.reader.items()) == ["2"]
    assert "'1'" in caplog.text
    assert store.reader.item("1") is None


def spoil_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 200)


def spoil_pages(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


def cut_short(path: Path) -> None:
    os.truncate(path, 5000)


def fill_with_nonsense(path: Path) -> None:
    path.write_bytes(os.urandom(30_000))


SPOIL = [spoil_header, spoil_pages, cut_short, fill_with_nonsense]


@pytest.mark.parametrize("spoil", SPOIL)
def test_a_damaged_store_is_filled_from_the_good_copy_in_place(
    tmp_path: Path, now: datetime, spoil: Callable[[Path], None]
) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, *(news(str(n), text="kata " * 200) for n in range(50)))
        store.keep_good_copy()
        put(store, now, news("later"))
    spoil(tmp_path / STORE)
    inode = (tmp_path / STORE).stat().st_ino
    with Store.open(tmp_path) as store:
        assert store.reader.count() == len(store.reader.items()) == 50
        assert store.sources() == [replace(RECORD, last_success=now)]
        assert put(store, now, news("later")) == 2
    assert (tmp_path / STORE).stat().st_ino == inode
    assert (tmp_path / DAMAGED_COPY).exists()


@pytest.mark.parametrize("spoil", SPOIL)
def test_without_a_good_copy_it_starts_empty_and_takes_content_again(
    tmp_path: Path, now: datetime, spoil: Callable[[Path], None]
) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, *(news(str(n), text="kata " * 200) for n in range(50)))
    spoil(tmp_path / STORE)
    (tmp_path / GOOD_COPY).write_bytes(b"damaged as well")
    with Store.open(tmp_path) as store:
        assert (store.reader.items(), store.sources()) == ([], [])
        put(store, now, news("1"))
        assert ids(store.reader.items()) == ["1"]


def spoil_last_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(os.urandom(4096))


def test_what_can_be_read_of_a_damaged_store_is_saved(tmp_path: Path, now: datetime) -> None:
    """Also what is newer than the good copy; and readers see that something has changed."""
    later = [news(f"later{n}", text="kata " * 900) for n in range(30)]
    with Store.open(tmp_path) as store:
        put(store, now, *(news(str(n), text="kata " * 200) for n in range(50)))
        store.keep_good_copy()
        put(store, now, *later)
        put(store, now, *later, news("1", text="diralat"))
        seen = store.revision()
    spoil_last_page(tmp_path / STORE)
    with Store.open(tmp_path) as store:
        there = {item.id: item for item in store.reader.items()}
        assert store.revision() > seen
        assert len(there) > 50 + 25
        assert {str(n) for n in range(50)} < set(there)
        assert there["1"].text == "diralat"
        assert store.sources() == [replace(RECORD, last_success=now)]


def test_until_it_is_mended_the_screen_shows_the_good_copy(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, *(news(str(n), text="kata " * 200) for n in range(50)))
        store.keep_good_copy()
        put(store, now, news("later"))
    screen = Store(StoreFile(tmp_path / STORE, read_only=True, stands_for=0))
    assert screen.reader.count() == 51
    spoil_pages(tmp_path / STORE)
    with Store.open(tmp_path, read_only=True) as another:
        assert len(another.reader.items()) == 50
        seen = screen.data_version()
        assert len(screen.reader.items()) == 50
        with pytest.raises(StoreError, match="readonly"):
            put(another, now, news("no"))
    with Store.open(tmp_path) as store:
        put(store, now, news("again"))
        assert screen.data_version() != seen
        assert len(screen.reader.items()) == 51
        assert screen.reader.item("again") is not None
    screen.close()


def test_a_window_whose_file_was_removed_goes_on_and_follows_to_what_a_refresh_brings(
    tmp_path: Path, now: datetime
) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, news("old"))
    screen = Store(StoreFile(tmp_path / STORE, read_only=True, looks_every=0))
    seen = screen.data_version()
    for file in tmp_path.glob(f"{STORE}*"):
        file.unlink()
    assert (ids(screen.reader.items()), (tmp_path / STORE).exists()) == (["old"], False)
    Store.open(tmp_path, read_only=True).close()  # who only looks makes an empty one
    assert (ids(screen.reader.items()), screen.data_version()) == (["old"], seen)
    with Store.open(tmp_path) as store:
        put(store, now, news("new"))
        assert screen.data_version() != seen
        assert ids(screen.reader.items()) == ["new"]
        put(store, now, news("newer"))
        assert screen.reader.count() == 2
    screen.close()


READER = """
import sys, pathlib
from content_cache.store.store import Store
with Store.open(pathlib.Path(sys.argv[1]), read_only=True) as store:
    for line in sys.stdin:
        print(len(store.reader.items()), store.data_version(), flush=True)
"""


@pytest.mark.parametrize("spoil", [spoil_pages, spoil_header])
def test_a_reader_that_is_open_sees_the_mended_store(
    tmp_path: Path, now: datetime, spoil: Callable[[Path], None]
) -> None:
    with Store.open(tmp_path) as store:
        put(store, now, *(news(str(n), text="kata " * 200) for n in range(50)))
        store.keep_good_copy()
    # a process of its own, as the kiosk is: POSIX locks do not keep threads of one process apart
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", READER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def look() -> list[str]:
            present(reader.stdin).write("\n")
            present(reader.stdin).flush()
            return present(reader.stdout).readline().split()

        before = look()
        spoil(tmp_path / STORE)
        with Store.open(tmp_path) as store:
            put(store, now, news("later"))
            after = look()
        reader.stdin.close()
    assert (before[0], after[0]) == ("50", "51")
    assert before[1] != after[1]


def test_a_damaged_store_is_told_to_a_reader_in_one_line(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    fill_with_nonsense(tmp_path / STORE)
    with pytest.raises(StoreError, match=STORE) as raised:
        Store.open(tmp_path, read_only=True)
    assert "\n" not in str(raised.value)


def test_the_good_copy_is_made_anew_when_it_is_old(tmp_path: Path, now: datetime) -> None:
    day = timedelta(hours=24)
    with Store.open(tmp_path) as store:
        store.keep_good_copy(older_than=day)
        put(store, now, news("1"))
        store.keep_good_copy(older_than=day)
        assert stored(tmp_path / GOOD_COPY) == 0
        os.utime(tmp_path / GOOD_COPY, (0, 0))
        store.keep_good_copy(older_than=day)
        assert stored(tmp_path / GOOD_COPY) == 1


def stored(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM items").fetchone()[0])
    finally:
        connection.close()


def test_a_store_of_a_later_program_is_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    connection = sqlite3.connect(tmp_path / STORE)
    connection.execute("PRAGMA user_version = 99")
    with connection:
        connection.execute("UPDATE state SET value = 99 WHERE name = 'schema'")
    connection.close()
    for read_only in (False, True):
        with pytest.raises(StoreError, match="99"):
            Store.open(tmp_path, read_only=read_only)


def test_a_folder_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="file"):
        Store.open(tmp_path / "file")


def test_readers_never_wait_for_a_writer_in_mid_transaction(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store, Store.open(tmp_path, read_only=True) as reader:
        put(store, now, news("1"))
        busy = sqlite3.connect(tmp_path / STORE, isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("DELETE FROM items")
        assert ids(reader.reader.items()) == ["1"]
        busy.close()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(StoreError, match="folder_busy"), writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        assert (tmp_path / "lock").exists()


def test_pages_that_were_read_are_let_go_and_read_again(tmp_path: Path, now: datetime) -> None:
    text = Block(BlockKind.PARAGRAPH, "kata " * 400)
    with Store.open(tmp_path) as writer:
        put(writer, now, *(news(str(number), blocks=(text,)) for number in range(500)))
    used = ctypes.CDLL(str(_linked("libsqlite3"))).sqlite3_memory_used
    with Store.open(tmp_path, read_only=True) as reader:
        before = len(reader.reader.items())
        held = used()
        reader.release_memory()
        assert held - used() > 500_000  # bytes
        assert len(reader.reader.items()) == before == 500


def _linked(name: str) -> Path:
    """The library that this process has loaded."""
    maps = Path("/proc/self/maps").read_text("ascii").splitlines()
    return next(Path(line.split()[-1]) for line in maps if name in line)
