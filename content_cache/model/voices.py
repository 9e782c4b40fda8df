"""Sentences that the office has spoken for its items."""

from __future__ import annotations

from msgspec import Struct


class VoicedSentence(Struct, frozen=True):
    """Sound of one sentence, made by the office. *words* is the SHA-256 (hex) of the spoken words in UTF-8; *ms* is its
    length."""

    words: str
    url: str
    size: int
    ms: int


class ItemVoice(Struct, frozen=True):
    """Sentences of an item spoken by one voice: its *name* as the settings have it, and the identity of its *model*."""

    name: str
    model: str
    sentences: tuple[VoicedSentence, ...]


VOICED = "voiced"
"""Media type of a spoken sentence among the files that items name."""
