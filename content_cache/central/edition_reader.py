"""A signed edition -> what it names and the items within. Pure; nothing here looks at a signature.

A signed edition is taken whole or not at all: what is wrong with it was wrong when the office signed it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urljoin

from msgspec import Struct
from msgspec.structs import replace

from content_cache.central.prompts import prompts_in
from content_cache.central.voices import files_of, voices_in
from content_cache.formats import Feed, emergency, lexicon, read_feed
from content_cache.formats.cap_terms import hazard_of
from content_cache.formats.directions import directions_of
from content_cache.formats.notes import ReasonCounts
from content_cache.jobs.limits import AnswerBytes
from content_cache.jobs.messages import lines_of
from content_cache.model.attachments import PAGE
from content_cache.model.errors import Code, FormatError, SignatureError
from content_cache.model.items import Alert, Item
from content_cache.model.problems import Problem, quoted
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category, Provenance, Severity
from content_cache.signing.edition import (
    APART,
    FEED_FILES,
    HIGHEST_SEQ,
    MOST_FILM_BYTES,
    SHEET_BYTES,
    SHEET_TYPES,
    Latest,
    Listed,
    media_hash,
)

MOST_FILES = 4_000  # pictures, recordings, calendars of one edition
MOST_FILE_BYTES = 15_000_000
MOST_TOMBSTONES = 20_000
_NOBODY = Source(name="", url="https://signed.invalid/", format="json")
EDITION_BYTES = 2_300_000  # of an answer that says what an edition names: 4,000 files, and 20,000 ids


class Manifest(Struct, frozen=True):
    """Contents list of an edition: calendars and alerts (*files*), pictures and recordings (*media*), *withdrawn* ids.

    *warns*: it contains emergencies. It may be shown as news until *expires*. *directions* are for the kiosks themselves.
    """

    files: tuple[Listed, ...]
    media: tuple[Listed, ...]
    withdrawn: tuple[str, ...]
    warns: bool
    expires: datetime | None = None
    directions: str | None = ""


class EditionContent(Struct, frozen=True):
    """Parsed edition: its manifest, and its items as `jobs.messages.lines_of` writes them."""

    manifest: Manifest
    lines: tuple[str, ...]
    notes: tuple[Problem, ...]


class FileContent(Struct, frozen=True):
    """Items of some calendars and warnings of an edition."""

    lines: tuple[str, ...]
    notes: tuple[Problem, ...]


def read_edition(
    body: bytes, latest: Latest, source: Source, url: str, now: datetime, may_warn: bool
) -> Annotated[EditionContent, AnswerBytes(EDITION_BYTES)]:
    """Parse an edition, in the bounded child. Raise FormatError, and SignatureError for an emergency by a key that may not
    sign one."""
    manifest = manifest_of(body, latest)
    check_rights(manifest, may_warn=may_warn)
    feed = items_of(body, source, url=url, now=now, may_warn=may_warn)
    lines, dropped = lines_of(feed.items, source)
    return EditionContent(manifest, lines, (*feed.notes, *dropped))


def read_files(
    bodies: tuple[bytes, ...], files: tuple[Listed, ...], source: Source, base: str, now: datetime, may_warn: bool
) -> FileContent:
    """Parse calendars, warnings and sheets of an edition, in the bounded child. Raises FormatError."""
    items: list[Item] = []
    for body, listed in zip(bodies, files, strict=True):
        items += items_of_file(body, listed, source, url=base + listed.name, now=now, may_warn=may_warn)
    return FileContent(*lines_of(items, source))


def manifest_of(body: bytes, latest: Latest) -> Manifest:
    """Return the edition's manifest. Raise FormatError if *body* is no edition, or has another number than *latest*."""
    try:
        feed = json.loads(body)
        kiosk = feed["_kiosk"]
        seq, items = kiosk["seq"], feed["items"]
        expires = datetime.fromisoformat(kiosk["expires"]).astimezone(UTC) if "expires" in kiosk else None
        entries = (*kiosk.get("files", ()), *(each for each in kiosk.get("sheets", ()) if each["type"] in SHEET_TYPES))
        files = tuple(_listed_file(entry["name"], entry, entry["size"], entry["type"]) for entry in entries)
        media = {file.name: file for item in items for file in _attached(item)}
        media = files_of(voices_in(items, "", ReasonCounts()).values(), "") | media
        prompts = prompts_in(kiosk.get("prompts"), "", _NOBODY, ReasonCounts())
        media = files_of((sheet.voice for sheet in prompts if sheet.voice), "") | media
        withdrawn = tuple(str(key) for key in kiosk.get("tombstones", ()))
        warns = any(_warns(item) for item in items) or any(file.type == "cap" for file in files)
        directions = directions_of(kiosk)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.EDITION_UNREADABLE, reason=f"{type(error).__name__}: {quoted(error)}") from error
    if seq != latest.seq or not 0 < latest.seq < HIGHEST_SEQ:
        raise FormatError(Code.EDITION_NUMBER, said=str(seq)[:20], signed=latest.seq)
    if len(files) + len(media) > MOST_FILES or len(withdrawn) > MOST_TOMBSTONES:
        raise FormatError(Code.EDITION_TOO_MANY, files=len(files) + len(media), tombstones=len(withdrawn))
    return Manifest(files, tuple(media.values()), withdrawn, warns, expires, directions)


