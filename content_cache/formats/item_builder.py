"""Builder of stored items from a format's findings: the one place for limits, cleaning and the choice of kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from content_cache.formats.feed import MOST_ITEMS
from content_cache.formats.notes import ReasonCounts
from content_cache.model.attachments import DOCUMENT, FILMS, PAGE, SEALED, SUBTITLES, Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.concerns import ConcernStage
from content_cache.model.errors import Code
from content_cache.model.event_days import time_at
from content_cache.model.film_pages import film_page
from content_cache.model.full_size import full_size
from content_cache.model.groups import groups
from content_cache.model.items import KINDS, Answer, Item, Occurrence
from content_cache.model.loop import LoopTerms
from content_cache.model.plain_text import blocks_text
from content_cache.model.polls import Poll
from content_cache.model.sources import Source
from content_cache.model.trust import may_alert, may_answer_questions, may_poll
from content_cache.model.urls import host_of
from content_cache.model.vocabulary import Category, Provenance, Verdict
from content_cache.text.cleaning import clean_url, text_to_blocks, to_blocks
from content_cache.text.html_blocks import documents, embeds, recordings
from content_cache.text.plain import clean_line, clean_text, clean_title
from content_cache.text.verdicts import is_labelled, verdict_of

MOST_ATTACHMENTS = 20
_MOST_LINKED = 5  # documents that an article leads to
MOST_LINES = 100  # areas, or requirements of a service
ID_LIMIT = 500  # characters
YEARS = range(1990, 2201)  # in which a village may publish

# Blogger's addresses carry the size; its thumbnails are squares of 72 pixels, cut out of the picture
_SIZED = re.compile(r"/[swh]\d+(?:-[a-z]+\d*)*(?=/)|=[swh]\d+(?:-[a-z]+\d*)*\Z")
_SMALL = re.compile(r"(?<=[/=])s72(?:-[a-z]+\d*)*(?=/|\Z)")
_FULL = "s1600"

# what a link to a document is called where it says nothing of it
_DOWNLOAD = re.compile(r"[^.!?]{0,20}\b(?:unduh|mengunduh|download)\b[^.!?]{0,30}[.!]?", re.IGNORECASE)

_MEDIA_TYPE = re.compile(r"(?:image|audio|video|text|application)/[a-z0-9*][a-z0-9.+_-]{0,80}")
_SUFFIXES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "m4a": "audio/mp4", "aac": "audio/aac", "avif": "image/avif", "pdf": DOCUMENT, "mp4": "video/mp4", "webm": "video/webm",
    "vtt": "text/vtt", "srt": "application/x-subrip",
}  # fmt: skip


class ItemDraft(Struct, kw_only=True):
    """Item as its feed has it, before cleaning.

    *html* is the article as markup, *text* as plain text; with both, the screen shows *html* and the voice reads *text*.
    Addresses are relative to *base*.
    """

    id: str = ""
    base: str = ""
    title: str = ""
    html: str = ""
    text: str = ""
    summary: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    publish_from: datetime | None = None
    expires: datetime | None = None
    priority: int = 0
    pinned: bool = False
    language: str = ""
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    link: str = ""
    attachments: tuple[Attachment, ...] = ()
    loop: LoopTerms | None = None
    poll: Poll | None = None
    thumbnails: tuple[Attachment, ...] = ()  # small pictures of what the article may show itself
    speech_text: str = ""
    provenance: Provenance | None = None
    category: Category | None = None
    place: str = ""
    requirements: tuple[str, ...] = ()
    hours: str = ""
    claim: str = ""
    verdict: Verdict | None = None  # None: what its title or its `labels` say
    labels: tuple[str, ...] = ()  # categories and tags, as the feed names them
    occurrences: tuple[Occurrence, ...] = ()
    series: str = ""
    answers: tuple[str, int, bool, str, ConcernStage | None] | None = (
        None  # which question of which kiosk, whether for its asker alone, its box, its stage
    )


def stable_id(*parts: str) -> str:
    """Return a permanent id for an item whose feed gives none: the first 32 digits of the SHA-256 of *parts*."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def attachment_type(url: str, declared: str = "") -> str:
    """Return the media type of a picture, recording, document, film or subtitles, or "" for any other file.

    The *declared* type counts, else the ending of the name in *url*.
    """
    declared = declared.partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(declared):  # a torn attribute runs on through half the feed
        declared = ""
    name = url.partition("?")[0].partition("#")[0]
    named = _SUFFIXES.get(name.rpartition(".")[2].lower(), "")
    if declared in (DOCUMENT, SEALED, *FILMS, *SUBTITLES):
        return declared
    if declared == "image/svg+xml" or not declared.startswith(("image/", "audio/")):
        return named
    return named if declared.endswith("/*") and named.startswith(declared[:6]) else declared


