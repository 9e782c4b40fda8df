"""Voice of an edition: sounds of sentences, made by the publisher, as files of the edition. Pure.

The kiosk's code knows the voice and the words of an item: it passes in a `Speak`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from content_cache.model.vocabulary import Category
from content_cache.signing.edition import MOST_VOICED, MOST_VOICED_OF_ITEM, VOICED_BYTES, VOICED_MS
from kiosk.office.editions.attachments import ReadyAttachment, named

Fields = dict[str, Any]
_GRANULE_MS = 48  # granules of Opus in a millisecond, at any rate (RFC 7845, section 4)
_PAGE = 27  # bytes of the head of a page of Ogg (RFC 3533, section 6)
_LAST_PAGE = 4  # flag in its header


@dataclass(frozen=True, slots=True)
class ReadySentence:
    """Sound of `ms` milliseconds that speaks the words whose SHA-256 (hex) is `words`."""

    words: str
    ms: int
    sound: ReadyAttachment


@dataclass(frozen=True, slots=True)
class ReadyVoice:
    """Spoken sentences of an item, with name and model of the voice."""

    name: str
    model: str
    sentences: tuple[ReadySentence, ...]


Speak = Callable[[Fields], Mapping[str, ReadyVoice]]
"""Function that takes a feed about to be published and returns the spoken sentences by item id."""


def sentence(words: str, opus: bytes) -> ReadySentence | None:
    """Return the sentence with its sound, or `None` if no kiosk would accept it: cut off, or too long."""
    ms = opus_ms(opus)
    if not 0 < ms <= VOICED_MS or len(opus) > VOICED_BYTES:
        return None
    return ReadySentence(words, ms, named(opus, "media/{}.ogg", "audio/ogg"))


def sentence_fields(one: ReadySentence) -> Fields:
    """Return the entry of a sentence in an edition."""
    return {
        "text_sha256": one.words,
        "url": one.sound.name,
        "sha256": one.sound.sha256,
        "size": one.sound.size,
        "ms": one.ms,
    }


def opus_ms(content: bytes) -> int:
    """Return the duration in milliseconds of an Ogg file with one stream of Opus; 0 for another file or an incomplete one."""
    last = content.rfind(b"OggS")
    page = content[last:] if last >= 0 else b""
    if content[28:36] != b"OpusHead" or len(page) < _PAGE or not page[5] & _LAST_PAGE:
        return 0
    lengths = page[_PAGE : _PAGE + page[26]]  # lengths of its segments
    if len(page) != _PAGE + page[26] + sum(lengths):
        return 0
    skipped = int.from_bytes(content[38:40], "little")
    return max(int.from_bytes(content[last + 6 : last + 14], "little") - skipped, 0) // _GRANULE_MS


def give_voice(items: list[Fields], voices: Mapping[str, ReadyVoice]) -> dict[str, ReadyAttachment]:
    """Add the voices to the items, up to MOST_VOICED sentences, the first items first. Return the files of the sounds, by name."""
    files: dict[str, ReadyAttachment] = {}
    left = MOST_VOICED
    for item in items:
        voice = voices.get(item["id"])
        said = voice.sentences[: min(MOST_VOICED_OF_ITEM, left)] if voice else ()
        if voice is None or not said:
            continue
        left -= len(said)
        files |= {one.sound.name: one.sound for one in said}
        sentences = [sentence_fields(one) for one in said]
        item["_kiosk"]["voice"] = {"name": voice.name, "model": voice.model, "sentences": sentences}
    return files


def warns_anew(feed: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Return whether *feed* has a warning that *before* lacks or has in another form. Such a warning must not wait for a voice."""
    known = {item["id"]: without_voice(item) for item in before.get("items", ())}
    warnings = (item for item in feed["items"] if item["_kiosk"].get("category") == Category.ALERT)
    listed = {entry["name"] for entry in before.get("_kiosk", {}).get("files", ())}
    return any(without_voice(item) != known.get(item["id"]) for item in warnings) or any(
        entry["type"] == "cap" and entry["name"] not in listed for entry in feed["_kiosk"]["files"]
    )


def without_voice(item: Mapping[str, Any]) -> Fields:
    """Return *item* without its voice, for comparison: another voice is no change of content."""
    kiosk = {name: value for name, value in item.get("_kiosk", {}).items() if name != "voice"}
    return {**item, "_kiosk": kiosk}
