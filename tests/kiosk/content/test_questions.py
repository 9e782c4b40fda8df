"""Plain questions put to the search over the sample village: the right item comes first, or among three."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.changes import Changes
from content_cache.model.items import Clarification, Event, Item, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Verdict
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.pages.search.item_search import ItemSearch
from kiosk.settings import load
from tests.kiosk.content.village_questions import FIRST, OTHERS, Questions

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))  # a Tuesday
MOMENT = Moment(NOW, Trust.TRUSTED)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ContentRepository]:
    installation = Installation(load(None), None, tmp_path_factory.mktemp("data"), lambda _: None, lambda _: None)
    with sample_village(installation, NOW) as sample:
        repository = ContentRepository(lambda: Store.open(sample.data, read_only=True), area="72.01.05")
        yield repository
        repository.close()


def places(village: ContentRepository, questions: Questions) -> dict[str, int]:
    """Return at which place the first right item of each question is found, 99 for none."""
    search = ItemSearch(village)
    found = {}
    for question, right in questions.items():
        hits = search.search_view(question, MOMENT, typing=False, page=0, rows=3).hits
        keys = [item.id.partition("@")[0] for item in hits]  # those of a calendar are addresses
        found[question] = next((place for place, key in enumerate(keys, 1) if key in right), 99)
    return found


def later(found: dict[str, int]) -> dict[str, int]:
    """Return the questions whose right item does not come first."""
    return {question: place for question, place in found.items() if place > 1}


def test_the_questions_that_the_order_was_made_with(village: ContentRepository) -> None:
    assert later(places(village, FIRST)) == {"syarat bikin KTP apa saja": 2}


def test_questions_that_it_was_not_made_with(village: ContentRepository) -> None:
    assert later(places(village, OTHERS)) == {
        "uang desa dipakai untuk apa saja": 4,
        "kerja bakti hari apa": 2,
        "ada pesan WA suruh daftar dapat uang 5 juta": 99,
    }


def ids(store: Store, *items: Item, search: str, now: datetime | None = None) -> list[str]:
    store.apply("desa", Changes(added=items), SourceRecord(name="desa"), NOW)
    return [item.id for item in store.reader.items(search=search, published_by=now)]


def news(key: str, title: str, **said: object) -> NewsItem:
    return NewsItem(**({"id": key, "source": "desa", "title": title, "published": NOW} | said))  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        yield store


def test_a_rare_word_counts_for_more_than_a_frequent_one(store: Store) -> None:
    many = [news(f"d{n}", f"Kabar desa {n}", pinned=True, priority=2) for n in range(9)]
    assert ids(store, *many, news("k", "Bibit kakao"), search="kakao desa")[0] == "k"


def test_pinned_comes_first_among_equals_alone(store: Store) -> None:
    items = news("1", "Air mati"), news("2", "Air mati", pinned=True), news("3", "Kabar", text="air mati", pinned=True)
    assert ids(store, *items, search="air mati") == ["2", "1", "3"]


def test_of_equals_what_is_of_these_days_comes_before_what_is_old(store: Store) -> None:
    old = news("old", "Air mati", pinned=True, published=NOW - timedelta(days=300))
    assert ids(store, old, news("new", "Air mati"), search="air mati", now=NOW) == ["new", "old"]


@pytest.mark.parametrize(
    "asked",
    [
        "bikin ka te pe",  # letters by their names
        "ngurus kartu penduduk",  # as it is said
        "bikin e ktp dmn",  # in a hurry
        "kartu tanda penduduk bagemana",
    ],
)
def test_a_question_is_understood_as_it_is_said(store: Store, asked: str) -> None:
    items = news("k", "Mengurus KTP"), news("s", "Kartu pelajar"), news("h", "Kambing hilang")
    assert ids(store, *items, search=asked)[0] == "k"


def test_a_place_is_one_with_its_number(store: Store) -> None:
    items = (
        news("1", "Posyandu Dusun 1", text="2 bidan"),
        news("2", "Posyandu Dusun 2"),
        news("3", "Posyandu Dusun dua"),
    )
    assert set(ids(store, *items, search="posyandu di dusun dua")[:2]) == {"2", "3"}


def test_what_is_to_come_counts_for_more_than_what_is_over(store: Store) -> None:
    past, future = (
        Event(id=key, source="desa", title=title, starts=NOW + timedelta(days=n), ends=NOW + timedelta(days=n, hours=1))
        for key, title, n in (("past", "Posyandu Posyandu balita", -20), ("next", "Posyandu", 5))
    )
    assert ids(store, past, future, search="posyandu", now=NOW) == ["next", "past"]


def test_a_claim_counts_as_a_title(store: Store) -> None:
    claim = "Jus jambu menyembuhkan"
    cleared = Clarification(id="c", source="desa", title="Itu keliru", claim=claim, verdict=Verdict.FALSE)
    assert ids(store, news("n", "Kebun", text=claim, pinned=True), cleared, search="jus jambu")[0] == "c"


def test_an_item_that_is_stuffed_with_words_does_not_come_before_the_right_one(store: Store) -> None:
    stuffed = news("s", "Kabar", text=" ".join((*FIRST, *OTHERS)), pinned=True)
    assert ids(store, stuffed, news("k", "Bibit kakao"), search="mau daftar bibit kakao")[0] == "k"


def test_a_number_is_no_beginning_of_another(store: Store) -> None:
    assert ids(store, news("1", "Dusun 20"), news("2", "Dusun 2"), search="dusun 2")[0] == "2"


@pytest.mark.parametrize(("said", "first"), [("besok", "wed"), ("hari Sabtu", "sat"), ("lusa pagi", "thu")])
def test_a_day_that_is_named_brings_the_events_of_that_day(store: Store, said: str, first: str) -> None:
    at = {"wed": 1, "thu": 2, "sat": 4}
    events = [
        Event(
            id=key,
            source="desa",
            title="Posyandu",
            starts=NOW + timedelta(days=n),
            ends=NOW + timedelta(days=n, hours=1),
        )
        for key, n in at.items()
    ]
    store.apply("desa", Changes(added=tuple(events)), SourceRecord(name="desa"), NOW)
    repository = ContentRepository(lambda: Store.open(store.path.parent, read_only=True))
    assert next(item.id for item in repository.items(None, MOMENT, search=f"posyandu {said}")) == first
    repository.close()
