"""The words of an article as plain text, from its blocks: what is spoken, searched and shortened. Pure, and light to import."""

from __future__ import annotations

from content_cache.model.blocks import Block, BlockKind

TEXT_LIMIT = 100_000  # characters


def blocks_text(blocks: tuple[Block, ...]) -> str:
    """Return an article's text without pictures, at most TEXT_LIMIT characters.

    List items follow on lines of their own; other blocks have an empty line between them.
    """
    written: list[str] = []
    before: BlockKind | None = None
    for block in blocks:
        kind = block.kind
        if kind is BlockKind.PICTURE:
            continue
        if before is not None:
            written.append("\n" if before is kind is BlockKind.ITEM else "\n\n")
        written.append(block.text)
        before = kind
    return shorten("".join(written), TEXT_LIMIT)


def shorten(text: str, limit: int) -> str:
    """Return at most *limit* characters of *text*; a "…" at the end marks a cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip().rstrip("…") + "…"
