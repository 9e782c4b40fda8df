"""Conversion of notices to the items of a JSON Feed 1.1 with `_kiosk` fields (jsonfeed.org/version/1.1; CONTRACTS.md,
"Signed edition"). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from content_cache.model.items import Occurrence
from content_cache.model.vocabulary import Category
from content_cache.signing.edition import ALIAS, LASTS, SCHEMA, SHEET_TYPES
from kiosk.office.editions.attachments import ReadyAttachment
from kiosk.office.editions.films import ReadyFilm
from kiosk.office.editions.folder import FolderNotice, Office
from kiosk.office.editions.markdown import render

VERSION = "https://jsonfeed.org/version/1.1"
_OF_ITEM = ("summary", "language")
_OF_KIOSK = (
    "provenance", "pinned", "areas", "groups", "speech_text", "claim", "verdict", "requirements", "hours", "place", "all_day",
    "severity", "loop", "answers", "poll",
)  # fmt: skip
_OF_THE_DAY = ("starts", "ends", "times")
Fields = dict[str, Any]


def item_of(
    notice: FolderNotice,
    media: Mapping[str, ReadyAttachment],
    recordings: Sequence[tuple[ReadyAttachment, str]],
    before: Mapping[str, Any] | None,
    office: Office,
    now: datetime,
    *,
    films: Mapping[str, ReadyFilm] = MappingProxyType({}),
    still: ReadyAttachment | None = None,
    sealed: ReadyAttachment | None = None,
) -> Fields:
    """Return the feed's item for *notice*. *media* are its pictures and documents by the notice's names for them.
    *recordings* have their language, "" for the notice's own. *films* are by role. *still* is a film's picture for a
    notice without pictures. *sealed* is the box of a private answer's recording. *before* is the item as published
    last.

    Unchanged content keeps its dates, so that publishing again gives the same bytes."""
    zone = ZoneInfo(office.timezone)
    published = stamp(notice.published, zone) or (before or {}).get("date_published") or stamp(now, zone)
    article = render(notice.body, lambda file: media[file].name if file in media else "")
    item: Fields = {
        "id": notice.id,
        "title": notice.title,
        "content_text": article.text,
        "content_html": article.html,
        "date_published": published,
        "tags": [str(notice.category)],
        "language": office.language,
    }
    item |= {name: notice.plain[name] for name in _OF_ITEM if name in notice.plain}
    if link := notice.plain.get("link"):
        item["url"] = link
    if author := notice.plain.get("author") or office.publisher:
        item["authors"] = [{"name": author}]
    item["_kiosk"] = _kiosk(notice, zone)
    if documents := _documents(notice, media):  # in a list of their own, like films
        item["_kiosk"]["documents"] = documents
    if films:  # apart from the others, for which older kiosks refuse what they do not know
        item["_kiosk"]["films"] = [_film(role, ready) for role, ready in films.items()]
    if sealed:
        item["_kiosk"]["sealed"] = [_attachment(sealed, "")]
    pictures = [*_pictures(notice, media), *([_attachment(still, notice.title)] if still else [])]
    if attachments := [*pictures, *(_recording(*each) for each in recordings)]:
        item["attachments"] = attachments
    if before is not None:
        changed = _as_said(before) != _as_said(item)
        if modified := stamp(now, zone) if changed else before.get("date_modified"):
            item["date_modified"] = modified
    return item


def feed_of(
    items: Iterable[Fields],
    files: Iterable[Fields],
    tombstones: Iterable[str],
    tops: Mapping[str, Any],
    office: Office,
    seq: int,
    issued: datetime,
) -> Fields:
    """Return the whole feed, its newest item first. *files* are entries of calendars, CAP messages and sheets. *tops*
    are fields of the edition itself: `emergency`, `lexicon`, `settings` and others."""
    zone = ZoneInfo(office.timezone)
    kiosk: Fields = {"schema": SCHEMA, "seq": seq, "issued": stamp(issued, zone)}
    kiosk["expires"] = stamp(issued + LASTS, zone)
    if office.publisher:
        kiosk["publisher"] = office.publisher
    kiosk |= {name: value for name, value in tops.items() if value}
    if office.area:
        kiosk["area"] = office.area
    feed: Fields = {"version": VERSION, "title": office.title, "language": office.language}
    if office.description:
        feed["description"] = office.description
    if office.site:
        feed |= {"home_page_url": office.site, "feed_url": office.site.rstrip("/") + "/" + ALIAS}
    by_id = sorted(items, key=lambda item: str(item["id"]))
    newest_first = sorted(by_id, key=lambda item: datetime.fromisoformat(item["date_published"]), reverse=True)
    listed = list(files)
    sheets = [entry for entry in listed if entry["type"] in SHEET_TYPES]
    kiosk["files"] = [entry for entry in listed if entry not in sheets]
    if sheets:
        kiosk["sheets"] = sheets
    return feed | {"_kiosk": kiosk | {"tombstones": list(tombstones)}, "items": newest_first}


def stamp(when: datetime | None, zone: ZoneInfo) -> str:
    """Return *when* in RFC 3339 in the office's zone, "" for None."""
    return when.astimezone(zone).isoformat(timespec="seconds") if when else ""


