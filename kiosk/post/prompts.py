"""Recorded prompts on their way to the office, each in an envelope of the kind `prompt`. Pure.

The content is a line of JSON, `{"language":"bgz","words":"<SHA-256 of the words, hex>"}`, then the sound: Opus in Ogg,
mono, 24 kHz, at most 20 seconds and 20,000 bytes. Without a sound the hall has taken the recording away. A kiosk sends
each recording once, and again when it was recorded anew.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from content_cache.signing.edition import VOICED_BYTES

LONGEST_S = 20.0
"""Seconds of a recording that is sent, at most."""
MOST_SOUND = VOICED_BYTES
_MOST_LINE = 150
MOST_CONTENT = MOST_SOUND + _MOST_LINE
_LANGUAGE, _HASH = re.compile(r"[a-z]{3}"), re.compile(r"[0-9a-f]{64}")
_OGG = b"OggS"


class PromptHead(Struct, frozen=True, forbid_unknown_fields=True):
    """First line: the language (ISO 639-3) and the hash of the words, by `words_hash`."""

    language: str
    words: str


def prompt_content(head: PromptHead, sound: bytes) -> bytes:
    """Return the content of the envelope; *sound* is b"" for a recording that was taken away."""
    return msgspec.json.encode(head) + b"\n" + sound


def read_prompt(content: bytes) -> tuple[PromptHead, bytes] | None:
    """Return the first line and the sound in *content*, or `None` for content that no kiosk would send.

    The sound is not decoded: whoever publishes it has that done in a bounded child.
    """
    line, _, sound = content.partition(b"\n")
    try:
        head = msgspec.json.decode(line[:_MOST_LINE], type=PromptHead)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    good = _LANGUAGE.fullmatch(head.language) and _HASH.fullmatch(head.words)
    if not good or len(sound) > MOST_SOUND or (sound and not sound.startswith(_OGG)):
        return None
    return head, sound
