"""Removal of WordPress's additions to articles."""

from __future__ import annotations

import re

# "The post X appeared first on Y." and its Indonesian translations, the last paragraph of each item of a feed.
_TAIL = re.compile(
    r"(?:<p>\s*)?\b(?:The post|Pos|Postingan|Artikel|Tulisan)\b(?:(?!The post\b|</p>|\n\n).){1,2000}?"
    r"(?:appeared first on|(?:pertama kali tampil|muncul pertama kali|first appeared)(?: pada| di| on)?)"
    r"(?:(?!</p>|\n\n).){1,1000}\.?\s*(?:</p>)?\s*\Z",
    re.DOTALL,
)
# Shortcodes whose plug-in did not run. By name: titles may begin with "[HOAKS]".
_SHORTCODE = re.compile(
    r"\[/?(?:gallery|caption|embed|video|audio|playlist|contact-form(?:-7)?|elementor-template|vc_\w+|et_pb_\w+|su_\w+|fusion_\w+)"
    r"(?=[\s\]/])[^\[\]\n]{0,1000}\]"
)
_CUT = re.compile(r"\s?\[(?:\.\.\.|…|&hellip;|&#8230;)\]")
_APPEARED = ("appeared", "tampil", "muncul")  # what every tail holds one of
_TAIL_ROOM = 4_000  # characters at the end in which the tail is looked for


def without_wordpress(text: str) -> str:
    """Return *text* (markup or plain) without shortcodes and the "appeared first on" tail; "[...]" becomes "…"."""
    if "[" in text:
        text = _CUT.sub("…", _SHORTCODE.sub("", text))
    split = max(0, len(text) - _TAIL_ROOM)
    if not any(text.find(word, split) >= 0 for word in _APPEARED):
        return text
    return text[:split] + _TAIL.sub("", text[split:])
