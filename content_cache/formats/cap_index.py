"""An RSS or Atom index of CAP messages, as BMKG publishes one -> those that it carries, and the addresses of the others. Pure.

Only addresses of the index's own host count, as secure as its own: whoever may write a link into an index must not be able to
have an alert fetched from anywhere else.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree
from msgspec import Struct

from content_cache.formats.feed import Link
from content_cache.model.urls import is_beside
from content_cache.text.cleaning import clean_url
from content_cache.text.plain import clean_line

MOST_LINKS = 60  # of one index, the newest: BMKG lets one address ask 60 times a minute

_CAP = "application/cap+xml"
_ALERT = re.compile(r"(?:<\?xml[^>]*\?>\s*)?<(?:\w+:)?alert[\s>]")


class Index(Struct, frozen=True):
    """Content of an index: *links* to its messages, in order and without duplicates; *texts*, messages that it carries as
    text.

    *elsewhere* is the first foreign host that an entry links to, or "".
    """

    links: tuple[Link, ...] = ()
    texts: tuple[str, ...] = ()
    elsewhere: str = ""


def index_of(root: etree._Element, base: str) -> Index:
    """Return the index of an RSS or Atom document; *base* is its address or path.

    A message that an entry carries is not linked as well. Links to another host are not followed (`Index.elsewhere`).
    """
    found: dict[str, Link] = {}
    texts: list[str] = []
    elsewhere = ""
    for entry in (*root.iter("{*}item"), *root.iter("{*}entry")):
        carried = next(
            (
                text
                for name in ("content", "encoded", "description")
                if _ALERT.match(text := _element_text(entry, name))
            ),
            "",
        )
        url = clean_url(_address(entry), base)
        if carried:
            texts.append(carried)
        elif url and is_beside(url, base) and entry.find(".//{*}alert") is None:
            name = clean_line(entry.findtext("{*}guid") or entry.findtext("{*}id") or "")
            found.setdefault(url, Link(url, name))
        elif url:
            elsewhere = elsewhere or urlsplit(url).netloc
    return Index(tuple(found.values())[:MOST_LINKS], tuple(texts[:MOST_LINKS]), elsewhere)


def _element_text(entry: etree._Element, name: str) -> str:
    return (entry.findtext(f"{{*}}{name}") or "").strip()


def _address(entry: etree._Element) -> str:
    """Return the address of an entry: its link of CAP's media type, else its alternate link, else the text of RSS's link.

    Return "" if it has none.
    """
    links = entry.findall("{*}link")
    ours = [link for link in links if link.get("type") == _CAP]
    plain = [link for link in links if link.get("rel", "alternate") == "alternate"]
    for link in (*ours, *plain):
        address = link.get("href") or (link.text or "").strip()
        if address:
            return str(address)
    return ""
