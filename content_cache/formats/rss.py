"""RSS 0.9 to 2.0 and Atom, as WordPress, OpenSID and their like write them.

Plain feeds are read by `rss_fast_path`, all else by `rss_feedparser`. Their dates are not used: `dates` knows better what a
village's office writes.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from content_cache.formats import rss_fast_path
from content_cache.formats.feed import Entry, Feed, FeedText, Parsed
from content_cache.formats.item_builder import ItemDraft, attachment_type, build_items, said_size, stable_id
from content_cache.model.attachments import Attachment
from content_cache.model.blocks import BlockKind
from content_cache.model.vocabulary import Category
from content_cache.text.cleaning import clean_url
from content_cache.text.dates import parse_date
from content_cache.text.html_blocks import html_to_blocks
from content_cache.text.plain import clean_title
from content_cache.text.wordpress import without_wordpress

_PERIODS = {"hourly": 3_600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}
_WORD = re.compile(r"[a-z]+")
_FILED_UNDER = MappingProxyType({kind.value: kind for kind in Category if kind is not Category.EVENT})

Mark = str | tuple[str, ...]  # an address; or address, title and date


def read(body: FeedText) -> Feed:
    """Return the items of an RSS or Atom feed; of a cut-off body, the whole ones.

    Raise FormatError only if feedparser gives up; other faults go to `notes`.
    """
    return feed_of(rss_fast_path.parse_feed(body.text) or _read_anything(body.text), body)


def _read_anything(text: str) -> Parsed:
    from content_cache.formats import rss_feedparser  # loaded only where feedparser is needed

    return rss_feedparser.parse_mended(text)


def feed_of(parsed: Parsed, body: FeedText) -> Feed:
    """Build the feed from the entries that a parser found in *body*."""
    channel, entries, notes = parsed.channel, parsed.entries, parsed.notes
    # the site's address is the better base, but what lies beside a local file is meant to be found there
    base = (clean_url(_text(channel, "link"), body.url) if "://" in body.url else "") or body.url
    shared: Counter[Mark] = Counter(mark for entry in entries for mark in (_text(entry, "link"), _marks(entry)))
    drafts = [_draft(entry, base, body, shared) for entry in entries]
    return Feed(
        items=build_items(drafts, body.source, body.now, notes),
        complete=parsed.complete,
        notes=notes.problems(),
        title=clean_title(_text(channel, "title")),
        refresh_every=_refresh_every(channel),
    )


def _draft(entry: Entry, base: str, body: FeedText, shared: Counter[Mark]) -> ItemDraft:
    link = _text(entry, "link")
    markup, plain = article_of(entry)
    summary = without_wordpress(clean_title(_text(entry, "summary"), 1_000))
    return ItemDraft(
        id=_text(entry, "id") or _id(entry, link, shared),
        base=clean_url(_base(entry), base) or base,
        title=_text(entry, "title"),
        html=without_wordpress(markup),
        text=without_wordpress(plain),
        # many feeds have one text only: feedparser then gives it twice
        summary="" if _text(entry, "summary") in (markup, plain) else summary,
        author=_author(entry),
        published=_entry_date(entry, ("published", "created", "updated"), body),
        updated=_entry_date(entry, ("updated",), body),
        link=link,
        attachments=(*_attachments(entry), *_pictures(_text(entry, "summary"))),
        thumbnails=tuple(_thumbnails(entry)),
        category=_category(entry),
        labels=tuple(str(tag.get("term") or "") for tag in entry.get("tags") or ()),
    )


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


def _id(entry: Entry, link: str, shared: Counter[Mark]) -> str:
    """Return an id for an item without guid: a hash of its address.

    If several items share the address, the hash includes title and date; if they share those too, the article.
    """
    if link and shared[link] == 1:
        return stable_id(link)
    marks = _marks(entry)
    return stable_id(*marks, *(article_of(entry) if shared[marks] > 1 else ()))


def _marks(entry: Entry) -> tuple[str, ...]:
    return (_text(entry, "link"), _text(entry, "title"), _text(entry, "published") or _text(entry, "updated"))


def article_of(entry: Entry) -> tuple[str, str]:
    """Return the longest text of an entry, as (markup, "") or ("", plain text)."""
    parts: list[Entry] = [dict(part) for part in entry.get("content") or ()]
    best = max(parts, key=lambda part: len(_text(part, "value")), default=None)
    if best is None or not _text(best, "value"):
        best = dict(entry.get("summary_detail") or {"value": _text(entry, "summary"), "type": "text/html"})
    value = _text(best, "value")
    return ("", value) if best.get("type") == "text/plain" else (value, "")


def _author(entry: Entry) -> str:
    detail = entry.get("author_detail")
    name = _text(dict(detail), "name") if isinstance(detail, Mapping) else ""
    return name or _text(entry, "author")


def _entry_date(entry: Entry, keys: Iterable[str], body: FeedText) -> datetime | None:
    for key in keys:
        if (text := _text(entry, key)) and (read := parse_date(text, body.source.timezone, now=body.now)):
            return read
    return None


def _attachments(entry: Entry) -> Iterable[Attachment]:
    """Yield the files that an entry names outside its text: enclosures and Media RSS."""
    for link in entry.get("links") or ():
        if link.get("rel") == "enclosure":
            url = link.get("href") or ""
            yield Attachment(url, attachment_type(url, link.get("type") or ""), size=said_size(link.get("length")))
    for media in entry.get("media_content") or ():
        url, medium = media.get("url") or "", media.get("medium")
        fallback = {"image": "image/*", "audio": "audio/*"}.get(medium, "")
        kind = attachment_type(url, media.get("type") or "") or fallback
        yield Attachment(url, kind, size=said_size(media.get("filesize")))


def _thumbnails(entry: Entry) -> Iterable[Attachment]:
    for thumbnail in entry.get("media_thumbnail") or ():
        url = thumbnail.get("url") or ""
        yield Attachment(url, attachment_type(url) or "image/*")


def _pictures(summary: str) -> Iterable[Attachment]:
    """Yield the first picture of a summary, at most one: OpenSID shows an article's picture only there."""
    if "<img" in summary.lower():
        pictures = (block for block in html_to_blocks(summary) if block.kind is BlockKind.PICTURE)
        yield from (Attachment(block.url, "image/*", block.text) for block in itertools.islice(pictures, 1))


