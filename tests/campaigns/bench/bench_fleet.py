"""A fleet of kiosks over a day: what a request costs its web host, and how many come in the fullest minute.

python -m pytest tests/campaigns/bench/bench_fleet.py -m bench -s     (nginx is needed; the real day of 2,000 kiosks takes
four minutes,
or on a machine with much else to do 24 by FASTER=60)
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import resource
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.jobs import schedule
from kiosk.core.build import USER_AGENT
from tests.campaigns.bench.bench_central import large, refresh
from tests.campaigns.bench.relay import relay_to
from tests.content_cache.central.nginx import NGINX, Host, nginx
from tests.content_cache.central.office import MARKET, OfficePC

pytestmark = [pytest.mark.bench, pytest.mark.skipif(NGINX is None, reason="apt install nginx-light")]

KIOSKS, REAL = 80_000, 2_000
EVERY = 3_600.0
ITEMS = 60
MOST_OF_A_POLL = 700
DAY = timedelta(days=1)
START = datetime(2026, 9, 3, tzinfo=UTC)
NOON = START + timedelta(hours=12)
OUTAGE = START + timedelta(hours=6), START + timedelta(hours=8)
FASTER = int(os.environ.get("FASTER", "360"))  # the real day lasts four minutes
FULLEST = 0.05  # of the day's polls in one minute, at most


@dataclass(frozen=True)
class Cost:
    """Bytes of HTTP and on the wire (TLS included), both directions, and requests."""

    http: int
    wire: int
    requests: int


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cost, Cost]:
    """Measure what `kiosk refresh` at nginx with TLS costs: an unchanged poll, and one with an edition that has one new item."""
    place = tmp_path_factory.mktemp("costs")
    office = large(place, ITEMS)
    office.publish()
    measured = []
    with nginx(place / "nginx", office.out) as host, relay_to(int(host.url.rstrip("/").rpartition(":")[2])) as relay:
        through = Host(f"https://localhost:{relay.port}/", host.plain, host.environment, host.log)
        refresh(place, through)
        for step in ("unchanged", "one new item"):
            if step == "one new item":
                office.put("baru.md", MARKET.replace("pasar", "baru"))
                office.publish(later=DAY)
            before = len(host.requests())
            relay.take()
            refresh(place, through)
            asked = host.requests()[before:]
            measured.append(Cost(sum(size for *_, size in asked), relay.take(), len(asked)))
    return measured[0], measured[1]


def test_cost_of_a_poll_and_of_a_new_item(costs: tuple[Cost, Cost]) -> None:
    unchanged, edition = costs
    for name, cost in (("unchanged", unchanged), (f"one new item beside {ITEMS}", edition)):
        print(f"\n{name}: {cost.requests} requests, {cost.http} bytes of HTTP, {cost.wire} with TLS")
    assert unchanged.requests == 1
    assert unchanged.http <= MOST_OF_A_POLL


def polls(number: int, draw: random.Random, outage: tuple[datetime, datetime] | None = None) -> Iterator[datetime]:
    """When one kiosk asks, after a start at which all start together; an outage is the host's."""
    kiosk, failures = f"{number:012x}", 0
    when = schedule.caught_up(START, schedule.CATCH_UP, kiosk_id=kiosk, source="a")
    while when < START + DAY:
        yield when
        if outage and outage[0] <= when < outage[1]:
            failures += 1
            when = schedule.after_failure(when, failures, configured=EVERY, jitter=draw.random(), reached=False)
        else:
            failures = 0
            when = schedule.next_check(when, EVERY, kiosk_id=kiosk, source="a")


