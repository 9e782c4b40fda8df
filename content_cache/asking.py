"""What a source is asked, of what is remembered of it. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from content_cache import bookkeeping, collecting
from content_cache.exchange import Request, ports_of
from content_cache.items import Source
from content_cache.limits import Limits
from content_cache.records import SourceRecord


def request_for(source: Source, record: SourceRecord, limits: Limits, user_agent: str) -> Request:
    """The request for a source's feed: conditional, unless its server's ETag is known to be useless."""
    return Request(
        url=bookkeeping.address(source, record),
        deadline=limits.deadline,
        max_bytes=limits.feed_bytes,
        user_agent=user_agent,
        etag="" if record.same_bodies >= bookkeeping.SAME_BODIES else record.etag,
        last_modified=record.last_modified,
        validators_url=record.validators_url,
        private_host=urlsplit(source.url).hostname or "",
        private_ports=ports_of(source.url),
        folder=collecting.source_folder(source),
    )
