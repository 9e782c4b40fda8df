"""Names of the pages to which others lead."""

from __future__ import annotations

from msgspec import Struct


class MainPages(Struct, frozen=True):
    """Names of the pages that others lead to.

    *idle* is shown while nobody is there, *home* is where the home key leads. *item* shows one item, *ask* takes a
    question, *asked* has the answers to residents, *search* is the search. On *aloud* the kiosk is asked aloud, *sky*
    has weather and sea. *warning* fills the screen with a warning. Five seconds of a finger on the clock lead to
    *technician*, whose tools lead to *backup* and *office*. A kiosk begins with *faults* if kiosk.toml has mistakes, with
    *first_run* if it has no sources.
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
    office: str
    faults: str
    first_run: str