def build_items(drafts: Iterable[ItemDraft], source: Source, now: datetime, notes: ReasonCounts) -> tuple[Item, ...]:
    """Build the items of *drafts* in their order: the newest MOST_ITEMS, each id once (the newer wins).

    *notes* counts the drafts that are left out.
    """
    kept: dict[str, Item] = {}
    for draft in _newest_drafts(_told_apart(drafts), notes):
        item = _item(draft, source, now, notes)
        if item is None:
            continue
        twin = kept.get(item.id)
        if twin is not None:
            notes.add(Code.ITEM_TWICE)
            if _age_key(item) <= _age_key(twin):
                continue
        kept[item.id] = item
    return tuple(kept.values())


def _newest_drafts(drafts: list[ItemDraft], notes: ReasonCounts) -> list[ItemDraft]:
    """Return the newest MOST_ITEMS of *drafts* in the feed's order; without dates, the first ones.

    Of two with the same id the newer is kept. *notes* counts the others.
    """
    if len(drafts) <= MOST_ITEMS:
        return drafts
    newest: dict[str, int] = {}
    for n, draft in enumerate(drafts):
        known = newest.get(draft.id) if draft.id else None
        if known is not None:
            notes.add(Code.ITEM_TWICE)
        if known is None or _draft_age(draft) > _draft_age(drafts[known]):
            newest[draft.id or f"\0{n}"] = n
    if len(newest) > MOST_ITEMS:
        notes.add(Code.ITEMS_BEYOND, len(newest) - MOST_ITEMS, most=MOST_ITEMS)
    chosen = sorted(newest.values(), key=lambda n: (-_draft_age(drafts[n]), n))[:MOST_ITEMS]
    return [drafts[n] for n in sorted(chosen)]


def _draft_age(draft: ItemDraft) -> float:
    newest = _sane(draft.updated) or _sane(draft.published)
    return newest.timestamp() if newest else 0.0


def _told_apart(drafts: Iterable[ItemDraft]) -> list[ItemDraft]:
    """Return the drafts with unique ids.

    An id that a feed gives to several addresses or titles becomes a hash with these. A ministry's feed gives all items of a
    day the same id.
    """
    drafts = list(drafts)
    titles: dict[tuple[str, str], set[str]] = {}
    links: dict[str, set[str]] = {}
    for draft in drafts:
        links.setdefault(draft.id, set()).add(draft.link)
        titles.setdefault((draft.id, draft.link), set()).add(draft.title)
    for n, draft in enumerate(drafts):
        link = (draft.link,) if len(links[draft.id]) > 1 else ()
        title = (draft.title,) if len(titles[draft.id, draft.link]) > 1 else ()
        if draft.id and (link or title):
            drafts[n] = replace(draft, id=stable_id(draft.id, *link, *title))
    return drafts


def _age_key(item: Item) -> float:
    newest = item.updated or item.published
    return newest.timestamp() if newest else 0.0


