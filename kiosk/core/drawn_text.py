"""Text that Pillow draws: cleaned, and broken into lines by the width of its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Protocol

_MOST_LETTERS = 6000  # of one piece of text: more than a slip of 60 cm or a poster holds
_MOST_MEASURED = 400  # letters of one line


class Face(Protocol):
    """Type of a font at one size."""

    def getlength(self, text: str) -> float: ...


def plain(text: str, most: int = _MOST_LETTERS) -> str:
    """Return *text* without control characters and lone surrogates, cut to *most* characters; line ends stay."""
    kept = text[:most].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " " for c in kept
    )


def wrapped_lines(text: str, face: Face, width: int) -> Iterator[str]:
    """Yield the lines of *text* that are at most *width* dots wide in *face*."""
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if face.getlength(joined) <= width:
            line = joined
            continue
        if line:
            yield line
        line = word
        while face.getlength(line[:_MOST_MEASURED]) > width:
            end = fitting_length(line, face, width)
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def fitting_length(text: str, face: Face, width: int) -> int:
    """Return how many characters of *text* are at most *width* dots wide in *face*; at least one."""
    least, most = 1, min(len(text), _MOST_MEASURED)
    while least < most:
        middle = (least + most + 1) // 2
        if face.getlength(text[:middle]) <= width:
            least = middle
        else:
            most = middle - 1
    return least
