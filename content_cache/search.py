"""Words to look for: how a text and a query are folded so that they meet. Pure."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text without case and diacritics: "Kafé Désa" -> ["kafe", "desa"]."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(bare.casefold())


def folded(text: str) -> str:
    """The words, each after one space: " kafe desa". A query word w begins a word of the text where " w" occurs in it."""
    return "".join(f" {word}" for word in words(text))
