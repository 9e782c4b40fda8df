"""Choice and order of the pictures and recordings to fetch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from content_cache.http.messages import Request
from content_cache.jobs import schedule
from content_cache.jobs.limits import Limits
from content_cache.jobs.pool import LARGE_PICTURES, RECORDINGS, SENTENCES, SMALL_PICTURES
from content_cache.media.media_job import Came, Got, MediaRequest
from content_cache.model.errors import Code
from content_cache.model.full_size import full_size
from content_cache.model.records import MediaRecord
from content_cache.model.sources import Source
from content_cache.model.trust import is_signed
from content_cache.model.urls import host_of, ports_of, source_folder
from content_cache.signing.edition import VOICED_BYTES, media_hash
from content_cache.tables.media_rows import WantedFile

# files that one child gets: a start for each would cost more than most pictures; of large ones few, for all wait for the last
_BATCH = {SMALL_PICTURES: 8, LARGE_PICTURES: 2, RECORDINGS: 1, SENTENCES: 25}
_PICTURES, _RECORDINGS = "image/jpeg, image/png, image/webp, image/gif, image/avif", "audio/*, application/ogg"


class Batch(Struct, frozen=True, kw_only=True):
    """Few files of one host ("" for the disk), fetched together; *rank* is their turn."""

    host: str
    rank: int
    requests: tuple[MediaRequest, ...]

    @property
    def most_bytes(self) -> int:
        return sum(one.request.max_bytes for one in self.requests)


def batches(source: Source, due: Iterable[WantedFile], limits: Limits, user_agent: str) -> Iterator[Batch]:
    """Split the due files into batches, each in the given order.

    Pictures that seem small come first, then large ones, then recordings and documents, then spoken sentences. A picture of
    unknown size is requested as a small one; if it is large, that costs only the headers.
    """
    ranked = sorted(((_rank(file, limits), _host(file.url), file) for file in due), key=lambda found: found[:2])
    for (rank, host), group in groupby(ranked, key=lambda found: found[:2]):
        requests = [_request(source, file, limits, rank, user_agent) for _, _, file in group]
        for start in range(0, len(requests), _BATCH[rank]):
            yield Batch(host=host, rank=rank, requests=tuple(requests[start : start + _BATCH[rank]]))


def afterwards(batch: Batch, done: Iterable[Got], limits: Limits) -> Iterator[Batch]:
    """Yield the pictures of *batch* that proved to be large, now with the limit for large ones."""
    large = {got.record.url for got in done if got.came is Came.LARGE} if batch.rank == SMALL_PICTURES else set()
    for one in batch.requests:
        if one.request.url in large:
            request = replace(one.request, max_bytes=limits.media_bytes)
            yield Batch(host=batch.host, rank=LARGE_PICTURES, requests=(replace(one, request=request),))


def remembered(got: Got, before: MediaRecord | None, now: datetime, revision: int) -> MediaRecord:
    """Return the record to store after a download; a file that is already stored stays.

    A failed download is retried after an hour, then after ever longer. *revision* is the store's at the time of the
    request.
    """
    here = before if before is not None and before.path else None
    if got.came is Came.UNCHANGED and here:
        return replace(here, revision=revision)
    if got.came is Came.STORED:
        return replace(got.record, revision=revision)
    if got.came is Came.CUT:  # gone on with when the source is asked next
        return replace(here, error=got.record.error) if here else replace(got.record, revision=revision)
    failures = (before.failures if before else 0) + 1
    wait = min(schedule.LONGEST_OF_ALERTS * 2.0 ** min(failures - 1, 16), 7 * schedule.LONGEST)
    base = here or replace(got.record, revision=revision)
    return replace(base, error=got.record.error, failures=failures, retry_at=now + timedelta(seconds=wait))


def _rank(file: WantedFile, limits: Limits) -> int:
    if not file.is_picture:
        return SENTENCES if file.is_voiced else RECORDINGS
    return LARGE_PICTURES if file.size > limits.small_picture_bytes else SMALL_PICTURES


def _request(source: Source, file: WantedFile, limits: Limits, rank: int, user_agent: str) -> MediaRequest:
    here = file.record if file.record and file.record.path else None
    request = Request(
        url=file.url,
        deadline=limits.deadline,
        max_bytes=limits.small_picture_bytes
        if rank == SMALL_PICTURES and _host(file.url)
        else _most_bytes(file, limits),
        user_agent=user_agent,
        accept=_accepted(file),
        etag=here.etag if here else "",
        last_modified=here.last_modified if here else "",
        private_host=host_of(source.url),
        private_ports=ports_of(source.url),
        authorities=source.authorities,
        folder=source_folder(source),
    )
    signed = media_hash("/".join(file.url.rsplit("/", 2)[-2:])) if is_signed(source) else ""
    whole = full_size(file.url) if file.is_picture and not signed and _host(file.url) else file.url
    return MediaRequest(
        request=request,
        picture=file.is_picture,
        document=file.is_document,
        film=file.is_film,
        subtitles=file.is_subtitles,
        sealed=file.is_sealed,
        voiced=file.is_voiced,
        sha256=signed,
        full=whole if whole != file.url else "",
    )


def _accepted(file: WantedFile) -> str:
    if file.is_document or file.is_film or file.is_subtitles or file.is_sealed:
        return file.type
    return _PICTURES if file.is_picture else _RECORDINGS


def _most_bytes(file: WantedFile, limits: Limits) -> int:
    if file.is_voiced:
        return VOICED_BYTES
    return limits.film_bytes if file.is_film else limits.media_bytes


def _host(url: str) -> str:
    return host_of(url)


def is_due(record: MediaRecord | None, now: datetime, *, plenty: bool) -> bool:
    """Return whether a file may be requested at *now*.

    With *plenty* of room, evicted files are due at once. A retry time further ahead than any back-off was written while the
    clock ran ahead, so it is ignored.
    """
    if record is None or record.retry_at is None:
        return True
    if plenty and record.error is not None and record.error.code in (Code.GAVE_WAY, Code.NO_ROOM):
        return True
    return not now < record.retry_at <= now + timedelta(seconds=schedule.LONGEST_OF_FILES)
