"""The subtitles of a film, as they are stored."""

from __future__ import annotations

from pathlib import Path

from content_cache.files import read_plain
from content_cache.model.attachments import Attachment
from content_cache.model.subtitles import Cue, from_json

_MOST_BYTES = 1_000_000


def read_cues(data: Path, subtitles: Attachment | None) -> tuple[Cue, ...]:
    """Return the cues of the file *subtitles* in the data folder; none if it cannot be read."""
    if subtitles is None:
        return ()
    try:
        return from_json(read_plain(data / subtitles.path, _MOST_BYTES))
    except (OSError, ValueError):
        return ()
