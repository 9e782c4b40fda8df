"""The sample village, published by `kiosk publish`'s own code, is the village that the demo shows."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from content_cache.formats import read_feed
from content_cache.model.items import Item, Source
from content_cache.publishing.previous import Previous
from content_cache.publishing.publish import Plan, plan
from content_cache.signing.keys import SecretKey
from kiosk.demo.feed import build_feed, build_item
from kiosk.demo.office import write_office
from kiosk.demo.village import read_notices

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
SOURCE = Source(name="Desa Bunga", url="https://a.id/feed.json", format="json")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    place = tmp_path_factory.mktemp("desa")
    write_office(place / "kantor", NOW)
    return plan(place / "kantor", place / "terbit", SecretKey.generate("kim-kiosk news key"), Previous(), NOW)


def read(feed: Any) -> dict[str, Item]:
    body = json.dumps(feed).encode()
    return {item.id: item for item in read_feed(body, SOURCE, url=SOURCE.url, now=NOW).items}


def test_the_village_is_published_without_a_fault(planned: Plan) -> None:
    assert [str(fault) for fault in planned.faults] == []
    assert (len(planned.feed["items"]), planned.ids) == (len(read_notices()), {})
    assert [entry["type"] for entry in planned.feed["_kiosk"]["files"]] == ["ics"]


def test_one_shape_two_ways(planned: Plan) -> None:
    """A kiosk reads the same of both, but for the files' addresses."""
    shown = read(planned.feed)
    demo = read(build_feed([build_item(notice, [], NOW) for notice in read_notices()], NOW))
    assert shown.keys() == demo.keys()
    for key, item in shown.items():
        for name in ("title", "summary", "author", "category", "priority", "pinned", "areas", "published", "publish_from",
                     "expires", "provenance", "language"):  # fmt: skip
            assert getattr(item, name) == getattr(demo[key], name), (key, name)
        assert item.text.split() == demo[key].text.split()
        assert [block for block in item.blocks if not block.url] == list(demo[key].blocks)
