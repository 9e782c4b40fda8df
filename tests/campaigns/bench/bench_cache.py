"""The content cache: what an unchanged round costs the line, what a large feed costs the processor, and whether memory grows.

    python -m tests.campaigns.bench.bench_cache [new round parse memory]

- new: 20 sources of 40 kB that are all new: the processor's time of this process and all that it starts, beside `reader` in turn;
  then once more, when all are unchanged.
- round: 20 sources that have nothing new, asked once more: requests and bytes of HTTP both ways (headers and bodies, without TCP
  and TLS), ours and those of another feed reader (`reader`, lemon24/reader) side by side, against the same server; and the
  processor's time for 20 and for 200, of this process (the server's own is in it) and of all that it starts, which is none.
- parse: a WordPress feed of 1,000 items and 5.6 MB, until its items are stored and can be read on the screen, beside feedparser
  alone with the same flags. In turn, the least of several runs each; in this process, without the bounded child's start. Their
  words go into the index in a second step, right after that: its time is told beside, and not held against the bound.
- memory: 500 rounds of a source that changes each time; resident memory after the 100th beside that after the last.

Needs the group `bench`. Exit status 1 when a bound is broken.
"""

from __future__ import annotations

import hashlib
import random
import resource
import socketserver
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import feedparser
import psutil

from content_cache.formats import read_feed
from content_cache.jobs.admission import admit
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import lines_of
from content_cache.model.changes import compare, read_back
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from tests.content_cache.village_texts import NOTICES

SOURCES = 20
MOST_PROCESSOR = {20: 0.5, 200: 5.0}  # seconds of the processor for so many sources
MOST_PROCESSOR_NEW = 2.0  # seconds of it, when all of SOURCES are new
MOST_REQUESTS, MOST_BYTES = 20, 12_000
ITEMS, FEED_BYTES, MOST_TIMES = 1000, 5_600_000, 1.5
ROUNDS, WARM, MOST_GROWTH = 500, 100, 2_000_000
RUNS = 5
NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)


@dataclass
class Publisher:
    """A web server that knows ETags, and counts requests and bytes both ways."""

    pages: dict[str, bytes] = field(default_factory=dict)
    requests: int = 0
    up: int = 0
    down: int = 0

    def __post_init__(self) -> None:
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while outer.answer(self):
                    pass

        socketserver.ThreadingTCPServer.daemon_threads = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def forget(self) -> None:
        self.requests = self.up = self.down = 0

    def answer(self, handler: socketserver.StreamRequestHandler) -> bool:
        lines = []
        while (line := handler.rfile.readline()) not in (b"", b"\r\n"):
            lines.append(line)
        if not lines:
            return False
        headers = {k.strip().lower(): v.strip() for k, _, v in (one.decode().partition(":") for one in lines[1:])}
        body = self.pages[lines[0].split()[1].decode()]
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        known = headers.get("if-none-match") == etag
        said = (
            f"HTTP/1.1 {'304 Not Modified' if known else '200 OK'}\r\nDate: {format_datetime(NOW, usegmt=True)}\r\n"
            f"Server: nginx\r\nLast-Modified: {format_datetime(NOW, usegmt=True)}\r\nETag: {etag}\r\n"
        )
        if not known:
            said += f"Content-Type: application/rss+xml; charset=UTF-8\r\nContent-Length: {len(body)}\r\n"
        sent = f"{said}\r\n".encode() + (b"" if known else body)
        self.requests += 1
        self.up += sum(map(len, lines)) + 2
        self.down += len(sent)
        handler.wfile.write(sent)
        return headers.get("connection") != "close"


def wordpress(items: int, size: int, seed: int = 1) -> bytes:
    """A feed as WordPress writes it, of about `size` bytes."""
    draw = random.Random(seed)
    notices = [said.split("|") for said in NOTICES.values()]
    entries = []
    for n in range(items):
        title, text = notices[n % len(notices)]
        words = f"{text} {' '.join(said for _, said in draw.sample(notices, 20))}".split()
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < size / items - 900:
            some = " ".join(draw.choices(words, k=60))
            paragraphs.append(f'<p class="wp-block-paragraph">{some} <a href="/berita/{n}/">selengkapnya</a>.</p>\n')
        date = format_datetime(NOW - timedelta(hours=n))
        entries.append(
            f"<item><title>{title} {n}</title><link>https://desa.example/berita/{n}/</link>"
            f"<dc:creator><![CDATA[Admin]]></dc:creator><pubDate>{date}</pubDate><category><![CDATA[Berita]]></category>"
            f'<guid isPermaLink="false">https://desa.example/?p={n}</guid><description><![CDATA[<p>{text}</p>\n<p>The post '
            f'<a href="https://desa.example/berita/{n}/">{title}</a> appeared first on Desa.</p>]]></description>'
            f"<content:encoded><![CDATA[{''.join(paragraphs)}]]></content:encoded></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desa</title><link>https://desa.example/</link>'
        f"{''.join(entries)}</channel></rss>"
    ).encode()


