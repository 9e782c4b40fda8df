"""What lies in the media folder: what may go, what may not, and what is worth getting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.jobs.limits import Limits
from content_cache.media.plan import is_due
from content_cache.media.quota import MediaKeeper
from content_cache.model.attachments import Attachment
from content_cache.model.changes import Changes
from content_cache.model.items import Alert, Event, Item, NewsItem, Service
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.store.store import Store
from content_cache.tables.media_rows import Worth
from tests.content_cache.media_files import write

pytestmark = pytest.mark.attack(
    "what comes in",
    "somebody else fills the disk",
)


SIZE = 1000
Keep = Callable[..., set[str]]


@pytest.fixture
def keep(store: Store, now: datetime) -> Keep:
    """Store items with a file each, look after the folder, and tell which still have theirs."""

    def act(*items: Item, trusted: bool = True, **bounds: Any) -> set[str]:
        data_dir = store.path.parent
        named = [replace(item, attachments=(Attachment(f"https://x/{item.id}", "image/jpeg"),)) for item in items]
        store.apply("s", Changes(added=tuple(named)), SourceRecord(name="s"), now)
        records = []
        for item in items:
            content = item.id.encode().ljust(SIZE, b".")
            path = write(content, ".jpg", data_dir)
            records.append(MediaRecord(url=f"https://x/{item.id}", path=path, bytes=SIZE))
        store.media.add(records)
        free = bounds.pop("free", 10**12)
        limits = Limits(media_bytes=SIZE, **({"media_store_bytes": SIZE * 100, "free_bytes": 0} | bounds))
        keeper = MediaKeeper(
            store, data_dir, limits=limits, now=lambda: now if trusted else None, free=lambda _: int(free)
        )
        keeper.free_room(now)
        here = {item.id for item in store.reader.items() if item.picture and (data_dir / item.picture.path).exists()}
        assert here == {item.id for item in store.reader.items() if item.picture}, "no record without its file"
        assert len(list((data_dir / "media").iterdir())) == len(here), "no file without its record"
        return here

    return act


def news(key: str, now: datetime, age: float = 0.0, **values: Any) -> NewsItem:
    return NewsItem(id=key, source="s", title=key, published=now - timedelta(days=age), **values)


def test_the_expired_go_first_then_by_priority_and_age(keep: Keep, now: datetime) -> None:
    items = (
        news("expired", now, priority=2, expires=now - timedelta(days=1)),
        news("old", now, 9),
        news("new", now, 1),
        news("weighty", now, 30, priority=1),
    )
    assert keep(*items, media_store_bytes=SIZE * 4) == {"old", "new", "weighty"}
    assert keep(*items, media_store_bytes=SIZE * 3) == {"new", "weighty"}
    assert keep(*items, media_store_bytes=SIZE * 2) == {"weighty"}


def test_nothing_in_force_is_put_out_however_little_room_there_is(keep: Keep, now: datetime) -> None:
    soon = now + timedelta(days=1)
    kept = (
        news("pinned", now, 99, pinned=True),
        news("to come", now, publish_from=soon),
        news("in force", now, 99, expires=soon),
        Event(id="event", source="s", title="e", starts=soon, ends=soon),
        Service(id="service", source="s", title="s"),
        Alert(id="alert", source="s", title="a"),
    )
    past = Event(id="past", source="s", title="e", starts=now - timedelta(days=2), ends=now - timedelta(days=1))
    assert keep(*kept, past, news("old", now), media_store_bytes=1) == {item.id for item in kept}


def test_while_the_clock_is_not_trusted_nothing_counts_as_past(keep: Keep, now: datetime) -> None:
    items = (news("expired", now, expires=now - timedelta(days=1)), news("old", now, 9))
    assert keep(*items, media_store_bytes=SIZE, trusted=False) == {"expired"}


def test_the_disk_keeps_a_floor_of_free_space_for_which_files_go_a_piece_at_a_time(keep: Keep, now: datetime) -> None:
    """Show that pictures go one by one to keep the disk's floor: a disk that is full for an hour must not cost all 220
    pictures."""
    items = tuple(news(f"{n:02}", now, n) for n in range(20))
    assert len(keep(*items, free_bytes=5000, free=5000)) == 20
    assert keep(*items, free_bytes=5000, free=3500) == {f"{n:02}" for n in range(18)}
    assert keep(*items, free_bytes=50_000, free=0) == {f"{n:02}" for n in range(17)}, "a tenth of them, and one begun"


def test_what_gave_way_is_asked_for_again_once_there_is_room(store: Store, now: datetime) -> None:
    items = tuple(
        replace(news(str(n), now, n), attachments=(Attachment(f"https://x/{n}", "image/jpeg"),)) for n in range(5)
    )
    store.apply("s", Changes(added=items), SourceRecord(name="s"), now)
    paths = [write(str(n).encode().ljust(SIZE, b"."), ".jpg", store.path.parent) for n in range(5)]
    store.media.add([MediaRecord(url=f"https://x/{n}", path=path, bytes=SIZE) for n, path in enumerate(paths)])
    free = 0
    limits = Limits(media_bytes=SIZE, media_store_bytes=SIZE * 100, free_bytes=SIZE * 10)
    keeper = MediaKeeper(store, store.path.parent, limits=limits, now=lambda: now, free=lambda _: free)

    def due(plenty: bool) -> list[str]:
        wanted = store.media.wanted_files("s", now)
        return [file.url for file in wanted if is_due(file.record, now + timedelta(minutes=5), plenty=plenty)]

    for _ in range(10):
        assert not keeper.free_room(now).plenty
    assert due(plenty=False) == []
    assert store.media.files(now) == []
    free = SIZE * 11
    assert not keeper.free_room(now).plenty, "one file and they would have to go again"
    free = SIZE * 12
    room = keeper.free_room(now)
    assert room.plenty
    assert due(room.plenty) == [f"https://x/{n}" for n in range(5)]


def test_what_is_left_tells_what_is_worth_getting(store: Store, keep: Keep, now: datetime) -> None:
    keep(news("old", now, 9), news("new", now, 1), media_store_bytes=SIZE * 2)
    files = store.media.files(now)
    assert [file.record.url for file in files] == ["https://x/new"]
    keeper = MediaKeeper(
        store,
        store.path.parent,
        limits=Limits(media_bytes=SIZE, media_store_bytes=SIZE * 2, free_bytes=0),
        now=lambda: now,
        free=lambda _: 10**12,
    )
    room = keeper.free_room(now)
    assert room.left == SIZE
    assert room.above == files[0].worth
    assert Worth(current=True, newest=0.0) < room.above < Worth(current=True, priority=1)


def test_two_addresses_of_one_content_share_a_file(store: Store, now: datetime) -> None:
    data_dir = store.path.parent
    path = write(b"same".ljust(SIZE), ".jpg", data_dir)
    items = tuple(
        replace(news(key, now, age), attachments=(Attachment(f"https://x/{key}", "image/jpeg"),))
        for key, age in (("old", 9), ("new", 1))
    )
    store.apply("s", Changes(added=items), SourceRecord(name="s"), now)
    store.media.add([MediaRecord(url=f"https://x/{key}", path=path, bytes=SIZE) for key in ("old", "new")])
    store.apply("s", Changes(withdrawn=("old",)), SourceRecord(name="s"), now)
    keeper = MediaKeeper(store, data_dir, limits=Limits(free_bytes=0), now=lambda: now)
    keeper.free_room(now)
    assert (data_dir / path).exists()
    store.apply("s", Changes(withdrawn=("new",)), SourceRecord(name="s"), now)
    keeper.free_room(now)
    assert not (data_dir / path).exists()
    assert store.media.records() == {}


def test_a_folder_that_cannot_be_read_stops_nothing(store: Store, now: datetime, tmp_path: Path) -> None:
    (store.path.parent / "media").symlink_to(tmp_path / "nowhere")
    keeper = MediaKeeper(store, store.path.parent, limits=Limits(free_bytes=0), now=lambda: now)
    assert keeper.free_room(now).left > 0
