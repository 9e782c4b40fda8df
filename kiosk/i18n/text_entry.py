"""Text typed with the screen's keyboard, which has small letters alone. Pure."""

from __future__ import annotations


def typed(words: str, letters: str, most: int) -> str:
    """Return *words* with the typed *letters* added: single spaces, none in front, at most *most* characters."""
    longer = words + letters
    return words if longer.startswith(" ") or "  " in longer else longer[:most]


def typed_sentence(words: str, letters: str, most: int) -> str:
    """Return the same as `typed`, with a capital where a sentence begins (PUEBI, I.F.1)."""
    begins = words.rstrip()[-1:] in ("", ".", "?", "!") and (not words or words.endswith(" "))
    return typed(words, letters.upper() if begins else letters, most)