def refresher(store: Store, sources: list[Source], clock: Callable[[], datetime]) -> Refresher:
    limits = Limits(deadline=60.0)
    return Refresher(store, sources, data_dir=store.path.parent, kiosk_id="0123456789ab", clock=clock, limits=limits)


def bench_new(folder: Path) -> bool:
    """Measure a round of new sources, which a kiosk has after its first start, or after a day without a line."""
    with closing(Publisher()) as publisher:
        for n in range(SOURCES):
            publisher.pages[f"/{n}/feed"] = wordpress(10, 40_000, seed=n)
        sources = [Source(name=f"s{n}", url=f"{publisher.url}/{n}/feed") for n in range(SOURCES)]
        with Store.open(folder) as store:
            asking = refresher(store, sources, lambda: NOW)
            outcomes: list[Outcome] = []
            new = _seconds_of(lambda: outcomes.extend(asking.refresh()))
            assert {outcome.status for outcome in outcomes} == {"updated"}
            outcomes.clear()
            same = _seconds_of(lambda: outcomes.extend(asking.refresh(force=True)))
            assert {outcome.http_status for outcome in outcomes} == {304}
        other, other_same = _new_of_reader(sources, folder)
    print(
        f"new: {SOURCES} sources, {new:.2f} s of the processor, unchanged {same:.2f} s; "
        f"reader: {other:.2f} s, unchanged {other_same:.2f} s"
    )
    return new <= MOST_PROCESSOR_NEW and same <= MOST_PROCESSOR[SOURCES]


def _seconds_of(ask: Callable[[], object]) -> float:
    """Return the processor's seconds of a round, in this process and all that it starts."""
    before = _spent()
    ask()
    after = _spent()
    return after.own - before.own + after.children - before.children


def _new_of_reader(sources: list[Source], folder: Path) -> tuple[float, float]:
    from reader import make_reader

    with closing(make_reader(str(folder / "reader.sqlite"))) as other:
        for source in sources:
            other.add_feed(source.url)
        new = _seconds_of(other.update_feeds)
        # one by one: all together it would leave out those that it asked a moment ago
        return new, _seconds_of(lambda: [other.update_feed(source.url) for source in sources])


def bench_round(folder: Path) -> bool:
    with closing(Publisher()) as publisher:
        for n in range(SOURCES):
            publisher.pages[f"/{n}/feed"] = wordpress(10, 40_000, seed=n)
        sources = [Source(name=f"s{n}", url=f"{publisher.url}/{n}/feed") for n in range(SOURCES)]
        with Store.open(folder) as store:
            asking = refresher(store, sources, lambda: NOW)
            assert all(outcome.status == "updated" for outcome in asking.refresh())
            publisher.forget()
            start = time.perf_counter()
            outcomes = asking.refresh(force=True)
            seconds = time.perf_counter() - start
        assert [outcome.http_status for outcome in outcomes] == [304] * SOURCES
        down = publisher.up + publisher.down
        print(f"round: {publisher.requests} requests, {publisher.up} + {publisher.down} bytes, {seconds:.1f} s")
        good = publisher.requests <= MOST_REQUESTS and down <= MOST_BYTES
        _round_of_reader(publisher, sources, folder)
    times = [_processor_time(count, folder / str(count)) for count in MOST_PROCESSOR]  # all are told
    return good and all(times)


def _processor_time(count: int, folder: Path) -> bool:
    """So many sources that have nothing new, the least of several rounds."""
    with closing(Publisher()) as publisher, Store.open(folder) as store:
        for n in range(count):
            publisher.pages[f"/{n}/feed"] = wordpress(1, 2_000, seed=n)
        asking = refresher(
            store, [Source(name=f"s{n}", url=f"{publisher.url}/{n}/feed") for n in range(count)], lambda: NOW
        )
        first = _spent()
        asking.refresh()
        readers = _spent().children - first.children
        rounds = []
        for _ in range(RUNS):
            before = _spent()
            assert {outcome.http_status for outcome in asking.refresh(force=True)} == {304}
            after = _spent()
            rounds.append(after.own - before.own + after.children - before.children)
            assert after.children == before.children, "a process was started for what is known"
    print(
        f"  {count} sources: {min(rounds):.2f} s of the processor ({min(rounds) / count * 1000:.1f} ms each); "
        f"a reader for each, when all are new: {readers:.2f} s ({readers / count * 1000:.0f} ms each)"
    )
    return min(rounds) <= MOST_PROCESSOR[count]


