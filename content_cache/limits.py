"""The bounds of a refresh."""

from __future__ import annotations

from dataclasses import dataclass

from content_cache.bounded import MEMORY_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds. `deadline` is seconds from connect to last byte; reading may take `reading` more in the child."""

    deadline: float = 60.0
    reading: float = 30.0
    feed_bytes: int = 20_000_000
    media_bytes: int = 15_000_000
    media_bytes_a_refresh: int = 60_000_000
    memory_bytes: int = MEMORY_BYTES
    places: int = 3
