"""Prepare a catalogue for translators, or bring one up to date: every message of the Indonesian one, with empty entries.

    python deploy/new_language.py bgz

What was translated before is kept; an empty entry is shown in Indonesian. The Indonesian text stands above each entry. In a new
catalogue what residents see and hear first stands first, then the other pages, last what technicians, halls and offices read.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
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
KIOSK = Path(__file__).parents[1] / "kiosk"
LOCALE = KIOSK / "i18n" / "locale"
FIRST = (
    "pages/idle", "pages/home", "pages/alert", "pages/emergency", "content/views/keys.py", "ui/widgets/bars.py",
    "ui/frame", "i18n/phrases.py", "narration", "alerts", "shell",
)  # fmt: skip
"""Where the messages stand that a resident meets without having opened anything, below `kiosk`."""
LAST = ("pages/technician", "pages/first_run", "pages/faults", "shell/tools", "shell/usb_stick.py")
"""Pages and tools that no resident opens."""


def texts(path: Path) -> set[str]:
    """Return the texts of a module or a layout."""
    source = path.read_text("utf-8")
    if path.suffix == ".kv":
        return set(re.findall(r'"([^"]+)"', source))
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def ranks() -> Sequence[set[str]]:
    """Return the texts that residents meet first, and those of the other pages."""

    def below(places: Sequence[str]) -> set[Path]:
        found = (
            each
            for place in places
            for each in ((KIOSK / place).rglob("*") if (KIOSK / place).is_dir() else [KIOSK / place])
        )
        return {path for path in found if path.suffix in (".py", ".kv")}

    last = below(LAST)
    first = below(FIRST) - last
    pages = below(("pages", "content", "ui")) - first - last
    return [{text for path in paths for text in texts(path)} for paths in (first, pages)]


def rank(identity: str | Sequence[str], known: Sequence[set[str]]) -> int:
    """Return where the message stands: 0 among the first, 1 on the other pages, 2 anywhere else."""
    singular = identity if isinstance(identity, str) else identity[0]
    return next((number for number, group in enumerate(known) if singular in group), len(known))


def ordered(indonesian: Catalog, before: Catalog | None) -> list[Message]:
    """Return the messages by rank; those of a catalogue that is there in its order, each new one behind the one before it."""
    messages = [message for message in indonesian if message.id]
    if before is None:
        known = ranks()
        return sorted(messages, key=lambda message: rank(message.id, known))
    places = {message.id: number for number, message in enumerate(before)}
    keys, last = {}, -1
    for message in messages:
        last = places.get(message.id, last)
        keys[message.id] = last
    return sorted(messages, key=lambda message: keys[message.id])


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
    for message in ordered(indonesian, before):
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
    written = prepare(sys.argv[1])
    with written.open("rb") as catalogue:
        left = [message for message in read_po(catalogue) if message.id and not any(message.string or "")]
    groups = ranks()
    count = Counter(rank(message.id, groups) for message in left)
    print(
        f"{written}: without a translation {count[0]} that residents meet first, {count[1]} of other pages, {count[2]} others"
    )
