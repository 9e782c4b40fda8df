"""The village's news put into a store as a refresh does it, without a server and a child process in between."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from content_cache.formats import read_feed
from content_cache.model.changes import compare
from content_cache.model.items import Item
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.store.store import Store
from tests.content_cache.media_files import write
from tests.faults.village import picture, rss, sources

BASE = "http://village.test"


def feed(edition: int) -> list[Item]:
    found = read_feed(
        rss(edition, BASE).encode(),
        sources(BASE)[0],
        content_type="application/rss+xml",
        url=f"{BASE}/berita.xml",
        now=datetime(2026, 9, 3, tzinfo=UTC),
    )
    return list(found.items)


def publish(store: Store, folder: Path, edition: int, *, pictures: bool = True) -> None:
    """Apply *edition* of the feed to the store, with its pictures, as a refresh does."""
    now = datetime(2026, 9, 3, tzinfo=UTC)
    items = feed(edition)
    changes = compare(store.fingerprints("berita"), items)
    store.apply("berita", changes, SourceRecord(name="berita", url=f"{BASE}/berita.xml", etag=f'"{edition}"'), now)
    if not pictures:
        return
    known = store.media.records()
    urls = {a.url for item in items for a in item.attachments if not (a.url in known and known[a.url].path)}
    records = []
    for url in sorted(urls):
        content = picture(int(Path(url).stem))
        records.append(MediaRecord(url=url, path=write(content, ".jpg", folder), bytes=len(content)))
    store.media.add(records)
