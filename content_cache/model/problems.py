"""Problems as a code with details, for programs to store and for people to read in their language.

No words are made here: a code's row has its message in English, and who shows a problem translates it and fills the details in.
"""

from __future__ import annotations

from enum import StrEnum
from string import Formatter
from typing import Self

import msgspec
from msgspec import Struct, field

Detail = str | int | float | bool
CAUSES = "causes"
"""Name by which a message inserts the causes of a problem, as it inserts a detail."""
QUOTED = 40  # letters: what a host or a library said may hold a feed's whole text


def msgid(message: str) -> str:
    """Return *message* unchanged, marked for the catalogues; the table's messages are translated where they are shown."""
    return message


class ProblemCode(StrEnum):
    """Base of the tables of codes.

    Each row has the code, a short string that never changes; its English message for the catalogues, which names details in
    braces; and the names of details for logs alone.
    """

    message: str
    _untold: tuple[str, ...]

    def __new__(cls, code: str, message: str, *untold: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.message = message
        member._untold = untold
        return member

    @property
    def details(self) -> frozenset[str]:
        """Return the names of the details of a problem with this code: those in its message and those kept for logs alone."""
        named = {name for _, name, _, _ in Formatter().parse(self.message) if name}
        return frozenset(named.union(self._untold) - {CAUSES})


class Problem(Struct, frozen=True):
    """Problem as data. *details* are values by name, as the code's row names them; *causes* are the problems it consists of."""

    code: str
    details: dict[str, Detail] = field(default_factory=dict)
    causes: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """Return the code, its details and its causes as one line for a log."""
        details = ", ".join(f"{name}={value}" for name, value in self.details.items())
        line = f"{self.code} ({details})" if details else self.code
        return " ".join("; ".join([line, *map(str, self.causes)]).split())


UNNAMED = "other"
"""Code of a problem that a program older than the codes kept as a sentence; its detail is `text`."""


def problem(code: ProblemCode, /, *causes: Problem, **details: Detail) -> Problem:
    """Return a problem of *code* that consists of *causes*; *details* are the values that its message names."""
    return Problem(code.value, details, causes)


def to_text(problem: Problem | None) -> str:
    """Return *problem* as JSON for a text column of the database, "" for None."""
    return msgspec.json.encode(problem).decode() if problem is not None else ""


def from_text(text: str) -> Problem | None:
    """Parse the text of `to_text`; None for "".

    Any other text becomes a problem with that sentence, as an older program stored it.
    """
    if not text:
        return None
    try:
        return msgspec.json.decode(text, type=Problem)
    except (msgspec.DecodeError, RecursionError):
        return Problem(UNNAMED, {"text": text})


def quoted(said: object, most: int = QUOTED) -> str:
    """Return *said* in one printable line of at most *most* letters, fit for a detail of a problem."""
    return "".join(c if c.isprintable() else "?" for c in " ".join(str(said).split()))[:most]
