"""Names of pages: each stands in its page's folder and in the table, and nowhere else.

`python -m tests.kiosk.pages.test_names` prints every place outside where a text equals a name, and what it is there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.pages.table import PAGES

FOLDERS = {name: "/".join(PAGES.page(name).__module__.split(".")[:3]) + "/" for name in PAGES.names}
"""The folder of each page, or of the family that it is of."""
TABLE = Path("kiosk/pages/table.py")

OTHERS: Mapping[str, Mapping[str, str]] = {
    "kiosk/appliance/": {"status": "an argument of nmcli and rauc", "faults": "a field of an answer"},
    "kiosk/cli/parser.py": {"ask": "a command"},
    "kiosk/content/take_home.py": {"film": "a kind of attachment"},
    "kiosk/demo/": {
        "weather": "a sheet of an edition, a warning",
        "prices": "a sheet of an edition",
    },
    "kiosk/content/film/": {"film": "the name of a thread and of its memory"},
    "kiosk/hall/desk/draft_files.py": {"film": "a state of a draft"},
    "kiosk/hall/notices/": {"status": "an element of CAP", "faults": "a field of a report"},
    "kiosk/hardware/panel.py": {"status": "a file of the kernel"},
    "kiosk/narration/guide_text.py": {"home": "a button"},
    "kiosk/narration/handout_words.py": {"film": "a kind of attachment"},
    "kiosk/office/": {
        "alert": "a role of a key",
        "answers": "a field of a notice",
        "emergency": "a sheet of an edition",
        "events": "a field of a web hook's document",
        "film": "a field of a notice",
        "prices": "a sheet of an edition",
        "status": "an element of CAP",
        "table": "a rule of Markdown",
        "weather": "a sheet of an edition",
    },
    "kiosk/pages/home/words.py": {"search": "a key of the bar"},
    "kiosk/pages/idle/": {"film": "a kind of slide"},
    "kiosk/refresher/": {"status": "a word of an SMS, a field of a report"},
    "kiosk/settings/": {
        "ask": "what a button does",
        "emergency": "a section",
        "home": "a button",
        "weather": "a section",
    },
    "kiosk/shell/controller.py": {"ask": "a button", "home": "a button"},
    "kiosk/shell/tools/": {"faults": "a request to root"},
    "kiosk/state/": {"answers": "a folder", "faults": "a request to root"},
}
"""Texts that equal a page's name and mean something else, by file or folder."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module or a layout, each with its line."""
    source = path.read_text("utf-8")
    if path.suffix == ".kv":
        for number, line in enumerate(source.splitlines(), 1):
            yield from ((number, text) for text in re.findall(r"""["']([\w-]+)["']""", line))
    else:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value


def outside(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each page that *path* names from outside the page's folder."""
    for line, text in texts(path):
        if text in FOLDERS and path != TABLE and not str(path).startswith(FOLDERS[text]):
            yield line, text


def sources() -> Iterator[Path]:
    """Yield the modules and layouts of the product."""
    yield from (path for path in sorted(Path("kiosk").rglob("*")) if path.suffix in (".py", ".kv"))


def meant(path: Path, name: str) -> str:
    """Return what *name* is in *path* in place of a page; "" where it is a page."""
    return next((told[name] for place, told in OTHERS.items() if str(path).startswith(place) and name in told), "")


def test_no_page_is_named_outside_its_folder_and_the_table() -> None:
    assert [(str(path), *at) for path in sources() for at in outside(path) if not meant(path, at[1])] == []


def test_each_other_meaning_is_there_still() -> None:
    found = {(str(path), name) for path in sources() for _, name in outside(path)}
    rows = [(place, name) for place, told in OTHERS.items() for name in told]
    assert [row for row in rows if not any(path.startswith(row[0]) and name == row[1] for path, name in found)] == []


if __name__ == "__main__":
    for source in sources():
        for number, word in outside(source):
            print(f"{source}:{number}: {word}: {meant(source, word) or 'names the page'}")
