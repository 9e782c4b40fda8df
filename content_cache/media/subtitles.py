"""Subtitles of a film, SubRip or WebVTT, read in a bounded child and kept as times and plain words."""

from __future__ import annotations

import hashlib
import re
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from content_cache.files import write_whole
from content_cache.jobs.sandbox import Bounded
from content_cache.media.drafts import KeptFile
from content_cache.model.errors import CacheError, Code, FormatError, StoppedError
from content_cache.model.subtitles import MOST_CUES, Cue, to_json
from content_cache.text.plain import clean_line

SUBTITLES_ENDING = ".json"
_MOST_BYTES = 500_000
_LATEST = 24 * 3600.0  # seconds
_LONGEST_LINE = 200
_LINES = 2
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


def read_subtitles(body: BinaryIO, folder: Path, *, bounded: Bounded, seconds: float) -> KeptFile:
    """Read subtitles in a bounded child and store them in *folder*, named after their content.

    Raise FormatError if there are none; OSError, StoppedError.
    """
    try:
        told: tuple[Cue, ...] = bounded(seconds, cues, body.fileno(), handed=(body.fileno(),))
    except (FormatError, StoppedError):
        raise
    except CacheError as killed:
        raise FormatError(Code.NO_SUBTITLES) from killed
    content = to_json(believed(told))
    name = hashlib.sha256(content).hexdigest() + SUBTITLES_ENDING
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / name, content, 0o660)
    return KeptFile(name=name, bytes=len(content))


def cues(coming: int) -> tuple[Cue, ...]:
    """Parse SubRip or WebVTT from the descriptor *coming*, in the child. Raise FormatError if it has no times and words."""
    with open(coming, "rb", closefd=False) as file:
        file.seek(0)
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise FormatError(Code.NO_SUBTITLES)
    found: list[Cue] = []
    begun: tuple[float, float] | None = None
    lines: list[str] = []
    for line in [*_decoded_text(content).splitlines(), ""]:
        times = _TIMES.match(line)
        if times or not line.strip():
            if begun and lines:
                found.append(Cue(*begun, "\n".join(lines)))
            begun, lines = (_seconds(*times.groups()[:4]), _seconds(*times.groups()[4:])) if times else None, []
        elif begun and len(lines) < _LINES and (words := _without_markup(line)):
            lines.append(words)
        if len(found) >= MOST_CUES:
            break
    if not found:
        raise FormatError(Code.NO_SUBTITLES)
    return tuple(found)


def believed(told: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Return the child's cues cleaned, bounded and in order of time, since a child may answer anything. Raise FormatError
    if none is left."""
    kept = []
    for cue in told[:MOST_CUES]:
        words = "\n".join(filter(None, (clean_line(line, _LONGEST_LINE) for line in cue.text.splitlines()[:_LINES])))
        if words and isfinite(cue.end) and 0 <= cue.start < cue.end <= _LATEST:
            kept.append(Cue(cue.start, cue.end, words))
    if not kept:
        raise FormatError(Code.NO_SUBTITLES)
    return tuple(sorted(kept, key=lambda cue: cue.start))


def _decoded_text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what editors of Windows write


def _seconds(hours: str | None, minutes: str, seconds: str, rest: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def _without_markup(line: str) -> str:
    words = _TAG.sub("", line)
    for entity, character in _ENTITIES.items():
        words = words.replace(entity, character)
    return words.strip()[:_LONGEST_LINE]
