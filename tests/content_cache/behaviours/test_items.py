"""What becomes of an item from one refresh to the next: behaviour 18, and what servers say wrongly.

Each of the eighteen behaviours of a polite refresher is tested against a server on loopback that misbehaves.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from content_cache.formats import read_feed
from content_cache.model.items import Event
from tests.content_cache.house import FEED, House, rss, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.told import told

# 18


def test_18_a_changed_item_is_updated_and_one_without_an_id_stays_itself(
    house: House, server: MisbehavingServer
) -> None:
    bare = (
        '<rss version="2.0"><channel><item><title>{}</title><link>https://desa.example/1</link></item></channel></rss>'
    )
    bodies = [bare.format(title).encode() for title in ("Lama", "Baru")]
    a = source(server.on("/feed", *map(reply, bodies)))
    house.one(a, reader=read_feed)
    first = house.store.reader.items()[0]
    house.clock.now += timedelta(hours=1)
    outcome = house.one(a, reader=read_feed)
    assert (outcome.added, outcome.changed, house.titles()) == (0, 1, ["Baru"])
    assert house.store.reader.items()[0].seen_first == first.seen_first


def test_18_a_date_still_to_come_is_clamped_once_and_for_all(house: House, server: MisbehavingServer) -> None:
    body = rss("A").replace(b"<guid>", b"<pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate><guid>")
    a = source(server.on("/feed", reply(body), reply(body + b" "), reply(body + b"  ")))
    house.one(a, reader=read_feed)
    seen = house.clock.now
    for _ in range(2):
        house.clock.now += timedelta(hours=5)
        outcome = house.one(a, reader=read_feed)
        assert (outcome.status, outcome.changed) == ("unchanged", 0), "it was read again, and nothing had changed"
        assert house.store.reader.items()[0].published == seen


def test_18_a_series_moves_on_with_the_days_and_is_never_new_again(house: House, server: MisbehavingServer) -> None:
    body = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Posyandu\nDTSTART:20260105T000000Z\nRRULE:FREQ=WEEKLY\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    a = source(server.on("/feed", reply(body.encode()), reply(body.encode() + b"\n"), reply(body.encode() + b"\n\n")))
    house.one(a, reader=read_feed)
    revision, horizon = house.store.revision(), house.clock.now + timedelta(days=401)
    for weeks in (1, 5):
        house.clock.now += timedelta(weeks=weeks)
        outcome = house.one(a, reader=read_feed)
        assert (outcome.status, outcome.changed, house.store.revision()) == ("unchanged", 0, revision)
    assert house.store.reader.occurrences(horizon, horizon + timedelta(days=14)), "it now reaches six weeks further"
    event = house.store.reader.items()[0]
    assert isinstance(event, Event)
    assert event.starts is not None
    assert event.starts >= house.clock.now


def test_the_charset_that_a_server_swears_to_may_be_wrong(house: House, server: MisbehavingServer) -> None:
    body = rss("Séhat").replace(b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="iso-8859-1"?>')
    a = source(server.on("/feed", reply(body, content_type="application/rss+xml; charset=us-ascii")))
    house.one(a, reader=read_feed)
    assert house.titles() == ["Séhat"]


def test_a_feed_of_which_nothing_can_be_used_is_reported(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(rss("", ""))))
    outcome = house.one(a, reader=read_feed)
    assert told(outcome.error).startswith("tidak ada isinya yang dapat dipakai (2 butir tanpa judul")
    assert house.record().last_error == outcome.error


def test_304_without_validators_is_as_good(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'}), reply(b"", status=304)))
    house.one(a)
    outcome = house.one(a)
    assert (outcome.status, outcome.http_status, house.record().etag) == ("unchanged", 304, '"1"')


@pytest.mark.parametrize("answer", [304, 200])
def test_a_damaged_item_is_stored_again_though_nothing_is_new(
    house: House, server: MisbehavingServer, answer: int
) -> None:
    unchanged = reply(b"", status=304) if answer == 304 else reply(FEED)
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'}), unchanged, reply(FEED)))
    house.one(a)
    house.one(a)
    with closing(sqlite3.connect(house.store.path)) as card:
        card.execute("UPDATE items SET body = replace(body, 'Satu', 'Sapi') WHERE id = '1'")
        card.commit()
    assert house.titles() == ["Dua"], "a text that nobody wrote is not shown"
    assert (house.one(a).added, house.titles()) == (1, ["Dua", "Satu"])
    assert "if-none-match" not in server.requests[-1].headers
    assert house.one(a).added == 0
