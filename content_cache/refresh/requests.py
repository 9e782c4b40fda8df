"""What a source is asked, of what is remembered of it."""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import urlsplit

from content_cache.http.messages import Request
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import Question
from content_cache.model.items import Source
from content_cache.model.records import SourceRecord
from content_cache.model.trust import is_signed
from content_cache.model.urls import ports_of, source_folder
from content_cache.refresh import outcomes
from content_cache.store.store import Store

log = logging.getLogger(__name__)


def question_for(
    source: Source, record: SourceRecord, store: Store, limits: Limits, user_agent: str, now: datetime
) -> Question:
    """All that the bounded child needs to know: it has no store of its own. Raises StoreError.

    A source of which an item is damaged is asked for all again, or the item would stay away for as long as nothing is new.
    """
    if not store.is_sound(source.name):
        log.warning("%s: an item of it is damaged: it is asked for all again", source.name)
        record = outcomes.without_validators(record)
    return Question(
        source=source,
        request=request_for(source, record, limits, user_agent),
        body_hash=record.body_hash,
        now=now,
        # of an alert source messages are fetched once, since they never change
        known=frozenset(store.fingerprints(source.name)) if source.alerts else frozenset[str](),
        edition=store.edition(source.name) if is_signed(source) else None,
        data_dir=str(store.path.parent),
    )


def request_for(source: Source, record: SourceRecord, limits: Limits, user_agent: str) -> Request:
    """The request for a source's feed: conditional, unless its server's ETag is known to be useless."""
    return Request(
        url=outcomes.address(source, record),
        deadline=limits.deadline,
        max_bytes=limits.feed_bytes,
        user_agent=user_agent,
        etag="" if record.same_bodies >= outcomes.SAME_BODIES else record.etag,
        last_modified=record.last_modified,
        validators_url=record.validators_url,
        private_host=urlsplit(source.url).hostname or "",
        private_ports=ports_of(source.url),
        folder=source_folder(source),
    )
