"""HTML -> the few kinds of block that the screen can draw. Only `cleaning` calls this: what comes out here is not capped yet.

nh3 (a real HTML5 parser) first makes any soup well-formed and throws out what is not content; the standard parser then walks what
is left.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nh3

from content_cache.model.blocks import Block, BlockKind
from content_cache.text.html_tables import MOST_DEEP, HtmlCell, HtmlTable

LONGEST = 1_000_000  # characters of markup that are read
MOST_TAGS = 3_000  # tags that may nest; the parser needs the square of their depth (200,000 open <div> took 137 s)
_MOST_CELLS = 12_000  # tags of rows and cells: what is beyond is no more than a number to whoever reads

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
# Tags that end a line of text on both sides.
_BLOCKS = _HEADINGS | _LISTS | {
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "header", "hr", "li", "main", "nav", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip
_OPENING_MATTERS = _HEADINGS | _LISTS | {"li", "pre"}
_CELLS = frozenset({"td", "th"})
_OF_TABLES = _CELLS | {"tr"}
_BOLD = frozenset({"b", "strong"})
_SPANS = {"colspan", "rowspan"}
# Tags that vanish with all that is in them.
_DROPPED = frozenset({
    "applet", "audio", "button", "canvas", "embed", "form", "head", "iframe", "input", "math", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
})  # fmt: skip
# where pages keep the address of a gallery's whole pictures, and of those loaded on scrolling
_LAZY = (
    "data-orig-file",
    "data-full-url",
    "data-large-file",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-src",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_IMG = frozenset({"src", "srcset", "alt", "width", "height", *_LAZY, *_LAZY_SETS})
_WIDEST = 2_560  # pixels that a screen has use for
_SIZE = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)([wx])(?:,(.*))?,?", re.DOTALL)
_POSTER = re.compile(r"<video\b[^<>]{0,2000}?\bposter\s*=\s*(?P<quoted>\"[^\"<>]*\"|'[^'<>]*')", re.IGNORECASE)
_RECORDING = re.compile(
    r"<audio\b[^<>]{0,2000}>(?:\s*<source\b[^<>]{0,2000}>)?", re.IGNORECASE
)  # with the first of its sources
_FRAME = re.compile(r"<iframe\b[^<>]{0,2000}>", re.IGNORECASE)
_SRC = re.compile(r"\bsrc\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^<>]{0,2000}?\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
_EMOJI = "/images/core/emoji/"  # WordPress turns emoji into pictures; their alt is the character itself
# Tags that can never nest in themselves: they are void, or end each other, even within <svg>. They are not counted.
_FLAT = frozenset({"p", "li", "dd", "dt", "br", "img", "hr", "wbr"})
_LIST_START = re.compile(r"[0-9]{1,4}")
_BLANKS = re.compile(r"\s+")
_OPENING = re.compile(r"<([A-Za-z][^\s/>]*)")
_CELL_TAG = re.compile(r"<t[rdh]\b", re.IGNORECASE)
_TABLE_ENDS = re.compile(r"</table\b", re.IGNORECASE)


def html_to_blocks(markup: str) -> list[Block]:
    """Return the blocks of an HTML fragment in reading order; it is sanitised first, so its markup may be hostile.

    Blanks are not folded yet, and addresses are as written.
    """
    safe = nh3.clean(
        _bounded(_with_posters(markup[:LONGEST])),
        tags={*_BLOCKS, *_CELLS, *_BOLD, "br", "img"},
        clean_content_tags=set(_DROPPED),
        attributes={"img": set(_IMG), "ol": {"start"}, "td": _SPANS, "th": _SPANS, "table": {"role"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    builder = _Builder()
    walker = _Walker(builder)
    walker.feed(safe)
    walker.close()
    return builder.close_blocks()


def recordings(markup: str) -> list[str]:
    """Return the addresses of a fragment's recordings (<audio>) as written, since blocks have no place for them."""
    if "<audio" not in markup.lower():
        return []
    found = (_SRC.search(audio[0]) for audio in _RECORDING.finditer(markup[:LONGEST]))
    return [html.unescape(src[1] or src[2] or "") for src in found if src]


def documents(markup: str) -> list[str]:
    """Return the addresses of the PDF files that a fragment links to, as written."""
    if ".pdf" not in markup.lower():
        return []
    found = (html.unescape(link[1] or link[2] or "") for link in _LINK.finditer(markup[:LONGEST]))
    return [url for url in found if url.partition("#")[0].partition("?")[0].lower().endswith(".pdf")]


def embeds(markup: str) -> list[str]:
    """Return the addresses of the pages that a fragment embeds (<iframe>), as written."""
    if "<iframe" not in markup.lower():
        return []
    found = (_SRC.search(frame[0]) for frame in _FRAME.finditer(markup[:LONGEST]))
    return [html.unescape(src[1] or src[2] or "") for src in found if src]


def _with_posters(markup: str) -> str:
    """Return *markup* with each film's poster picture placed before it; the film itself is removed later."""
    return _POSTER.sub(lambda video: f"<img src={video['quoted']}>{video[0]}", markup)


def _bounded(markup: str) -> str:
    """Return *markup* with at most MOST_TAGS tags that can nest, the rest replaced by empty ones, and tables cut to
    _MOST_CELLS."""
    seen = 0

    def bound(tag: re.Match[str]) -> str:
        nonlocal seen
        name = tag[1].lower()
        if name in _FLAT or name in _OF_TABLES:
            return tag[0]
        seen += 1
        return tag[0] if seen <= MOST_TAGS else "<wbr"

    return _OPENING.sub(bound, _cut_tables(markup))