def _item(draft: ItemDraft, source: Source, now: datetime, notes: ReasonCounts) -> Item | None:
    blocks = to_blocks(draft.html, draft.base) if draft.html else text_to_blocks(draft.text)
    if next(_linked(draft, source), None):  # the line "download" of such an item is no text
        blocks = tuple(block for block in blocks if not _DOWNLOAD.fullmatch(block.text))
    text = clean_text(draft.text) or blocks_text(blocks)
    attachments = _attachments(draft, blocks, source)
    title = clean_title(draft.title) or clean_line(text, 80) or _of_picture(draft, attachments, source)
    if not title:
        notes.add(Code.ITEM_EMPTY)
        return None
    category = draft.category or source.category
    if category is Category.EVENT and not draft.occurrences:
        category = Category.NEWS  # the calendar has no place for what has no time, and no list would show it
    if category is Category.NEWS and is_labelled(title):
        category = Category.CLARIFICATION  # a claim must not stand among the news as if it were one
    if category is Category.ALERT and not may_alert(source):
        # found in a news feed, an alert is news: to raise one takes a key or a source that may
        notes.add(Code.ALERT_WITHOUT_KEY)
        category = Category.NEWS
    if draft.answers is not None:
        special: dict[str, Any] = dict(
            zip(("kiosk", "number", "private", "sealed", "stage"), draft.answers, strict=True)
        )
        if not may_answer_questions(source, *draft.answers[:3]):
            return None  # an answer is nobody's else: it is no news of its own
        kind: type[Item] = Answer
    else:
        kind, special = KINDS[category], _special(draft, category, title, now)
    link = clean_url(draft.link, draft.base)
    return kind(
        id=kept_id(draft.id, title),
        source=source.name,
        title=title,
        text=text,
        summary=clean_text(draft.summary, 1_000),
        blocks=blocks,
        author=clean_line(draft.author, 120),
        published=_sane(draft.published),
        updated=_sane(draft.updated),
        publish_from=_sane(draft.publish_from),
        expires=_sane(draft.expires),
        priority=3 if category is Category.ALERT else max(0, min(2, draft.priority)),
        pinned=draft.pinned,
        language=draft.language or source.language,
        areas=_cleaned_lines(draft.areas),
        groups=() if category is Category.ALERT else groups(draft.groups),  # a warning is for all
        link=link if "://" in link else "",
        attachments=attachments,
        speech_text=clean_text(draft.speech_text),
        provenance=draft.provenance or source.provenance,
        loop=draft.loop,
        poll=draft.poll if draft.answers is None and may_poll(source, category) else None,
        **special,
    )


def kept_id(given: str, title: str = "") -> str:
    """Return the id to store for the id *given* by a feed: unchanged if it is short enough, otherwise a hash."""
    raw = clean_line(given, ID_LIMIT + 2)
    return raw if 0 < len(raw) <= ID_LIMIT else stable_id(given or title)


def _special(draft: ItemDraft, category: Category, title: str, now: datetime) -> dict[str, Any]:
    """Return the fields that only items of *category* have: of an event, a service or a clarification."""
    place = clean_line(draft.place)
    if category is Category.EVENT:
        times = tuple(sorted(draft.occurrences, key=lambda time: time.starts))
        shown = time_at(times, now) or times[-1]
        return {
            "place": place, "occurrences": times, "starts": shown.starts, "ends": shown.ends, "all_day": shown.all_day,
            "series": draft.series,
        }  # fmt: skip
    if category is Category.SERVICE:
        return {
            "requirements": _cleaned_lines(draft.requirements),
            "hours": clean_text(draft.hours, 1_000),
            "place": place,
        }
    if category is Category.CLARIFICATION:
        said, claim = verdict_of(title, draft.labels[:MOST_LINES]) if draft.verdict is None else (draft.verdict, "")
        return {"claim": clean_text(draft.claim, 2_000) or claim, "verdict": said}
    return {}


