"""Ordinary readers open feed.json unchanged: a JSON Feed reader that others wrote."""

from __future__ import annotations

import feedparser_rs

from tests.content_cache.central.office import CALENDAR, OfficePC

TITLES = ["Air mati besok", "Harga cakalang turun"]


def test_feedparser_rs_reads_it(office: OfficePC) -> None:
    office.put("acara.ics", CALENDAR)
    office.publish()
    feed = feedparser_rs.parse((office.out / "feed.json").read_bytes())
    assert not feed.bozo
    assert [(entry.id, entry.title) for entry in feed.entries] == list(zip(["air", "pasar"], TITLES, strict=True))
    (picture,) = feed.entries[0].enclosures
    assert (office.out / picture.href).stat().st_size == int(picture.length)
