"""Conversion of a text's blocks to a notice's Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content_cache.model.blocks import Block, BlockKind
from content_cache.text.plain import clean_line
from kiosk.hall.notices.office_files import as_markdown

LONGEST = 30_000
"""Most characters of a text that is taken over. The rest can be read on its own page."""


_NUMBERED = re.compile(r"([0-9]{1,3})\. ")


def markdown(blocks: Sequence[Block]) -> str:
    """Return *blocks* as Markdown, at most LONGEST characters. Headings, lists and tables keep their form; pictures are
    left out."""
    lines: list[str] = []
    before = None
    numbers = {0}
    for block in blocks:
        for part in _markdown_lines(block, numbers):
            lines.append(("\n" if block.kind is BlockKind.ITEM is before else "\n\n") + part)
            before = block.kind
    return "".join(lines).strip()[:LONGEST]


def _markdown_lines(block: Block, numbers: set[int]) -> Iterator[str]:
    """Yield *block* as Markdown. *numbers* are the numbers of former list items. An item that continues them is
    numbered. A bullet may begin with a date, such as "12. Agustus"."""
    if block.rows:
        yield table(block.rows)
    elif block.kind is BlockKind.HEADING:
        yield f"## {as_markdown(clean_line(block.text))}"
    elif block.kind is BlockKind.ITEM:
        text = " ".join(block.text.split())
        numbered = _NUMBERED.match(text)
        if numbered and int(numbered[1]) - 1 in numbers:
            numbers.add(int(numbered[1]))
            yield f"{numbered[0]}{as_markdown(text[numbered.end() :])}"
        else:
            yield f"- {as_markdown(text)}"
    elif block.kind is BlockKind.PARAGRAPH and block.text:
        yield as_markdown(block.text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows*, all equally long, as a Markdown table whose first row is the header."""
    header, *others = [" | ".join(_cell(cell) for cell in row) for row in rows]
    return "\n".join(f"| {row} |" for row in (header, " | ".join("---" for _ in rows[0]), *others))


def _cell(text: str) -> str:
    return as_markdown(" ".join(text.split())).replace("|", "\\|")