@pytest.mark.parametrize("outage", [None, OUTAGE], ids=["line-up", "host-down-for-two-hours"])
def test_a_day_of_the_fleet(costs: tuple[Cost, Cost], outage: tuple[datetime, datetime] | None) -> None:
    """All kiosks start at one moment (the power came back); at noon the office publishes one item."""
    unchanged, edition = costs
    draw = random.Random(7)
    minutes: Counter[int] = Counter()
    news: Counter[int] = Counter()
    for number in range(KIOSKS):
        has_it = False
        for when in polls(number, draw, outage):
            minute = int((when - START).total_seconds() // 60)
            minutes[minute] += 1
            if when >= NOON and not has_it:
                has_it = True
                news[minute] += 1
    total, (fullest, most) = minutes.total(), minutes.most_common(1)[0]
    burden = {
        minute: (count - news[minute]) * unchanged.wire + news[minute] * edition.wire
        for minute, count in minutes.items()
    }
    print(f"\n{KIOSKS} kiosks{', host down from 6 to 8' if outage else ''}: {total} polls a day, {total / 86_400:.1f} a second, "
          f"{sum(burden.values()) / 1e9:.2f} GB; fullest minute {fullest // 60:02}:{fullest % 60:02} has {most} "
          f"({most / total:.2%}; mean {1 / 1440:.2%}); one new item to all: {news.total()} kiosks in {len(news)} minutes, "
          f"{news.total() * edition.wire / 1e9:.2f} GB, at most {max(burden.values()) * 8 / 60e6:.0f} Mbit/s")  # fmt: skip
    assert news.total() == KIOSKS
    assert most <= total * FULLEST


@dataclass
class Client:
    """A kiosk as far as its web host sees it."""

    number: int
    host: Host
    trust: ssl.SSLContext
    etag: str = ""
    edition: int = 0

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        port = int(self.host.url.rstrip("/").rpartition(":")[2])
        return await asyncio.open_connection("127.0.0.1", port, ssl=self.trust, server_hostname="localhost")

    async def ask(
        self, name: str, etag: str = "", on: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    ) -> tuple[int, str, str]:
        """Status, ETag and body."""
        reader, writer = on or await self.connect()
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        agent = f"User-Agent: {USER_AGENT} ({self.number:012x})\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\n"
        writer.write(f"GET /{name} HTTP/1.1\r\nHost: localhost\r\n{agent}{condition}Connection: close\r\n\r\n".encode())
        head, _, body = (await reader.read()).decode("latin-1").partition("\r\n\r\n")
        writer.close()
        tag = re.search(r"^etag: (.*)$", head, re.IGNORECASE | re.MULTILINE)
        return int(head.split(" ", 2)[1]), tag[1].strip() if tag else "", body

    async def poll(self) -> int:
        """The status of the poll; a new edition's feed is fetched too."""
        status, etag, body = await self.ask("latest.minisig", self.etag)
        if status == 200:
            self.etag = etag
            found = re.search(r"seq=(\d+) file=(\S+)", body)
            assert found, body
            status, *_ = await self.ask(found[2])
            self.edition = int(found[1])
        return status

    async def live(self, start: float) -> Counter[int]:
        """A day, which began at `start` of the loop's clock."""
        loop, kiosk = asyncio.get_running_loop(), f"{self.number:012x}"
        statuses: Counter[int] = Counter()
        when = schedule.caught_up(START, schedule.CATCH_UP, kiosk_id=kiosk, source="a")
        while when < START + DAY:
            await asyncio.sleep(start + (when - START).total_seconds() / FASTER - loop.time())
            statuses[await self.poll()] += 1
            now = START + timedelta(seconds=(loop.time() - start) * FASTER)
            when = schedule.next_check(max(now, when), EVERY, kiosk_id=kiosk, source="a")
        return statuses


@pytest.fixture
def clients(tmp_path: Path) -> Iterator[tuple[OfficePC, list[Client]]]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    office = large(tmp_path, ITEMS)
    office.publish()
    with nginx(tmp_path / "nginx", office.out) as host:
        trust = ssl.create_default_context(cafile=host.environment["TEST_AUTHORITY"])
        yield office, [Client(number, host, trust) for number in range(REAL)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_two_thousand_kiosks_connected_at_once(clients: tuple[OfficePC, list[Client]]) -> None:
    """All have their connection before the first one asks."""
    _, kiosks = clients

    async def all_at_once() -> tuple[Counter[int], float]:
        loop = asyncio.get_running_loop()
        open_ones = []
        for first in range(0, REAL, 100):  # handshakes of a hundred at a time: they wait for each other's reckoning
            open_ones += await asyncio.gather(*(kiosk.connect() for kiosk in kiosks[first : first + 100]))
        start = loop.time()
        answers = await asyncio.gather(
            *(kiosk.ask("latest.minisig", on=on) for kiosk, on in zip(kiosks, open_ones, strict=True))
        )
        return Counter(status for status, *_ in answers), loop.time() - start

    statuses, seconds = asyncio.run(all_at_once())
    print(f"\n{REAL} TLS connections at once: {dict(statuses)}, answered in {seconds:.2f} s")
    assert statuses == {200: REAL}


@pytest.mark.timeout(3600)
def test_a_real_day_of_two_thousand_kiosks(clients: tuple[OfficePC, list[Client]]) -> None:
    """Each at the turns that its schedule gives it, over TLS; at noon one item is published."""
    office, kiosks = clients
    office.put("baru.md", MARKET.replace("pasar", "baru"))

    async def day() -> list[Counter[int]]:
        loop = asyncio.get_running_loop()
        start = loop.time() + 1
        living = [asyncio.create_task(kiosk.live(start)) for kiosk in kiosks]
        await asyncio.sleep(start + (NOON - START).total_seconds() / FASTER - loop.time())
        await asyncio.to_thread(office.publish, later=DAY)
        return await asyncio.gather(*living)

    days = asyncio.run(day())
    statuses: Counter[int] = Counter()
    for each in days:
        statuses.update(each)
    asked = kiosks[0].host.times("/latest.minisig")
    minutes = Counter(int((at - min(asked)) * FASTER // 60) for at in asked)
    most = max(minutes.values())
    size = sum(size for *_, size in kiosks[0].host.requests())
    print(f"\n{REAL} kiosks, a day in {86_400 // FASTER} s: {len(asked)} polls, {dict(statuses)}, {size / 1e6:.0f} MB of HTTP; "
          f"fullest minute {most} ({most / len(asked):.2%}), editions at the end: "
          f"{dict(Counter(kiosk.edition for kiosk in kiosks))}")  # fmt: skip
    due = sum(1 for kiosk in kiosks for _ in polls(kiosk.number, random.Random(7)))
    assert len(asked) >= 0.9 * due, f"this machine had no time for a day of {due} polls"
    assert set(statuses) == {200, 304}
    assert {kiosk.edition for kiosk in kiosks} == {2}
    assert most <= len(asked) * FULLEST
