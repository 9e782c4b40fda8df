"""Golden tables of spoken Indonesian: one file a subject, named for the module of `kiosk/speech/indonesian` that says it.

A row is a text, the regular expression that its words match whole, and what is known to be wrong with it today ("words",
"breaks" or both). Words are compared in small letters, without punctuation, hyphens taken for spaces. `\\n` is a new line, ‖ is
where one spoken sentence ends and the next begins; where there is neither, no sentence ends within the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from kiosk.speech.script.item_script import ItemScript, notice

FOLDER = Path(__file__).parent
BREAK = "‖"


class Row(NamedTuple):
    """Row of a table: *written* has its marks of breaks, *known* names what is wrong today."""

    written: str
    pattern: str
    known: frozenset[str]

    @property
    def text(self) -> str:
        """The text without marks."""
        return self.written.replace(BREAK, "")

    @property
    def says_its_words(self) -> bool:
        """Whether the words match the pattern."""
        return re.fullmatch(self.pattern, bared(" ".join(sentences(self.text)))) is not None

    @property
    def breaks_as_marked(self) -> bool:
        """Whether the sentences are those that marks and lines call for."""
        parts = (" ".join(sentences(part)) for part in re.split(rf"{BREAK}|\n", self.written))
        return [each.rstrip(".") for each in sentences(self.text)] == [part.rstrip(".") for part in parts]


def tables() -> list[Path]:
    """Return the files of all tables."""
    return sorted(FOLDER.glob("*.tsv"))


def rows(table: Path) -> Iterator[Row]:
    """Yield the rows of a table."""
    for line in table.read_text(encoding="utf-8").splitlines():
        written, pattern, *known = line.split("\t")
        yield Row(written.replace("\\n", "\n"), pattern, frozenset(known[0].split() if known else ()))


def sentences(text: str) -> list[str]:
    """Return the spoken sentences of a text, as an announcement has them."""
    return [each.spoken for each in notice("", text.splitlines(), ItemScript(zone=UTC)).sentences]


def bared(words: str) -> str:
    """Return words in small letters without punctuation, single spaces between them."""
    return " ".join(re.sub(r"[^\w\s]", "", re.sub(r"[-–]", " ", words.lower())).split())
