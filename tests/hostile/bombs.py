"""Feeds that are made to hurt, each a script for the misbehaving server. Made when asked for: some are large."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.content_cache.misbehaving import Drip, Flood, Script, Silence, reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
OPEN, CLOSE = b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>', b"</channel></rss>"


def gzip_bomb(megabytes: int = 300) -> bytes:
    """So many megabytes of a feed that is nothing but blanks, packed."""
    squeeze, block = zlib.compressobj(9, wbits=-15), b" " * 1_000_000
    opening = squeeze.compress(OPEN) + squeeze.flush(zlib.Z_FULL_FLUSH)
    piece = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)  # packed once and repeated
    check = zlib.crc32(OPEN)
    for _ in range(megabytes):
        check = zlib.crc32(block, check)
    size = len(OPEN) + megabytes * len(block)
    head, end = b"\x1f\x8b\x08" + bytes(6) + b"\xff", check.to_bytes(4, "little") + size.to_bytes(4, "little")
    return head + opening + piece * megabytes + b"\x03\0" + end  # RFC 1952


def laughs() -> bytes:
    """A billion of them: entities that each stand for ten of the one before."""
    lines = ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))]
    doctype = f"<?xml version='1.0'?><!DOCTYPE rss [{''.join(lines)}]>"
    return (doctype + "<rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>").encode()


def quadratic() -> bytes:
    """One long entity, used many times."""
    body = f"<!DOCTYPE rss [<!ENTITY a \"{'a' * 50_000}\">]><rss version='2.0'><channel><item><title>{'&a;' * 60_000}</title>"
    return (body + "</item></channel></rss>").encode()


def outside() -> bytes:
    """An entity that would read a file."""
    doctype = b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    return doctype + b"<rss version='2.0'><channel><item><title>rahasia &x;</title></item></channel></rss>"


def calendar(event: bytes, count: int) -> bytes:
    return b"BEGIN:VCALENDAR\n" + (b"BEGIN:VEVENT\n" + event + b"\nEND:VEVENT\n") * count + b"END:VCALENDAR\n"


def json_items(item: bytes, count: int) -> bytes:
    return b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b",".join([item] * count) + b"]}"


def xml(body: bytes) -> Script:
    return reply(body, content_type="application/rss+xml")


# What survives is right too: a bomb may be defused and its first items kept. Only what takes too long or too much may not be.
BOMBS: Mapping[str, Callable[[], Script]] = MappingProxyType(
    {
        "a gzip bomb of 300 MB": lambda: reply(gzip_bomb(), headers={"Content-Encoding": "gzip"}),
        "a million items": lambda: xml(OPEN + b"<item>a</item>" * 10**6 + CLOSE),
        "a million items, each one tag": lambda: xml(OPEN + b"<item/>" * 10**6 + CLOSE),
        "a million items of JSON": lambda: reply(json_items(b'{"title":"a"}', 10**6)),
        "a million events": lambda: reply(calendar(b"", 10**6 // 2)),
        "a billion laughs": lambda: xml(laughs()),
        "quadratic laughs": lambda: xml(quadratic()),
        "a million tags, one in the other": lambda: xml(OPEN + b"<a>" * 10**6 + CLOSE),
        "three hundred thousand attributes": lambda: xml(
            OPEN + b"<item " + b" ".join(b'a%d="1"' % n for n in range(300_000)) + b"><title>a</title></item>" + CLOSE
        ),
        "markup without end": lambda: xml(
            OPEN + b"<item><description><![CDATA[" + b"<div><p>" * 10**6 + b"]]></description></item>" + CLOSE
        ),
        "JSON, a million levels deep": lambda: reply(b'{"items": ' + b"[" * 10**6),
        "a calendar of seconds": lambda: reply(calendar(b"UID:a\nDTSTART:20200101T000000Z\nRRULE:FREQ=SECONDLY", 1_000)),
        "a body that never ends": lambda: (HEAD + b"\r\n", Flood(b"<item>" * 10_000)),
        "a body that drips": lambda: (HEAD + b"\r\n", Drip(b"<rss>")),
        "headers that drip": lambda: (b"HTTP/1.1 200 OK\r\n", Drip(b"X-A: b\r\n")),
        "silence": lambda: (Silence(),),
    }
)  # fmt: skip


def enclosure() -> Script:
    """A picture of a gigabyte."""
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 1000000000\r\n\r\n",
        Flood(b"\xff\xd8" * 32768),
    )