def _base(entry: Entry) -> str:
    """Return the xml:base of an entry's content (Atom), or ""."""
    return next((base for part in entry.get("content") or () if (base := _text(dict(part), "base"))), "")


def _category(entry: Entry) -> Category | None:
    """Return the category that an entry's own categories name, such as "Pengumuman" or "Layanan Publik", or None.

    Any other category goes before NEWS. "Kegiatan" is ignored: RSS has no field for the time of an event, so such an entry
    is a report.
    """
    named: list[Category] = []
    for tag in entry.get("tags") or ():
        words = set(_WORD.findall(f"{tag.get('term') or ''} {tag.get('label') or ''}".lower()))
        named += [category for word, category in _FILED_UNDER.items() if word in words]
    return next((category for category in named if category is not Category.NEWS), named[0] if named else None)


def _refresh_every(channel: Entry) -> float | None:
    """Return the seconds of <ttl> (RSS 2.0, in minutes) or of the Syndication module (RSS 1.0); None if neither is valid."""
    ttl = _text(channel, "ttl")
    if ttl.isascii() and ttl.isdigit() and 0 < len(ttl) < 7 and int(ttl):
        return int(ttl) * 60.0
    period = _PERIODS.get(_text(channel, "sy_updateperiod").lower())
    times = _text(channel, "sy_updatefrequency") or "1"
    if period is None or not (times.isascii() and times.isdigit() and len(times) < 5 and int(times)):
        return None
    return period / int(times)
