"""Reports that an office keeps of its kiosks: so many of each kind, however long and often they report."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from kiosk.office.post.inbox import split_counts
from kiosk.office.post.records import Enrolled, EnvelopeWay, Sealed
from kiosk.office.post.store import BY_ITEM, NUMBERS_KEPT, TOLD_KEPT, PostStore
from tests.support.newsroom import Newsroom
from tests.support.posting import enrol

DAYS = 450
KINDS = ("health", "counts", "vote", "log", "picture")


def tell(store: PostStore, kiosk: Enrolled, room: Newsroom, n: int, kind: str, content: bytes) -> None:
    sealed = Sealed(n, kind, f"{room.now:%Y-%m-%dT%H:%M:%SZ}", content[:200] + b"%d" % n)
    store.store_envelopes(kiosk, [sealed], room.now, EnvelopeWay.POST)
    store.read(kiosk.who, n, told=split_counts(content) if kind == "counts" else [(kind, content)])


def counts(room: Newsroom, number: int) -> bytes:
    day = room.now.date().isoformat()
    items = [[f"kabar-{n}", number, 1] for n in range(24)]
    return json.dumps({"schema": 1, "days": {day: {"read": number}}, "items": {day: items}}).encode()


def rows(store: PostStore, query: str) -> list[tuple[Any, ...]]:
    with store.file.db() as db:
        return db.execute(query).fetchall()


@pytest.mark.slow(cases=1)
@pytest.mark.attack(
    "what goes back",
    "300 kiosks report for years, or one reports as often as its bytes a day let it, until the office's disk is full",
    "so many reports of each kind and kiosk are kept, and 45 of what was read by item: 66 MB for 300 kiosks and 400 days",
)
def test_450_days_of_reports_are_as_many_rows_as_are_kept(room: Newsroom) -> None:
    store = room.office.post.store
    for n in range(3):
        enrol(room.office, f"{n:012x}")
    kiosks = store.register.kiosks()
    number = 0
    for day in range(DAYS):
        with store.file.together(synced=False):
            for kind in KINDS:
                number += 1
                for kiosk in kiosks:
                    tell(store, kiosk, room, number, kind, counts(room, day) if kind == "counts" else b"{}" * 50)
        room.wait(days=1)
        if day % 50 == 49:
            store.delete_old(room.now - timedelta(days=30), room.now - NUMBERS_KEPT, room.now)
    kept = Counter(dict(rows(store, "SELECT kind, count(*) FROM told GROUP BY kind")))
    assert kept == {kind: TOLD_KEPT[kind] * len(kiosks) for kind in (*KINDS, BY_ITEM)}
    ((envelopes,),) = rows(store, "SELECT count(*) FROM envelope")
    assert envelopes <= len(kiosks) * len(KINDS) * (NUMBERS_KEPT.days + 1)
    found = store.reports("counts", kiosks[0].id)
    assert [next(iter(json.loads(each.content)["days"].values())) for each in found] == [
        {"read": day} for day in range(DAYS - 1, DAYS - 1 - TOLD_KEPT["counts"], -1)
    ]
    assert max(len(each.content) for each in found) < 100
    assert all(json.loads(each.content)["items"] for each in store.reports(BY_ITEM, kiosks[0].id))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"\xff\xfe\x00",
        b"[" * 3_000,
        b'{"items":' * 400,
        b"\x00" * 40,
    ],
)
def test_what_is_no_count_is_kept_as_it_came_and_stops_nothing(room: Newsroom, content: bytes) -> None:
    enrol(room.office, "0123456789ab")
    (kiosk,) = room.office.post.store.register.kiosks()
    tell(room.office.post.store, kiosk, room, 1, "counts", content)
    (found,) = room.office.post.reports("counts", kiosk.id)
    assert found.content == content
    assert room.office.post.reports(BY_ITEM, kiosk.id) == []


def test_what_is_counted_by_item_is_kept_apart(room: Newsroom) -> None:
    for content in (b'{"items": [], "days": 3, "x": "\\ud800"}', b'{"items": {}}', counts(room, 7)):
        (kind, _), (items, by_item) = split_counts(content)
        assert (kind, items) == ("counts", BY_ITEM)
        assert list(json.loads(by_item)) == ["items"]
