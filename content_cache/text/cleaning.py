"""The one door that text from outside comes through: plain, normalised, capped.

What is let in holds no markup, no control, surrogate or direction-changing characters, no tower of accents, no endless word
and no endless list of lines: a screen or a voice can take every string that passed here.
"""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit

from content_cache.model.items import Block, BlockKind
from content_cache.model.plain_text import TEXT_LIMIT as TEXT_LIMIT
from content_cache.model.plain_text import blocks_text as blocks_text
from content_cache.model.plain_text import shorten
from content_cache.model.tables import CELL_GAP, LONGEST_CELL, text_of
from content_cache.text.html_blocks import html_to_blocks, looks_like_html

TITLE_LIMIT = 300  # characters
WORD_LIMIT = 200  # characters
LINE_LIMIT = 2_000  # lines of one text, and blocks of one article
URL_LIMIT = 2_000  # characters

# Line and paragraph ends of all kinds, made one.
_NEWLINE = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters but tab and newline; soft hyphens; marks and overrides of direction; invisible joiners, annotations and tags;
# surrogates; what is no character. Zero-width joiner and non-joiner stay: scripts and emoji need them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_TOWER = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip  # noqa: E501
_LONG_WORD = re.compile(rf"(\S{{{WORD_LIMIT - 1}}})\S{{2,}}")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<!--.*?-->", re.DOTALL)
# an address that nothing is done to by joining it to another
_PLAIN_URL = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9._~%/+@,=&:-]*(?:\?[A-Za-z0-9._~%/+@,=&:-]+)?)?"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Plain text of several lines: at most `limit` characters and LINE_LIMIT lines, blanks folded, paragraphs kept apart by
    one empty line."""
    text = text[: limit * 4]
    one_line = text.isprintable()  # no control, no format character, no blank but the space: nearly all there is
    if one_line and text.isascii() and "  " not in text and not _has_long_word(text):
        return shorten(text.strip(), limit)
    if not one_line and not text.replace("\n", "").isprintable():
        text = _UNWANTED.sub("", _NEWLINE.sub("\n", text))
    if not text.isascii():
        text = _TOWER.sub(r"\1", unicodedata.normalize("NFC", text))
    words = text.split()
    if len(max(words, key=len, default="")) > WORD_LIMIT:
        text = _LONG_WORD.sub("\\1…", text)
        words = text.split()
    if one_line:
        return shorten(" ".join(words), limit)
    text = _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", text))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    if text.count("\n") >= LINE_LIMIT:
        text = "\n".join(text.split("\n", LINE_LIMIT)[:LINE_LIMIT])
    return shorten(text, limit)


def clean_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Plain text of one line, at most `limit` characters."""
    return shorten(" ".join(clean_text(text, max(limit * 4, 1_000)).split()), limit)


def clean_title(text: str, limit: int = TITLE_LIMIT) -> str:
    """A title of one line out of one that may hold tags, or entities that were escaped once too often (OpenSID, WordPress)."""
    text = text[: limit * 10]
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return clean_line(_TAG.sub(" ", _SCRIPT.sub(" ", text)) if looks_like_html(text) else text, limit)


def clean_url(url: str, base: str = "", *, spaced: bool = False) -> str:
    """`url` made absolute against `base`, or "" where it may not be followed, as one with blanks in it, unless they may be there
    (`spaced`): telephones name their pictures so.

    `base` is an http(s) address or, of a local source, a file's path: then only files of its folder and below are let through.
    """
    url = url.strip()
    if spaced:  # WHATWG URL: line ends within are none of it
        url = re.sub(r"\s", lambda blank: quote(blank[0]), re.sub(r"[\t\n\r]", "", url))
    if len(url) <= URL_LIMIT and _PLAIN_URL.fullmatch(url):
        return url
    if not url or len(url) > URL_LIMIT or _UNWANTED.search(url) or any(ch.isspace() for ch in url):
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


def is_clean(text: str) -> bool:
    """Whether a text holds no character that is never let in."""
    return text.isprintable() or _UNWANTED.search(text) is None


def to_blocks(markup: str, base_url: str = "") -> tuple[Block, ...]:
    """The paragraphs, headings, list items and pictures of an HTML fragment; pictures by their absolute address.

    What is not content (scripts, styles, forms, frames) leaves nothing behind. At most LINE_LIMIT blocks and TEXT_LIMIT
    characters; pictures whose address may not be followed are left out.
    """
    if not markup.replace("\n", " ").isprintable():
        markup = _UNWANTED.sub("", markup)
    return _capped(html_to_blocks(markup), base_url)


def text_to_blocks(text: str) -> tuple[Block, ...]:
    """Plain text as paragraphs, which empty lines part; single line ends are kept within a paragraph."""
    return tuple(Block(BlockKind.PARAGRAPH, part.strip()) for part in clean_text(text).split("\n\n") if part.strip())


def _has_long_word(text: str) -> bool:
    """Whether a word of a text without other blanks than the space is longer than WORD_LIMIT."""
    at, end = 0, len(text)
    while end - at > WORD_LIMIT:
        found = text.rfind(" ", at, at + WORD_LIMIT + 1)
        if found < 0:
            return True
        at = found + 1
    return False


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
    """A table of clean cells, as many of its rows as there is room for."""
    rows: list[tuple[str, ...]] = []
    for row in block.rows[:lines]:
        cells = tuple(clean_line(cell, LONGEST_CELL) for cell in row)
        room -= sum(map(len, cells)) + len(CELL_GAP) * len(cells)
        if room < 0:
            break
        if any(cells) or not rows:
            rows.append(cells)
    return Block(block.kind, text_of(tuple(rows)), rows=tuple(rows))
