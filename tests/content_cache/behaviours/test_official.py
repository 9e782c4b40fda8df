"""An office's own site: what is one, and how nobody else becomes one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from content_cache.formats import read_feed
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.model.items import NewsItem
from content_cache.model.sources import Source
from content_cache.model.trust import is_official, secured
from content_cache.model.vocabulary import Provenance
from content_cache.refresh.means import Means
from content_cache.refresh.refresher import Refresher
from tests.content_cache.house import LIMITS, House, rss, source

pytestmark = [
    pytest.mark.attack(
        "people",
        "a feed calls itself an office's own site, or the office's site leads to another host",
        'the settings alone name one, for https; what another host answers is "Belum dicek"',
    ),
    pytest.mark.attack(
        "people",
        'a feed signs with another\'s name (author "Bupati", "BMKG")',
        "who says it is the source by the settings' name, unless the item is vouched for",
    ),
]


SITE = "https://banggaikab.example/feed/"


@pytest.mark.parametrize(
    ("named", "asked", "official"),
    [
        (Source(name="a", url=SITE, official=True), SITE, True),
        (Source(name="a", url=SITE, official=True), "", True),
        (Source(name="a", url=SITE), SITE, False),
        (Source(name="a", url="http://banggaikab.example/feed/", official=True), SITE, False),
        (Source(name="a", url=SITE, official=True), "http://banggaikab.example/feed/", False),
        (Source(name="a", url=SITE, official=True), "https://jahat.example/feed/", False),
        (Source(name="a", url=SITE, official=True), "https://banggaikab.example.jahat.example/", False),
        (Source(name="a", url=SITE, official=True), "https://banggaikab.example@jahat.example/", False),
        (Source(name="a", url=SITE, official=True), "https://banggaikab.example:8443/", False),
        (Source(name="a", url=SITE, official=True), "https://BANGGAIKAB.example/feed/?page=2", True),
        (Source(name="a", url=SITE, official=True, format="central", keys=("RWQ",)), SITE, False),
        (Source(name="a", url="/media/usb/feed.json", official=True), "", False),
    ],
)
def test_the_settings_name_it_and_the_way_bears_it_out(named: Source, asked: str, official: bool) -> None:
    assert is_official(named, asked) is official


@pytest.mark.parametrize("claimed", list(Provenance))
def test_an_item_that_claims_it_is_none(claimed: Provenance) -> None:
    said = NewsItem(id="1", source="a", title="t", provenance=claimed)
    assert secured(said, Source(name="a", url=SITE)).provenance is not Provenance.OFFICIAL
    plain = secured(said, Source(name="a", url="http://x.example/", official=True))
    assert plain.provenance is Provenance.UNCHECKED


class LedAway(Refresher):
    """Asked at the settings' address; `answers` is the address that had the last word."""

    body = b""
    answers = SITE

    def _fetch(self, request: Request) -> Fetched | NotModified:  # noqa: ARG002
        return Fetched(url=self.answers, status=200, body=self.body, content_type="")


def taken(house: House, body: bytes, answers: str = SITE, **values: Any) -> tuple[Provenance, str]:
    named = source(SITE, official=True, **values)
    refresher = LedAway(
        house.store,
        (named,),
        data_dir=house.data_dir,
        clock=house.clock,
        kiosk_id="k1",
        limits=LIMITS,
        means=Means(reader=read_feed),
    )
    refresher.body, refresher.answers = body, answers
    refresher.refresh(force=True)
    (item,) = house.store.reader.items()
    return item.provenance, item.said_by


WORDPRESS = rss("Jalan ditutup").replace(
    b"<item>", b'<item><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">admin</dc:creator>'
)


def test_the_offices_own_site_is_told_as_that_and_by_its_name(house: House) -> None:
    assert taken(house, WORDPRESS) == (Provenance.OFFICIAL, "a")


@pytest.mark.parametrize("answers", ["https://jahat.example/feed/", "http://banggaikab.example/feed/"])
def test_what_another_host_answers_is_not(house: House, answers: str) -> None:
    assert taken(house, WORDPRESS, answers) == (Provenance.UNCHECKED, "a")


def test_an_item_of_another_host_that_claims_it_is_not(house: House) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [
            {
                "id": "1",
                "title": "t",
                "content_text": "x",
                "authors": [{"name": "Bupati"}],
                "_kiosk": {"provenance": "situs_resmi"},
            }
        ],
    }
    assert taken(house, json.dumps(feed).encode(), "https://jahat.example/") == (Provenance.UNCHECKED, "a")
