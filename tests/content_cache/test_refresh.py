"""The refresher against a real server: what each source's misfortune does, and what it never does."""

from __future__ import annotations

import io
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from content_cache.errors import CacheError
from content_cache.items import Provenance, Source, Verified
from content_cache.limits import Limits
from content_cache.refresh import Refresher
from content_cache.store import Store
from tests.content_cache.misbehaving import Drip, MisbehavingServer, Script, Silence, reply
from tests.content_cache.tiny import read_tiny

GENEROUS = 60.0  # seconds that anything here may take on a slow machine
LIMITS = Limits(deadline=10.0, reading=10.0, feed_bytes=1_000_000)
FEED = b"1|Satu\n2|Dua\n"


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """A store, a clock that stands still, and refreshers on them."""

    store: Store
    clock: Clock
    data_dir: Path
    limits: Limits = field(default_factory=lambda: LIMITS)

    def refresher(self, *sources: Source, **more: Any) -> Refresher:
        values: dict[str, Any] = {"limits": self.limits, "reader": read_tiny, "jitter": lambda: 0.0} | more
        return Refresher(self.store, sources, data_dir=self.data_dir, kiosk_id="k1", clock=self.clock, **values)

    def refresh(self, *sources: Source, force: bool = True) -> list[tuple[str, int]]:
        return [(outcome.status, outcome.http_status) for outcome in self.refresher(*sources).refresh(force=force)]

    def titles(self) -> list[str]:
        return sorted(item.title for item in self.store.items())


@pytest.fixture
def house(store: Store, now: datetime) -> House:
    return House(store, Clock(now), store.path.parent)


def source(url: str, **values: Any) -> Source:
    return Source(**({"name": "a", "url": url, "every": 3600.0} | values))


def test_a_second_refresh_is_answered_by_304(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'})))
    server.validators["/feed"] = '"1"'
    first = house.refresher(a).refresh()[0]
    assert (first.status, first.added, first.changed, first.error) == ("updated", 2, 0, "")
    assert first.bytes_down >= len(FEED)
    assert first.next_check is not None
    assert house.refresh(a, force=False) == [("not_due", 0)]
    house.clock.now += timedelta(hours=3)
    second = house.refresher(a).refresh()[0]
    assert (second.status, second.http_status, second.added) == ("unchanged", 304, 0)
    assert house.store.refreshed() == house.clock.now
    assert house.store.revision() == 1


def test_the_same_body_without_validators_is_unchanged_too(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED)))
    assert [house.refresh(a) for _ in range(2)] == [[("updated", 200)], [("unchanged", 200)]]


def test_an_etag_that_never_serves_is_no_longer_sent(house: House, server: MisbehavingServer) -> None:
    dated = {"ETag": 'W/"1-gzip"', "Last-Modified": "Thu, 03 Sep 2026 01:00:00 GMT"}
    a = source(server.on("/feed", reply(FEED, headers=dated)))
    for _ in range(4):
        house.refresh(a)
    assert ["if-none-match" in asked.headers for asked in server.requests] == [False, True, True, False]
    assert "if-modified-since" in server.requests[-1].headers


