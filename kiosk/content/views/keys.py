"""Keys of the bar below a page, as values. A page declares its own where they differ from those of most pages."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from content_cache.model.problems import msgid


class Listens(StrEnum):
    """Functions of the key Listen while nothing is said."""

    READ = "read"
    PLAY = "play"
    STOP = "stop"
    FINISH = "finish"


class BarKey(Struct, frozen=True):
    """First or last key of the bar: its icon, its *word* as a message of the catalogue, and the *spot* that the focus
    names it by.

    *press* is the method of the page that it calls, "" for what the key does on most pages. *lit*: drawn to stand out,
    *voiced*: with the voice's line. *long*: in large letters its word needs the room beside the icons.
    """

    icon: str
    word: str
    spot: str
    press: str = ""
    lit: bool = False
    voiced: bool = False
    long: bool = False


BACK = BarKey("arrow-left", msgid("Back"), "key:back")
DONE = BarKey("check", msgid("Done"), "key:back", lit=True)
"""The first key while the settings or a code lie over the page."""
DISPLAY = BarKey("text-aa", msgid("Display"), "key:settings")


class Keys(Struct, frozen=True):
    """Keys of a page.

    *home*: the home key leaves the page. *at_home*: the page is where that key leads. *onward*: Next is drawn to stand
    out.
    """

    first: BarKey = BACK
    last: BarKey = DISPLAY
    listens: Listens = Listens.READ
    home: bool = True
    at_home: bool = False
    onward: bool = False


USUAL = Keys()
"""The keys of most pages."""
