"""Pages, tallies and provenance of lists, each against what `items` gives as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import product

import pytest
from msgspec.structs import replace

from content_cache.model.changes import Changes
from content_cache.model.items import Announcement, Event, Item, NewsItem, Occurrence, Service, Sheet
from content_cache.model.records import SourceRecord
from content_cache.model.sheets import Sky, WeatherStep
from content_cache.model.vocabulary import Category, Provenance, Verified
from content_cache.store.store import Store


@pytest.fixture
def filled(store: Store, now: datetime) -> Store:
    """60 items of two kinds, three provenances, two areas, some not yet to be shown, some expired; half seen long ago."""
    items: list[Item] = []
    for number, (kind, provenance) in enumerate(list(product((NewsItem, Announcement), Provenance)) * 10):
        items.append(
            kind(
                id=f"i{number}",
                source="desa",
                title=f"Kabar {number}",
                provenance=provenance,
                priority=number % 4,
                published=now - timedelta(hours=number),
                publish_from=now + timedelta(days=1) if number % 7 == 0 else None,
                expires=now - timedelta(days=1) if number % 11 == 0 else None,
                areas=("72.01",) if number % 5 == 0 else (),
            )
        )
    old = [item for number, item in enumerate(items) if number // 6 % 2]
    new = [item for item in items if item not in old]
    store.apply("desa", Changes(added=tuple(old)), SourceRecord(name="desa"), now - timedelta(days=30))
    store.apply("desa", Changes(added=tuple(new)), SourceRecord(name="desa"), now)
    return store


@pytest.mark.parametrize("area", ["", "72.01.05", "73.02"])
@pytest.mark.parametrize(
    "vouched",
    [{}, {"provenance": Provenance.KIM}, {"provenance": Provenance.KIM, "others": True},
     {"provenance": Provenance.UNCHECKED}],
)  # fmt: skip
def test_tallies_and_pages_agree_with_the_whole_list(
    filled: Store, now: datetime, area: str, vouched: dict[str, object]
) -> None:
    shown = {"published_by": now, "expired_at": now, "area": area, **vouched}
    since = now - timedelta(hours=48)
    tallies = filled.reader.tallies(since, **shown)  # type: ignore[arg-type]

    for category in (Category.NEWS, Category.ANNOUNCEMENT):
        whole = filled.reader.items(category, **shown)  # type: ignore[arg-type]
        new = [item for item in whole if item.seen_first is not None and item.seen_first > since]
        assert tallies[category] == (len(whole), len(new))
        assert 0 < len(new) < len(whole)
        pages = [filled.reader.items(category, limit=4, offset=first, **shown) for first in range(0, len(whole) + 4, 4)]  # type: ignore[arg-type]
        assert [item.id for page in pages for item in page] == [item.id for item in whole]


def test_who_vouches_divides_the_list(filled: Store) -> None:
    ours = filled.reader.items(Category.NEWS, provenance=Provenance.KIM)
    theirs = filled.reader.items(Category.NEWS, provenance=Provenance.KIM, others=True)

    assert {item.provenance for item in ours} == {Provenance.KIM}
    assert {item.provenance for item in theirs} == set(Provenance) - {Provenance.KIM}
    assert len(ours) + len(theirs) == len(filled.reader.items(Category.NEWS))


def notice(source: str, **fields: object) -> Announcement:
    said = {
        "id": "kim-0011223344556677",
        "source": source,
        "title": f"Rapat, kata {source}",
        "provenance": Provenance.KIM,
    }
    return Announcement(**(said | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ({"provenance": Provenance.VERIFIED, "verified": Verified.SIGNATURE}, ["kabupaten"]),
        ({"provenance": Provenance.KIM, "verified": Verified.SIGNATURE}, ["kabupaten"]),
        ({"provenance": Provenance.VERIFIED, "verified": Verified.TLS}, ["KIM Bunga", "kabupaten"]),
        ({"id": "lain", "verified": Verified.SIGNATURE}, ["KIM Bunga", "kabupaten"]),
    ],
    ids=["taken over", "taken over as KIM's", "not signed", "another"],
)
def test_what_the_office_took_over_is_shown_once(
    store: Store, now: datetime, other: dict[str, object], shown: list[str]
) -> None:
    for item in (notice("KIM Bunga", published=now), notice("kabupaten", published=now - timedelta(hours=1), **other)):
        store.apply(item.source, Changes(added=(item,)), SourceRecord(name=item.source), now)
    assert [item.source for item in store.reader.items()] == shown
    assert [item.source for item in store.reader.items(search="rapat")] == shown
    assert store.reader.tallies(now)[Category.ANNOUNCEMENT][0] == len(shown)
    assert len(store.reader.items(source="KIM Bunga")) == 1, "of a source that is asked for, all"
    found = store.reader.item("kim-0011223344556677")
    assert found is not None
    assert found.source == shown[0]


def test_an_event_that_the_office_took_over_takes_place_once(store: Store, now: datetime) -> None:
    for source, verified in (("KIM Bunga", Verified.NONE), ("kabupaten", Verified.SIGNATURE)):
        event = Event(
            id="kim-8899aabbccddeeff", source=source, title="Kerja bakti", starts=now, ends=now,
            occurrences=(Occurrence(now, now),), provenance=Provenance.KIM, verified=verified,
        )  # fmt: skip
        store.apply(source, Changes(added=(event,)), SourceRecord(name=source), now)
    (found,) = store.reader.occurrences(now - timedelta(hours=1), now + timedelta(hours=1))
    assert found.source == "kabupaten"


def test_a_sheet_of_the_day_is_in_no_list_and_no_search(store: Store, now: datetime) -> None:
    news = NewsItem(id="1", source="desa", title="Kilongan panen", text="padi")
    sheet = Sheet(id="2", source="desa", title="Kilongan cerah", text="padi", areas=("72.01.05.2003",), published=now)
    store.apply("desa", Changes(added=(news, sheet)), None, now)
    for search in ("", "kilongan", "cerah", "padi"):
        assert {item.id for item in store.reader.items(search=search)} <= {"1"}
    assert [item.id for item in store.reader.items()] == ["1"]
    assert not any("cerah" in words for words in (*store.reader.suggestions(""), *store.reader.suggestions("cer")))
    found = store.reader.sheets(published_by=now, expired_at=now, area="72.01.05.2003")
    assert [each.title for each in found] == ["Kilongan cerah"]
    assert store.reader.sheets(published_by=now, expired_at=now, area="72.01.05.2004") == []


def test_the_next_sheet_takes_the_place_of_the_last(store: Store, now: datetime) -> None:
    first = Sheet(id="2", source="desa", title="Kilongan", steps=(WeatherStep(now, Sky.CLEAR, 31),), published=now)
    store.apply("desa", Changes(added=(first,)), None, now)
    later = replace(first, steps=(WeatherStep(now, Sky.RAIN, 26),), expires=now + timedelta(hours=1))
    store.apply("desa", Changes(altered=(later,)), None, now)
    (found,) = store.reader.sheets(published_by=now, expired_at=now)
    assert (found.steps, found.seen_first) == (later.steps, now)
    assert store.reader.sheets(published_by=now, expired_at=now + timedelta(hours=2)) == []


def stored(store: Store, now: datetime, *titles: str) -> None:
    items = tuple(NewsItem(id=title, source="desa", title=title, text="Dibagikan di balai.") for title in titles)
    store.apply("desa", Changes(added=items), None, now)


def test_a_mistyped_word_is_looked_for_as_it_was_meant(store: Store, now: datetime) -> None:
    stored(store, now, "Posyandu Melati", "Jadwal posyandu", "Listrik padam", "List belanja")
    assert store.reader.mended("posiandu") == "posyandu"
    assert store.reader.mended("Posiandu melati") == "posyandu melati"
    assert store.reader.mended("listrk") == "listrik", "a whole word before one that is only begun"
    assert store.reader.mended("posyandu") == store.reader.mended("posy") == store.reader.mended("padam listrik") == ""
    assert (store.reader.mended("qqqqqq"), store.reader.mended("posiandu qqqqqq")) == ("", "posyandu qqqqqq"), (
        "nothing is like it"
    )
    assert store.reader.mended("") == store.reader.mended("!!!") == store.reader.mended("ktp") == ""


@pytest.mark.parametrize(
    "typed", ['" OR title:*', "pos* NEAR(a", "posi'andu", "{title}: posi", "a" * 5_000, "posi\0andu"]
)
def test_no_query_reaches_the_language_of_the_index(store: Store, now: datetime, typed: str) -> None:
    stored(store, now, "Posyandu Melati")
    store.reader.mended(typed)


def test_with_nothing_typed_the_services_are_offered(store: Store, now: datetime) -> None:
    stored(store, now, "Desa Bunga menang lomba")
    services = ("SIM keliling", "Pelayanan KTP elektronik", "SIM hilang", "Surat untuk anak sekolah")
    given = tuple(Service(id=title, source="desa", title=title) for title in services)
    store.apply("desa", Changes(added=given), None, now)
    assert sorted(store.reader.suggestions("")) == ["ktp", "sim", "surat"]


@pytest.mark.parametrize("area", ["", "72.01.05"])
@pytest.mark.parametrize("hours", [0, 8, -5])
def test_months_begin_where_the_whole_list_has_their_first_item(
    store: Store, now: datetime, area: str, hours: int
) -> None:
    offset = timedelta(hours=hours)
    items = tuple(
        NewsItem(
            id=f"i{number}", source="desa", title="Kabar", published=now - timedelta(days=3, hours=7) * number,
            priority=number % 9 == 4, pinned=number % 17 == 5, areas=("73.02",) if number % 3 == 0 else (),
        )
        for number in range(60)
    )  # fmt: skip
    store.apply("desa", Changes(added=items), SourceRecord(name="desa"), now)
    listed = [
        (place, (item.published or now).astimezone(timezone(offset)).date().replace(day=1))
        for place, item in enumerate(store.reader.items(Category.NEWS, area=area))
        if not (item.priority or item.pinned)
    ]
    months = dict.fromkeys(month for _, month in listed)
    assert store.reader.months(Category.NEWS, utc_offset=offset, area=area) == [
        (month, next(place for place, other in listed if other == month)) for month in months
    ]
    assert len(months) > 5


def test_an_empty_list_has_no_months(store: Store) -> None:
    assert store.reader.months(Category.NEWS, utc_offset=timedelta(hours=8)) == []