def _cut_tables(markup: str) -> str:
    kept: list[str] = []
    done = 0
    for count, tag in enumerate(_CELL_TAG.finditer(markup)):
        if count >= _MOST_CELLS and tag.start() >= done:
            kept.append(markup[done : tag.start()])
            end = _TABLE_ENDS.search(markup, tag.start())
            done = end.start() if end else len(markup)
    return "".join((*kept, markup[done:]))


def _of_a_set(attributes: dict[str, str], *names: str) -> str:
    """Return the largest picture of a `srcset` up to the screen's width, else the smallest; "" without one (HTML,
    4.8.4.2.1).

    *names* are the attributes to look in, in order.
    """
    sizes: dict[float, str] = {}
    url = ""
    for word in (*next(filter(None, map(attributes.get, names)), "").split(), ""):
        size = _SIZE.fullmatch(word) if url else None
        if size is None:
            if url:
                sizes.setdefault(_WIDEST / 2, url)
            url = word.rstrip(",")
        else:
            sizes[float(size[1]) * (1 if size[2] == "w" else _WIDEST / 2)] = url
            url = size[3] or ""  # without a blank after the comma
    fit = [size for size in sizes if size <= _WIDEST]
    return sizes[max(fit) if fit else min(sizes)] if sizes else ""


class _Walker(HTMLParser):
    def __init__(self, builder: _Builder) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        self._builder.data(data)


class _Builder:
    """Builder of blocks from the events of a walk over a fragment; see `plain_html.Builder`."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._prefix = ""
        self._counters: list[
            int | None
        ] = []  # one a list that is open: the number of its last item, None where it has none
        self._preformatted = 0
        self._tables: list[tuple[HtmlTable, list[Block], BlockKind, str]] = []  # and what they stand in
        self._cell: HtmlCell | None = None
        self._bold = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._words.append("\n")
        elif tag == "img":
            self._picture(attributes)
        elif tag in _BOLD:
            self._bold += 1
        elif tag in _BLOCKS or tag in _CELLS:
            self._end_block()
            if tag == "table" or (self._tables and tag in _OF_TABLES):
                self._open_in_table(tag, attributes)
            elif tag in _OPENING_MATTERS:
                self._open_tag(tag, attributes)

    def _open_in_table(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            table = HtmlTable(attributes.get("role", "") in ("presentation", "none"))
            self._tables.append((table, self._blocks, self._kind, self._prefix))
            if len(self._tables) <= MOST_DEEP:
                self._blocks, self._kind, self._prefix = table.loose, BlockKind.PARAGRAPH, ""
        elif len(self._tables) <= MOST_DEEP:
            table = self._tables[-1][0]
            if tag == "tr":
                table.row()
            else:
                self._cell = table.cell(attributes, head=tag == "th")
                self._blocks = self._cell.blocks

    def _end_in_table(self, tag: str) -> None:
        table, outer, kind, prefix = self._tables[-1]
        if tag == "table":
            self._tables.pop()
            if len(self._tables) < MOST_DEEP:
                outer.extend(table.blocks())
                self._blocks, self._kind, self._prefix = outer, kind, prefix
        elif len(self._tables) <= MOST_DEEP:
            self._blocks = table.loose
        self._cell = None

    def _open_tag(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _LISTS:
            start = attributes.get("start", "")
            first = int(start) if _LIST_START.fullmatch(start) else 1
            self._counters.append(first - 1 if tag == "ol" else None)
        elif tag == "li":
            self._kind = BlockKind.ITEM
            if self._counters and (count := self._counters[-1]) is not None:
                self._counters[-1] = count + 1
                self._prefix = f"{count + 1}. "
        elif tag in _HEADINGS:
            self._kind = BlockKind.HEADING
        elif tag == "pre":
            self._preformatted += 1

    def end(self, tag: str) -> None:
        if tag in _BOLD:
            self._bold -= 1
        if tag not in _BLOCKS and tag not in _CELLS:
            return
        self._end_block()
        if self._tables and (tag == "table" or tag in _OF_TABLES):
            self._end_in_table(tag)
        if tag in _LISTS and self._counters:
            self._counters.pop()
        elif tag == "pre":
            self._preformatted -= 1
        if tag == "li" or tag in _HEADINGS:
            self._kind, self._prefix = BlockKind.PARAGRAPH, ""

    def data(self, text: str) -> None:
        # outside <pre> a line end in the source is a blank like any other
        if not self._preformatted and (not text.isprintable() or "  " in text):
            text = " " if text == "\n" else _BLANKS.sub(" ", text)
        if self._cell is not None and self._bold <= 0 and text.strip():
            self._cell.bold = False
        self._words.append(text)

    def close_blocks(self) -> list[Block]:
        self._end_block()
        return self._blocks

    def _end_block(self) -> None:
        if not self._words:
            return
        text = "".join(self._words).strip()
        self._words.clear()
        if text:
            self._blocks.append(Block(self._kind, self._prefix + text))
            self._prefix = ""  # a number stands before the first paragraph of its item only

    def _picture(self, attributes: dict[str, str]) -> None:
        alt = attributes.get("alt", "")
        url = next(filter(None, map(attributes.get, _LAZY)), "") or _of_a_set(attributes, *_LAZY_SETS)
        url = url or _of_a_set(attributes, "srcset") or attributes.get("src", "")
        if _EMOJI in url:
            self._words.append(alt)
        elif url and "1" not in (
            attributes.get("width"),
            attributes.get("height"),
        ):  # 1 pixel: a counter, not a picture
            self._end_block()
            self._blocks.append(Block(BlockKind.PICTURE, alt, url))
