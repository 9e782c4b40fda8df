"""Whose turn it is, whatever the power and the clock did meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.jobs import schedule
from content_cache.jobs.messages import JobAnswer
from content_cache.model.errors import HttpStatusError
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh import outcomes
from content_cache.refresh.due import Timetable

pytestmark = pytest.mark.attack(
    "what comes in",
    "a news feed asks for a day of rest (`Retry-After`), and its host brings warnings too",
    "news rest; a source of warnings rests by its own answers alone, five minutes at most, and with `--force` too",
)


NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
A = Source(name="a", url="https://desa.example/feed", every=3600.0)
ALERTS = Source(name="a", url="https://desa.example/feed", every=60.0, alerts=True)
NEAR = Source(name="a", url="http://127.0.0.1/feed", every=3600.0)

moments = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as hypothesis wants them
sources = st.sampled_from([A, ALERTS, NEAR])


def when(
    source: Source, record: SourceRecord | None, now: datetime, since: datetime | None, kiosk: str = "k"
) -> datetime:
    turn = Timetable([record] if record else [], now, kiosk_id=kiosk, since=since).when(source)
    assert turn is not None
    return turn


@given(
    source=sources,
    written=moments,
    ahead=st.floats(0, schedule.LONGEST),
    now=moments,
    up=st.floats(0, 10**6),
    rest=st.none() | st.floats(0, schedule.LONGEST),
)
def test_no_jump_of_the_clock_puts_a_source_off_for_more_than_a_day(
    source: Source, written: datetime, ahead: float, now: datetime, up: float, rest: float | None
) -> None:
    retry = None if rest is None else written + timedelta(seconds=rest)
    record = SourceRecord(name="a", url=source.url, next_check=written + timedelta(seconds=ahead), retry_at=retry)
    for since in (None, now - timedelta(seconds=up), now):
        assert when(source, record, now, since) <= now + DAY


@given(
    source=sources,
    now=moments,
    after=st.floats(0, 3 * 86_400),
    said=st.floats(1, 3 * 86_400),
    jitter=st.floats(0, 0.999),
)
def test_a_host_is_never_asked_before_it_wants_to_be(
    source: Source, now: datetime, after: float, said: float, jitter: float
) -> None:
    error = HttpStatusError(503, retry_after=said)
    record = outcomes.failed(source, SourceRecord(name="a", url=source.url), error, now, jitter=jitter)
    later = now + timedelta(seconds=after)
    longest = schedule.LONGEST_REST_OF_ALERTS if source.alerts else schedule.LONGEST
    if Timetable([record], later, kiosk_id="k", since=now - DAY).is_due(source):
        assert after >= min(said, longest) - 0.001
    other = Source(name="b", url="https://desa.example/other")
    if source is not NEAR and after < min(said, longest) - 0.001:
        turns = Timetable([record], later, kiosk_id="k")
        assert not turns.is_due(other)
        assert not turns.may_be_asked(other)


@given(now=moments, after=st.floats(0, 3 * 86_400), said=st.floats(1, 3 * 86_400), jitter=st.floats(0, 0.999))
def test_news_of_its_host_holds_no_source_of_warnings(now: datetime, after: float, said: float, jitter: float) -> None:
    news = Source(name="b", url="https://desa.example:8443/berita")
    error = HttpStatusError(503, retry_after=said)
    record = outcomes.failed(news, SourceRecord(name="b", url=news.url), error, now, jitter=jitter)
    turns = Timetable([record], now + timedelta(seconds=after), kiosk_id="k")
    assert turns.is_due(ALERTS)
    assert turns.may_be_asked(ALERTS)


@given(now=moments, said=st.floats(1, 3 * 86_400), jitter=st.floats(0, 0.999))
def test_its_own_answer_holds_a_source_of_warnings_for_minutes(now: datetime, said: float, jitter: float) -> None:
    error = HttpStatusError(429, retry_after=said)
    record = outcomes.failed(ALERTS, SourceRecord(name="a", url=ALERTS.url), error, now, jitter=jitter)
    turns = Timetable([record], now + timedelta(minutes=5), kiosk_id="k")
    assert turns.is_due(ALERTS)
    assert turns.may_be_asked(ALERTS)


def test_day_of_rest_that_was_remembered_holds_no_source_of_warnings() -> None:
    planned = NOW + timedelta(hours=23)
    record = SourceRecord(name="a", url=ALERTS.url, next_check=planned, retry_at=planned)
    turns = Timetable([record], NOW, kiosk_id="k")
    assert turns.is_due(ALERTS)
    assert turns.may_be_asked(ALERTS)


@given(now=moments, hint=st.floats(0, 10**7), source=sources)
def test_after_an_answer_the_next_turn_is_within_a_day_and_for_alerts_within_an_hour(
    now: datetime, hint: float, source: Source
) -> None:
    answer = JobAnswer(url=source.url, http_status=200, body_hash="1", hint=hint)
    kept = outcomes.succeeded(source, SourceRecord(name="a", url=source.url), answer, now, kiosk_id="k")
    assert kept.next_check is not None
    assert now < kept.next_check <= now + (timedelta(hours=1) if source.alerts else DAY)


def most_in_a_minute(times: list[datetime]) -> int:
    return max(Counter(time.replace(second=0, microsecond=0) for time in times).values())


def away(hours: float) -> list[SourceRecord]:
    """A thousand kiosks, each asked in its own phase, when the power failed that many hours before NOW."""
    failed = NOW - timedelta(hours=hours)
    turn = [schedule.next_check(failed, A.every, kiosk_id=f"kiosk-{n}", source="a") for n in range(1_000)]
    return [SourceRecord(name="a", url=A.url, next_check=planned) for planned in turn]


def test_a_region_whose_power_comes_back_does_not_ask_all_at_once() -> None:
    times = [when(A, record, NOW, NOW, f"kiosk-{n}") for n, record in enumerate(away(hours=50))]
    assert most_in_a_minute(times) <= 50
    assert max(times) <= NOW + timedelta(seconds=schedule.CATCH_UP)
    at_once = [max(when(A, record, NOW, None, f"kiosk-{n}"), NOW) for n, record in enumerate(away(hours=50))]
    assert most_in_a_minute(at_once) == 1_000, "the control: without it, all do"


def test_a_clock_that_is_set_makes_no_storm_either_way() -> None:
    for years in (-56, -1, 1, 20):
        now = NOW + timedelta(days=365 * years)
        times = [when(A, record, now, now, f"kiosk-{n}") for n, record in enumerate(away(hours=0.5))]
        assert most_in_a_minute(times) <= 50


def test_a_reboot_asks_no_earlier_than_planned() -> None:
    planned = NOW + timedelta(minutes=20)
    record = SourceRecord(name="a", url=A.url, next_check=planned)
    assert when(A, record, NOW, NOW) == planned


def test_power_that_fails_every_ten_minutes_starves_nobody() -> None:
    record = SourceRecord(name="a", url=A.url, next_check=NOW - DAY)
    starts = [NOW + timedelta(minutes=10 * n) for n in range(40)]
    assert any(when(A, record, since, since) < since + timedelta(minutes=10) for since in starts)


def test_what_is_near_or_was_never_asked_is_asked_at_once() -> None:
    missed = SourceRecord(name="a", url=NEAR.url, next_check=NOW - DAY)
    assert when(NEAR, missed, NOW, NOW) == NOW
    assert when(A, None, NOW, NOW) == NOW
    late = SourceRecord(name="a", url=ALERTS.url, next_check=NOW - DAY)
    assert when(ALERTS, late, NOW, NOW) <= NOW + timedelta(minutes=1), "a warning does not wait for the storm to pass"


def test_a_source_that_is_gone_has_no_turn() -> None:
    record = SourceRecord(name="a", url=A.url, next_check=NOW - DAY, gone=True)
    turns = Timetable([record], NOW, kiosk_id="k")
    assert turns.when(A) is None
    assert turns.seconds_to_next([A], at_most=60.0) == 60.0
    moved = Source(name="a", url="https://desa.example/new")
    assert turns.when(moved) == NOW, "until the settings give another address"
