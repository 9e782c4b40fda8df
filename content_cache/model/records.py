"""Records of sources, editions and media that the store keeps between two refreshes."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from content_cache.model.problems import Problem


class SourceRecord(Struct, frozen=True, kw_only=True):
    """State of one source in the store. Datetimes are aware.

    *url* is the address by the settings when it was asked: another address voids all other fields. *etag* and
    *last_modified* are validators of the body with the SHA-256 *body_hash* at *validators_url*, kept since
    *validators_since*. *same_bodies* counts how often the server answered 200 with that body in spite of them. *moved_to*
    was named by *moved_times* permanent redirects in a row.

    *last_success* is the last good answer (304 included); *last_error* is None when all is well. The host is not asked
    before *retry_at*. *hint* is the interval in seconds that the feed asked for, 0 for none.
    """

    name: str
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    validators_since: datetime | None = None
    validators_url: str = ""
    same_bodies: int = 0
    moved_to: str = ""
    moved_times: int = 0
    last_asked: datetime | None = None
    last_success: datetime | None = None
    last_error: Problem | None = None
    status: str = ""
    next_check: datetime | None = None
    retry_at: datetime | None = None
    failures: int = 0
    gone: bool = False
    hint: float = 0.0


class EditionRecord(Struct, frozen=True, kw_only=True):
    """Stored edition of a central feed. *seq* is 0 for none; *issued* is when its office signed it (whole seconds).

    *key_id* is the key that signed it, *publisher* the owner of the keys in the settings then, both as numbers. After
    *expires* it can still be read, though its office is overdue; None if it has no end. *directions* are for the kiosks
    themselves (`formats.directions`); None if they cannot be read, and the earlier ones hold.
    """

    seq: int = 0
    issued: datetime | None = None
    key_id: int = 0
    publisher: int = 0
    expires: datetime | None = None
    directions: str | None = ""

    def not_before(self, now: datetime) -> datetime:
        """Return *now*, or the time at which the edition was signed if that is later: an untrusted clock may be behind."""
        return now if self.issued is None else max(now, self.issued)


class MediaRecord(Struct, frozen=True, kw_only=True):
    """Record of a file that was requested. *path* is relative to the data folder, "" if it could not be fetched.

    *bytes* is its size on disk. A failed one is requested again after *retry_at*. *etag* and *last_modified* are validators
    of the file at its host. *revision* is the store's when it was fetched: a later change of the item may mean another file
    at the same address. *width* and *height* are a picture's px; *thumbnail* is its smaller file for lists, "" if it is
    small itself.

    Of a document *pages* is the number of its pages, -1 if it cannot be opened, and *path* its first stored page; each page
    has a record of its own (`tables.document_rows`). Of a film *pages* is its seconds, -1 if it cannot be played, and
    *thumbnail* its still; its sound has a record as if it were its first page.
    """

    url: str
    path: str = ""
    bytes: int = 0
    failures: int = 0
    error: Problem | None = None
    retry_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    revision: int = 0
    width: int = 0
    height: int = 0
    thumbnail: str = ""
    thumbnail_bytes: int = 0
    pages: int = 0
