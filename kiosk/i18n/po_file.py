"""One gettext catalogue read from its .po file, as translators save it (GNU gettext manual, "The Format of PO Files").

The kiosk reads it at each start, before its first frame: what most entries are, a message and its words on a line each, is found
by one expression, and only the others are read line by line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from gettext import NullTranslations, c2py
from pathlib import Path

from msgspec import Struct, field

_log = logging.getLogger(__name__)
_TEXT = r'"(?!")([^"\\\n]*(?:\\.[^"\\\n]*)*)"'
_SIMPLE = re.compile(rf"(\n\n(?:#, python-brace-format\n)?)msgid {_TEXT}\nmsgstr {_TEXT}(?=\n\n)")
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])?\s+)?"([^"\\]*(?:\\.[^"\\]*)*)"\s*')
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL = re.compile(r"plural\s*=\s*([^;\\]+)")


class _Entry(Struct):
    """Lines between two empty lines: texts by keyword, `msgstr` by its number."""

    texts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False


class Catalogue(NullTranslations):
    """Messages with a translation; all others are asked of the fallback (`add_fallback`)."""

    def __init__(self, messages: dict[str, tuple[str, ...]], plural: Callable[[int], int]) -> None:
        super().__init__()
        self._messages = messages
        self._plural = plural

    def gettext(self, message: str) -> str:
        found = self._messages.get(message)
        return found[0] if found else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._messages.get(msgid1)
        return found[min(self._plural(n), len(found) - 1)] if found else super().ngettext(msgid1, msgid2, n)


def read_catalogue(path: Path) -> Catalogue:
    """Entries without a translation, and those marked fuzzy, are left out. A line that is no PO is passed over with a
    warning: one slip of a translator does not take the other words away. Raises OSError; UnicodeDecodeError unless UTF-8."""
    between = _SIMPLE.split(path.read_text("utf-8"))
    messages: dict[str, tuple[str, ...]] = {
        _unescaped(message): (_unescaped(words),) for message, words in zip(between[2::4], between[3::4], strict=True)
    }
    # of each of those its line breaks stay: the lines of the others keep their numbers
    left = "\n".join(before + lead for before, lead in zip(between[::4], [*between[1::4], ""], strict=True))
    plural = "0"
    for entry in _entries(left, path):
        forms = [text for key, text in entry.texts.items() if key.startswith("msgstr")]
        message = entry.texts.get("msgid", "")
        if not message and forms:
            found = _PLURAL.search(forms[0])
            plural = found[1].strip() if found else plural
        elif message and not entry.fuzzy and "msgctxt" not in entry.texts and forms and all(forms):
            messages[message] = tuple(forms)
    return Catalogue(messages, c2py(plural))


def _entries(catalogue: str, path: Path) -> Iterator[_Entry]:
    entry, key, fuzzy = _Entry(), "", False
    for number, line in enumerate(catalogue.splitlines(), 1):
        if not line or line.isspace():
            continue
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        parts = _LINE.fullmatch(line.lstrip("\ufeff"))
        if parts is None or not (parts[1] or key):
            _log.warning("%s: line %d is passed over: %s", path, number, line)
            continue
        if parts[1]:
            key = parts[1] + (parts[2] or "")
            if key == "msgctxt" or (key == "msgid" and "msgid" in entry.texts):  # the next entry begins
                yield entry
                entry = _Entry(fuzzy=fuzzy)
            elif key == "msgid":
                entry.fuzzy = fuzzy
            fuzzy = False
        entry.texts[key] = entry.texts.get(key, "") + _unescaped(parts[3])
    yield entry


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: _MEANT.get(m[1], m[1]), text) if "\\" in text else text
