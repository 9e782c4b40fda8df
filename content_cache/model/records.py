"""What the store remembers of a source between two refreshes."""

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
    """The edition of a central feed that is stored: `seq` 0 for none, `issued` when its office signed it (whole seconds).

    `key_id` is the key that signed it and `publisher` whose keys the settings pinned then, both as numbers. After `expires` it may
    still be read, but its office has said nothing for longer than it promised; None where it promised nothing. `directions` is what
    it tells the kiosks themselves (`formats.directions`), None where that cannot be read and what was told before holds.
    """

    seq: int = 0
    issued: datetime | None = None
    key_id: int = 0
    publisher: int = 0
    expires: datetime | None = None
    directions: str | None = ""

    def not_before(self, now: datetime) -> datetime:
        """Return the earliest certain time if the clock that says *now* is not trusted: the edition was signed before it."""
        return now if self.issued is None else max(now, self.issued)


class MediaRecord(Struct, frozen=True, kw_only=True):
    """A picture or recording that was asked for. `path` is relative to the data folder, "" when it could not be had.

    `bytes` is its size on disk; a failed one is asked again after `retry_at`. `etag` and `last_modified` are validators of
    the file as its host has it; `revision` is the store's when it was got: an item that changed since may mean another file
    at the same address. Of a picture: its pixels, and the smaller file for lists with its bytes, "" where it is small itself.
    Of a document: how many `pages` it has, -1 where it came and cannot be opened, and as `path` its first page that is here; each
    page has a record of its own (`tables.document_rows`). Of a film: its seconds as `pages`, -1 where it came and cannot be played,
    and its still as the thumbnail; its sound has a record of its own, as if it were its first page.
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
