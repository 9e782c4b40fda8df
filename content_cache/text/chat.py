"""Text out of WhatsApp: the signs that make letters bold, italic or of one width there, and are letters anywhere else. Pure."""

from __future__ import annotations

import re

# as WhatsApp reads them: a pair in one line, tight around its words, between blanks and signs; so no sum, no name of a file and no
# address has one. What is struck out (~) stays as it is: without its marks it would hold again.
_BEFORE, _AFTER = r"""(?<![^\s("'“‘\[*_~-])""", r"""(?![^\s.,;:!?)"'”’\]*_~-])"""
_PAIRS = tuple(
    re.compile(rf"{_BEFORE}{mark}(?![\s{each}])([^{each}\n]*[^\s{each}]){mark}{_AFTER}")
    for each, mark in (("*", r"\*"), ("_", "_"), ("`", "```"), ("`", "`"))
)


def without_chat_marks(text: str) -> str:
    """Return *text* without WhatsApp's formatting signs, such as the pair of asterisks around bold words; nested pairs too."""
    for _ in range(2):
        for pair in _PAIRS:
            text = pair.sub(r"\1", text)
    return text
