"""Words in the visitor's language, by gettext and without Kivy.

Translators write `locale/<language>/LC_MESSAGES/kiosk.po`. Read is `kiosk.mo` beside it, which is compiled where a wheel is
built or a checkout is set up (deploy/compile_catalogues.py). Messages in the code are English; Indonesian is the first language
on the screen, so an entry that is missing in another language falls back to Indonesian, and only then to English.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
FALLBACK = "id"
_COUNT = struct.Struct("=8xI")  # the number of entries in a compiled catalogue's header
_log = logging.getLogger(__name__)


class Translation:
    """Catalogue of one language. `_` translates a message, `n` one with a number."""

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


class _Catalogue(GNUTranslations):
    """Compiled catalogue that never returns its header, the entry of the empty message."""

    def gettext(self, message: str) -> str:
        return super().gettext(message) if message else ""


@cache
def languages(folder: Path = LOCALE) -> tuple[str, ...]:
    """Return the languages whose catalogue in *folder* has words: Indonesian, then English, then the others by code.

    An empty catalogue, which awaits its translators, is left out: it would be Indonesian under another name.
    """
    paths = folder.glob("*/LC_MESSAGES/kiosk.mo")
    found = {path.parent.parent.name for path in paths if _has_words(path)} | {"en"}
    return tuple(sorted(found, key=lambda code: (code != FALLBACK, code != "en", code)))


def _has_words(path: Path) -> bool:
    """Return whether a compiled catalogue has an entry besides its header."""
    with path.open("rb") as file:
        (count,) = _COUNT.unpack(file.read(_COUNT.size))
    return bool(count > 1)


@cache
def _catalogue(language: str, folder: Path) -> NullTranslations:
    """Return the catalogue of *language*, read once in a process: a read takes 8 ms.

    In a checkout it may be missing or out of date, which is logged with the command to run.
    """
    path = folder / language / "LC_MESSAGES" / "kiosk.mo"
    source = path.with_suffix(".po")  # in a checkout alone
    if source.exists() and not (path.exists() and path.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        _log.warning("%s is not compiled; run: .venv/bin/python deploy/compile_catalogues.py", source)
    catalogue = NullTranslations()
    if path.exists():
        with path.open("rb") as file:
            catalogue = _Catalogue(file)
    if language not in (FALLBACK, "en"):
        catalogue.add_fallback(_catalogue(FALLBACK, folder))
    return catalogue
