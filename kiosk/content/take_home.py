"""What a visitor may take home as a QR code: an item's link, or its text where there is none; the number to ask at. Pure."""

from __future__ import annotations

import re

from content_cache.model.items import Item
from kiosk.viewmodel.views import Handout

MOST_BYTES = 500
"""What a phone reads off a small screen: version 17 of ISO/IEC 18004 at error level M, 85 modules wide."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PHONE = re.compile(r"\+?\d[\d ().-]{6,}\d")


def of_item(item: Item) -> Handout:
    """The link if it is short enough for a code, else title, text and source, cut where a sentence ends."""
    link = item.link.strip()
    if link and len(link.encode()) <= MOST_BYTES:
        return Handout(item.title, link, link=True)
    source = f"({item.author or item.source})"
    text = item.text or item.summary or "\n".join(block.text for block in item.blocks)
    room = MOST_BYTES - len(f"\n{source}".encode())
    told = cut(f"{item.title}\n{text}".strip(), room)
    return Handout(item.title, f"{told}\n{source}")


def of_contact(contact: str) -> Handout:
    """A telephone number as RFC 3966 has it, so that a phone offers to call; else the words themselves."""
    found = _PHONE.search(contact)
    if found is None:
        return Handout(contact, cut(contact, MOST_BYTES), contact=True)
    digits = re.sub(r"[^\d+]", "", found[0])
    number = f"+62{digits[1:]}" if digits.startswith("0") else digits  # as dialled in Indonesia
    return Handout(contact, f"tel:{number}", contact=True)


def cut(text: str, most: int) -> str:
    """As many whole sentences as fit into `most` bytes of UTF-8; of a single one that is too long its first words."""
    if len(text.encode()) <= most:
        return text
    fits = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    ends = [found.start() for found in _SENTENCE.finditer(text) if found.start() <= len(fits)]
    if ends and ends[-1] > len(fits) // 3:
        return text[: ends[-1]]
    return f"{fits.rpartition(' ')[0] or fits}…"
