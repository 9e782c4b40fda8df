"""One number to call, one place to gather, as editions, the settings and the hall's desk name them. Pure."""

from __future__ import annotations

from content_cache.model.sheets import CONTACT_ICONS, LONGEST_NAME, LONGEST_WAY, Contact, Point, phone_number
from content_cache.text.plain import clean_title


def contact(name: str, number: str, icon: str = "") -> Contact:
    """Return a telephone contact. Raise ValueError if the name is empty or the number cannot be called.

    An *icon* that is not in CONTACT_ICONS is ignored.
    """
    cleaned = clean_title(name, LONGEST_NAME)
    if not cleaned:
        raise ValueError("no name")
    return Contact(cleaned, phone_number(number), icon if icon in CONTACT_ICONS else "")


def point(name: str, direction: str = "", picture: str = "") -> Point:
    """Return an assembly point. Raise ValueError if the name is empty.

    *direction* tells the way to it; *picture* is a file name.
    """
    cleaned = clean_title(name, LONGEST_NAME)
    if not cleaned:
        raise ValueError("no name")
    return Point(cleaned, clean_title(direction, LONGEST_WAY), picture)
