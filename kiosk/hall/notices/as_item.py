"""Notice of the hall as an item of the content cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from content_cache.model.attachments import Attachment
from content_cache.model.items import Announcement, Event, Item, Occurrence
from content_cache.model.vocabulary import Provenance
from kiosk.hall.notices.notice import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Village:
    """Settings of the village that a preview needs."""

    name: str
    timezone: str
    lexicon: dict[str, str]


def as_item(notice: Notice, village: Village) -> Item:
    """Return *notice* as an item: an Event if it is an event with a time, else an Announcement."""
    author = f"KIM {village.name}"
    shared: dict[str, Any] = {
        "id": notice.id, "source": author, "author": author, "title": notice.title, "text": notice.text,
        "published": notice.written, "expires": notice.ends, "priority": 2 if notice.urgent else 1, "language": "id",
        "provenance": Provenance.KIM,
        "attachments": tuple(
            Attachment(each.file, "video/mp4" if each.is_film else "image/jpeg", alt=each.alt, text=each.text or "")
            for each in notice.attached
            if not each.pages
        ),
    }  # fmt: skip
    if notice.kind is NoticeKind.EVENT and notice.starts is not None:
        ends = notice.told_end or notice.starts
        times = Occurrence(notice.starts, ends)
        return Event(**shared, place=notice.place, starts=notice.starts, ends=ends, occurrences=(times,))
    return Announcement(**shared)