def test_validators_are_dropped_after_eight_days_and_with_the_address(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'})))
    server.validators["/feed"] = '"1"'
    house.refresh(a)
    house.clock.now += timedelta(days=9)
    assert house.refresh(a) == [("unchanged", 200)]
    moved = source(server.on("/other", reply(FEED)))
    house.refresh(moved)
    assert "if-none-match" not in server.asked("/other")[0].headers


BAD: list[tuple[str, Script, str, int]] = [
    ("an error", reply(b"", status=500), "failed", 500),
    ("not there", reply(b"", status=404), "failed", 404),
    ("gone", reply(b"", status=410), "gone", 410),
    ("closes", (), "failed", 0),
    ("silent", (Silence(),), "failed", 0),
    ("one byte a second", (b"HTTP/1.1 200 OK\r\n\r\n", Drip(b"1|x\n", every=0.2)), "failed", 0),
    ("too much", reply(b"1|x\n" * 300_000), "failed", 0),
    ("a page", reply(b"<html>login</html>", content_type="text/html"), "login_needed", 200),
    ("a portal", reply(b"", status=511), "login_needed", 0),
    ("empty", reply(b""), "failed", 200),
    ("no items", reply(b"\n"), "failed", 200),
    ("a parser that stumbles", reply(b"boom"), "failed", 0),
    ("a parser that dies", reply(b"die"), "failed", 0),
    ("a parser that hangs", reply(b"hang"), "failed", 0),
    ("a loop", reply(b"", status=302, headers={"Location": "/feed"}), "failed", 0),
    ("a redirect into the machine", reply(b"", status=302, headers={"Location": "file:///etc/passwd"}), "failed", 0),
]


@pytest.mark.parametrize(("script", "status", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_whatever_comes_the_cache_stays_and_one_line_says_why(
    house: House, server: MisbehavingServer, script: Script, status: str, code: int
) -> None:
    slow = status == "failed" and code == 0 and script and not isinstance(script[-1], bytes)
    house.limits = replace(LIMITS, deadline=1.0 if slow or script == reply(b"hang") else 10.0, reading=0.5)
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'}), script))
    house.limits, quick = LIMITS, house.limits
    house.refresh(a)
    house.limits = quick
    outcome = house.refresher(a).refresh(force=True)[0]
    assert (outcome.status, outcome.http_status) == (status, code)
    assert outcome.error
    assert outcome.error.isprintable()
    assert len(outcome.error) < 300
    assert house.titles() == ["Dua", "Satu"]
    record = house.store.sources()[0]
    assert (record.etag, record.failures, record.last_error) == ('"1"', 1, outcome.error)
    if status == "gone":
        assert outcome.next_check is None
        assert house.refresh(a, force=False) == [("not_due", 0)]
    else:
        assert outcome.next_check is not None
        assert house.clock.now < outcome.next_check <= house.clock.now + timedelta(hours=24)
    server.on("/feed", reply(b"3|Tiga\n"))
    assert house.refresh(a) == [("updated", 200)]
    assert house.titles() == ["Dua", "Satu", "Tiga"]
    assert house.store.sources()[0].failures == 0


def test_a_body_cut_off_gives_its_whole_items_and_no_validators(house: House, server: MisbehavingServer) -> None:
    torn = reply(b"3|Tiga\n4|Emp", length=100, headers={"ETag": '"2"'})
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'}), torn))
    house.refresh(a)
    outcome = house.refresher(a).refresh(force=True)[0]
    assert (outcome.status, outcome.added, outcome.withdrawn) == ("partial", 1, 0)
    assert "cut off" in outcome.error
    assert house.titles() == ["Dua", "Satu", "Tiga"]
    assert house.store.sources()[0].etag == ""


def test_changes_are_counted_and_a_disappearance_is_none(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"2|Dua lagi\n3|Tiga\n")))
    house.refresh(a)
    outcome = house.refresher(a).refresh(force=True)[0]
    assert (outcome.added, outcome.changed, outcome.withdrawn) == (1, 1, 0)
    assert house.titles() == ["Dua lagi", "Satu", "Tiga"]


def test_one_bad_source_does_not_keep_the_others_back(house: House, server: MisbehavingServer, tmp_path: Path) -> None:
    (tmp_path / "feed.txt").write_bytes(b"9|Dari berkas\n")
    sources = [
        source(server.on("/bad", reply(b"die"))),
        source(server.on("/good", reply(FEED)), name="b"),
        source(str(tmp_path / "feed.txt"), name="c"),
        source("http://no-such-host.invalid/", name="d"),
    ]
    assert house.refresh(*sources) == [("failed", 0), ("updated", 200), ("updated", 0), ("failed", 0)]
    assert house.titles() == ["Dari berkas", "Dua", "Satu"]
    assert house.refresh(*sources[1:3]) == [("unchanged", 200), ("unchanged", 0)]


def test_a_host_is_asked_once_at_a_time(house: House, server: MisbehavingServer) -> None:
    slowly = (b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n", Drip(FEED, every=0.02, forever=False))
    sources = [source(server.on(f"/{n}", slowly), name=f"s{n}") for n in range(3)]
    assert {status for status, _ in house.refresh(*sources)} == {"updated"}
    assert (len(server.requests), server.most_at_once) == (3, 1)


def test_a_host_that_wants_rest_gets_it_for_all_its_sources(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/a", reply(b"", status=503, headers={"Retry-After": "7200"}), reply(FEED)))
    b = source(server.on("/b", reply(FEED)), name="b")
    assert house.refresh(a, b) == [("failed", 503), ("not_due", 0)]
    outcome = house.refresher(b).refresh()[0]
    assert (outcome.status, outcome.next_check) == ("not_due", house.clock.now + timedelta(hours=2))
    house.clock.now += timedelta(hours=2)
    assert house.refresh(a, b, force=False) == [("updated", 200), ("updated", 200)]


def test_a_permanent_move_is_believed_the_third_time(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/old", reply(b"", status=301, headers={"Location": "/new"})))
    server.on("/new", reply(FEED))
    for _ in range(5):
        house.refresh(a)
    assert (len(server.asked("/old")), len(server.asked("/new"))) == (3, 5)
    server.on("/new", reply(b"", status=404))
    house.refresh(a)  # the new address fails: the settings' one is asked again
    house.refresh(a)
    assert len(server.asked("/old")) == 4


def test_only_a_way_that_nobody_could_bend_keeps_the_provenance(house: House, server: MisbehavingServer) -> None:
    house.refresh(source(server.on("/feed", reply(FEED))))
    item = house.store.items()[0]
    assert (item.provenance, item.verified) == (Provenance.VERIFIED, Verified.NONE)  # loopback that the settings name


def test_the_real_formats_come_through_the_bounded_child(house: House, server: MisbehavingServer) -> None:
    feeds = Path(__file__).parents[1] / "feeds"
    names = ("wordpress.xml", "atom.xml", "central.json", "libur_dan_posyandu.ics")
    for name in names:
        server.validators[f"/{name}"] = f'"{name}"'
    sources = [
        source(server.on(f"/{name}", reply((feeds / name).read_bytes(), headers={"ETag": f'"{name}"'})), name=name)
        for name in names
    ]
    refresher = Refresher(house.store, sources, data_dir=house.data_dir, kiosk_id="k", clock=house.clock, limits=LIMITS)
    outcomes = refresher.refresh()
    assert [(outcome.status, outcome.error) for outcome in outcomes] == [("updated", "")] * 4
    assert all(outcome.added for outcome in outcomes)
    assert [outcome.http_status for outcome in refresher.refresh(force=True)] == [304] * 4
    assert house.store.count() == sum(outcome.added for outcome in outcomes)
    assert house.store.occurrences(house.clock.now - timedelta(days=365), house.clock.now + timedelta(days=365))


def test_a_name_that_no_source_has_is_told(house: House, server: MisbehavingServer) -> None:
    refresher = house.refresher(source(server.on("/feed", reply(FEED))))
    with pytest.raises(CacheError, match="'lain'"):
        refresher.refresh(["lain"])
    assert server.requests == []


def png(color: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def test_pictures_follow_the_text(house: House, server: MisbehavingServer) -> None:
    server.on("/red.png", reply(png("red")))
    server.on("/torn.png", reply(png("blue")[:40]))
    a = source(server.on("/feed", reply(b"1|Satu|red.png\n2|Dua|torn.png\n3|Tiga|none.png\n")))
    assert house.refresh(a) == [("updated", 200)]
    paths = {item.title: item.attachments[0].path for item in house.store.items()}
    assert (paths["Dua"], paths["Tiga"]) == ("", "")
    with Image.open(house.data_dir / paths["Satu"]) as stored:
        assert (stored.size, stored.convert("RGB").getpixel((0, 0))) == ((40, 30), (255, 0, 0))
    house.refresh(a)
    assert [len(server.asked(path)) for path in ("/red.png", "/torn.png", "/none.png")] == [1, 1, 1]
    house.clock.now += timedelta(hours=1)
    server.on("/torn.png", reply(png("blue")))
    house.refresh(a)
    assert [len(server.asked(path)) for path in ("/red.png", "/torn.png", "/none.png")] == [1, 2, 2]
    assert all(item.picture for item in house.store.items() if item.title != "Tiga")


def test_a_full_disk_keeps_what_is_there(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"3|Tiga\n")))
    house.refresh(a)
    full = sqlite3.connect(house.store.path, isolation_level=None)
    full.execute("CREATE TRIGGER full BEFORE INSERT ON items BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    outcome = house.refresher(a).refresh(force=True)[0]
    assert (outcome.status, house.titles()) == ("failed", ["Dua", "Satu"])
    assert "disk is full" in outcome.error
    full.execute("DROP TRIGGER full")
    full.close()
    assert house.refresh(a) == [("updated", 200)]


@contextmanager
def going(folder: Path, make: Callable[[Store], Refresher], tell: Callable[[Any], None]) -> Iterator[None]:
    """A refresher that keeps going in a thread of its own, with a store of its own."""
    stop = threading.Event()

    def run() -> None:
        with Store.open(folder) as store:
            make(store).keep_going(stop, tell)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GENEROUS)
        assert not thread.is_alive()


def test_it_keeps_going_until_it_is_stopped(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"3|Tiga\n")), every=0.2)
    hang = source(server.on("/hang", (Silence(),)), name="b")
    third = threading.Event()

    def tell(outcome: Any) -> None:
        if outcome.name == "a" and outcome.status == "unchanged":
            third.set()

    def make(store: Store) -> Refresher:
        limits = replace(LIMITS, deadline=1.0)
        return Refresher(
            store, [a, hang], data_dir=tmp_path, kiosk_id="k", clock=_real_now, limits=limits, reader=read_tiny
        )

    with going(tmp_path, make, tell):
        assert third.wait(GENEROUS)
    with Store.open(tmp_path, read_only=True) as reader:
        assert len(reader.items()) == 3


def test_a_wish_is_granted_though_nothing_is_due(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED)), every=3600.0)
    wish, done = threading.Event(), threading.Semaphore(0)

    def poll() -> bool:
        wished = wish.is_set()
        wish.clear()
        return wished

    def make(store: Store) -> Refresher:
        return Refresher(
            store, [a], data_dir=tmp_path, kiosk_id="k", clock=_real_now, limits=LIMITS, reader=read_tiny, poll=poll
        )

    with going(tmp_path, make, lambda outcome: done.release()):  # noqa: ARG005
        assert done.acquire(timeout=GENEROUS)
        wish.set()
        assert done.acquire(timeout=GENEROUS)
    assert len(server.requests) == 2


def test_a_stop_breaks_off_what_is_running(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", (Silence(),)))
    limits = replace(LIMITS, deadline=600.0)
    start = time.monotonic()

    def make(store: Store) -> Refresher:
        return Refresher(store, [a], data_dir=tmp_path, kiosk_id="k", clock=_real_now, limits=limits, reader=read_tiny)

    with going(tmp_path, make, print):
        while not server.requests and time.monotonic() < start + GENEROUS:
            threading.Event().wait(0.02)
    assert server.requests
    assert time.monotonic() - start < GENEROUS


def _real_now() -> datetime:
    return datetime.now().astimezone()


def test_what_shows_content_loads_neither_requests_nor_parsers() -> None:
    import subprocess
    import sys

    program = "import sys, content_cache, content_cache.refresh; print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert not {"requests", "urllib3", "feedparser", "icalendar", "PIL", "soundfile", "numpy"} & set(
        loaded.stdout.split()
    )
