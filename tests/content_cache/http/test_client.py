"""One GET against a server that misbehaves in each known way."""

from __future__ import annotations

import gzip
import time
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest
import requests

from content_cache.http.client import expect_content, fetch
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.model.errors import (
    AddressError,
    Code,
    DeadlineError,
    FetchError,
    GoneError,
    HttpStatusError,
    LoginNeededError,
    TooLargeError,
    UnreachableError,
)
from content_cache.model.problems import problem
from tests.content_cache.misbehaving import Drip, Flood, MisbehavingServer, Script, Silence, reply

pytestmark = pytest.mark.attack(
    "what comes in",
    "a server redirects, packs, delays, cuts or never ends an answer",
    "one line says what is wrong; bytes, time and redirects are bounded",
)


PROMPTLY = 20.0  # far more than any of these needs, far less than a hang


def request(url: str, **values: Any) -> Request:
    settled: dict[str, Any] = {
        "deadline": 10.0,
        "max_bytes": 100_000,
        "user_agent": "kim-kiosk/test",
        "private_host": "127.0.0.1",
    }
    return Request(url=url, **(settled | values))


def fetched(wanted: Request) -> Fetched:
    got = fetch(wanted)
    assert isinstance(got, Fetched)
    return got


def test_a_body_comes_with_its_validators_and_hints(server: MisbehavingServer) -> None:
    headers = {
        "ETag": '"a1"',
        "Last-Modified": "Thu, 03 Sep 2026 01:00:00 GMT",
        "Cache-Control": "public, max-age=7200",
    }
    url = server.on("/feed", reply(b"berita", headers=headers, content_type="application/rss+xml"))
    got = fetched(request(url))
    assert (got.body, got.complete, got.status) == (b"berita", True, 200)
    assert (got.etag, got.last_modified) == ('"a1"', "Thu, 03 Sep 2026 01:00:00 GMT")
    assert (got.content_type, got.fresh_for, got.permanent_redirect) == ("application/rss+xml", 7200.0, "")
    assert got.bytes_down > 6


def test_it_says_who_asks_and_nothing_else_about_itself(server: MisbehavingServer) -> None:
    url = server.on("/feed", reply(b"x", headers={"Set-Cookie": "a=b"}))
    fetch(request(url))
    fetch(request(url))
    for asked in server.requests:
        assert asked.headers["user-agent"] == "kim-kiosk/test"
        assert not {"cookie", "referer", "authorization"} & asked.headers.keys()


def test_validators_are_sent_to_their_own_address_alone(server: MisbehavingServer) -> None:
    server.validators["/feed"] = '"a1"'
    url = server.on("/feed", reply(b"x"))
    elsewhere = server.on("/old", reply(status=302, headers={"Location": "/feed"}))
    known = request(url, etag='"a1"', last_modified="Thu, 03 Sep 2026 01:00:00 GMT", validators_url=url)
    assert isinstance(fetch(known), NotModified)
    assert server.asked("/feed")[0].headers["if-modified-since"] == "Thu, 03 Sep 2026 01:00:00 GMT"
    fetched(request(elsewhere, etag='"a1"', validators_url=elsewhere))
    assert "if-none-match" in server.asked("/old")[0].headers
    assert "if-none-match" not in server.asked("/feed")[1].headers


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ((Silence(),), DeadlineError),
        ((Drip(b"X"),), DeadlineError),
        ((b"HTTP/1.1 200 OK\r\n", Drip(b"X-Slow: yes\r\n")), DeadlineError),
        ((HEAD + b"\r\n", Drip(b"x")), DeadlineError),
        ((HEAD + b"Content-Length: 9\r\n\r\n", Silence()), DeadlineError),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\n", Drip(b"1\r\nx\r\n")), DeadlineError),
        ((b"HTTP/1.1 302 Found\r\nLocation: /other\r\n\r\n",), HttpStatusError),  # whose target is not there
        ((HEAD + b"\r\n", Flood(b"x" * 65536)), TooLargeError),
        ((HEAD + b"Content-Length: 999999999\r\n\r\n", Flood(b"x" * 65536)), TooLargeError),
        ((), FetchError),
        ((b"\x00\xffnothing like HTTP\r\n\r\n",), FetchError),
        (reply(b"x", headers={"Content-Encoding": "compress"}), FetchError),
        (reply(b"not gzip", headers={"Content-Encoding": "gzip"}), FetchError),
        (reply(b"not brotli either", headers={"Content-Encoding": "br"}), FetchError),
        (reply(b"broken", status=500), HttpStatusError),
        (reply(b"", status=304), HttpStatusError),  # to a question that was not conditional
        (reply(b"", status=410), GoneError),
        (reply(b"<html>", status=511), LoginNeededError),
    ],
)
def test_each_misbehaviour_is_told_in_one_line(
    server: MisbehavingServer, script: Script, error: type[FetchError]
) -> None:
    url = server.on("/feed", script)
    start = time.monotonic()
    with pytest.raises(error) as raised:
        fetch(request(url, deadline=0.6 if error is DeadlineError else 10.0))
    assert time.monotonic() - start < PROMPTLY
    assert str(raised.value).isprintable()
    assert 10 < len(str(raised.value)) < 200


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress])
def test_packed_bodies_are_unpacked_within_the_cap(server: MisbehavingServer, pack: Any) -> None:
    encoding = {"Content-Encoding": "br" if pack is brotli.compress else "gzip"}
    assert fetched(request(server.on("/good", reply(pack(b"berita " * 99), headers=encoding)))).body == b"berita " * 99
    bomb = server.on("/bomb", reply(pack(bytes(30_000_000)), headers=encoding))
    with pytest.raises(TooLargeError):
        fetch(request(bomb))
    torn = pack(bytes(range(256)) * 99)[:-9]
    assert not fetched(request(server.on("/torn", reply(torn, headers=encoding)))).complete


