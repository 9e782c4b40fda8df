"""Conversion of a notice's Markdown to the HTML that a screen shows and the plain text that a voice reads. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from content_cache.model.plain_text import blocks_text
from content_cache.text.cleaning import to_blocks


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """Picture or document that a notice names, in its text or front matter. `line` counts from 1 within the file.
    `text` is the text within a picture as the office wrote it, None if nobody did."""

    file: str
    alt: str
    line: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    html: str
    text: str


def pictures_in(body: str, first_line: int) -> list[InlinePicture]:
    """Return the pictures within the text, `![alt](file)`."""
    found = []
    for token in _parser().parse(body) if "![" in body else ():
        for child in token.children or ():
            if child.type == "image":
                line = first_line + (token.map[0] if token.map else 0)
                found.append(InlinePicture(str(child.attrGet("src") or ""), child.content.strip(), line))
    return found


def documents_in(body: str, first_line: int) -> list[InlinePicture]:
    """Return the documents that the text links to, `[words](file.pdf)`, in this folder."""
    found = []
    for token in _parser().parse(body) if "[" in body else ():
        line = first_line + (token.map[0] if token.map else 0)
        children = token.children or []
        for at, child in enumerate(children):
            file = _linked(child)
            if file:
                words = "".join(each.content for each in children[at + 1 : _closing_place(children, at)])
                found.append(InlinePicture(file, words.strip(), line))
    return found


def _linked(token: Token) -> str:
    """Return the PDF of this folder that the link *token* leads to, "" for any other target."""
    file = unquote(str(token.attrGet("href") or "")) if token.type == "link_open" else ""
    return file if file.lower().endswith(".pdf") and not urlsplit(file).scheme and not file.startswith("//") else ""


def _closing_place(children: Sequence[Token], at: int) -> int:
    return next((n for n in range(at, len(children)) if children[n].type == "link_close"), len(children))


def render(body: str, address: Callable[[str], str]) -> Article:
    """Convert the Markdown *body*. *address* returns where a picture or document is published, "" to leave it out."""
    parser = _parser()
    tokens = parser.parse(body)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.attrSet("src", address(str(child.attrGet("src") or "")))
            elif file := _linked(child):
                child.attrSet("href", address(file))
    html = parser.renderer.render(tokens, parser.options, {}).strip()
    return Article(html, blocks_text(to_blocks(html)))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
