"""What the bounded child does for one source: fetch, and read what came. What fetches is loaded in the child alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from content_cache.formats.feed import Feed
from content_cache.http.messages import Fetched, NotModified, plain
from content_cache.jobs.messages import JobAnswer, JobReader, Question, lines_of
from content_cache.model.errors import AddressError, CacheError, Code, FormatError, HtmlPageError, LoginNeededError
from content_cache.model.trust import is_signed, may_answer
from content_cache.model.urls import is_local, path_of

if TYPE_CHECKING:
    from content_cache.refresh.index_links import Followed


def ask(question: Question, reader: JobReader) -> JobAnswer:
    """Fetch and read. Raises FetchError where nothing came."""
    if is_signed(question.source):
        from content_cache.central.polling import ask_central

        return ask_central(question)
    from content_cache.http.client import fetch

    got = fetch(question.request)
    if isinstance(got, NotModified):
        status = 0 if is_local(got.url) else 304
        return JobAnswer(
            url=got.url,
            http_status=status,
            known=True,
            hint=got.fresh_for,
            bytes_down=got.bytes_down,
            seconds=got.seconds,
        )
    if not may_answer(question.source, got.url):
        raise AddressError(Code.REDIRECT_FOREIGN, url=plain(got.url))
    return _read(question, reader, got)


def _read(question: Question, reader: JobReader, got: Fetched) -> JobAnswer:
    body_hash = hashlib.sha256(got.body).hexdigest()
    known = got.complete and body_hash == question.body_hash
    feed: Feed | None = None
    error: CacheError | None = None
    if not known:
        url = str(path_of(got.url).resolve()) if is_local(got.url) else got.url
        try:
            feed = reader(got.body, question.source, content_type=got.content_type, url=url, now=question.now)
        except FormatError as raised:
            error = LoginNeededError(Code.LOGIN_PAGE) if isinstance(raised, HtmlPageError) and got.status else raised
    more = _followed(question, reader, feed) if feed and feed.follow else None
    items = (*(feed.items if feed else ()), *(more.items if more else ()))
    lines, dropped = lines_of(items, question.source)
    return JobAnswer(
        url=got.url,
        http_status=got.status,
        known=known,
        lines=lines,
        complete=got.complete and (feed is None or feed.complete) and (more is None or more.complete),
        notes=(*(feed.notes if feed else ()), *(more.notes if more else ()), *dropped),
        error=error,
        withdrawn=tuple(feed.withdrawn) if feed and question.source.own else (),
        body_hash=body_hash,
        etag=got.etag,
        last_modified=got.last_modified,
        permanent_redirect=got.permanent_redirect,
        hint=max(got.fresh_for, (feed.refresh_every if feed else None) or 0.0),
        bytes_down=got.bytes_down + (more.bytes_down if more else 0),
        seconds=got.seconds,
    )


def _followed(question: Question, reader: JobReader, feed: Feed) -> Followed:
    from content_cache.refresh.index_links import follow

    return follow(feed.follow, question.request, question.source, reader, known=question.known, now=question.now)