def _raw_deflate(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(body) + packing.flush()


@pytest.mark.parametrize(
    ("pack", "headers"),
    [
        (zlib.compress, {"Content-Encoding": "deflate"}),
        (_raw_deflate, {"Content-Encoding": "deflate"}),
        (gzip.compress, {}),
    ],
    ids=["deflate", "deflate without zlib's head", "gzip of which nothing is said"],
)
def test_what_many_hosts_pack_otherwise_is_unpacked_within_the_cap(
    server: MisbehavingServer, pack: Any, headers: dict[str, str]
) -> None:
    body = b"berita " * 99
    assert fetched(request(server.on("/good", reply(pack(body), headers=headers)))).body == body
    with pytest.raises(TooLargeError):
        fetch(request(server.on("/bomb", reply(pack(bytes(30_000_000)), headers=headers))))
    torn = pack(bytes(range(256)) * 99)[:-9]
    assert not fetched(request(server.on("/torn", reply(torn, headers=headers)))).complete
    for short in (b"", b"\x1f", b"x"):
        if not headers:
            assert fetched(request(server.on("/short", reply(short)))).body == short


def test_an_error_quotes_little_of_what_came_in_place_of_an_answer(server: MisbehavingServer) -> None:
    url = server.on("/feed", (b"rahasia " * 60 + b"\r\n\r\n",))
    with pytest.raises(FetchError) as raised:
        fetch(request(url))
    assert str(raised.value).count("rahasia") <= 5


@pytest.mark.parametrize(
    "script",
    [
        reply(b"half of it", length=20),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\na\r\nhalf of it\r\n5\r\nx",),
    ],
)
def test_a_body_that_was_cut_off_is_known_to_be(server: MisbehavingServer, script: Script) -> None:
    got = fetched(request(server.on("/feed", script)))
    assert got.body.startswith(b"half of it")
    assert not got.complete


def test_a_redirects_own_body_is_never_unpacked(server: MisbehavingServer) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    url = server.on("/old", reply(bomb, status=302, headers={"Location": "/feed", "Content-Encoding": "gzip"}))
    server.on("/feed", reply(b"berita"))
    assert fetched(request(url)).body == b"berita"


@pytest.mark.parametrize(("first", "permanent"), [(301, True), (308, True), (302, False), (307, False)])
def test_only_a_permanent_redirect_is_told_as_one(server: MisbehavingServer, first: int, permanent: bool) -> None:
    url = server.on("/old", reply(status=first, headers={"Location": "/mid"}))
    server.on("/mid", reply(status=301, headers={"Location": "/feed"}))
    target = server.on("/feed", reply(b"berita"))
    got = fetched(request(url))
    assert (got.url, got.permanent_redirect) == (target, target if permanent else "")


@pytest.mark.parametrize("target", ["/old", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_that_leads_nowhere_good_is_not_followed(server: MisbehavingServer, target: str) -> None:
    url = server.on("/old", reply(status=302, headers={"Location": target}))
    with pytest.raises(FetchError) as raised:
        fetch(request(url))
    assert isinstance(raised.value, AddressError) or raised.value.problem.code == Code.TOO_MANY_REDIRECTS


def test_an_address_of_the_own_network_is_not_asked_unless_it_is_the_sources(server: MisbehavingServer) -> None:
    url = server.on("/feed", reply(b"x"))
    with pytest.raises(AddressError, match=r"127\.0\.0\.1"):
        fetch(request(url, private_host=""))
    by_name = url.replace("127.0.0.1", "localhost")  # a name is no way round
    with pytest.raises((AddressError, UnreachableError)):
        fetch(request(by_name))
    assert server.requests == []


def test_a_page_of_another_host_is_a_captive_portal() -> None:
    page = requests.Response()  # no second host is to be had on loopback: the rule is asked by itself
    page.status_code = 200
    page.headers["Content-Type"] = "text/html; charset=utf-8"
    with pytest.raises(LoginNeededError, match=r"login\.example"):
        expect_content(page, "http://desa.example/feed", "http://login.example/")
    # whom a certificate vouches for led there: his page stands there, and is told as one that is read
    expect_content(page, "https://desa.example/feed", "https://www.desa.example/")
    expect_content(page, "http://desa.example/feed", "http://desa.example/moved")  # the reader will say what it is


def test_how_long_to_wait_is_told(server: MisbehavingServer) -> None:
    dated = {"Date": "Thu, 03 Sep 2026 01:00:00 GMT", "Retry-After": "Thu, 03 Sep 2026 02:00:00 GMT"}
    for path, headers, seconds in (("/a", {"Retry-After": "120"}, 120.0), ("/b", dated, 3600.0), ("/c", {}, None)):
        with pytest.raises(HttpStatusError) as raised:
            fetch(request(server.on(path, reply(status=503, headers=headers))))
        assert (raised.value.status, raised.value.retry_after) == (503, seconds)


def test_nobody_listening_is_unreachable(server: MisbehavingServer) -> None:
    url = server.on("/feed", reply(b"x"))
    server.close()
    with pytest.raises(UnreachableError) as raised:
        fetch(request(url))
    assert raised.value.problem == problem(Code.CONNECTION_REFUSED, host="127.0.0.1")
    with pytest.raises(UnreachableError, match=r"no-such-host\.invalid") as raised:
        fetch(request("http://no-such-host.invalid/feed"))
    assert raised.value.problem.code in (Code.NAME_UNKNOWN, Code.NAME_NOT_RESOLVED)  # as this machine's resolver has it


def test_a_file_is_read_within_its_folder_and_cap(tmp_path: Path) -> None:
    feed = tmp_path / "here" / "feed.txt"
    feed.parent.mkdir()
    feed.write_bytes(b"berita")
    (tmp_path / "secret").write_bytes(b"no")
    (feed.parent / "link").symlink_to(tmp_path / "secret")
    inside = {"folder": str(feed.parent)}
    got = fetched(request(str(feed), **inside))
    assert got.body == fetched(request(feed.as_uri(), **inside)).body == b"berita"
    assert isinstance(fetch(request(str(feed), etag=got.etag, validators_url=str(feed), **inside)), NotModified)
    feed.write_bytes(b"berita baru")
    assert fetched(request(str(feed), etag=got.etag, validators_url=str(feed), **inside)).body == b"berita baru"
    for path in (tmp_path / "secret", feed.parent / "link"):
        with pytest.raises(AddressError):
            fetch(request(str(path), **inside))
    with pytest.raises(TooLargeError):
        fetch(request(str(feed), max_bytes=3, **inside))
    with pytest.raises(UnreachableError):
        fetch(request(str(feed.parent / "none"), **inside))
