"""What is wrong with the office's folder: all of it told at once, in Indonesian, with file and line."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`file` as the office knows it, `line` 0 where none can be named; a `warning` does not hinder publishing."""

    file: str
    line: int
    text: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {'perhatian: ' if self.warning else ''}{self.text}"


@dataclass(slots=True)
class Faults:
    """Gathers them."""

    found: list[Fault] = field(default_factory=list)

    def wrong(self, file: str, line: int, text: str) -> None:
        self.found.append(Fault(file, line, text))

    def warn(self, file: str, line: int, text: str) -> None:
        self.found.append(Fault(file, line, text, warning=True))

    @property
    def serious(self) -> bool:
        return any(not fault.warning for fault in self.found)


class FolderError(Exception):
    """The folder cannot be published; `faults` say why."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults if not fault.warning))
        self.faults = tuple(faults)


def did_you_mean(word: str, choices: Collection[str]) -> str:
    close = difflib.get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    return f'; mungkin maksudnya "{close[0]}"?' if close else f"; pilihannya: {', '.join(choices)}"