def _cleaned_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in (clean_line(line) for line in lines[:MOST_LINES]) if line)


def _attachments(draft: ItemDraft, blocks: tuple[Block, ...], source: Source) -> tuple[Attachment, ...]:
    """Return the attachments of an item, each address once whatever its size, at most MOST_ATTACHMENTS.

    They are: attached files, pictures in the article (which may lend their text), recordings, documents on the source's
    host, pages of films. Thumbnails come last, and only of pictures that are not among these.
    """
    found: dict[str, Attachment] = {}  # by the address of the whole picture

    def add(given: Attachment) -> None:
        url, kind = clean_url(given.url, draft.base, spaced=True), attachment_type(given.url, given.type)
        role = given.role or ("document" if kind == DOCUMENT else "film" if kind in FILMS else "")
        if given.type == PAGE and role == "film":
            kind = PAGE
        if url and kind and (kind != SEALED or draft.answers is not None):
            found.setdefault(
                full_size(url),
                Attachment(
                    url,
                    kind,
                    clean_line(given.alt),
                    size=given.size,
                    role=role,
                    text=clean_text(given.text),
                    language=given.language,
                ),
            )

    for given in draft.attachments:
        add(given)
    for block in blocks:
        if block.kind is BlockKind.PICTURE:
            whole = full_size(block.url)
            before = found.get(whole) or Attachment(block.url, attachment_type(block.url, "image/*"))
            found[whole] = before if before.alt else replace(before, alt=block.text)
    heard = (Attachment(address, attachment_type(address) or "audio/*") for address in recordings(draft.html))
    on_pages = (Attachment(url, PAGE, role="film") for url in _pages_of_films(draft))
    for given in (*heard, *_linked(draft, source), *on_pages):
        add(given)
    shown = {_SIZED.sub("", one.url) for one in found.values()}
    for given in draft.thumbnails:
        if _SIZED.sub("", given.url) not in shown:
            add(replace(given, url=_SMALL.sub(_FULL, given.url)))
    return tuple(found.values())[:MOST_ATTACHMENTS]


def _linked(draft: ItemDraft, source: Source) -> Iterator[Attachment]:
    """Yield the documents on the source's own host that the item's link or its article leads to."""
    for address in (draft.link, *documents(draft.html))[: 1 + _MOST_LINKED]:
        url = clean_url(address.partition("#")[0], draft.base, spaced=True)
        if attachment_type(url) == DOCUMENT and _host(url) == _host(source.url):
            yield Attachment(url, DOCUMENT)


def _pages_of_films(draft: ItemDraft) -> Iterator[str]:
    """Yield the addresses of film pages that an article embeds or is itself. A kiosk shows the address and fetches nothing."""
    for address in (draft.link, *embeds(draft.html))[: 1 + _MOST_LINKED]:
        if url := film_page(clean_url(address, draft.base, spaced=True)):
            yield url


def _host(url: str) -> str:
    """Return the host of *url* without "www.", or "" for a file."""
    return host_of(url).removeprefix("www.")


def _of_picture(draft: ItemDraft, attachments: tuple[Attachment, ...], source: Source) -> str:
    """Return a title for an item that is a picture alone: the picture's text, else its date; "" if it has neither."""
    pictures = [attachment for attachment in attachments if attachment.is_picture]
    when = _sane(draft.published) or _sane(draft.updated)
    said = next((picture.alt for picture in pictures if picture.alt), "")
    if said or not pictures or when is None:
        return said
    local = when.astimezone(ZoneInfo(source.timezone))
    return f"{local.day}/{local.month}/{local.year}"


def _sane(when: datetime | None) -> datetime | None:
    return when if when is not None and when.year in YEARS else None


def said_size(value: object) -> int:
    """Return the size in bytes that a feed states for a file, or 0 for a missing or senseless value. It is only a hint."""
    text = str(value) if isinstance(value, str | int) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 13 else 0