def _kiosk(notice: FolderNotice, zone: ZoneInfo) -> Fields:
    kiosk: Fields = {"category": str(notice.category)}
    priority = 3 if notice.category is Category.ALERT else notice.priority
    if priority:
        kiosk["priority"] = priority
    times = {"publish_from": notice.published, "expires": notice.expires, "starts": notice.starts, "ends": notice.ends}
    kiosk |= {name: stamp(when, zone) for name, when in times.items() if when}
    if notice.repeated is not None:
        kiosk |= {"times": [_span(time, zone) for time in notice.repeated.times], "series": notice.repeated.series.mark}
    return kiosk | {name: notice.plain[name] for name in _OF_KIOSK if name in notice.plain}


def _span(time: Occurrence, zone: ZoneInfo) -> str:
    """Return the occurrence as an ISO 8601 interval, or its beginning alone if no end is known."""
    starts = stamp(time.starts, zone)
    return f"{starts}/{stamp(time.ends, zone)}" if time.ends > time.starts else starts


def _as_said(item: Mapping[str, Any]) -> Fields:
    """Return *item* for comparison: without its date of change, and for a repeated event without times, which move on
    with the days."""
    said = {name: value for name, value in item.items() if name != "date_modified"}
    kiosk = said.get("_kiosk", {})
    if kiosk.get("series"):
        said["_kiosk"] = {name: value for name, value in kiosk.items() if name not in _OF_THE_DAY}
    return said


def _pictures(notice: FolderNotice, media: Mapping[str, ReadyAttachment]) -> list[Fields]:
    found: dict[str, Fields] = {}
    for picture in notice.pictures:
        if ready := media.get(picture.file):
            entry = found.setdefault(ready.name, _attachment(ready, picture.alt.strip()))
            if picture.text:
                entry["_kiosk"]["text"] = picture.text
    return list(found.values())


def _documents(notice: FolderNotice, media: Mapping[str, ReadyAttachment]) -> list[Fields]:
    found: dict[str, Fields] = {}
    for one in notice.documents:
        if ready := media.get(one.file):
            entry = found.setdefault(ready.name, _attachment(ready, one.alt.strip()))
            entry["_kiosk"]["role"] = "document"
    return list(found.values())


def _film(role: str, ready: ReadyFilm) -> Fields:
    entry = _attachment(ready.film, "")
    entry["_kiosk"] |= {"role": role} | ({"of": ready.of} if ready.of else {})
    return entry


def _recording(ready: ReadyAttachment, language: str) -> Fields:
    entry = _attachment(ready, "")
    if language:
        entry["_kiosk"]["language"] = language
    return entry


def _attachment(ready: ReadyAttachment, alt: str) -> Fields:
    kiosk = {"sha256": ready.sha256} | ({"alt": alt} if alt else {})
    return {"url": ready.name, "mime_type": ready.mime_type, "size_in_bytes": ready.size, "_kiosk": kiosk}
