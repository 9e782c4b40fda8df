"""Ordinary readers open feed.json unchanged: two JSON Feed readers that others wrote."""

from __future__ import annotations

import atoma
import feedparser_rs

from tests.content_cache.central.office import CALENDAR, OfficePC

TITLES = ["Air mati besok", "Harga cakalang turun"]


def test_atoma_reads_it(office: OfficePC) -> None:
    office.put("acara.ics", CALENDAR)
    office.publish()
    feed = atoma.parse_json_feed_bytes((office.out / "feed.json").read_bytes())
    assert (feed.title, [item.title for item in feed.items]) == ("Kabar Banggai", TITLES)
    (picture,) = feed.items[0].attachments
    assert (office.out / picture.url).stat().st_size == picture.size_in_bytes


def test_feedparser_rs_reads_it(office: OfficePC) -> None:
    office.publish()
    feed = feedparser_rs.parse((office.out / "feed.json").read_bytes())
    assert not feed.bozo
    assert [(entry.id, entry.title) for entry in feed.entries] == list(zip(["air", "pasar"], TITLES, strict=True))
