"""Request for a source, made from its record."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec.structs import replace

from content_cache.http.messages import Request
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import Question
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import is_signed
from content_cache.model.urls import host_of, ports_of, source_folder
from content_cache.store.store import Store

log = logging.getLogger(__name__)

VALIDATORS_LAST = timedelta(days=8)  # then the whole body is asked for once, whatever a proxy believes
MOVES = 3  # equal permanent redirects in a row before the new address is asked straight away
SAME_BODIES = 2  # after so many a server's ETag is known to be useless


def current(source: Source, record: SourceRecord | None, now: datetime) -> SourceRecord:
    """Return the valid parts of a record: nothing after a change of address, and no validators once they are old."""
    if record is None or record.url != source.url:
        return SourceRecord(name=source.name, url=source.url)
    since = record.validators_since
    if since is not None and not timedelta(0) <= now - since <= VALIDATORS_LAST:
        return without_validators(record)
    return record


def without_validators(record: SourceRecord) -> SourceRecord:
    """Return the record without validators, so that the source is fetched in full."""
    return replace(
        record, etag="", last_modified="", validators_url="", body_hash="", validators_since=None, same_bodies=0
    )


def address(source: Source, record: SourceRecord) -> str:
    """Return the address to request: the settings' one, or the address to which it has permanently moved.

    A move must stay within its host and may never lower security. To where its office has moved is signed and may be any
    host; a wrong one must not cut a kiosk off, so after each failure the other address is asked.
    """
    if source.moved_to and record.failures % 2 == 0:
        return source.moved_to
    old, new = urlsplit(source.url), urlsplit(record.moved_to)
    if record.moved_times >= MOVES and old.hostname == new.hostname and new.scheme in (old.scheme, "https"):
        return record.moved_to
    return source.url


def question_for(
    source: Source, record: SourceRecord, store: Store, limits: Limits, user_agent: str, now: datetime
) -> Question:
    """Return the task for the bounded child, which has no store of its own. Raises StoreError.

    If an item of the source is damaged, the source is fetched in full; otherwise the item would stay away until something
    new comes.
    """
    if not store.is_sound(source.name):
        log.warning("%s: an item of it is damaged: it is asked for all again", source.name)
        record = without_validators(record)
    signed = is_signed(source)
    return Question(
        source=source,
        request=request_for(source, record, limits, user_agent),
        body_hash=record.body_hash,
        now=now,
        # of an index of warnings messages are fetched once, since they never change
        known=frozenset(store.fingerprints(source.name)) if source.alerts and not signed else frozenset[str](),
        edition=store.edition(source.name) if signed else None,
        data_dir=str(store.path.parent),
    )


def request_for(source: Source, record: SourceRecord, limits: Limits, user_agent: str) -> Request:
    """Return the request for a source's feed: conditional, unless the server's ETag is known to be useless."""
    return Request(
        url=address(source, record),
        deadline=limits.deadline,
        max_bytes=limits.feed_bytes,
        user_agent=user_agent,
        etag="" if record.same_bodies >= SAME_BODIES else record.etag,
        last_modified=record.last_modified,
        validators_url=record.validators_url,
        private_host=host_of(source.url),
        private_ports=ports_of(source.url),
        authorities=source.authorities,
        folder=source_folder(source),
    )
