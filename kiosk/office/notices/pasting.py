"""Conversion of pasted text to a notice's Markdown: from spreadsheets, word processors, web pages and chats. It runs in
a bounded child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated

from content_cache.jobs.limits import AnswerBytes
from content_cache.model.blocks import Block, BlockKind
from content_cache.text.chat import without_chat_marks
from content_cache.text.cleaning import to_blocks
from content_cache.text.plain import clean_line, clean_text
from kiosk.office.notices.block_markdown import LONGEST, markdown, table

MOST = 900_000
"""Most characters of markup, and of plain text, that are read."""

_STRUCTURE = re.compile(r"<(?:table|li|h[1-6])\b|\bMsoListParagraph", re.IGNORECASE)
_SIGN = re.compile(r"[·•▪◦§●○]\s+")  # Word's lists are paragraphs that begin with one
_BULLET = re.compile(r"^[ \t]*[•▪◦●○][ \t]+", re.MULTILINE)
_DAY_IN_BULLET = re.compile(r"^([ \t]*[-*+][ \t]+[0-9]{1,9})(?=[.)]\s)", re.MULTILINE)
_STAMP = re.compile(
    r"^\[\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AP]M)?, \d{1,2}/\d{1,2}/\d{2,4}\] [^:\n]{1,60}: ?",
    re.MULTILINE | re.IGNORECASE,
)  # WhatsApp Web before each message that is copied: time, day, who
_MARKDOWN = re.compile(r"\*\*|^\|.*\|\s*$|^#{1,6} ", re.MULTILINE)
_SHORTENERS = (
    "bit.ly", "s.id", "tinyurl.com", "goo.gl", "maps.app.goo.gl", "forms.gle", "t.co", "cutt.ly", "rb.gy", "is.gd", "linktr.ee",
    "shorturl.at", "t.ly", "ow.ly", "youtu.be", "fb.me", "s.kemdikbud.go.id", "chat.whatsapp.com",
)  # fmt: skip
_SHORTENED = re.compile(
    rf"(?<![\w/.@(\[-])(?:https?://)?(?:www\.)?(?P<host>{'|'.join(map(re.escape, _SHORTENERS))})/"
    r"(?P<rest>(?:[\w/?=&%+~#@$.:-]|\\_)*(?:[\w/=&%+#$-]|\\_))",  # without the end of a sentence
    re.IGNORECASE,
)
LINK = "tautan"
"""Text in place of a shortened address, whose letters tell nobody anything, and would be read one by one."""


def pasted(html: str, text: str) -> Annotated[str, AnswerBytes(500_000)]:
    """Return Markdown for a clipboard's *html* and plain *text*, either of them "" if missing.

    Markup counts if it has tables, lists or headings; else the plain text, whose tabs make tables."""
    written = markdown(tuple(_blocks(html))) if _STRUCTURE.search(html) else ""
    return _named(written or _one_line(_STAMP.sub("", text[:MOST])))


def _blocks(html: str) -> Iterator[Block]:
    for block in to_blocks(html):
        if len(block.rows) > 2 and not any(cell.strip() for cell in block.rows[0]):  # a table without a header
            yield Block(block.kind, block.text, rows=block.rows[1:])
        elif block.kind is BlockKind.PARAGRAPH and (sign := _SIGN.match(block.text)):
            yield Block(BlockKind.ITEM, block.text[sign.end() :])
        else:
            yield block


def _one_line(text: str) -> str:
    lines = "\n".join(text.splitlines()).split("\n")
    parts = []
    for tabs, group in groupby(lines, key=lambda line: line.rstrip(" ").count("\t")):
        rows = [[clean_line(cell) for cell in line.split("\t")] for line in group]
        parts.append(table(rows) if tabs and len(rows) > 1 else clean_text("\n".join(" ".join(row) for row in rows)))
    whole = clean_text("\n\n".join(filter(None, parts)), LONGEST)
    if _MARKDOWN.search(whole):
        return whole
    return _DAY_IN_BULLET.sub(r"\1\\", _BULLET.sub("- ", without_chat_marks(whole)))


def _named(text: str) -> str:
    return _SHORTENED.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    rest = found["rest"].replace("\\", "")
    return f"[{LINK}](https://{found['host'].lower()}/{rest})"
