"""When a source is asked again: behaviours 5 to 8.

Each of the eighteen behaviours of a polite refresher is tested against a server on loopback that misbehaves.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.model.records import SourceRecord
from tests.content_cache.house import FEED, House, rss, source, wait_of
from tests.content_cache.misbehaving import MisbehavingServer, reply

pytestmark = pytest.mark.attack(
    "what comes in",
    "a news feed asks for a day of rest (`Retry-After`), and its host brings warnings too",
)


# 5

TTL = "<ttl>180</ttl>"
PERIOD = (
    '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
    '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">4</sy:updateFrequency>'
)


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize(
    ("headers", "head", "alerts", "least", "most"),
    [
        ({}, "", False, 3_600, 7_200),
        ({"Cache-Control": "max-age=7200"}, "", False, 7_200, 14_400),
        (
            {"Date": "Thu, 03 Sep 2026 01:00:00 GMT", "Expires": "Thu, 03 Sep 2026 04:00:00 GMT"},
            "",
            False,
            10_800,
            21_600,
        ),
        ({}, TTL, False, 10_800, 21_600),
        ({"Cache-Control": "max-age=60"}, PERIOD, False, 21_600, 43_200),
        ({"Cache-Control": "max-age=99999999"}, "", False, 86_400, 86_400),
        ({"Cache-Control": "max-age=86400"}, "", True, 3_600, 3_600),
    ],
    ids=["settings", "max-age", "Expires", "ttl", "sy", "a day at most", "alerts: an hour at most"],
)
def test_05_the_next_check_heeds_the_publisher_within_bounds(
    house: House, server: MisbehavingServer, headers: dict[str, str], head: str, alerts: bool, least: int, most: int
) -> None:
    a = source(server.on("/feed", reply(rss("A", head=head), headers=headers)), alerts=alerts)
    assert house.one(a, reader=read_feed).status == "updated"
    assert 0.9 * least - 1 <= wait_of(house) <= most + 1


# 6


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize(
    "said",
    [
        {"Retry-After": "7200"},
        {"Date": "Thu, 03 Sep 2026 01:00:00 GMT", "Retry-After": "Thu, 03 Sep 2026 03:00:00 GMT"},
    ],
    ids=["seconds", "date"],
)
def test_06_a_host_that_wants_rest_gets_it_for_all_its_sources_across_reboots(
    house: House, server: MisbehavingServer, code: int, said: dict[str, str]
) -> None:
    a = source(server.on("/a", reply(b"", status=code, headers=said), reply(FEED)))
    b = source(server.on("/b", reply(FEED)), name="b")
    assert house.refresh(a, b) == [("failed", code), ("not_due", 0)]
    house.reboot()
    house.clock.now += timedelta(hours=1, minutes=59)
    assert house.refresh(a, b, force=False) == [("not_due", 0), ("not_due", 0)]
    assert len(server.requests) == 1
    house.clock.now += timedelta(minutes=2)
    assert house.refresh(a, b, force=False) == [("updated", 200), ("updated", 200)]


@pytest.mark.parametrize("force", [True, False])
def test_06_news_that_wants_rest_holds_no_warnings_of_its_host(
    house: House, server: MisbehavingServer, force: bool
) -> None:
    news = source(server.on("/a", reply(b"", status=503, headers={"Retry-After": "86400"})))
    warnings = source(server.on("/b", reply(FEED)), name="b", alerts=True, every=60.0)
    assert house.refresh(news, warnings, force=force) == [("failed", 503), ("updated", 200)]
    house.clock.now += timedelta(minutes=2)
    assert house.refresh(news, warnings, force=force)[1] != ("not_due", 0)


# 7


def test_07_back_off_doubles_with_jitter_up_to_a_day_and_never_gives_up(
    house: House, server: MisbehavingServer
) -> None:
    a = source(server.on("/feed", *[reply(b"", status=500)] * 5, reply(FEED)))
    waits = []
    for failures in (0, 1, 9, 10, 4_000):
        house.store.remember(replace(SourceRecord(name="a", url=a.url), failures=failures))
        assert house.refresh(a, force=False) == [("failed", 500)]
        waits.append(wait_of(house))
        house.clock.now += timedelta(seconds=waits[-1])
    assert waits == [120.0, 240.0, 61_440.0, 86_400.0, 86_400.0], "without jitter: its ceiling"
    assert house.refresh(a, force=False) == [("updated", 200)]
    server.on("/feed", reply(b"", status=500))
    house.one(a, jitter=lambda: 0.75)
    assert wait_of(house) == 30.0, "a quarter of the ceiling"


# 8


def test_08_each_kiosk_has_its_own_phase_and_a_reboot_asks_no_earlier(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED)))
    house.one(a)
    turn = house.record().next_check
    house.reboot()
    house.clock.now += timedelta(minutes=30)
    assert house.refresh(a, force=False) == [("not_due", 0)]
    assert house.record().next_check == turn
    assert turn is not None
    house.clock.now = turn + timedelta(seconds=40)  # a little late
    house.refresh(a, force=False)
    after = house.record().next_check
    assert after is not None
    assert abs((after - turn).total_seconds() - 3_600) < 1, "the phase stays"
    turns = set()
    for n in range(5):
        house.one(a, kiosk_id=f"kiosk-{n}")
        planned = house.record().next_check
        assert planned is not None
        turns.add(int(planned.timestamp() % 3_600))
    assert len(turns) == 5
    assert 0 not in turns
