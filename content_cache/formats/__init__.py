"""The formats that feeds come in: bytes -> items, pure. No network, no store.

A new format is a file here with a `read(body: FeedText) -> Feed`, a row in FORMATS and a sample in tests/feeds/. The parsers are
loaded when first needed: whoever only handles a Feed does not pay for them.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct

from content_cache.formats.decoding import decode
from content_cache.formats.feed import Feed, FeedText
from content_cache.model.errors import Code, FormatError, HtmlPageError
from content_cache.model.sources import Source
from content_cache.model.trust import SHEETS

__all__ = ["FORMATS", "Feed", "Format", "HtmlPageError", "read_feed"]

_HEAD = 100_000  # characters of a body that are looked at to tell its format
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|script)\b", re.IGNORECASE)
_XML_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")


class Format(Struct, frozen=True):
    """Feed format: *reader* names its function ("module:function"); *mark* matches the beginning of a body in this format."""

    reader: str
    mark: re.Pattern[str]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "rss": Format(
            "content_cache.formats.rss:read",
            re.compile(r"<(?:[A-Za-z]\w*:)?(?:rss|feed|RDF|Channel)[\s>]|(?:\A|\?>)\s*<(?:[A-Za-z]\w*:)?entry[\s>]"),
        ),
        "cap": Format(
            "content_cache.formats.cap:read",
            re.compile(r"<(?:[A-Za-z]\w*:)?(?:alert|EDXLDistribution)[\s>]"),
        ),
        "bmkg": Format(
            "content_cache.formats.bmkg:read",
            re.compile(r'\A\s*\{\s*"Infogempa"'),  # before JSON Feed, which it looks like
        ),
        "bmkg-cuaca": Format(
            "content_cache.formats.bmkg_forecast:read",
            re.compile(
                r'\A\s*\{(?:\s*"(?:status|message)"\s*:\s*"[^"]{0,200}"\s*,)*\s*'
                r'(?:"lokasi"\s*:\s*\{|"data"\s*:\s*\[\s*\{\s*"lokasi")'
            ),
        ),
        "bmkg-perairan": Format(
            "content_cache.formats.bmkg_waters:read",
            re.compile(r'\A\s*\{[^\[\]{}]{0,2000}"forecast_day1"\s*:\s*\['),
        ),
        "hari-ini": Format(
            "content_cache.formats.day_sheets:read",
            re.compile(r'\A\s*\{\s*"type"\s*:\s*"(?:sea|prices|staff)"'),
        ),
        "json": Format(
            "content_cache.formats.json_feed:read",
            re.compile(r"\A\s*\{"),
        ),
        "ical": Format(
            "content_cache.formats.ical:read",
            re.compile(r"^[ \t]*BEGIN:VCALENDAR\b", re.IGNORECASE | re.MULTILINE),
        ),
    }
)
_INDEXES = frozenset({("cap", "rss")})  # an index of CAP messages is RSS or Atom itself


def modules_of(formats: Collection[str]) -> tuple[str, ...]:
    """Return the modules that read *formats*. Unknown names are ignored."""
    return tuple(known.reader.partition(":")[0] for name, known in FORMATS.items() if name in formats)


def read_feed(body: bytes, source: Source, *, content_type: str = "", url: str = "", now: datetime) -> Feed:
    """Parse a feed in the format `source.format`, or in the one that is recognised if that is "auto".

    *content_type* is the server's header. *url* is the address of *body* after redirects, a path for a local file, by
    default the source's. *now* is aware: the calendar's horizon lies around it, and dates without a year are taken to be
    near it. A feed without items gives a Feed without items.

    Raise HtmlPageError for a web page, FormatError for an empty body or one that is no feed.
    """
    text = decode(body, content_type)
    name = source.format
    if name != "auto" and name not in FORMATS:
        raise FormatError(Code.FORMAT_UNKNOWN, format=name, source=source.name)
    try:
        row = FORMATS[_expect(name, _recognise(text, content_type))]
        feed: Feed = pkgutil.resolve_name(row.reader)(FeedText(text, source, url or source.url, now))
    except FormatError as error:
        error.source = source.name
        raise
    return feed


def _expect(name: str, found: str) -> str:
    if (name, found) in _INDEXES:
        return name
    asked_for = name == "auto" and found not in SHEETS  # sheets of the home screen must be asked for by name
    if name != found and not asked_for:
        raise FormatError(Code.FORMAT_OTHER, expected=name, found=found)
    return found


def _recognise(text: str, content_type: str) -> str:
    """Return the name of the format (a key of FORMATS) of *text*. The content is believed before *content_type*.

    Raise HtmlPageError for a web page, FormatError for an empty text or one of no known format.
    """
    head = _without_comments(text[:_HEAD])  # a comment may quote anything
    if not head.strip():
        raise FormatError(Code.FEED_EMPTY)
    marks = {name: found.start() for name, row in FORMATS.items() if (found := row.mark.search(head))}
    first = min(marks, key=lambda name: marks[name], default="")
    page = _HTML.search(head)
    if page and (not first or page.start() < marks[first]):
        raise HtmlPageError(Code.WEB_PAGE)
    if first:
        return first
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in ("text/html", "application/xhtml+xml"):
        raise HtmlPageError(Code.WEB_PAGE)
    root = _XML_ROOT.search(head)
    if head.lstrip().startswith("<") and root:
        raise FormatError(Code.XML_ROOT, name=root[1][:40])
    raise FormatError(Code.NO_FEED)


def _without_comments(text: str) -> str:
    # by splitting, since a lazy pattern takes the square of the length where no comment is ever closed
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)
