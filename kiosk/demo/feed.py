"""A notice of the village -> an item of JSON Feed 1.1 with the `_kiosk` extension of the central feed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.demo import markup
from kiosk.demo.moments import fill_dates, moment

VERSION = "https://jsonfeed.org/version/1.1"
_AS_WRITTEN = (
    "category",
    "priority",
    "pinned",
    "claim",
    "verdict",
    "hours",
    "place",
    "provenance",
    "areas",
    "requirements",
)


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that an item points to: `url` relative to the feed, `size` in bytes, `alt` what a picture shows."""

    url: str
    mime_type: str
    size: int
    sha256: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One file of the content folder: its name without suffix (the permanent id), its front matter, its text."""

    id: str
    matter: dict[str, Any]
    body: str

    @classmethod
    def read(cls, name: str, source: str) -> Notice:
        """Raises ValueError, naming the file, if the front matter is missing or wrong."""
        try:
            matter, body = markup.split_front_matter(source)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
        return cls(name, matter, body)


def build_feed(items: Iterable[dict[str, Any]], now: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": "Kabar Desa Bunga",
        "description": "Desa contoh: semua nama, angka, dan peristiwa adalah rekaan.",
        "language": "id",
        "feed_url": "feed.json",
        "_kiosk": {
            "schema": 1,
            "issued": now.isoformat(timespec="seconds"),
            "publisher": "KIM Desa Bunga",
            "area": "72.01.05",
        },
        "items": sorted(items, key=lambda item: datetime.fromisoformat(item["date_published"]), reverse=True),
    }


def build_item(notice: Notice, media: Iterable[Medium], now: datetime) -> dict[str, Any]:
    """`media` are the stored pictures and recordings of the notice, in its order."""
    matter = notice.matter
    pieces = markup.parse(fill_dates(notice.body, now))
    published = moment(matter["publish_from"], now).isoformat(timespec="seconds")
    kiosk = {key: matter[key] for key in _AS_WRITTEN if key in matter}
    kiosk["publish_from"] = published
    if "expires" in matter:
        kiosk["expires"] = moment(matter["expires"], now).isoformat(timespec="seconds")
    item = {
        "id": notice.id,
        "title": fill_dates(matter["title"], now),
        "summary": fill_dates(matter["summary"], now),
        "content_text": markup.to_text(pieces),
        "content_html": markup.to_html(pieces),
        "date_published": published,
        "authors": [{"name": matter["author"]}],
        "language": "id",
        "tags": [matter["category"]],
        "_kiosk": kiosk,
    }
    if attachments := [_attachment(medium) for medium in media]:
        item["attachments"] = attachments
    return item


def _attachment(medium: Medium) -> dict[str, Any]:
    return {
        "url": medium.url,
        "mime_type": medium.mime_type,
        "size_in_bytes": medium.size,
        "_kiosk": {"sha256": medium.sha256, "alt": medium.alt},
    }
