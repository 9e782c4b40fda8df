"""The store kept within its share: what goes, in what order, and what never does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from content_cache.model.changes import Changes, compare
from content_cache.model.items import Alert, Event, Item, NewsItem, Occurrence, Service
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Verified
from content_cache.store.pruning import KEPT_OF_A_SOURCE
from content_cache.store.store import Store

pytestmark = pytest.mark.attack(
    "what comes in",
    "what was taken back stands again once its Cancel has run out; a store that is full throws the Cancel away first",
)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG = "kata " * 1000  # about 5 kB, twice with what is kept for search


def put(store: Store, now: datetime, *items: Item, source: str = "a") -> Changes:
    changes = compare(store.fingerprints(source), items)
    store.apply(source, changes, SourceRecord(name=source, url="https://x/feed"), now)
    return changes


def old_news(now: datetime, count: int, source: str = "a", **values: object) -> list[NewsItem]:
    return [
        NewsItem(
            **{"id": f"n{n:04d}", "source": source, "title": f"Berita {n}", "text": LONG, "published": now - n * HOUR}  # type: ignore[arg-type]
            | values
        )
        for n in range(count)
    ]


def ids(store: Store, source: str = "") -> set[str]:
    return {item.id for item in store.reader.items(source=source)}


def test_nothing_goes_while_there_is_room(store: Store, now: datetime) -> None:
    put(store, now, *old_news(now, 100))
    assert store.prune(store.used_bytes(), now) == 0
    assert (store.reader.count(), store.revision()) == (100, 1)


def test_the_oldest_and_least_important_go_first(store: Store, now: datetime) -> None:
    important = [NewsItem(id="old", source="a", title="lama", text=LONG, published=now - 999 * DAY, priority=2)]
    put(store, now, *old_news(now, 200), *important)
    budget = store.used_bytes() * 8 // 10
    gone = store.prune(budget, now)
    assert gone > 0
    assert store.used_bytes() <= budget
    assert ids(store) == {"old"} | {f"n{n:04d}" for n in range(200 - gone)}
    assert store.revision() == 2


def test_what_has_expired_goes_before_all_else_even_the_newest(store: Store, now: datetime) -> None:
    over = [
        NewsItem(id=f"over{n}", source="a", title="lewat", text=LONG, published=now, expires=now - HOUR, priority=3)
        for n in range(60)
    ]
    put(store, now, *old_news(now, 100), *over)
    budget = store.used_bytes() - 30 * 4096  # less than what has expired takes up
    store.prune(budget, now)
    assert ids(store) >= {f"n{n:04d}" for n in range(100)}
    assert store.reader.count() < 160


@pytest.mark.parametrize("trusted", [True, False])
def test_what_is_pinned_in_force_or_to_come_never_goes(store: Store, now: datetime, trusted: bool) -> None:
    kept: list[Item] = [
        NewsItem(id="pinned", source="a", title="disematkan", published=now - 99 * DAY, pinned=True, text=LONG),
        NewsItem(id="in force", source="a", title="berlaku", published=now - 99 * DAY, expires=now + HOUR, text=LONG),
        NewsItem(id="future", source="a", title="nanti", published=now - 99 * DAY, publish_from=now + DAY, text=LONG),
        Event(id="event", source="a", title="besok", starts=now + DAY, published=now - 99 * DAY, text=LONG),
        Event(
            id="series",
            source="a",
            title="mingguan",
            published=now - 99 * DAY,
            occurrences=(Occurrence(now - DAY, now - DAY + HOUR), Occurrence(now + DAY, now + DAY + HOUR)),
            text=LONG,
        ),
        Service(id="service", source="a", title="KTP", published=now - 99 * DAY, text=LONG),
        Alert(id="alert", source="a", title="Banjir", published=now - 99 * DAY, text=LONG),
    ]
    put(store, now, *old_news(now, 200), *kept)
    store.prune(0, now if trusted else None)
    assert ids(store) == {item.id for item in kept} | {f"n{n:04d}" for n in range(KEPT_OF_A_SOURCE)}


@pytest.mark.parametrize("message", ["Cancel", "Update"])
def test_what_ends_a_warning_stays_as_long_as_one_may_hold(store: Store, now: datetime, message: str) -> None:
    """Without it what was ended would sound again."""
    days = (1, 29, 31)
    put(store, now, *(
        Alert(id=f"{kind}{n}", source="a", title="a", text=LONG, message=kind, published=now - n * DAY, expires=now - HOUR)
        for n in days for kind in ("Alert", message)
    ))  # fmt: skip
    store.prune(1, now)
    assert ids(store) == {f"{message}1", f"{message}29"}


def test_while_the_clock_is_not_trusted_nothing_goes_because_its_time_has_passed(store: Store, now: datetime) -> None:
    over = NewsItem(id="over", source="a", title="lewat", expires=now - DAY, text=LONG)
    past = Event(id="past", source="a", title="lalu", starts=now - DAY, ends=now - DAY + HOUR, text=LONG)
    put(store, now, over, past, *old_news(now, 100))
    store.prune(0, None)
    assert {"over", "past"} < ids(store)
    store.prune(0, now)
    assert "over" not in ids(store)


def test_a_source_that_floods_does_not_put_out_what_others_showed(store: Store, now: datetime) -> None:
    put(store, now, *old_news(now - 300 * DAY, 40, "quiet"), source="quiet")
    put(store, now, *old_news(now, 400, "loud"), source="loud")
    store.prune(store.used_bytes() // 2, now)
    assert len(ids(store, "quiet")) == 40
    assert len(ids(store, "loud")) < 400


def test_what_was_pruned_does_not_come_back_as_new_but_as_changed(store: Store, now: datetime) -> None:
    feed = old_news(now, 120)
    put(store, now, *feed)
    gone = store.prune(0, now)
    assert gone == 120 - KEPT_OF_A_SOURCE
    assert not put(store, now, *feed)
    assert store.reader.count() == KEPT_OF_A_SOURCE
    corrected = NewsItem(id="n0119", source="a", title="Berita 119, diralat", published=now)
    changes = put(store, now, *feed[:-1], corrected)
    assert ([item.id for item in changes.altered], changes.added) == (["n0119"], ())
    assert "n0119" in ids(store)
    assert not put(store, now, *feed[:-1], corrected)


def test_events_and_media_of_what_went_are_gone_from_the_views(store: Store, now: datetime) -> None:
    past = [
        Event(id=f"e{n}", source="a", title="Rapat", starts=now - (n + 1) * DAY, published=now - n * DAY, text=LONG)
        for n in range(KEPT_OF_A_SOURCE + 30)
    ]
    put(store, now, *past)
    assert store.prune(0, now) == 30
    assert len(store.reader.occurrences(now - 999 * DAY, now)) == KEPT_OF_A_SOURCE


def test_a_plain_feed_cannot_keep_its_items_by_what_it_says_of_them(store: Store, now: datetime) -> None:
    """An end in 2199 kept each of them for ever: a budget of 20 MB grew to 266 MB."""
    far = now + 170 * 365 * DAY
    says: list[dict[str, object]] = [
        {"expires": far},
        {"publish_from": far},
        {"pinned": True},
        {"expires": now + 300 * DAY},
    ]
    for which, more in enumerate(says):
        put(
            store,
            now,
            *(replace(item, id=f"{which}-{item.id}", **more) for item in old_news(now, 400, "loud")),
            source="loud",
        )
    put(store, now, *old_news(now - 300 * DAY, 40, "quiet"), source="quiet")
    warning = Alert(id="w", source="w", title="Banjir", text=LONG, published=now - 90 * DAY, expires=now + HOUR)
    put(store, now, warning, source="w")
    budget = store.used_bytes() // 6
    store.prune(budget, now)
    assert store.used_bytes() <= budget
    assert len(ids(store, "quiet")) == 40
    assert ids(store, "w") == {"w"}
    assert KEPT_OF_A_SOURCE <= len(ids(store, "loud")) <= 3 * KEPT_OF_A_SOURCE + 100


def test_what_an_office_signed_keeps_what_it_says(store: Store, now: datetime) -> None:
    signed = [
        replace(item, verified=Verified.SIGNATURE, expires=now + 900 * DAY) for item in old_news(now, 100, "office")
    ]
    put(store, now, *signed, source="office")
    put(store, now, *(replace(item, pinned=True) for item in old_news(now, 400, "loud")), source="loud")
    store.prune(0, now)
    assert len(ids(store, "office")) == 100
    assert len(ids(store, "loud")) == KEPT_OF_A_SOURCE


def test_of_many_items_hardly_more_go_than_have_to(store: Store, now: datetime) -> None:
    put(store, now, *old_news(now, 1500))
    budget = store.used_bytes() * 9 // 10
    gone = store.prune(budget, now)
    assert store.used_bytes() <= budget
    assert gone < 300
