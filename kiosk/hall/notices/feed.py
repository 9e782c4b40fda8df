"""Notices as the feed that the kiosk reads: JSON Feed 1.1 with `_kiosk` (CONTRACTS.md, "Signed edition"). Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from content_cache.model.attachments import DOCUMENT
from content_cache.model.loop import as_fields
from kiosk.hall.notices.notice import Attached, Notice, NoticeKind

_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "pdf": DOCUMENT,
    "mp4": "video/mp4",
}


def as_feed(notices: Iterable[Notice], place: str, now: datetime) -> str:
    """Return the feed as JSON. Notices that are not over are its items, all others its tombstones. A darurat is no
    item: see `as_cap`."""
    plain = [notice for notice in notices if notice.kind is not NoticeKind.EMERGENCY]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"KIM {place}",
        "language": "id",
        "items": [_item(notice, place) for notice in plain if not notice.over(now)],
        "_kiosk": {"publisher": f"KIM {place}", "tombstones": [notice.id for notice in plain if notice.over(now)]},
    }
    return json.dumps(feed, ensure_ascii=False, indent=1, sort_keys=True)


def _item(notice: Notice, place: str) -> dict[str, Any]:
    kiosk: dict[str, Any] = {
        "category": str(notice.kind),
        "provenance": "kim",
        "priority": 2 if notice.urgent else 1,
        "expires": notice.ends.isoformat(),
    }
    if notice.starts is not None:
        kiosk["starts"] = notice.starts.isoformat()
    if notice.told_end is not None:
        kiosk["ends"] = notice.told_end.isoformat()
    if notice.loop is not None:
        kiosk["loop"] = as_fields(notice.loop)
    if notice.place:
        kiosk["place"] = notice.place
    files = (*notice.attached, *([Attached(notice.voice)] if notice.voice else []))
    return {
        "id": notice.id,
        "title": notice.title,
        "content_text": notice.text,
        "authors": [{"name": f"KIM {place}"}],
        "date_published": notice.written.isoformat(),
        "date_modified": (notice.changed or notice.written).isoformat(),
        "attachments": [_attachment(each) for each in files],
        "_kiosk": kiosk,
    }


def _attachment(each: Attached) -> dict[str, Any]:
    kind = _TYPES.get(each.file.rpartition(".")[2], "application/octet-stream")
    text = {"text": each.text} if each.text else {}
    return {"url": f"media/{each.file}", "mime_type": kind, "_kiosk": {"alt": each.alt} | text}
