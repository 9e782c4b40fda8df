"""Prepare a catalogue for translators, or bring one up to date: every message of the Indonesian one, with empty entries.

    python deploy/new_language.py bgz

What was translated before is kept; an empty entry is shown in Indonesian. The Indonesian text stands above each entry.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

# babel would date it, and knows no plural rule of a language that CLDR has not: one form, as in Indonesian
_HEADER = """# {language}: an empty entry is shown in Indonesian. Brought up to date by deploy/new_language.py.
msgid ""
msgstr ""
"Project-Id-Version: kim-kiosk\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
LOCALE = Path(__file__).parents[1] / "kiosk" / "i18n" / "locale"


def prepare(language: str, locale: Path = LOCALE) -> Path:
    """Write *locale*/<language>/LC_MESSAGES/kiosk.po and return its path.

    Raises OSError if it cannot be written, ValueError for the Indonesian one: that is written by hand, and would lose its comments.
    """
    if language == "id":
        raise ValueError(language)
    path = locale / language / "LC_MESSAGES" / "kiosk.po"
    with (locale / "id" / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        indonesian = read_po(file, locale="id")
    before: Catalog | None = None
    if path.exists():
        with path.open("rb") as file:
            before = read_po(file)
    catalogue = Catalog()
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    for message in indonesian:
        if message.id:
            known = before.get(message.id) if before is not None else None
            shown = message.string if isinstance(message.string, str) else message.string[0]
            empty = ("",) if message.pluralizable else ""
            string = known.string if known is not None and known.string else empty
            catalogue.add(message.id, string, user_comments=[shown], flags=message.flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(_HEADER.format(language=language).encode())
        write_po(file, catalogue, width=120, omit_header=True)
    return path


if __name__ == "__main__":
    print(prepare(sys.argv[1]))
