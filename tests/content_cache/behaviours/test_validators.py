"""What is asked conditionally, and when all is asked anew: behaviours 1 to 4.

Each of the eighteen behaviours of a polite refresher is tested against a server on loopback that misbehaves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content_cache.formats import Feed
from content_cache.model.items import NewsItem
from content_cache.model.sources import Source
from tests.content_cache.house import FEED, House, source
from tests.content_cache.misbehaving import MisbehavingServer, reply

DATED = {"Last-Modified": "Thu, 03 Sep 2026 01:00:00 GMT"}


# 1


def test_01_validators_are_opaque_outlive_a_reboot_and_never_go_where_a_redirect_leads(
    house: House, server: MisbehavingServer
) -> None:
    odd = {"ETag": 'W/"a b,\\"c', "Last-Modified": "kemarin  sore"}
    a = source(server.on("/feed", reply(FEED, headers=odd)))
    house.one(a)
    house.reboot()
    server.on("/feed", reply(b"", status=302, headers={"Location": "/elsewhere"}))
    server.on("/elsewhere", reply(FEED))
    house.one(a)
    second, elsewhere = server.requests[1:]
    assert second.headers["if-none-match"] == odd["ETag"]
    assert second.headers["if-modified-since"] == odd["Last-Modified"]
    assert not {"if-none-match", "if-modified-since"} & elsewhere.headers.keys()
    moved = source(server.on("/other", reply(FEED)))
    house.one(moved)  # the settings name another address: what was kept for the old one is void
    assert "if-none-match" not in server.asked("/other")[0].headers


# 2


@pytest.mark.parametrize("etags", [['W/"1-gzip"'], ['"1"', '"2"', '"3"', '"4"']], ids=["weak", "changing"])
def test_02_both_validators_are_sent_until_the_etag_has_proved_useless(
    house: House, server: MisbehavingServer, etags: list[str]
) -> None:
    a = source(server.on("/feed", *(reply(FEED, headers={"ETag": etag, **DATED}) for etag in etags)))
    for _ in range(4):
        house.one(a)
    assert ["if-none-match" in asked.headers for asked in server.requests] == [False, True, True, False]
    assert ["if-modified-since" in asked.headers for asked in server.requests] == [False, True, True, True]


# 3


def test_03_validators_are_stored_with_the_items_or_not_at_all(house: House, server: MisbehavingServer) -> None:
    bad = reply(b"<html>", headers={"ETag": '"2"'})
    torn = reply(b"3|Tiga\n4|Emp", length=100, headers={"ETag": '"3"'})
    a = source(
        server.on(
            "/feed", reply(FEED, headers={"ETag": '"1"'}), bad, torn, reply(b"4|Empat\n", headers={"ETag": '"4"'})
        )
    )
    house.one(a)
    house.one(a)
    assert house.record().etag == '"1"', "what could not be read has no validator"
    house.one(a)
    assert house.record().etag == "", "what came in part has none either: all of it is asked for again"
    house.fill_the_disk()
    house.one(a)
    assert (house.record().etag, "Empat" in house.titles()) == ("", False), "one transaction: both or neither"


# 4


def read_dated(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed:  # noqa: ARG001
    """An item whose title says when it was parsed."""
    return Feed(items=(NewsItem(id="1", source=source.name, title=f"{now:%d.%m.}"),))


def test_04_the_same_body_is_not_parsed_again_but_all_is_asked_anew_every_eight_days(
    house: House, server: MisbehavingServer
) -> None:
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'})))
    assert house.one(a, reader=read_dated).status == "updated"
    house.clock.now += timedelta(days=7)
    assert house.one(a, reader=read_dated).status == "unchanged"
    server.validators["/feed"] = '"1"'
    assert house.one(a, reader=read_dated).http_status == 304
    house.clock.now += timedelta(days=2)
    again = house.one(a, reader=read_dated)
    assert (again.status, again.http_status, again.changed) == ("updated", 200, 1)
    assert "if-none-match" not in server.requests[-1].headers
