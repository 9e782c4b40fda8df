"""QR codes by which a phone in the hall finds the public pages: the Wi-Fi, and the address.

A code that joins a Wi-Fi is of the settings alone, one that opens a page of digits of our own: no stranger wrote a part of either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.items import Item
from kiosk.content.views.shown import Handout
from kiosk.core.network import OWN_WIFI, PUBLIC_PORT, own_addresses
from kiosk.settings.sections import PublicSettings

CURRENT = "sekarang"
"""Name of the folder with the present pages, within the folder of the settings."""

FRONT = "index.html"

_SPECIAL = re.compile(r'([\\;,":])')


class PhoneSite:
    """Address of the public pages for phones in the hall, by the settings.

    *addresses* are this machine's in networks like a hall's, the likeliest first.
    """

    def __init__(self, public: PublicSettings, addresses: Callable[[], Sequence[str]] = own_addresses) -> None:
        self._public = public
        self._addresses = addresses

    def handout_for(self, item: Item) -> Handout | None:
        """Return the QR code of *item*'s public page; `None` if it has no page, or phones reach no network of this kiosk."""
        return self._handout(item.title, f"k/{page_of(item)}.html")

    def front(self, title: str) -> Handout | None:
        """Return the QR code of the front page; `None` if phones reach no network of this kiosk."""
        found = self._handout(title, FRONT)
        return found and replace(found, payload=found.payload.removesuffix(FRONT))

    def _handout(self, title: str, path: str) -> Handout | None:
        public = self._public
        if not public.enabled or not (Path(public.folder) / CURRENT / path).is_file():
            return None
        addresses = self._addresses()
        if public.hotspot and OWN_WIFI in addresses:
            join = wifi_code(public.name, public.password)
            return Handout(title, f"http://{OWN_WIFI}/{path}", link=True, of="page", join=join, network=public.name)
        address = next((each for each in addresses if each != OWN_WIFI), None)
        return Handout(title, f"http://{address}:{PUBLIC_PORT}/{path}", link=True, of="page") if address else None


def page_of(item: Item) -> str:
    """Return the file name of *item*'s public page without its suffix. It stays the same as long as the item keeps its id."""
    return hashlib.sha256(f"{item.source}\0{item.id}".encode()).hexdigest()[:12]


def wifi_code(name: str, password: str) -> str:
    """Return the payload of a QR code that joins a Wi-Fi ("WIFI:" codes of ZXing, WPA3 specification, section 7)."""
    name, password = (_SPECIAL.sub(r"\\\1", each) for each in (name, password))
    return f"WIFI:T:WPA;S:{name};P:{password};;" if password else f"WIFI:T:nopass;S:{name};;"
