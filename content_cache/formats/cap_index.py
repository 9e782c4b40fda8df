"""An RSS or Atom index of CAP messages, as BMKG publishes one -> the messages' addresses. Pure.

Only addresses of the index's own host count, as secure as its own: whoever may write a link into an index must not be able to
have an alert fetched from anywhere else.
"""

from __future__ import annotations

from lxml import etree

from content_cache.formats.feed import Link
from content_cache.model.urls import is_beside
from content_cache.text.cleaning import clean_line, clean_url

MOST_LINKS = 60  # of one index, the newest: BMKG lets one address ask 60 times a minute

_CAP = "application/cap+xml"


def links_of(root: etree._Element, base: str) -> tuple[Link, ...]:
    """Where the messages are that the index names, in its order, each once. `base` is the index's own address or path."""
    found: dict[str, Link] = {}
    for entry in (*root.iter("{*}item"), *root.iter("{*}entry")):
        url = clean_url(_address(entry), base)
        if url and is_beside(url, base):
            name = clean_line(entry.findtext("{*}guid") or entry.findtext("{*}id") or "")
            found.setdefault(url, Link(url, name))
    return tuple(found.values())[:MOST_LINKS]


def _address(entry: etree._Element) -> str:
    """The link of its own media type first, then the one that is the entry itself; RSS writes it as text."""
    links = entry.findall("{*}link")
    ours = [link for link in links if link.get("type") == _CAP]
    plain = [link for link in links if link.get("rel", "alternate") == "alternate"]
    for link in (*ours, *plain):
        address = link.get("href") or (link.text or "").strip()
        if address:
            return str(address)
    return ""
