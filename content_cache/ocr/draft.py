"""Text read by OCR as a draft for a person: doubtful words carry MARK until somebody has checked them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from content_cache.model.picture_text import PictureText, Region, TextLine

MARK = "(?)"
"""Sign behind a number, amount, date or time that was read unsurely."""

_ALIKE = 0.15  # of the height of letters: lines of a title differ by no more


class InDoubt(Struct, frozen=True):
    """Line with doubtful words: its place in the picture, and (word, doubtful) of each word."""

    box: Region
    words: tuple[tuple[str, bool], ...]


def draft_of(text: PictureText) -> str:
    """Write the text as a draft for a person to confirm or correct.

    Each line has its own line, and an empty one divides blocks. MARK stands behind each doubtful word.
    """
    blocks = (
        "\n".join(
            " ".join(f"{word.text}{MARK}" if word.doubtful else word.text for word in line.words)
            for line in block.lines
        )
        for block in text.blocks
    )
    return "\n\n".join(blocks)


def in_doubt(text: PictureText) -> Iterator[InDoubt]:
    """Yield the lines that a person has to check."""
    for block in text.blocks:
        for line in block.lines:
            if any(word.doubtful for word in line.words):
                yield InDoubt(line.box, tuple((word.text, word.doubtful) for word in line.words))


def likely_title(text: PictureText, most: int) -> str:
    """Return the text in the largest letters, as posters set titles, of at most *most* characters; "" if there is none."""
    lines = [line for block in text.blocks for line in block.lines if sum(len(word.text) for word in line.words) >= 4]
    if not lines:
        return ""
    largest = max(range(len(lines)), key=lambda n: _height(lines[n]))
    least = _height(lines[largest]) * (1 - _ALIKE)
    first = last = largest
    while first > 0 and _height(lines[first - 1]) >= least:
        first -= 1
    while last + 1 < len(lines) and _height(lines[last + 1]) >= least:
        last += 1
    title = ""
    for line in lines[first : last + 1]:
        longer = f"{title} {line.text}".strip()
        if len(longer) > most:
            break
        title = longer
    return title


def _height(line: TextLine) -> float:
    """Return the height of the line's middle word, because a line that leans is higher than its letters."""
    heights = sorted(word.box.bottom - word.box.top for word in line.words)
    return heights[len(heights) // 2]
