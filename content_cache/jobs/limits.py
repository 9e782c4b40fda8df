"""The bounds of a refresh."""

from __future__ import annotations

from msgspec import Struct

MEMORY_BYTES = 400_000_000
"""Address space of a reading child; a fresh interpreter with all parsers takes about half of it."""


class AnswerBytes(Struct, frozen=True):
    """Most bytes of a bounded function's answer, written into its signature as `Annotated[type, AnswerBytes(…)]`.

    The default is 500 kB: of the smallest structs that is 11 MB in memory. Lines of items do not count
    (`wire.LINES_BYTES`).
    """

    most: int = 500_000


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of a refresh. *deadline* is the seconds from connect to last byte; reading may take *reading* seconds more in
    the child.

    *daily_bytes* may be downloaded in a day: text takes what it needs, files share the rest. *store_bytes* and
    *media_store_bytes* are the shares of the disk for texts and files; *free_bytes* of it stay free.
    """

    deadline: float = 60.0
    reading: float = 30.0
    feed_bytes: int = 20_000_000
    store_bytes: int = 200_000_000
    media_bytes: int = 15_000_000
    film_bytes: int = 30_000_000
    media_bytes_a_refresh: int = 60_000_000
    small_picture_bytes: int = 200_000
    daily_bytes: int = 50_000_000
    media_store_bytes: int = 1_800_000_000
    free_bytes: int = 100_000_000
    memory_bytes: int = MEMORY_BYTES
    places: int = 3


def shares(storage_bytes: int) -> tuple[int, int]:
    """Split *storage_bytes* of a disk into bytes for texts (`store_bytes`) and for files (`media_store_bytes`)."""
    texts = min(storage_bytes * 2 // 5, 200_000_000)
    return texts, storage_bytes - texts
