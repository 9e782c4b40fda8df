"""Words in the visitor's language, by gettext and without Kivy.

Catalogues lie in `locale/<language>/LC_MESSAGES/kiosk.po` and are read as they are: no compiled file has to be built, shipped
or kept in step. Messages in the code are English; Indonesian is the first language on the screen, so an entry that is missing
in another language falls back to Indonesian, and only then to English.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from kiosk.i18n.po_file import read_catalogue

LOCALE = Path(__file__).parent / "locale"
FALLBACK = "id"
_WORDS = re.compile(r'^msgid(?:_plural)? ".+"\nmsgstr(?:\[0\])? "[^"]', re.MULTILINE)  # an entry that is not empty


class Translation:
    """The catalogue of one language. `_` translates a message, `n` one with a number."""

    def __init__(self, language: str, folder: Path = LOCALE) -> None:
        self.language = language
        self._catalogue = _catalogue(language, folder)

    def gettext(self, message: str) -> str:
        return self._catalogue.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._catalogue.ngettext(one, many, number)

    @property
    def _(self) -> Callable[[str], str]:
        return self._catalogue.gettext


@cache
def languages(folder: Path = LOCALE) -> tuple[str, ...]:
    """The languages whose catalogue has words, Indonesian first, then English, then by code; English is the code's own. One that
    waits for its translators is none to choose: it would be Indonesian under another name."""
    paths = folder.glob("*/LC_MESSAGES/kiosk.po")
    found = {path.parent.parent.name for path in paths if _WORDS.search(path.read_text("utf-8"))} | {"en"}
    return tuple(sorted(found, key=lambda code: (code != FALLBACK, code != "en", code)))


@cache
def _catalogue(language: str, folder: Path) -> NullTranslations:
    """Read once in a process: nearly every act asks for one, and to read it takes 8 ms of a fast processor."""
    path = folder / language / "LC_MESSAGES" / "kiosk.po"
    catalogue = read_catalogue(path) if path.exists() else NullTranslations()
    if language not in (FALLBACK, "en"):
        catalogue.add_fallback(_catalogue(FALLBACK, folder))
    return catalogue
