"""Text of an RSS or Atom feed -> text that a strict XML parser has the best chance with.

What was cut off loses its torn last item and gets its end tags back; what surrounds the feed (a PHP warning before it, a notice
after it) goes.
"""

from __future__ import annotations

import re
from datetime import UTC
from itertools import pairwise

from msgspec import Struct

from content_cache.formats.feed import MOST_ITEMS
from content_cache.text.dates import parse_date

_ROOT = re.compile(r"<((?:[A-Za-z]\w*:)?(rss|feed|RDF|Channel))[\s>]")
_ENTRY = re.compile(r"<(?:[A-Za-z]\w*:)?entry[\s>]")
_DATE = re.compile(r"<(?:[A-Za-z]\w*:)?(?:pubDate|published|updated|date)\b[^>]{0,100}>\s*([^<]{6,60})")
_ITEM_END = re.compile(r"</(?:[A-Za-z]\w*:)?(?:item|entry)\s*>")
_ITEM_START = re.compile(r"<(?:[A-Za-z]\w*:)?(?:item|entry)[\s>]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# Its parsers take the square of a tag's length: 300,000 attributes kept them busy for minutes.
_LONGEST_TAG = 30_000
_ENDLESS_TAG = re.compile(rf"<[A-Za-z][^<>]{{{_LONGEST_TAG},}}>")
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


class Repaired(Struct, frozen=True):
    """Repaired feed.

    *text* begins with a declaration of UTF-8. *items* is how many items it should have. *cut*: its end was missing.
    *beyond*: items above MOST_ITEMS were left out unread. *endless* counts tags that were cut out for their length, perhaps
    with an item.
    """

    text: str
    items: int
    cut: bool
    beyond: bool
    endless: int = 0


def repair(text: str) -> Repaired:
    """Return *text*, which contains an RSS or Atom root element, repaired for a strict XML parser."""
    text, endless = _ENDLESS_TAG.subn("", _REFERENCE.sub(_possible, _FORBIDDEN.sub("", text)))
    root, bare = _ROOT.search(text), _ENTRY.search(text)
    if bare and not (root and root.start() < bare.start()):  # an Atom entry that is the whole document (RFC 4287, 4.1)
        text = f"<feed>{text[bare.start() :]}</feed>"
        root = _ROOT.search(text)
    if root is None:
        return Repaired(_DECLARATION + text, 0, cut=True, beyond=False, endless=endless)
    text = text[root.start() :]
    closing = f"</{root[1]}>"
    end = text.rfind(f"</{root[1]}")
    cut = end < 0
    text = text if cut else text[:end]
    ends = [found.end() for found in _ITEM_END.finditer(text)]
    beyond = len(ends) > MOST_ITEMS
    first = _ITEM_START.search(text)
    if beyond and first:
        text = text[: first.start()] + "".join(_newest_elements(text, [first.start(), *ends]))
    elif cut:
        # without one whole item, the head of the feed is all there is
        text = text[: ends[-1]] if ends else text[: first.start() if first else len(text)]
    if (beyond or cut) and root[2] == "rss":
        closing = "</channel>" + closing
    items = len(_ITEM_START.findall(_without_cdata(text)))
    return Repaired(_DECLARATION + text + closing, items, cut, beyond, endless)


def _newest_elements(text: str, ends: list[int]) -> list[str]:
    """Return the text of the newest MOST_ITEMS items, in their order.

    *ends* has the start of the first item, then the end of each item.
    """
    items = [text[begin:end] for begin, end in pairwise(ends)]

    def age(n: int) -> float:
        said = _DATE.search(items[n])
        when = parse_date(said[1].strip(), UTC) if said else None
        return -when.timestamp() if when else 0.0

    return [items[n] for n in sorted(sorted(range(len(items)), key=age)[:MOST_ITEMS])]


def has_endless_tag(text: str) -> bool:
    """Return whether *text* may contain a tag of more than _LONGEST_TAG characters: a stretch of that length without "<"
    and ">"."""
    at, end = 0, len(text)
    while end - at > _LONGEST_TAG:
        found = max(text.rfind(mark, at, at + _LONGEST_TAG) for mark in "<>")
        if found < 0:
            return True
        at = found + 1
    return False


def has_impossible_reference(text: str) -> bool:
    """Return whether *text* has a character reference to a character that XML does not allow, even within CDATA."""
    return "&#" in text and any(_possible(found) != found[0] for found in _REFERENCE.finditer(text))


def _possible(reference: re.Match[str]) -> str:
    """Return a character reference unchanged, or "" if XML does not allow its character, on which feedparser would fail."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip("0")
    code = int(digits, base) if 0 < len(digits) < 8 else -1
    return reference[0] if 0 <= code <= 0x10FFFF and not _FORBIDDEN.match(chr(code)) else ""


def _without_cdata(text: str) -> str:
    # by splitting, since a lazy pattern takes the square of the length where no section is ever closed
    first, *sections = text.split("<![CDATA[")
    return first + "".join(section.partition("]]>")[2] for section in sections)
