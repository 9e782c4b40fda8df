"""Spoken sentences of an edition: one sound for each, named by its hash as all files of an edition are. Pure.

Nobody is told wrong for want of a sound, so what is hostile or too much is left out alone, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code
from content_cache.model.voices import VOICED, ItemVoice, VoicedSentence
from content_cache.signing.edition import (
    MOST_VOICED,
    MOST_VOICED_OF_ITEM,
    VOICED_BYTES,
    VOICED_MS,
    Listed,
    media_hash,
)

_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[\w./-]{1,80}", re.ASCII)


def voices_in(items: Iterable[Mapping[str, Any]], base: str, notes: ReasonCounts) -> dict[str, ItemVoice]:
    """Return the spoken sentences of a feed's *items* by item id; their addresses are relative to the folder *base*.

    If the same words have several sounds, the first one counts. Unfit entries and those beyond the limits are left out
    and noted in *notes*.
    """
    found: dict[str, ItemVoice] = {}
    left = MOST_VOICED
    for item in items:
        kiosk = item.get("_kiosk")
        voice = kiosk.get("voice") if isinstance(kiosk, dict) else None
        if voice is None:
            continue
        listed = voice.get("sentences") if isinstance(voice, dict) else None
        name, model = (voice.get(key) if isinstance(voice, dict) else None for key in ("name", "model"))
        if not isinstance(listed, list) or not _is_name(name) or not _is_name(model):
            notes.add(Code.VOICE_UNFIT)
            continue
        most = min(MOST_VOICED_OF_ITEM, left)
        good = [made for one in listed[:most] if (made := sentence_of(one, base))]
        if unfit := len(listed[:most]) - len(good):
            notes.add(Code.VOICE_UNFIT, unfit)
        if beyond := len(listed[most:]):
            notes.add(Code.VOICE_BEYOND, beyond, most=MOST_VOICED)
        sentences = tuple({one.words: one for one in reversed(good)}.values())[::-1]
        left -= len(sentences)
        if sentences:
            found.setdefault(str(item.get("id")), ItemVoice(str(name), str(model), sentences))
    return found


def files_of(voices: Iterable[ItemVoice], base: str) -> dict[str, Listed]:
    """Return the sound files of *voices* by name; *base* is the folder of their addresses."""
    names = {one.url.removeprefix(base): one.size for voice in voices for one in voice.sentences}
    return {name: Listed(name, media_hash(name), size, VOICED) for name, size in names.items()}


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def sentence_of(one: object, base: str) -> VoicedSentence | None:
    """Return the spoken sentence in the entry *one* of an edition, its address below the folder *base*; `None` if it is unfit."""
    if not isinstance(one, dict):
        return None
    words, url, digest = (one.get(key) for key in ("text_sha256", "url", "sha256"))
    size, ms = one.get("size"), one.get("ms")
    if not isinstance(words, str) or not isinstance(url, str) or type(size) is not int or type(ms) is not int:
        return None
    named = _HASH.fullmatch(words) and url.endswith(".ogg") and media_hash(url) and media_hash(url) == digest
    if not named or not 0 < size <= VOICED_BYTES or not 0 < ms <= VOICED_MS:
        return None
    return VoicedSentence(words, base + url, size, ms)
