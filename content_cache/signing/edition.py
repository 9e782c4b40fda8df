"""An edition of the central feed: what its files are called, and what its signature says of it. Pure.

`latest.minisig` is the signature of `feed-<seq>.json`, the only file that is polled; all others never change once they are
there. The names are the only ones that a kiosk ever opens, on the web or on a stick.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Self

from msgspec import Struct

from content_cache.model.errors import Code, FormatError, SignatureError

LATEST = "latest.minisig"
ALIAS = "feed.json"
KEYS = "keys.json"
KEYS_SIGNATURE = "keys.json.minisig"
SCHEMA = 1
SHEET_TYPES = frozenset({"weather", "sea", "prices", "staff"})
"""Types of sheets of the day. They are listed apart from the files, since older kiosks refuse editions with unknown types
of files."""
SHEET_BYTES = 200_000  # of one
MOST_FILM_BYTES = 30_000_000
MOST_VOICED = 2_000  # sentences of an edition that are spoken: older kiosks refuse a stick with 8,000 files
MOST_VOICED_OF_ITEM = 200
MOST_PROMPTS = 800  # recorded sentences of the kiosk itself in local languages, of an edition
VOICED_BYTES = 20_000  # of one
VOICED_MS = 60_000
APART = ("films", "documents", "sealed")
"""Lists of an item beside its attachments, for types of files with which kiosks of version 0.1.0 refuse an edition."""
FEED_FILES: Mapping[str, str] = MappingProxyType(
    {"ics": "ical", "cap": "cap", "weather": "bmkg-cuaca"} | dict.fromkeys(SHEET_TYPES - {"weather"}, "hari-ini")
)
"""Format by type, of the calendars, warnings and sheets that an edition lists."""
LASTS = timedelta(days=180)
"""Longest time for which an edition counts as news.

An office publishes twice a year at least, and no host can pass old news off as new for longer.
"""
HIGHEST_SEQ = 10**12  # a number that no office reaches, nor any program mistakes

_MEDIA = re.compile(r"media/([0-9a-f]{64})\.(?:jpg|png|gif|webp|mp3|ogg|wav|flac|pdf|mp4|webm|vtt|srt|sealed)")
_FILES = re.compile(r"events-([0-9a-f]{64})\.ics|alerts/([0-9a-f]{64})\.xml|sheet-([0-9a-f]{64})\.json")
_FEED = re.compile(r"feed-([1-9]\d{0,11})\.json")
_COMMENT = re.compile(
    r"seq=(?P<seq>[1-9]\d{0,11}) file=feed-(?P=seq)\.json issued=(?P<issued>\S{10,40})(?: keys=(?P<keys>\d{1,6}))?"
)


class Latest(Struct, frozen=True):
    """Number and date of the newest edition, from its signed comment. *issued* is aware; *keys* is the number of keys.json,
    0 for none."""

    seq: int
    issued: datetime
    keys: int = 0

    @classmethod
    def parse(cls, comment: str) -> Self:
        """Parse a signed comment. Raise SignatureError if it is not an edition's comment, since something else was signed."""
        found = _COMMENT.fullmatch(comment)
        try:
            issued = datetime.fromisoformat(found["issued"]) if found else None
        except ValueError:
            issued = None
        if found is None or issued is None or issued.tzinfo is None:
            raise SignatureError(Code.NO_EDITION_COMMENT)
        return cls(int(found["seq"]), issued, int(found["keys"] or 0))

    @property
    def edition_name(self) -> str:
        return feed_name(self.seq)

    @property
    def comment(self) -> str:
        keys = f" keys={self.keys}" if self.keys else ""
        return f"seq={self.seq} file={self.edition_name} issued={self.issued.isoformat(timespec='seconds')}{keys}"


class Listed(Struct, frozen=True):
    """File that an edition names; its SHA-256 (hex) is also its name.

    *size* is in bytes; *type* is ics, cap, media, or one of SHEET_TYPES.
    """

    name: str
    sha256: str
    size: int
    type: str = "media"

    def __post_init__(self) -> None:
        """Raise FormatError unless the name is the hash with a known ending, so that it can be no path and no link."""
        if media_hash(self.name) != self.sha256 and file_hash(self.name) != self.sha256:
            raise FormatError(Code.EDITION_FILE_NAME, name=repr(self.name[:100]))


def feed_name(seq: int) -> str:
    return f"feed-{seq}.json"


def seq_of(name: str) -> int:
    """Return the edition number in the name of a feed file, or 0 for any other name."""
    found = _FEED.fullmatch(name)
    return int(found[1]) if found else 0


def media_hash(name: str) -> str:
    """Return the SHA-256 (hex) in the name of a picture, recording, document, film or subtitles; "" for any other name."""
    found = _MEDIA.fullmatch(name)
    return found[1] if found else ""


def file_hash(name: str) -> str:
    """Return the SHA-256 (hex) in the name of a calendar, warning or sheet; "" for any other name."""
    found = _FILES.fullmatch(name)
    return (found[1] or found[2] or found[3]) if found else ""
