"""QR codes to take home: an item's link, or its text if it has none; a telephone number to ask. Pure.

What strangers wrote never begins a code: a phone would join the network of a title "WIFI:…" or pay to one "upi:…". A code of ours
is an https link, the telephone number of the settings, or a text that begins with our name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item
from kiosk.content.views.shown import ArticleView, Handout

MOST_BYTES = 500
"""Bytes that a phone can read off a small screen: version 17 of ISO/IEC 18004 at error level M, 85 modules wide."""

MARK = "Info Desa: "
"""Beginning of each code that is a text. No reader of QR codes takes it for a scheme."""

_LINK = re.compile(r"https://[^\s\x00-\x20\x7f]+", re.IGNORECASE)
_CARD = re.compile(r"begin:", re.IGNORECASE)  # readers look for BEGIN:VEVENT anywhere in a text
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PHONE = re.compile(r"\+?\d[\d ().-]{6,}\d")


def of_article(view: ArticleView, facts: Sequence[str] = (), dated: str = "") -> Handout:
    """Return the code of the document, film or main picture of an item, if that has an https address.

    Else the code of the item itself, as `of_item`.
    """
    item = view.item
    document = next((each for each in item.attachments if _is_document(each)), None)
    film = view.film if document is None and view.film and _leads(view.film.url) else None
    wanted = document or film or (view.first_attachment if view.poster else None)
    if wanted is None:
        return of_item(item, facts=facts, dated=dated)
    what = "document" if document else "film" if film else "picture"
    if _leads(wanted.url):
        return Handout(item.title, wanted.url.strip(), link=True, of=what)
    texts = "\n".join(text.text for text in view.texts if text is not None)
    found = of_item(item, texts, web=wanted.url, facts=facts, dated=dated)
    return found if found.link else replace(found, of=what)


def of_item(item: Item, more: str = "", *, web: str = "", facts: Sequence[str] = (), dated: str = "") -> Handout:
    """Return the code of *item*: its https link if short enough, else its text.

    That is title, *facts* (when and where), text, another link, and source, cut where a sentence ends. *more* is the
    text of its pictures, *web* their address. *dated* is when it was published, because "besok" is still read next
    week.
    """
    link = item.link.strip()
    if _leads(link):
        return Handout(item.title, link, link=True)
    named = next(
        (each for each in (web.strip(), link) if each.startswith("http://") and len(each) <= MOST_BYTES // 2), ""
    )
    source = f"({', '.join(filter(None, (item.said_by, dated)))})"
    source = f"\n{named}\n{source}" if named else f"\n{source}"
    text = item.text or item.summary or "\n".join(block.text for block in item.blocks)
    told = "\n".join(filter(None, (item.title, *facts, text, more))).strip()
    return Handout(item.title, _as_text(told, source))


def _leads(address: str) -> bool:
    """Return whether *address* is a link that may stand alone in a QR code, and short enough for it."""
    return bool(_LINK.fullmatch(address.strip())) and len(address.strip().encode()) <= MOST_BYTES


def _is_document(attachment: Attachment) -> bool:
    return attachment.role == "document" or attachment.type == "application/pdf"


def of_asked(name: str, number: str, link: str) -> Handout:
    """Return the code for a recipient outside this system: *link*, or else the telephone *number*."""
    if _leads(link):
        return Handout(f"{name}: {number}" if number else name, link, link=True)
    return Handout(f"{name}: {number}", _dialled(number), contact=True)


def of_contact(contact: str) -> Handout:
    """Return the code of *contact*: its telephone number (RFC 3966), so that a phone offers to call, else its words."""
    found = _PHONE.search(contact)
    if found is None:
        return Handout(contact, _as_text(contact), contact=True)
    return Handout(contact, _dialled(found[0]), contact=True)


def _dialled(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    # an Indonesian number with a leading 0
    return f"tel:+62{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def _as_text(text: str, end: str = "") -> str:
    """Return *text* and *end* as the payload of a code, with the kiosk's mark first.

    *text* is cut to fit, and made no vCard or calendar entry to any reader.
    """
    text, end = (_CARD.sub("begin :", part.replace("\r", "")) for part in (text, end))
    return f"{MARK}{cut(text, MOST_BYTES - len(f'{MARK}{end}'.encode()))}{end}"


def cut(text: str, most: int) -> str:
    """Return the whole sentences of *text* that fit into *most* bytes of UTF-8, or the first words of one that is too long."""
    if len(text.encode()) <= most:
        return text
    fits = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    ends = [found.start() for found in _SENTENCE.finditer(text) if found.start() <= len(fits)]
    if ends and ends[-1] > len(fits) // 3:
        return text[: ends[-1]]
    return f"{fits.rpartition(' ')[0] or fits}…"
