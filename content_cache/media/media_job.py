"""Pictures and recordings: fetched in pieces, decoded together in one bounded child, and kept. Runs in a thread of the pool."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import in_memory
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.jobs.sandbox import Bounded
from content_cache.media.convert import ConvertResult
from content_cache.media.documents import Document, DocumentPage, read_document
from content_cache.media.drafts import FOLDER, Decoding, FileDraft, KeptFile, converted, keep_sealed
from content_cache.media.films import FILM_TIMES, Film, read_film
from content_cache.media.partial import PartialDownload
from content_cache.media.subtitles import read_subtitles
from content_cache.model.errors import CacheError, Code, FormatError, HttpStatusError, StoppedError, TooLargeError
from content_cache.model.picture_text import PictureText
from content_cache.model.problems import Problem, problem
from content_cache.model.records import MediaRecord
from content_cache.tables.document_rows import page_key

_NO_SUCH_RANGE = 416  # RFC 9110 section 15.5.17
_REST = (408, 429)  # its host is busy, which says nothing of what it has
_LARGE = 1_000_000  # bytes: whoever asks for more takes a large picture


class Came(StrEnum):
    """Result of fetching one file."""

    STORED = "stored"
    UNCHANGED = "unchanged"  # the host says that it is still the one that is here
    CUT = "cut"  # a part more of it is kept, to be gone on with
    LARGE = "large"  # larger than was asked for now
    FAILED = "failed"


class MediaRequest(Struct, frozen=True, kw_only=True):
    """Request for one file: a *picture*, *document*, *film*, *subtitles*, a *sealed* or *voiced* recording, or else any
    recording.

    *sha256* (hex) is the hash by a signed feed, "" for none. *full* is the supposed address of the full-size picture, asked
    first; "" for none.
    """

    request: Request
    picture: bool
    document: bool = False
    film: bool = False
    subtitles: bool = False
    sealed: bool = False
    voiced: bool = False
    sha256: str = ""
    full: str = ""

    @property
    def alone(self) -> bool:
        return self.document or self.film or self.subtitles or self.sealed


class Got(Struct, frozen=True, kw_only=True):
    """Result of one request. *bytes_down* counts headers and body; a *record* without a `path` has the `error`.

    *pages* are those of a document; of a film, its sound.
    """

    came: Came
    record: MediaRecord
    bytes_down: int = 0
    pages: tuple[DocumentPage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """Complete body, to be decoded."""

    wanted: MediaRequest
    got: Fetched
    body: BinaryIO


def store_media(
    wanted: tuple[MediaRequest, ...],
    data_dir: Path,
    most_bytes: int,
    free_bytes: int,
    *,
    fetch: Callable[[Request], Fetched | NotModified],
    bounded: Bounded,
    seconds: float,
) -> tuple[Got, ...]:
    """Fetch files into the media folder, until *most_bytes* were downloaded; return their results.

    Files that were not requested by then are left out. At least *free_bytes* of the disk stay free. Decoding one takes at
    most *seconds*, a film `FILM_TIMES` as long. Raises StoppedError.
    """
    done: list[Got | _Whole] = []
    left = most_bytes
    with ExitStack() as stack:
        for one in wanted:
            if left <= 0:
                break
            found = _fetched(one, data_dir, left, fetch)
            if isinstance(found, _Whole):
                stack.enter_context(found.body)
            left -= found.got.bytes_down if isinstance(found, _Whole) else found.bytes_down
            done.append(found)
        kept = iter(_decoded([one for one in done if isinstance(one, _Whole)], data_dir, free_bytes, bounded, seconds))
        return tuple(next(kept) if isinstance(one, _Whole) else one for one in done)


def _fetched(
    wanted: MediaRequest, data_dir: Path, most_bytes: int, fetch: Callable[[Request], Fetched | NotModified]
) -> Got | _Whole:
    url = wanted.request.url
    try:
        if wanted.full:
            found = _whole_picture(wanted, data_dir, most_bytes, fetch)
            if found is not None:
                return found
        return _get(wanted, data_dir, most_bytes, fetch)
    except StoppedError:
        raise
    except TooLargeError as error:
        return Got(came=Came.LARGE, record=MediaRecord(url=url, error=error.problem, failures=1))
    except CacheError as error:
        return _failed(url, error.problem)
    except OSError as error:  # the disk's
        return _failed(url, _unwritable(error))


def _whole_picture(
    wanted: MediaRequest, data_dir: Path, most_bytes: int, fetch: Callable[[Request], Fetched | NotModified]
) -> Got | _Whole | None:
    """Fetch the picture in full size; return None if its host has none or it turns out too large.

    The result is recorded under the address that the item names. Raises CacheError, OSError.
    """
    bare = {"url": wanted.full, "etag": "", "last_modified": ""}
    whole = replace(wanted, request=replace(wanted.request, **bare), full="")
    try:
        found = _get(whole, data_dir, most_bytes, fetch)
    except HttpStatusError as error:
        if 400 <= error.status < 500 and error.status not in _REST:
            return None
        raise
    except TooLargeError:
        if wanted.request.max_bytes < _LARGE:
            raise
        return None
    if isinstance(found, Got):
        return replace(found, record=replace(found.record, url=wanted.request.url))
    return _Whole(wanted=wanted, got=found.got, body=found.body)


def _get(
    wanted: MediaRequest, data_dir: Path, most_bytes: int, fetch: Callable[[Request], Fetched | NotModified]
) -> Got | _Whole:
    url = wanted.request.url
    part = PartialDownload.of(data_dir / FOLDER, url)
    request = replace(
        wanted.request,
        piece_bytes=most_bytes,
        resume_at=len(part.body),
        if_range=part.validator,
        validators_url=url,
    )
    try:
        got = fetch(request)
    except HttpStatusError as error:
        if error.status == _NO_SUCH_RANGE:
            part.drop()
        raise
    if isinstance(got, NotModified):
        return Got(came=Came.UNCHANGED, record=MediaRecord(url=url), bytes_down=got.bytes_down)
    whole = part.append(got)
    if not got.complete:
        return _cut(url, part, whole, got.bytes_down)
    part.drop()
    if wanted.sha256 and hashlib.sha256(whole.body).hexdigest() != wanted.sha256:
        return _failed(url, problem(Code.EDITION_FILE_OTHER, file=url.rpartition("/")[2][:20]), got.bytes_down)
    return _Whole(wanted=wanted, got=replace(got, body=b""), body=in_memory(whole.body))


def _decoded(wholes: list[_Whole], data_dir: Path, free_bytes: int, bounded: Bounded, seconds: float) -> list[Got]:
    """Decode each complete body and return the results. Decoded files are drafts without a public name until they were
    checked."""
    if any(whole.wanted.alone for whole in wholes):  # these are got one by one
        return [_alone(whole, data_dir, free_bytes, bounded, seconds) for whole in wholes]
    with ExitStack() as stack:
        found = [_decoding(one, data_dir / FOLDER, stack) for one in wholes]
        made = iter(converted(bounded, [one for one in found if isinstance(one, Decoding)], seconds))
        return [
            _keep_media(whole, one.draft, next(made), data_dir, free_bytes)
            if isinstance(one, Decoding)
            else _failed(whole.wanted.request.url, one, whole.got.bytes_down)
            for whole, one in zip(wholes, found, strict=True)
        ]


def _decoding(whole: _Whole, folder: Path, stack: ExitStack) -> Decoding | Problem:
    try:
        decoding = Decoding(whole.body, folder, picture=whole.wanted.picture, spoken=whole.wanted.voiced)
    except FormatError as error:
        return error.problem
    except OSError as error:
        return _unwritable(error)
    stack.callback(decoding.draft.close)
    return decoding


def _keep_media(whole: _Whole, draft: FileDraft, made: ConvertResult, data_dir: Path, free_bytes: int) -> Got:
    url, down = whole.wanted.request.url, whole.got.bytes_down
    if _free(data_dir) < free_bytes:
        return _failed(url, problem(Code.NO_ROOM), down)
    try:
        kept = draft.keep_file(made)
    except FormatError as error:
        return _failed(url, error.problem, down)
    except OSError as error:
        return _failed(url, _unwritable(error), down)
    return Got(came=Came.STORED, record=_validated(record_of(url, kept), whole), bytes_down=down)


def _alone(whole: _Whole, data_dir: Path, free_bytes: int, bounded: Bounded, seconds: float) -> Got:
    """Convert a document, film, subtitles or sealed recording and return the result.

    A useless file is marked by `pages` of -1, to tell it from a file that did not arrive.
    """
    url, down = whole.wanted.request.url, whole.got.bytes_down
    if _free(data_dir) < free_bytes:
        return _failed(url, problem(Code.NO_ROOM), down)
    try:
        if whole.wanted.document:
            document = read_document(
                whole.body,
                data_dir / FOLDER,
                bounded=bounded,
                seconds=seconds,
                room=lambda: _free(data_dir) >= free_bytes,
            )
            record, pages = records_of(url, document)[0], document.pages
        elif whole.wanted.film:
            film = read_film(whole.body, data_dir / FOLDER, bounded=bounded, seconds=FILM_TIMES * seconds)
            record, pages = film_records(url, film)[0], sound_of(film)
        elif whole.wanted.sealed:
            record, pages = record_of(url, keep_sealed(whole.body, data_dir / FOLDER)), ()
        else:
            kept = read_subtitles(whole.body, data_dir / FOLDER, bounded=bounded, seconds=seconds)
            record, pages = record_of(url, kept), ()
    except FormatError as error:
        failed = _failed(url, error.problem, down)
        return (
            failed
            if error.problem.code == Code.NO_ROOM.value
            else replace(failed, record=replace(failed.record, pages=-1))
        )
    except OSError as error:
        return _failed(url, _unwritable(error), down)
    return Got(came=Came.STORED, record=_validated(record, whole), bytes_down=down, pages=pages)


def _validated(record: MediaRecord, whole: _Whole) -> MediaRecord:
    """Return the record with the response's validators, unless the response came from another address."""
    if whole.got.url != record.url:
        return record
    return replace(record, etag=whole.got.etag, last_modified=whole.got.last_modified)


