"""Subtitles of a film as they are stored: words and times."""

from __future__ import annotations

import msgspec
from msgspec import Struct

MOST_CUES = 2_000


class Cue(Struct, frozen=True, array_like=True):
    """Subtitle of at most two lines, shown from *start* until before *end*, both in seconds."""

    start: float
    end: float
    text: str


def to_json(cues: tuple[Cue, ...]) -> bytes:
    return msgspec.json.encode(cues)


def from_json(content: bytes) -> tuple[Cue, ...]:
    """Parse the cues that `to_json` wrote. Raise ValueError for any other content."""
    return msgspec.json.decode(content, type=tuple[Cue, ...])


def at(cues: tuple[Cue, ...], seconds: float) -> str:
    """Return the subtitle at *seconds* into the film, "" for none."""
    return next((cue.text for cue in cues if cue.start <= seconds < cue.end), "")
