"""An index names where its items are: each that is not known yet is fetched, in the time of one feed; one reader reads them all.

One message that cannot be had leaves the rest; the index is then asked in full the next time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec.structs import replace

from content_cache.formats.feed import Link
from content_cache.http.messages import Fetch, NotModified, plain
from content_cache.jobs.messages import JobReader, Question
from content_cache.jobs.sandbox import Bounded
from content_cache.model.errors import AddressError, Code, FetchError
from content_cache.model.problems import Problem, problem
from content_cache.model.trust import may_answer
from content_cache.model.urls import is_beside, whence
from content_cache.refresh.read_job import Body, ReadFeed, read_linked

MOST_LINKS = 60  # as `formats.cap_index` gives: a reader that was taken over may name more


def follow(
    links: Sequence[Link],
    index: str,
    question: Question,
    reader: JobReader,
    *,
    fetch: Fetch,
    bounded: Bounded,
    reading: float,
) -> tuple[ReadFeed, int]:
    """Fetch the *links* on the index's own host and return their items and the bytes downloaded. Links with a known id are
    skipped.

    The limits of the index's own request hold for all together. `complete` is False if one could not be fetched, so that it
    is tried again.
    """
    source, request = question.source, question.request
    bodies: list[Body] = []
    urls: list[str] = []
    notes: list[Problem] = []
    complete, down, room = True, 0, request.max_bytes
    until = time.monotonic() + request.deadline
    wanted = [link for link in links[:MOST_LINKS] if not (link.id and link.id in question.known)]
    for link in wanted:
        left = until - time.monotonic()
        if left <= 0:
            complete = False
            notes.append(problem(Code.LINKS_LATE))
            break
        asked = replace(
            request, url=link.url, deadline=left, max_bytes=room, etag="", last_modified="", validators_url=""
        )
        try:
            if not is_beside(link.url, index):
                raise AddressError(Code.REDIRECT_FOREIGN, url=plain(link.url))
            got = fetch(asked)
            if isinstance(got, NotModified):
                continue
            down += got.bytes_down
            if not may_answer(source, got.url):
                raise AddressError(Code.REDIRECT_FOREIGN, url=plain(got.url))
        except FetchError as error:
            complete = False
            notes.append(problem(Code.LINK_FAILED, error.problem, url=link.url))
            continue
        complete = complete and got.complete
        room = max(room - len(got.body), 0)
        bodies.append(Body(got.body, got.content_type, whence(got.url)))
        urls.append(link.url)
    read = ReadFeed()
    if bodies:
        read = bounded(reading, read_linked, reader, tuple(bodies), tuple(urls), source, question.now)
    return replace(read, complete=read.complete and complete, notes=(*read.notes, *notes)), down
