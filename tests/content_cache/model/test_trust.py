"""How far an item is believed by the way it came, and what is remembered of a source."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from content_cache.http.headers import fresh_for, retry_after
from content_cache.jobs.messages import JobAnswer
from content_cache.model.items import Alert, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import believed, dated, is_ahead, secured
from content_cache.model.vocabulary import Provenance, Verified
from content_cache.refresh import outcomes, requests

pytestmark = pytest.mark.attack(
    "what comes in",
    "a source claims more trust, a later date or a move to plain http",
    "trust follows the way an item came; dates to come count from the first sight; moves stay within the "
    "host and https",
)


@pytest.mark.parametrize(
    ("url", "verified", "believed"),
    [
        ("https://example.org/feed", Verified.TLS, True),
        ("http://example.org/feed", Verified.NONE, False),
        ("http://192.168.1.5/feed", Verified.NONE, False),
        ("http://localhost.example.org/feed", Verified.NONE, False),
        ("http://127.0.0.1:8000/feed", Verified.NONE, True),
        ("http://[::1]/feed", Verified.NONE, True),
        ("/media/usb/feed.json", Verified.NONE, True),
    ],
)
def test_the_way_decides(url: str, verified: Verified, believed: bool) -> None:
    said = NewsItem(id="1", source="who", title="t", provenance=Provenance.VERIFIED, verified=Verified.SIGNATURE)
    item = secured(said, Source(name="a", url=url))
    assert (item.source, item.verified) == ("a", verified)
    assert item.provenance is (Provenance.VERIFIED if believed else Provenance.UNCHECKED)


def test_a_date_still_to_come_is_that_of_the_first_sight(now: datetime) -> None:
    soon, far, seen = now + timedelta(hours=20), now + timedelta(days=900), now - timedelta(days=3)
    item = NewsItem(id="1", source="a", title="t", published=far, updated=soon)
    assert is_ahead(item, now)
    assert dated(item, now, None) == replace(item, published=now)
    assert dated(item, now, seen) == replace(item, published=seen)
    assert not is_ahead(replace(item, published=soon), now), "clocks of publishers run before"


def test_a_warning_from_a_day_still_to_come_holds_from_the_first_sight(now: datetime) -> None:
    """Our clock is days behind, or its sender's ahead: it is not kept back until then."""
    far = now + timedelta(days=9)
    alert = Alert(id="1", source="a", title="t", published=far, effective=far, expires=far + timedelta(hours=2))
    believed = dated(alert, now, None)
    assert isinstance(believed, Alert)
    assert (believed.effective, believed.expires) == (now, now + timedelta(hours=2))
    ends = now + timedelta(hours=3)
    other = dated(replace(alert, expires=ends), now, None)
    assert isinstance(other, Alert)
    assert other.expires == ends, "before it was sent: by a clock that is right"
    soon = replace(alert, published=now, effective=now + timedelta(hours=5))
    assert dated(soon, now, None) == soon, "its own word"


@pytest.mark.parametrize(("days", "kept"), [(2, True), (90, True), (401, False)])
def test_by_a_clock_that_nobody_vouches_for_a_warning_keeps_its_times(now: datetime, days: int, kept: bool) -> None:
    sent = now + timedelta(days=days)
    alert = Alert(id="1", source="a", title="t", published=sent, effective=sent, expires=sent + timedelta(hours=2))
    found = believed(alert, Source(name="a", url="https://a/"), now, lambda *_, **__: None, vouched=False)
    begins = sent if kept else now
    assert isinstance(found, Alert)
    assert (found.published, found.effective, found.expires) == (begins, begins, begins + timedelta(hours=2))


@pytest.mark.parametrize(("days", "kept"), [(0.5, True), (9, True), (401, False)])
def test_by_a_clock_that_nobody_vouches_for_news_is_of_its_own_day(now: datetime, days: float, kept: bool) -> None:
    """The line is back before the clock is set: today's news is not of the day on which the power went."""
    today = now + timedelta(days=days)
    item = NewsItem(id="1", source="a", title="t", published=today)
    found = believed(item, Source(name="a", url="https://a/"), now, lambda *_, **__: None, vouched=False)
    assert found.published == (today if kept else now)


@pytest.mark.parametrize(
    ("old", "new", "followed"),
    [
        ("https://example.org/a", "https://example.org/b", True),
        ("http://example.org/a", "https://example.org/a", True),
        ("https://example.org/a", "http://example.org/b", False),
        ("https://example.org/a", "https://example.com/a", False),
    ],
)
def test_a_move_is_followed_within_the_host_and_never_to_less_security(old: str, new: str, followed: bool) -> None:
    record = SourceRecord(name="a", url=old, moved_to=new, moved_times=requests.MOVES)
    source = Source(name="a", url=old)
    assert requests.address(source, record) == (new if followed else old)
    assert requests.address(source, replace(record, moved_times=1)) == old


def test_what_the_publisher_asks_for_outlives_a_304(now: datetime) -> None:
    source = Source(name="a", url="https://example.org/feed", every=3600.0)
    record = SourceRecord(name="a", url=source.url)
    read = JobAnswer(url=source.url, http_status=200, body_hash="1", hint=4 * 3600.0)
    kept = outcomes.succeeded(source, record, read, now, kiosk_id="k")
    again = outcomes.succeeded(source, kept, JobAnswer(url=source.url, http_status=304, known=True), now, kiosk_id="k")
    for one in (kept, again):
        assert one.next_check is not None
        assert one.next_check - now >= timedelta(hours=3.6)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"Cache-Control": "public, max-age=600", "Age": "100"}, 500.0),
        ({"Cache-Control": "s-maxage=9"}, 0.0),
        ({"Cache-Control": "no-cache, max-age=600"}, 0.0),
        ({"Date": "Thu, 03 Sep 2026 01:00:00 GMT", "Expires": "Thu, 03 Sep 2026 01:10:00 GMT"}, 600.0),
        ({"Expires": "0"}, 0.0),
        ({"Expires": "Thu, 03 Sep 999999999 01:10:00 GMT"}, 0.0),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: float) -> None:
    assert fresh_for(headers) == seconds


@pytest.mark.parametrize("said", ["", "soon", "-5", "1e9", "9" * 400, "Thu, 99 Sep 2026 01:10:00 GMT"])
def test_a_retry_after_that_says_nothing_is_none(said: str) -> None:
    assert retry_after({"Retry-After": said}) is None