def records_of(url: str, document: Document) -> list[MediaRecord]:
    """Return the records of a document and then of its pages."""
    first = record_of(url, document.pages[0].kept)
    return [replace(first, pages=document.count), *page_records(url, document.pages)]


def film_records(url: str, film: Film) -> list[MediaRecord]:
    """Return the records of a film and then of its sound."""
    return [replace(record_of(url, film.kept), pages=film.seconds), *page_records(url, sound_of(film))]


def sound_of(film: Film) -> tuple[DocumentPage, ...]:
    """Return the film's sound as its first page, because it is copied and removed with the film; () for a silent film."""
    return (DocumentPage(1, film.sound),) if film.sound else ()


def page_records(url: str, pages: Iterable[DocumentPage]) -> list[MediaRecord]:
    return [record_of(page_key(url, page.number), page.kept) for page in pages]


def texts_of(pages: Iterable[DocumentPage]) -> dict[str, PictureText]:
    """Return the texts that the document's file contains, by the path of the page's picture."""
    return {f"{FOLDER}/{page.kept.name}": page.text for page in pages if page.text}


def record_of(url: str, kept: KeptFile) -> MediaRecord:
    """Return the record of a stored file for its address."""
    return MediaRecord(
        url=url,
        path=f"{FOLDER}/{kept.name}",
        bytes=kept.bytes,
        width=kept.width,
        height=kept.height,
        thumbnail=f"{FOLDER}/{kept.small}" if kept.small else "",
        thumbnail_bytes=kept.small_bytes,
    )


def _unwritable(error: OSError) -> Problem:
    return problem(Code.UNWRITABLE, reason=error.strerror or str(error))


def _free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def _cut(url: str, before: PartialDownload, now: PartialDownload, bytes_down: int) -> Got:
    error = problem(Code.CUT_OFF, bytes=len(now.body))
    grown = now.validator != before.validator or len(now.body) > len(before.body)
    if grown and now.keep():
        return Got(came=Came.CUT, record=MediaRecord(url=url, error=error), bytes_down=bytes_down)
    return _failed(url, error, bytes_down)


def _failed(url: str, error: Problem, bytes_down: int = 0) -> Got:
    return Got(came=Came.FAILED, record=MediaRecord(url=url, error=error, failures=1), bytes_down=bytes_down)
