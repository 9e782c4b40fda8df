"""Pages that others lead to, by what each is to them."""

from __future__ import annotations

from msgspec import Struct


class MainPages(Struct, frozen=True):
    """Names of the pages that others lead to.

    *idle* is shown while nobody is there, *home* is where the home key leads. *item* shows one item, *ask* takes a question,
    *asked* has what residents have asked, *search* looks for words, *aloud* is asked aloud, *sky* has the weather and the sea. A
    warning fills the screen with *warning*. Five seconds of a finger on the clock lead to *technician*, whose tools lead to
    *backup*. A kiosk begins with *faults* where kiosk.toml has mistakes, with *first_run* where it has no sources.
    """

    idle: str
    home: str
    item: str
    ask: str
    asked: str
    search: str
    aloud: str
    sky: str
    warning: str
    technician: str
    backup: str
    faults: str
    first_run: str
