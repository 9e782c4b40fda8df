"""What an answer may do to what is stored, and what not: behaviours 9 to 13.

Each of the eighteen behaviours of a polite refresher is tested against a server on loopback that misbehaves.
"""

from __future__ import annotations

import gzip
import time
from datetime import timedelta

import brotli
import pytest

from content_cache.formats import read_feed
from content_cache.http.client import fetch
from content_cache.http.messages import Request
from content_cache.model.errors import Code, FetchError
from content_cache.model.problems import problem
from tests.content_cache.house import FEED, House, rss, source, wait_of
from tests.content_cache.misbehaving import Drip, MisbehavingServer, Script, Silence, reply
from tests.support.present import present

PROMPTLY = 20.0  # far more than a second's deadline needs on a loaded machine, far less than what drips for ever
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


# 9


@pytest.mark.parametrize(("code", "followed"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_09_only_a_permanent_move_is_remembered_and_only_the_third_time(
    house: House, server: MisbehavingServer, code: int, followed: bool
) -> None:
    a = source(server.on("/old", reply(b"", status=code, headers={"Location": "/new"})))
    server.on("/new", reply(FEED))
    for _ in range(4):
        house.one(a)
    assert (len(server.asked("/old")), len(server.asked("/new"))) == (3 if followed else 4, 4)
    if followed:
        server.on("/new", reply(b"", status=404))
        house.one(a)
        house.one(a)  # the new address fails: the settings' one is asked again
        assert len(server.asked("/old")) == 4


def test_09_a_move_to_what_is_no_feed_is_not_remembered(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/old", reply(b"", status=301, headers={"Location": "/new"})))
    server.on("/new", reply(b"<html>expired domain</html>"))
    for _ in range(4):
        house.one(a)
    assert len(server.asked("/old")) == 4


def test_09_410_stops_the_source_and_keeps_its_content_and_404_backs_off(
    house: House, server: MisbehavingServer
) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"", status=404), reply(b"", status=410)))
    house.one(a)
    assert house.one(a).status == "failed"
    assert wait_of(house) == 120
    gone = house.one(a)
    assert (gone.status, gone.next_check, house.titles()) == ("gone", None, ["Dua", "Satu"])
    house.reboot()
    house.clock.now += timedelta(days=400)
    assert house.refresh(a, force=False) == [("not_due", 0)]


# 10


@pytest.mark.parametrize(
    "script",
    [
        (Silence(),),
        (b"HTTP/1.1 200 OK\r\n", Drip(b"X-Slow: yes\r\n")),
        (HEAD + b"\r\n", Drip(b"1|x\n")),
        (b"HTTP/1.1 302 Found\r\nLocation: /feed\r\nContent-Length: 9999\r\n\r\n", Drip(b"x")),
    ],
    ids=["silence", "headers", "body", "redirects"],
)
def test_10_the_deadline_is_for_the_whole_exchange(server: MisbehavingServer, script: Script) -> None:
    url = server.on("/feed", script)
    start = time.monotonic()
    with pytest.raises(FetchError):
        fetch(Request(url=url, deadline=1.0, max_bytes=10**6, user_agent="t", private_host="127.0.0.1"))
    assert time.monotonic() - start < PROMPTLY


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_10_bytes_are_capped_on_the_wire_and_unpacked(
    house: House, server: MisbehavingServer, encoding: str, pack: object
) -> None:
    assert callable(pack)
    packed = {"Content-Encoding": encoding}
    a = source(server.on("/feed", reply(pack(FEED), headers=packed), reply(pack(bytes(30_000_000)), headers=packed)))
    assert house.one(a).status == "updated"
    bomb = house.one(a)
    assert (bomb.status, house.titles()) == ("failed", ["Dua", "Satu"])
    assert bomb.error == problem(Code.TOO_LARGE, megabytes=1.0)


# 11


@pytest.mark.parametrize(
    "framing", [b"Content-Length: 500\r\n", b"Connection: close\r\n"], ids=["length", "nothing says how long"]
)
def test_11_what_is_cut_off_gives_its_whole_items_deletes_none_and_leaves_no_validators(
    house: House, server: MisbehavingServer, framing: bytes
) -> None:
    whole, longer = rss("A", "B"), rss("A", "C", "D")
    torn = longer[: longer.index(b"<guid>D")]
    script = (HEAD + framing + b'ETag: "2"\r\n\r\n' + torn,)
    a = source(server.on("/feed", reply(whole, headers={"ETag": '"1"'}), script))
    house.one(a, reader=read_feed)
    outcome = house.one(a, reader=read_feed)
    assert (outcome.status, outcome.added, outcome.withdrawn) == ("partial", 1, 0)
    assert house.titles() == ["A", "B", "C"]
    assert house.record().etag == ""


# 12

PAGE = b"<!DOCTYPE html><html><head><title>Hotspot</title></head><body>Silakan masuk</body></html>"


@pytest.fixture
def portal() -> MisbehavingServer:
    return MisbehavingServer()


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("form", ["led to a page", "a page in its place", "HTTP 511", "led to the router"])
def test_12_a_captive_portal_is_told_and_empties_nothing(
    house: House, server: MisbehavingServer, portal: MisbehavingServer, form: str
) -> None:
    login = portal.on("/login", reply(PAGE, content_type="text/html")).replace("127.0.0.1", "localhost")
    script = {
        "led to a page": reply(b"", status=302, headers={"Location": "/login"}),
        "a page in its place": reply(PAGE, content_type="application/xml"),
        "HTTP 511": reply(PAGE, status=511, content_type="text/html"),
        "led to the router": reply(b"", status=302, headers={"Location": login}),
    }[form]
    server.on("/login", reply(PAGE, content_type="text/html"))
    a = source(server.on("/feed", reply(rss("A"), headers={"ETag": '"1"'}), script, reply(rss("B"))))
    house.one(a, reader=read_feed)
    outcome = house.one(a, reader=read_feed)
    assert (outcome.status, house.titles()) == ("login_needed", ["A"])
    assert present(outcome.error).code in (Code.LOGIN_PAGE, Code.LOGIN_NEEDED)
    assert house.record().etag == '"1"'
    assert not portal.requests, "an address of the hall's network, which only a redirect names, is not asked"
    portal.close()
    assert house.one(a, reader=read_feed).status == "updated"


# 13


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("body", [b"", rss(), rss("B")], ids=["empty", "no items", "one fewer"])
def test_13_what_is_no_longer_there_is_kept(house: House, server: MisbehavingServer, body: bytes) -> None:
    a = source(server.on("/feed", reply(rss("A", "B")), reply(body)))
    house.one(a, reader=read_feed)
    outcome = house.one(a, reader=read_feed)
    assert (outcome.withdrawn, house.titles()) == (0, ["A", "B"])
    assert outcome.status == ("failed" if not body else "unchanged")
