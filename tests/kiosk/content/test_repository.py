"""What the views say of a store with 400 items: pages, counts, the day's main news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from content_cache.model.attachments import Attachment
from content_cache.model.changes import Changes
from content_cache.model.items import Announcement, Event, NewsItem, Occurrence, Service
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Category, Provenance
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository, is_new
from kiosk.content.views.shown import ListView, Reach
from kiosk.core.clock import Moment, Trust
from tests.support.present import present

NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
MOMENT = Moment(NOW, Trust.TRUSTED)
PICTURE = (Attachment("https://example.org/a.jpg", "image/jpeg", path="media/a.jpg"),)


def news(number: int, **values: object) -> NewsItem:
    provenance = Provenance.KIM if number % 4 == 0 else Provenance.VERIFIED
    given = {"provenance": provenance, "published": NOW - timedelta(hours=number)} | values
    return NewsItem(id=f"n{number}", source="desa", title=f"Kabar {number}", **given)  # type: ignore[arg-type]


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[ContentRepository]:
    with Store.open(tmp_path) as store:
        old = tuple(news(number) for number in range(10, 400))
        store.apply("desa", Changes(added=old), SourceRecord(name="desa"), NOW - timedelta(days=9))
        new = tuple(news(number, attachments=PICTURE if number == 3 else ()) for number in range(10))
        services = tuple(Service(id=f"s{n}", source="desa", title=f"Layanan {n}") for n in range(5))
        store.apply("desa", Changes(added=(*new, *services)), SourceRecord(name="desa"), NOW)
    made = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    yield made
    made.close()


def test_home_counts_without_reading_all(repository: ContentRepository) -> None:
    home = repository.views.home_view(MOMENT)

    assert home.counts[Category.NEWS] == 400
    assert home.fresh[Category.NEWS] == 10
    assert home.hero is not None
    assert home.hero.id == "n3"  # the newest with a picture
    assert len(home.services) == 3


@pytest.mark.parametrize(("reach", "total"), [(Reach.ALL, 400), (Reach.VILLAGE, 100), (Reach.REGENCY, 300)])
def test_pages_of_a_list_hold_all_of_it_once(repository: ContentRepository, reach: Reach, total: int) -> None:
    first = repository.views.listing(Category.NEWS, MOMENT, page=0, rows=7, reach=reach)
    pages = [repository.views.listing(Category.NEWS, MOMENT, page=n, rows=7, reach=reach) for n in range(first.pages)]
    ids = [item.id for page in pages for item in page.rows]

    assert first.total == total
    assert first.fresh == sum(item_id in {f"n{n}" for n in range(10)} for item_id in ids)
    assert len(ids) == len(set(ids)) == total


def test_a_page_beyond_the_end_is_the_last(repository: ContentRepository) -> None:
    view = repository.views.listing(Category.NEWS, MOMENT, page=999, rows=7)

    assert (view.page, view.pages) == (57, 58)
    assert len(view.rows) == 1


@pytest.mark.parametrize("ahead", [0, 2])
def test_the_months_of_a_long_list_lead_to_their_first_items(
    repository: ContentRepository, tmp_path: Path, ahead: int
) -> None:
    with Store.open(tmp_path) as store:
        old = tuple(news(5000 + n, published=NOW - timedelta(days=30 + 11 * n)) for n in range(30))
        store.apply("desa", Changes(added=old), SourceRecord(name="desa"), NOW)
    sheets = tuple(news(9000 + n) for n in range(ahead))

    def page(number: int) -> ListView:
        return repository.views.listing(Category.NEWS, MOMENT, page=number, rows=7, ahead=sheets)

    seen, view = [], page(0)
    while (mark := view.month_beside(+1)) is not None:
        view = page(mark.page)
        months = [present(item.published).astimezone(NOW.tzinfo).date().replace(day=1) for item in view.rows]
        assert mark.first in months
        assert present(page(mark.page - 1).rows[-1].published).astimezone(NOW.tzinfo).date() >= mark.first
        assert page(mark.page + 1).month_beside(-1) is not None
        seen.append(mark.first)
    assert seen == sorted(seen, reverse=True)
    assert len(seen) > 3
    assert view.month_beside(+1) is None


def test_a_short_list_has_no_months(repository: ContentRepository) -> None:
    assert repository.views.listing(Category.SERVICE, MOMENT, page=0, rows=3).months == ()


def test_what_was_counted_holds_until_the_store_is_written(repository: ContentRepository, tmp_path: Path) -> None:
    before = repository.views.home_view(MOMENT).counts[Category.NEWS]
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=(news(1000),)), SourceRecord(name="desa"), NOW)

    assert repository.views.listing(Category.NEWS, MOMENT, page=0, rows=7).total == before + 1


def test_what_was_counted_by_a_floor_is_counted_anew_when_the_clock_is_trusted(tmp_path: Path) -> None:
    """Within the same minute: the list said twelve, and had eleven rows."""
    over = Announcement(id="over", source="desa", title="Pasar murah", expires=NOW - timedelta(hours=1))
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=(over,)), SourceRecord(name="desa"), NOW - timedelta(days=3))
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    told = []
    for moment in (Moment(NOW, Trust.FLOOR, NOW - timedelta(days=3)), MOMENT, Moment(NOW, Trust.FLOOR, NOW)):
        view = repository.views.listing(Category.ANNOUNCEMENT, moment, page=0, rows=3)
        told.append((view.total, len(view.rows), repository.views.home_view(moment).counts[Category.ANNOUNCEMENT]))
    repository.close()
    assert told == [(1, 1, 1), (0, 0, 0), (0, 0, 0)]


def test_a_list_and_its_rows_agree_on_what_is_new_within_the_minute(tmp_path: Path) -> None:
    """They did not for the seconds in which two days are over."""
    came = NOW + timedelta(seconds=20)
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=(news(1),)), SourceRecord(name="desa"), came)
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    for seconds in (10, 19, 21, 59, 60):
        moment = Moment(NOW + timedelta(days=2, seconds=seconds), Trust.TRUSTED)
        view = repository.views.listing(Category.NEWS, moment, page=0, rows=3)
        assert view.fresh == sum(is_new(row, present(view.new_since)) for row in view.rows) == (seconds < 60)
    repository.close()


def test_titles_in_capitals_are_sentences_wherever_they_are_read(tmp_path: Path) -> None:
    loud = NewsItem(id="loud", source="desa", title="PEMBAGIAN BLT DI BALAI DESA BUNGA", published=NOW)
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=(loud,)), SourceRecord(name="desa"), NOW)
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    told = "Pembagian BLT di balai Desa Bunga"
    assert [item.title for item in repository.items(Category.NEWS, MOMENT)] == [told]
    assert [item.title for item in repository.views.listing(Category.NEWS, MOMENT, page=0, rows=3).rows] == [told]
    found = repository.item("loud")
    assert found is not None
    assert found.title == told
    repository.close()


def meetings(*spans: tuple[int, int]) -> tuple[Event, ...]:
    """Each from so many hours after now to so many."""
    hours = [(NOW + timedelta(hours=first), NOW + timedelta(hours=last)) for first, last in spans]
    return tuple(
        Event(id=f"e{n}", source="desa", title=f"Rapat {n}", starts=first, ends=last)
        for n, (first, last) in enumerate(hours)
    )


@pytest.mark.parametrize(
    ("spans", "told", "all_over"),
    [
        ([(-9, -1)], [], True),
        ([(-9, -1), (-1, 1), (2, 3)], ["Rapat 1", "Rapat 2"], False),
        ([(-1, -1)], ["Rapat 0"], False),
        ([(-7, -7)], [], True),  # six hours, where nobody has told its end
        ([(20, 21)], [], False),
    ],
)
def test_what_of_today_is_over_is_not_told_as_todays(
    tmp_path: Path, spans: list[tuple[int, int]], told: list[str], all_over: bool
) -> None:
    evening = Moment(NOW.astimezone(timezone(timedelta(hours=8))), Trust.TRUSTED)
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=meetings(*spans)), SourceRecord(name="desa"), NOW)
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    bulletin = repository.views.bulletin(evening)
    assert ([event.title for event in bulletin.events], bulletin.all_over) == (told, all_over)
    assert repository.views.home_view(evening).events_today == len(told)
    repository.close()


def test_a_bulletin_knows_when_its_kiosk_last_heard_from_anybody(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(), SourceRecord(name="desa", last_success=NOW), NOW)
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    for hours, stale in ((20, False), (48, True)):
        bulletin = repository.views.bulletin(Moment(NOW + timedelta(hours=hours), Trust.TRUSTED))
        assert (bulletin.stale, bulletin.last_heard) == (stale, NOW)
    repository.close()


def test_what_came_days_before_its_time_is_new_when_that_comes(tmp_path: Path) -> None:
    early = news(1, publish_from=NOW - timedelta(hours=1))
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=(early,)), SourceRecord(name="desa"), NOW - timedelta(days=5))
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    listing = repository.views.listing(Category.NEWS, MOMENT, page=0, rows=3)
    assert (listing.fresh, is_new(listing.rows[0], repository.new_since(MOMENT))) == (1, True)
    later = Moment(NOW + timedelta(days=3), Trust.TRUSTED)
    listing = repository.views.listing(Category.NEWS, later, page=0, rows=3)
    assert (listing.fresh, is_new(listing.rows[0], repository.new_since(later))) == (0, False)
    repository.close()


@pytest.mark.parametrize(
    ("days", "trust", "starts"),
    [
        (0, Trust.TRUSTED, 0),
        (22, Trust.TRUSTED, 28),
        (22, Trust.FLOOR, 28),
        (60, Trust.TRUSTED, 28),
        (-9000, Trust.UNKNOWN, 0),
    ],
)
def test_a_series_that_is_found_has_the_time_that_comes_next(
    tmp_path: Path, days: int, trust: Trust, starts: int
) -> None:
    """Without a line for three weeks the search still told the time that was next when the calendar came."""
    times = tuple(
        Occurrence(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=2)) for day in (0, 7, 14, 21, 28)
    )
    first = times[0]
    clinic = Event(
        id="p", source="desa", title="Posyandu", starts=first.starts, ends=first.ends, occurrences=times, series="x"
    )
    with Store.open(tmp_path) as store:
        store.apply("desa", Changes(added=(clinic,)), SourceRecord(name="desa"), NOW)
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    (found,) = repository.items(None, Moment(NOW + timedelta(days=days), trust), search="posyandu")
    assert isinstance(found, Event)
    assert (found.starts, found.ends) == (NOW + timedelta(days=starts), NOW + timedelta(days=starts, hours=2))
    repository.close()


@pytest.mark.parametrize(("back", "hours"), [(None, 48), (1, 48), (2, 48), (5, None), (400, 14 * 24)], ids=str)
def test_new_is_what_came_since_anybody_was_here(tmp_path: Path, back: int | None, hours: int | None) -> None:
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    asked = []

    def last_visit(before: date) -> date | None:
        asked.append(before)
        day = None if back is None else NOW.date() - timedelta(days=back)
        return day if day is not None and day < before else None

    repository.last_visit = last_visit
    since = repository.new_since(MOMENT)
    if hours is None:
        assert since.date() == NOW.date() - timedelta(days=5)
    else:
        assert since == NOW - timedelta(hours=hours)
    assert repository.new_since(Moment(NOW, Trust.FLOOR)) == NOW - timedelta(hours=48), "an unknown day is no visit's"
