"""A notice's Markdown -> the HTML that a screen shows and the plain text that a voice reads. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt

from content_cache.text.cleaning import blocks_text, to_blocks


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture as the notice names it, within its text or in its front matter; `line` counts from 1 within the file."""

    file: str
    alt: str
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    html: str
    text: str


def pictures_in(body: str, first_line: int) -> list[InlinePicture]:
    """The pictures within the text, `![alt](file)`."""
    found = []
    for token in _parser().parse(body):
        for child in token.children or ():
            if child.type == "image":
                line = first_line + (token.map[0] if token.map else 0)
                found.append(InlinePicture(str(child.attrGet("src") or ""), child.content.strip(), line))
    return found


def render(body: str, address: Callable[[str], str]) -> Article:
    """`address` gives where a picture of the text is published, "" to leave it out."""
    parser = _parser()
    tokens = parser.parse(body)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.attrSet("src", address(str(child.attrGet("src") or "")))
    html = parser.renderer.render(tokens, parser.options, {}).strip()
    return Article(html, blocks_text(to_blocks(html)))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
