"""Reads the documents as their readers do: headings, tables, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "deploy/docs"
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """Without blocks of code."""
    return _FENCE.sub("", text)


def sections(text: str) -> dict[str, str]:
    """Return the text under each heading, down to the next one, by the heading's words."""
    parts = re.split(r"^#{1,6} (.+)$", prose(text), flags=re.MULTILINE)
    return dict(zip(map(str.strip, parts[1::2]), parts[2::2], strict=True))


def tables(body: str) -> Iterator[list[dict[str, str]]]:
    """The tables, each as its rows, each row by the names of the columns."""
    for block in re.findall(r"(?:^\|.*\|$\n?)+", body, re.MULTILINE):
        header, _, *rows = [_cells(line) for line in block.splitlines()]
        yield [dict(zip(header, row, strict=True)) for row in rows]


def codes(cell: str) -> list[str]:
    """Return the texts between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def anchor(heading: str) -> str:
    """Return the anchor that a forge makes of *heading*."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
