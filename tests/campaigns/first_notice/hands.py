"""A browser whose taps, fields and letters are counted, and how long hands would take for them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from tests.kiosk.office.walk import Visitor

_LETTER_S, _POINT_S, _THINK_S = 0.28, 1.3, 1.35
"""Seconds for a letter of somebody who types seldom, for pointing and pressing, for thinking before it: the keystroke-level
model of Card, Moran and Newell, 1983."""


@dataclass(frozen=True)
class Effort:
    """What a stretch of work took: taps, fields, files, letters, and the seconds that the machine needed."""

    taps: int
    fields: int
    files: int
    letters: int
    seconds: float

    @property
    def actions(self) -> int:
        return self.taps + self.fields + self.files

    @property
    def minutes(self) -> float:
        """Minutes for a person's hands, with the machine's own. A file is two presses: the key, and its name in the list."""
        hands = (self.actions + self.files) * (_POINT_S + _THINK_S) + self.letters * _LETTER_S
        return (hands + self.seconds) / 60


class Hands(Visitor):
    """A Visitor who counts letters and files, too."""

    def __init__(self, out: Path, base: str) -> None:
        super().__init__(out, "", base)
        self.begin()

    def begin(self) -> None:
        """Count from nothing again."""
        self.taps = self.fields = self.files = self.letters = 0
        self._began = time.monotonic()

    def effort(self) -> Effort:
        return Effort(self.taps, self.fields, self.files, self.letters, time.monotonic() - self._began)

    def fill(self, selector: str, text: str) -> None:
        super().fill(selector, text)
        self.letters += len(text)

    def choose(self, selector: str, path: Path) -> None:
        """Choose a file, and wait until the page has it."""
        self.see(selector).send_keys(str(path))
        self.files += 1
        self.wait_for(lambda: path.name in self.driver.page_source)
        self.see(selector)
