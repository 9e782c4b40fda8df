"""Job for one source: fetch it, and have a new body read. Runs in a thread of the pool."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from content_cache.files import in_memory
from content_cache.http.messages import Fetch, NotModified, plain
from content_cache.jobs.messages import JobAnswer, JobReader, Question
from content_cache.jobs.sandbox import Bounded
from content_cache.model.errors import AddressError, CacheError, Code, FormatError, HtmlPageError, LoginNeededError
from content_cache.model.list_age import ListAge
from content_cache.model.trust import SMS, SMS_UNCHECKED, is_signed, may_answer
from content_cache.model.urls import is_local, is_secure, whence
from content_cache.refresh.index_links import follow
from content_cache.refresh.read_job import ReadFeed, read_body

MOST_HINT = 10**7  # seconds; whoever wants to be asked less often than every four months wants nothing


def poll_feed(question: Question, reader: JobReader, *, fetch: Fetch, bounded: Bounded, reading: float) -> JobAnswer:
    """Fetch a source and have a new body read in a bounded child, for at most *reading* seconds.

    Raises FetchError without an answer, CacheError if the child fails.
    """
    if question.source.format == SMS:
        from content_cache.central.sms import ask_sms

        return ask_sms(question, fetch)
    if question.source.format == SMS_UNCHECKED:
        from content_cache.formats.sms.unchecked import read_unchecked

        reader = read_unchecked
    if is_signed(question.source):
        from content_cache.central.polling import ask_central

        return ask_central(question, fetch, bounded, reading)
    got = fetch(question.request)
    if isinstance(got, NotModified):
        status = 0 if is_local(got.url) else 304
        return JobAnswer(
            url=got.url,
            http_status=status,
            known=True,
            hint=got.fresh_for,
            list_age=ListAge(generated=got.generated),
            bytes_down=got.bytes_down,
            seconds=got.seconds,
        )
    if not may_answer(question.source, got.url):
        raise AddressError(Code.REDIRECT_FOREIGN, url=plain(got.url))
    body_hash = hashlib.sha256(got.body).hexdigest()
    answer = JobAnswer(
        url=got.url,
        http_status=got.status,
        known=got.complete and body_hash == question.body_hash,
        complete=got.complete,
        body_hash=body_hash,
        etag=got.etag,
        last_modified=got.last_modified,
        permanent_redirect=got.permanent_redirect,
        hint=got.fresh_for,
        bytes_down=got.bytes_down,
        seconds=got.seconds,
        list_age=ListAge.from_stamps(got.modified, got.generated),
    )
    if answer.known:
        return answer
    with in_memory(got.body) as body:
        content_type = got.content_type
        del got  # its body is not to lie here, three times over, while others read it
        return _read_feed(question, reader, body.fileno(), content_type, answer, fetch, bounded, reading)


def _read_feed(
    question: Question,
    reader: JobReader,
    body: int,
    content_type: str,
    answer: JobAnswer,
    fetch: Fetch,
    bounded: Bounded,
    reading: float,
) -> JobAnswer:
    source, url = question.source, whence(answer.url)
    try:
        feed = bounded(reading, read_body, reader, body, content_type, url, source, question.now, handed=(body,))
    except FormatError as raised:
        error: CacheError = raised
        # an answer by the host's own certificate is no portal's: the site shows a page, or is under repair
        if isinstance(raised, HtmlPageError) and answer.http_status and not is_secure(answer.url):
            error = LoginNeededError(Code.LOGIN_PAGE)
        return replace(answer, error=error)
    more, down = ReadFeed(), 0
    if feed.follow:
        more, down = follow(feed.follow, url, question, reader, fetch=fetch, bounded=bounded, reading=reading)
    return replace(
        answer,
        lines=(*feed.lines, *more.lines),
        complete=answer.complete and feed.complete and more.complete,
        notes=(*feed.notes, *more.notes),
        withdrawn=(*(feed.withdrawn if source.own else ()), *feed.cancelled),
        whole=feed.whole and answer.complete,
        hint=max(answer.hint, feed.hint if 0 <= feed.hint <= MOST_HINT else 0.0),
        bytes_down=answer.bytes_down + down,
    )