class Spent(NamedTuple):
    """Seconds of the processor."""

    own: float
    children: float


def _spent() -> Spent:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Spent(own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime)


def _round_of_reader(publisher: Publisher, sources: list[Source], folder: Path) -> None:
    from reader import make_reader

    with closing(make_reader(str(folder / "reader.sqlite"))) as other:
        for source in sources:
            other.add_feed(source.url)
        other.update_feeds()
        publisher.forget()
        start = time.perf_counter()
        for source in sources:  # one by one: all together it would leave out those that it asked a moment ago
            other.update_feed(source.url)
        seconds = time.perf_counter() - start
    print(f"  reader: {publisher.requests} requests, {publisher.up} + {publisher.down} bytes, {seconds:.1f} s")


def bench_parse(folder: Path) -> bool:
    body = wordpress(ITEMS, FEED_BYTES)
    source = Source(name="desa", url="https://desa.example/feed/")
    alone: list[float] = []
    checks: list[float] = []
    steps: list[tuple[float, float, float]] = []  # read, stored, found by its words: since the start
    for n in range(RUNS):
        start = time.process_time()
        parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
        alone.append(time.process_time() - start)
        assert len(parsed.entries) == ITEMS
        with Store.open(folder / str(n)) as store:
            start = time.process_time()
            feed = read_feed(body, source, content_type="application/rss+xml", url=source.url, now=NOW)
            read = time.process_time() - start
            changes = compare(store.fingerprints("desa"), feed.items)
            store.apply("desa", changes, SourceRecord(name="desa"), NOW, index=False)
            stored = time.process_time() - start
            assert len(store.reader.items()) == ITEMS
            assert not store.reader.items(search="selengkapnya")
            start = time.process_time() - stored
            store.index()
            steps.append((read, stored, time.process_time() - start))
            assert len(store.reader.items(search="selengkapnya")) == ITEMS
        items, _ = read_back(lines_of(feed.items, source)[0], lambda item: item)
        start = time.process_time()
        for item in items:
            admit(item, source, may_warn=False)
        checks.append(time.process_time() - start)
    read, stored, found = min(steps, key=lambda step: step[1])
    times = stored / min(alone)
    print(
        f"parse: {len(body) / 1e6:.1f} MB, {ITEMS} items: {stored:.2f} s (read {read:.2f}, store {stored - read:.2f}), "
        f"feedparser alone {min(alone):.2f} s: {times:.2f} times; with the index {found:.2f} s, {found / min(alone):.2f} times; "
        f"that a reader's answer is checked takes {min(checks) * 1000:.0f} ms more, {min(checks) / stored * 100:.0f} %"
    )
    return times <= MOST_TIMES


def bench_memory(folder: Path) -> bool:
    clock = [NOW]
    process = psutil.Process()
    with closing(Publisher()) as publisher, Store.open(folder) as store:
        publisher.pages["/feed"] = wordpress(10, 40_000)
        asking = refresher(store, [Source(name="s", url=f"{publisher.url}/feed")], lambda: clock[0])
        first = 0
        for n in range(ROUNDS):
            # half of the rounds bring something, as a changed item and not as ever more of them
            if n % 2:
                publisher.pages["/feed"] = wordpress(10, 40_000, seed=n)
            clock[0] += timedelta(hours=1)
            (outcome,) = asking.refresh(force=True)
            assert not outcome.error, outcome.error
            if n == WARM - 1:
                first = process.memory_info().rss
        grown = process.memory_info().rss - first
    print(f"memory: {first / 1e6:.1f} MB after round {WARM}, {grown / 1e6:+.2f} MB by round {ROUNDS}")
    return bool(abs(grown) <= MOST_GROWTH)


BENCHES: dict[str, Callable[[Path], bool]] = {
    "new": bench_new,
    "round": bench_round,
    "parse": bench_parse,
    "memory": bench_memory,
}


def main(names: list[str]) -> int:
    good = True
    for name in names or BENCHES:
        with tempfile.TemporaryDirectory() as folder:
            held = BENCHES[name](Path(folder))
            print(f"  {'held' if held else 'BROKEN'}", flush=True)
            good &= held
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
