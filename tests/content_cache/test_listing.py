"""Pages, tallies and provenance of lists, each against what `items` gives as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from content_cache.changes import Changes
from content_cache.items import Announcement, Category, Item, NewsItem, Provenance
from content_cache.records import SourceRecord
from content_cache.store import Store


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
    tallies = filled.tallies(since, **shown)  # type: ignore[arg-type]

    for category in (Category.NEWS, Category.ANNOUNCEMENT):
        whole = filled.items(category, **shown)  # type: ignore[arg-type]
        new = [item for item in whole if item.seen_first is not None and item.seen_first > since]
        assert tallies[category] == (len(whole), len(new))
        assert 0 < len(new) < len(whole)
        pages = [filled.items(category, limit=4, offset=first, **shown) for first in range(0, len(whole) + 4, 4)]  # type: ignore[arg-type]
        assert [item.id for page in pages for item in page] == [item.id for item in whole]


def test_who_vouches_divides_the_list(filled: Store) -> None:
    ours = filled.items(Category.NEWS, provenance=Provenance.KIM)
    theirs = filled.items(Category.NEWS, provenance=Provenance.KIM, others=True)

    assert {item.provenance for item in ours} == {Provenance.KIM}
    assert {item.provenance for item in theirs} == {Provenance.VERIFIED, Provenance.UNCHECKED}
    assert len(ours) + len(theirs) == len(filled.items(Category.NEWS))
