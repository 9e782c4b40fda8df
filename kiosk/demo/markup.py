"""The few marks that a notice needs: blank lines part paragraphs, `# ` starts a heading, `- ` a list entry. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Literal

_FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading or list entry, as plain text."""

    kind: Literal["p", "h2", "li"]
    text: str


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The TOML between two lines of `+++`, and the text after it. Raises ValueError if either line or valid TOML is missing."""
    opening, _, rest = source.lstrip().partition("\n")
    matter, fence, body = rest.partition(f"\n{_FENCE}\n")
    if opening.strip() != _FENCE or not fence:
        raise ValueError("a notice starts with its front matter between two lines of +++")
    return tomllib.loads(matter), body.strip()


def parse(body: str) -> list[Piece]:
    pieces: list[Piece] = []
    for chunk in body.split("\n\n"):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            pieces += [Piece("li", line[2:]) for line in lines]
        elif lines and lines[0].startswith("# "):
            pieces.append(Piece("h2", " ".join(lines)[2:]))
        elif lines:
            pieces.append(Piece("p", " ".join(lines)))
    return pieces


def to_html(pieces: list[Piece]) -> str:
    parts: list[str] = []
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        inner = "".join(f"<{kind}>{escape(piece.text, quote=False)}</{kind}>" for piece in group)
        parts.append(f"<ul>{inner}</ul>" if kind == "li" else inner)
    return "".join(parts)


def to_text(pieces: list[Piece]) -> str:
    """Plain text with a blank line between pieces, which is what is read aloud."""
    return "\n\n".join(piece.text for piece in pieces)
