"""Text that holds no markup, or is to hold none: lines, titles, paragraphs (`content_cache.text.cleaning` says what is let in)."""

from __future__ import annotations

import html
import re
import unicodedata

from content_cache.model.plain_text import TEXT_LIMIT, shorten

TITLE_LIMIT = 300  # characters
WORD_LIMIT = 200  # characters
LINE_LIMIT = 2_000  # lines of one text, and blocks of one article

# Line and paragraph ends of all kinds, made one.
_NEWLINE = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters but tab and newline; soft hyphens; marks and overrides of direction; invisible joiners, annotations and tags;
# surrogates; what is no character. Zero-width joiner and non-joiner stay: scripts and emoji need them.
UNWANTED = re.compile(
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
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--")


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return plain text of at most *limit* characters and LINE_LIMIT lines.

    White space is folded, and one empty line separates paragraphs. Forbidden characters are removed and endless words cut.
    """
    text = text[: limit * 4]
    one_line = text.isprintable()  # no control, no format character, no blank but the space: nearly all there is
    if one_line and text.isascii() and "  " not in text and not _has_long_word(text):
        return shorten(text.strip(), limit)
    if not one_line and not text.replace("\n", "").isprintable():
        text = UNWANTED.sub("", _NEWLINE.sub("\n", text))
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
    """Return plain text as one line of at most *limit* characters, cleaned as by `clean_text`."""
    return shorten(" ".join(clean_text(text, max(limit * 4, 1_000)).split()), limit)


def clean_title(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return a title as one line, without tags and with entities resolved, up to three times (OpenSID and WordPress escape
    twice)."""
    text = text[: limit * 10]
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return clean_line(_TAG.sub(" ", _SCRIPT.sub(" ", text)) if looks_like_html(text) else text, limit)


def is_clean(text: str) -> bool:
    """Return whether *text* has no forbidden character (UNWANTED)."""
    return text.isprintable() or UNWANTED.search(text) is None


def looks_like_html(text: str) -> bool:
    """Return whether *text* has at least one HTML tag; "5 < 6" has none."""
    return _MARKUP.search(text) is not None


def _has_long_word(text: str) -> bool:
    """Return whether a word of *text* is longer than WORD_LIMIT. *text* must have no white space but single spaces."""
    at, end = 0, len(text)
    while end - at > WORD_LIMIT:
        found = text.rfind(" ", at, at + WORD_LIMIT + 1)
        if found < 0:
            return True
        at = found + 1
    return False
