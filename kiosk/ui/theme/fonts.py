"""Choice of a font that has all characters of a text.

Kivy has no fallback per glyph, so a label whose main font lacks a character is set in Andika (`kiosk.core.glyphs`).
"""

from __future__ import annotations

import unicodedata

from kivy.core.text import LabelBase

from kiosk.core.glyphs import characters
from kiosk.ui.theme.tokens import FONTS

LONGEST = 20_000  # characters of a text that is split into paragraphs
LONGEST_LINE = 600  # characters of any other label: titles have 300 at most, and more only costs time


def register() -> None:
    """Register each font file with Kivy under its stem. Files are opened when first drawn with."""
    for path in FONTS.glob("*.ttf"):
        LabelBase.register(path.stem, str(path))


def legible(text: str) -> str:
    """Return *text* so that every label can draw it: without lone surrogates (they crash SDL) and emoji (no
    bundled font has them), cut to the longest.
    """
    if len(text) > LONGEST:
        text = text[:LONGEST]
    if text.isascii():
        return text
    return "".join(map(_drawable, text))


def one_line(text: str) -> str:
    """Return *text* for a label of one line: legible, bounded, and without line breaks, which could make it endlessly high."""
    return " ".join(legible(text[:LONGEST_LINE]).split())


def _drawable(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    if category in ("So", "Sk", "Cf", "Co", "Mn") and ord(character) not in characters("Andika-Regular"):
        return " "  # one character for one, so that spoken sentences keep their positions
    return character
