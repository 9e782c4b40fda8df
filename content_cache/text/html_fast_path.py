"""HTML that is well-formed and simple, taken apart without a parser: a third of the time of one.

Nearly all articles are so: paragraphs, headings, lists, pictures, links and stressed words, each tag closed where it should be.
Of such markup the HTML standard's tree is the one that is written (WHATWG HTML, 13.2.6: nothing is implied, nothing adopted,
nothing reconstructed), and so it can be read as it stands. Of whatever else (a table, a comment, a script, a tag that is not
closed, a stray <) this says so, and a real parser and sanitiser reads it.
"""

from __future__ import annotations

import html
import re
from typing import Protocol

LONGEST = 200_000  # characters of markup
DEEPEST = 100  # tags within each other

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9:_-]*(?:=\"[^\"<>]*\"|='[^'<>]*')?)*)\s*(/?)>")
# words within a tag that does not part blocks, and in them no other tag: they are read as they stand
_STRESSED = re.compile(
    r"<(?P<tag>a|em|strong|span|b|i|u)(?:\s+[A-Za-z][A-Za-z0-9:_-]*(?:=\"[^\"<>]*\"|='[^'<>]*')?)*\s*>(?P<text>[^<]*)</(?P=tag)>"
)
_SPLIT_REFERENCE = re.compile(r"&[A-Za-z0-9#]*<")  # "&am<b>p;</b>": without the tag it would become one
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z0-9:_-]*)(?:=\"([^\"]*)\"|='([^']*)')?")
_INLINE = frozenset(
    "a abbr b cite code del em i ins mark q s small span strong sub sup u".split()  # noqa: SIM905 - a list of so many would hide them
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_GROUPS = frozenset(("div", "blockquote", "figure", "figcaption", "section", "article", "ul", "ol"))
_VOID = frozenset(("br", "img", "hr"))
_PARTS = 5  # that a split by _TAG gives for each tag: the text before it, and its groups
# references to one ordinary character each; a bare & is such a character itself before a blank alone
_REFERENCES = re.compile(
    r"&(?:(?:amp|lt|gt|quot|nbsp|hellip|[lr][sd]quo|[mn]dash|copy|deg|bull|middot|[lr]aquo|times|eacute);"
    r"|#0?(?:3[2-9]|[4-9]\d|1[6-9]\d|2[0-5]\d);|#8\d\d\d;|#x1[fF][0-9a-fA-F]{3};|\s)"
)
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WEB = re.compile(r"https?://[A-Za-z0-9][^\s\"'<>\\`{}|^]*")


class Builder(Protocol):
    """What is told, in reading order, of tags that part blocks, of pictures and line ends, and of texts."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


def walk(markup: str, builder: Builder) -> bool:
    """Tell the builder what the markup holds. False for markup that is not simple: what was told then counts for nothing."""
    if len(markup) > LONGEST or not _is_ordinary(markup):
        return False
    if not _SPLIT_REFERENCE.search(markup):
        markup = _STRESSED.sub(r"\g<text>", markup)
    parts = _TAG.split(markup)
    if markup.count("<") != len(parts) // _PARTS:
        return False
    opened: list[str] = []
    for n in range(0, len(parts) - 1, _PARTS):
        text, slash, name, attributes, void = parts[n : n + _PARTS]
        if (text and not _tell(text, builder)) or not _tell_tag(slash, name.lower(), attributes, void, opened, builder):
            return False
    return not opened and (not parts[-1] or _tell(parts[-1], builder))


def _is_ordinary(markup: str) -> bool:
    return markup.replace("\n", " ").isprintable() or not _ODD.search(markup)


def _tell(text: str, builder: Builder) -> bool:
    if "&" in text:
        if not _is_plain(text):
            return False
        text = html.unescape(text)
    builder.data(text)
    return True


def _tell_tag(slash: str, name: str, attributes: str, void: str, opened: list[str], builder: Builder) -> bool:
    if slash:
        if attributes or void or not opened or opened.pop() != name:
            return False
        if name not in _INLINE:
            builder.end(name)
        return True
    if name in _VOID:
        return _tell_void(name, attributes, opened, builder)
    if void or not _may_open(name, opened) or len(opened) >= DEEPEST:
        return False
    opened.append(name)
    if name not in _INLINE:
        builder.start(name, {})
    return True


def _is_plain(text: str) -> bool:
    return text.count("&") == len(_REFERENCES.findall(text))


def _may_open(name: str, opened: list[str]) -> bool:
    """Whether a start tag here opens an element within the last of those that are open, and does nothing else."""
    if name in _INLINE:
        return name != "a" or "a" not in opened
    if name == "li":
        return bool(opened) and opened[-1] in ("ul", "ol")
    if name in _HEADINGS:
        return "p" not in opened and _HEADINGS.isdisjoint(opened)
    return (name == "p" or name in _GROUPS) and "p" not in opened


def _tell_void(name: str, attributes: str, opened: list[str], builder: Builder) -> bool:
    given: dict[str, str] = {}
    if name == "img":
        found = [(key.lower(), quoted or single) for key, quoted, single in _ATTRIBUTE.findall(attributes)]
        given = {key: html.unescape(value) for key, value in found}
        # of an attribute that is given twice the first counts; addresses that are none of the web are the sanitiser's
        if len(given) != len(found) or not all(_is_plain(value) for _, value in found):
            return False
        if not _WEB.fullmatch(given.get("src", "")):
            return False
    elif name == "hr" and "p" in opened:
        return False
    builder.start(name, given)
    return True
