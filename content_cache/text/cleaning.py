"""The one door that text from outside comes through: plain, normalised, capped.

What is let in holds no markup, no control, surrogate or direction-changing characters, no tower of accents, no endless word
and no endless list of lines: a screen or a voice can take every string that passed here.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, urljoin, urlsplit

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.plain_text import TEXT_LIMIT
from content_cache.model.tables import CELL_GAP, LONGEST_CELL, text_of
from content_cache.text.html_blocks import html_to_blocks
from content_cache.text.plain import LINE_LIMIT, UNWANTED, clean_line, clean_text

URL_LIMIT = 2_000  # characters

# an address that nothing is done to by joining it to another
_PLAIN_URL = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9._~%/+@,=&:-]*(?:\?[A-Za-z0-9._~%/+@,=&:-]+)?)?"
)


def clean_url(url: str, base: str = "", *, spaced: bool = False) -> str:
    """Return *url* made absolute against *base*, or "" if it must not be followed.

    A url with blanks is refused, unless *spaced*: telephones name their pictures so. *base* is an http(s) address, or the
    path of a local source's file; then only files in its folder or below are allowed.
    """
    url = url.strip()
    if spaced:  # WHATWG URL: line ends within are none of it
        url = re.sub(r"\s", lambda blank: quote(blank[0]), re.sub(r"[\t\n\r]", "", url))
    if len(url) <= URL_LIMIT and _PLAIN_URL.fullmatch(url):
        return url
    if not url or len(url) > URL_LIMIT or UNWANTED.search(url) or any(ch.isspace() for ch in url):
        return ""
    try:
        joined = urljoin(base, url)
        parts = urlsplit(joined)
        if parts.scheme in ("http", "https"):
            return joined if parts.hostname else ""
    except ValueError:  # "http://[", a port of letters
        return ""
    folder = posixpath.dirname(base)
    if parts.scheme or parts.netloc or not folder or "://" in base:
        return ""
    path = posixpath.normpath(parts.path)
    return path if path.startswith(folder.rstrip("/") + "/") else ""


def to_blocks(markup: str, base_url: str = "") -> tuple[Block, ...]:
    """Return the paragraphs, headings, list items and pictures of an HTML fragment; pictures have absolute addresses.

    Scripts, styles, forms and frames are removed. At most LINE_LIMIT blocks and TEXT_LIMIT characters are returned;
    pictures with a forbidden address are left out.
    """
    if not markup.replace("\n", " ").isprintable():
        markup = UNWANTED.sub("", markup)
    return _capped(html_to_blocks(markup), base_url)


def text_to_blocks(text: str) -> tuple[Block, ...]:
    """Return plain text as paragraphs, which empty lines separate; single line ends stay within a paragraph."""
    return tuple(Block(BlockKind.PARAGRAPH, part.strip()) for part in clean_text(text).split("\n\n") if part.strip())


def _capped(raw: list[Block], base_url: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    room, lines = TEXT_LIMIT, LINE_LIMIT
    for block in raw:
        if room <= 0 or lines <= 0:
            break
        if block.rows:
            block = _table(block, room, lines)
            if block.rows[1:]:
                blocks.append(block)
            room, lines = room - len(block.text) - 2, lines - len(block.rows)
            continue
        picture = block.kind is BlockKind.PICTURE
        text = clean_line(block.text) if picture else clean_text(block.text, room)
        url = clean_url(block.url, base_url, spaced=True) if picture else ""
        if not (url or (text and not picture)):
            continue
        blocks.append(block if text == block.text and url == block.url else Block(block.kind, text, url))
        room -= len(text) + 2
        lines -= text.count("\n") + 1
    return tuple(blocks)


def _table(block: Block, room: int, lines: int) -> Block:
    """Return a table with clean cells, cut to *lines* rows and about *room* characters."""
    rows: list[tuple[str, ...]] = []
    for row in block.rows[:lines]:
        cells = tuple(clean_line(cell, LONGEST_CELL) for cell in row)
        room -= sum(map(len, cells)) + len(CELL_GAP) * len(cells)
        if room < 0:
            break
        if any(cells) or not rows:
            rows.append(cells)
    return Block(block.kind, text_of(tuple(rows)), rows=tuple(rows))
