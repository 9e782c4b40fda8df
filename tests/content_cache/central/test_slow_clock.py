"""A kiosk whose clock stood still for weeks: what an office signed says how late it is at the least."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.model.items import Item
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village, pinned

WEEKS = timedelta(days=30)


@pytest.fixture
def asleep(village: Village) -> Village:
    village.office.publish(later=WEEKS)
    return village


def seen(village: Village) -> Item:
    return village.items()["pasar"]


def taken(village: Village, *, trusted: bool) -> Item:
    (bundle,) = bundles_in(village.office.out)
    house = village.house
    import_bundle(house.store, bundle, [pinned(village.url)], clock=house.clock, limits=house.limits, trusted=trusted)
    return seen(village)


def test_a_notice_on_a_stick_keeps_the_day_it_was_published(asleep: Village, office: OfficePC) -> None:
    item = taken(asleep, trusted=False)
    assert (item.published, item.seen_first) == (office.now, office.now)
    assert asleep.house.record("Diskominfo").last_success == office.now


def test_a_clock_that_is_trusted_is_believed_more_than_the_offices(asleep: Village, office: OfficePC) -> None:
    item = taken(asleep, trusted=True)
    assert item.published == item.seen_first == office.now - WEEKS


def test_over_the_network_it_is_the_same_and_the_next_turn_is_by_the_own_clock(
    asleep: Village, office: OfficePC
) -> None:
    outcome = asleep.refresh()
    assert (seen(asleep).published, seen(asleep).seen_first) == (office.now, office.now)
    assert outcome.next_check is not None
    assert outcome.next_check - asleep.house.clock.now <= timedelta(days=1)
