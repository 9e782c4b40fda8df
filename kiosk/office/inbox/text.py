"""Conversion of others' texts to a notice's Markdown, and parsing of letters. Letters are parsed in the bounded child,
which has no network."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from content_cache.jobs.limits import AnswerBytes
from content_cache.model.items import Event, Item
from content_cache.text.chat import without_chat_marks
from content_cache.text.cleaning import text_to_blocks, to_blocks
from content_cache.text.plain import clean_line, clean_text, clean_title
from kiosk.hall.notices.office_files import as_markdown
from kiosk.office.notices.block_markdown import LONGEST, markdown

MOST_FILES = 4
_MOST_LETTER_FILES = 20_000_000  # bytes of all of a letter's

Letter = tuple[str, str, str, str, str, Annotated[tuple[tuple[str, bytes], ...], Meta(max_length=MOST_FILES)]]
"""Letter: its id, its sender's name and address, its subject, its text, and its files as name and content."""


def parts_of(item: Item) -> dict[str, str]:
    """Return the parts of the notice that an *item* of a feed would become."""
    parts = {
        "title": item.title,
        "category": str(item.category),
        "body": markdown(item.blocks) or as_markdown(item.text)[:LONGEST],
        "author": item.source,
        "link": item.link if item.link.startswith(("http://", "https://")) else "",
    }
    if isinstance(item, Event):
        times = item.occurrences[0] if item.occurrences else item
        parts |= {"place": item.place, "starts": _stamp(times.starts), "ends": _stamp(times.ends)}
    return {name: part for name, part in parts.items() if part}


def _stamp(when: datetime | None) -> str:
    return when.isoformat(timespec="minutes") if when is not None else ""


def read_letter(content: bytes) -> Annotated[Letter, AnswerBytes(_MOST_LETTER_FILES + 1_000_000)]:
    """Parse a letter (RFC 5322, MIME). Call it in the bounded child only. Files beyond the limits are left out."""
    from imap_tools import MailMessage

    message = MailMessage.from_bytes(content)
    sender = message.from_values
    html = message.html
    blocks = text_to_blocks(message.text) if message.text.strip() or not html else to_blocks(html)
    files: list[tuple[str, bytes]] = []
    room = _MOST_LETTER_FILES
    for attached in message.attachments[:MOST_FILES]:
        room -= len(attached.payload)
        if room >= 0 and attached.payload:
            files.append((clean_line(attached.filename or "lampiran", 120), attached.payload))
    return (
        clean_line("".join(message.headers.get("message-id", ()))[:1_000], 300),
        clean_line(sender.name if sender else "", 100),
        clean_line(sender.email if sender else "", 200),
        clean_title(message.subject),
        markdown(blocks),
        tuple(files),
    )


def shared_text(text: str) -> str:
    """Return the text shared by a phone, mostly copied from a chat, as Markdown paragraphs."""
    return as_markdown(clean_text(without_chat_marks(text), LONGEST))