def check_rights(manifest: Manifest, *, may_warn: bool) -> None:
    """Raise SignatureError if the edition has emergencies and its key may not sign them."""
    if manifest.warns and not may_warn:
        raise SignatureError(Code.ALERT_BY_NEWS_KEY)


def items_of(body: bytes, source: Source, *, url: str, now: datetime, may_warn: bool) -> Feed:
    """Return the edition's own items; addresses are relative to *url*. Raise FormatError, also if the edition is incomplete."""
    feed = read_feed(body, _as(source, "json", may_warn=may_warn), url=url, now=now)
    if not feed.complete:
        raise FormatError(Code.EDITION_CUT)
    base = urljoin(url, ".") if "://" in url else url.rpartition("/")[0] + "/"
    whole, notes = json.loads(body), ReasonCounts()
    grave = {str(item.get("id")): item.get("_kiosk", {}).get("severity") for item in whole["items"]}
    called = tuple(emergency.sheets_of(whole["_kiosk"].get("emergency"), source, notes))
    called += tuple(lexicon.sheets_of(whole["_kiosk"].get("lexicon"), source, notes))
    called += tuple(prompts_in(whole["_kiosk"].get("prompts"), base, source, notes))
    voices = voices_in(whole["items"], base, notes)
    checked_items = (_checked(item, base, grave.get(item.id)) for item in feed.items)
    items = (*(replace(item, voice=voices.get(item.id)) for item in checked_items), *called)
    return replace(feed, items=items, notes=(*feed.notes, *notes.problems()))


def items_of_file(
    content: bytes, listed: Listed, source: Source, *, url: str, now: datetime, may_warn: bool
) -> tuple[Item, ...]:
    """Return the events of a calendar, the warning of a CAP message, or a sheet of the day, all VERIFIED by their office.

    Raises FormatError.
    """
    form = FEED_FILES[listed.type]
    category = Category.EVENT if form == "ical" else source.category
    feed = read_feed(content, replace(_as(source, form, may_warn=may_warn), category=category), url=url, now=now)
    # as of a notice in the office's folder that says nothing else (CONTRACTS, `provenance`)
    return tuple(replace(item, attachments=(), provenance=Provenance.VERIFIED) for item in feed.items)


def _as(source: Source, form: str, *, may_warn: bool) -> Source:
    # its signature says more of it than https could
    return replace(source, format=form, alerts=may_warn, url="https://signed.invalid/")


def _checked(item: Item, base: str, severity: object) -> Item:
    """Return the item without files whose name is not their hash, since nobody signed those.

    An emergency also gets the fields that a CAP message has. Raise FormatError if it has no end.
    """
    if isinstance(item, Alert):
        if item.expires is None:
            raise FormatError(Code.ALERT_WITHOUT_END, id=item.id[:60])
        item = replace(
            item,
            identifier=item.id,
            sender=item.source,
            geocodes=item.areas,
            effective=item.publish_from,
            hazard=hazard_of(item.title, item.text),
            severity=next((grade for grade in Severity if grade == severity), Severity.SIAGA),
        )
    signed = tuple(
        a
        for a in item.attachments
        if a.type == PAGE or (a.url.startswith(base) and media_hash(a.url.removeprefix(base)))
    )
    addresses = {attachment.url for attachment in signed}
    blocks = tuple(block for block in item.blocks if not block.url or block.url in addresses)
    return replace(item, attachments=signed, blocks=blocks)


def _attached(item: Mapping[str, Any]) -> Iterator[Listed]:
    for one in item.get("attachments", ()):
        yield _listed_file(one["url"], one["_kiosk"], one["size_in_bytes"], "media")
    kiosk = item.get("_kiosk", {})
    for one in (each for name in APART for each in kiosk.get(name, ())):  # a later program may list other types
        if media_hash(str(one["url"])) and one["size_in_bytes"] <= MOST_FILM_BYTES:
            yield Listed(one["url"], str(one["_kiosk"]["sha256"]), int(one["size_in_bytes"]))


def _listed_file(name: object, entry: Mapping[str, Any], size: object, kind: str) -> Listed:
    if not isinstance(name, str) or type(size) is not int or kind not in (*FEED_FILES, "media"):
        raise TypeError("a file without name, size or type")
    if not 0 <= size <= (SHEET_BYTES if kind in SHEET_TYPES else MOST_FILE_BYTES):
        raise FormatError(Code.EDITION_FILE_TOO_LARGE, bytes=size)
    return Listed(name, str(entry["sha256"]), size, kind)


def _warns(item: Mapping[str, Any]) -> bool:
    kiosk, tags = item.get("_kiosk", {}), item.get("tags", ())
    named = [kiosk.get("category"), *tags]
    priority = kiosk.get("priority", 0)
    return any(str(name).strip().lower() == Category.ALERT for name in named) or (
        type(priority) is int and priority > 2
    )
