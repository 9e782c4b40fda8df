"""What the bounded child does for pictures and recordings: fetch in pieces, decode, write. Its modules are loaded there alone."""

from __future__ import annotations

import hashlib
import os
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.http.messages import NotModified, Request
from content_cache.media.convert import FOLDER, as_picture, as_recording, write
from content_cache.media.partial import PartialDownload
from content_cache.model.errors import CacheError, Code, FormatError, HttpStatusError, TooLargeError
from content_cache.model.problems import Problem, problem
from content_cache.model.records import MediaRecord

_NO_SUCH_RANGE = 416  # RFC 9110 section 15.5.17


class Came(StrEnum):
    """What became of a file."""

    STORED = "stored"
    UNCHANGED = "unchanged"  # the host says that it is still the one that is here
    CUT = "cut"  # a part more of it is kept, to be gone on with
    LARGE = "large"  # larger than was asked for now
    FAILED = "failed"


class MediaRequest(Struct, frozen=True, kw_only=True):
    """One file to get; `picture` or else a recording. `sha256` (hex) is what a signed feed says that it is, "" for none."""

    request: Request
    picture: bool
    sha256: str = ""


class Got(Struct, frozen=True, kw_only=True):
    """`bytes_down` counts headers and body; of a `record` without a `path` the `error` says why."""

    came: Came
    record: MediaRecord
    bytes_down: int = 0


def store_media(wanted: tuple[MediaRequest, ...], data_dir: str, most_bytes: int, free_bytes: int) -> tuple[Got, ...]:
    """Get each file into the media folder until `most_bytes` came down; those that were not asked for are left out.

    At least `free_bytes` of the disk stay free.
    """
    done: list[Got] = []
    left = most_bytes
    for one in wanted:
        if left <= 0:
            break
        done.append(_store_one(one, Path(data_dir), left, free_bytes))
        left -= done[-1].bytes_down
    return tuple(done)


def _store_one(wanted: MediaRequest, data_dir: Path, most_bytes: int, free_bytes: int) -> Got:
    url = wanted.request.url
    try:
        return _get(wanted, data_dir, most_bytes, free_bytes)
    except TooLargeError as error:
        return Got(came=Came.LARGE, record=MediaRecord(url=url, error=error.problem, failures=1))
    except CacheError as error:
        return _failed(url, error.problem)
    except MemoryError:
        return _failed(url, problem(Code.UNDECODABLE))
    except OSError as error:  # the disk's
        return _failed(url, problem(Code.UNWRITABLE, reason=error.strerror or str(error)))


def _get(wanted: MediaRequest, data_dir: Path, most_bytes: int, free_bytes: int) -> Got:
    from content_cache.http.client import fetch  # in the child alone

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
    try:
        record = _stored(wanted, whole.body, data_dir, free_bytes)
    except CacheError as error:
        return _failed(url, error.problem, got.bytes_down)
    except MemoryError:
        return _failed(url, problem(Code.UNDECODABLE), got.bytes_down)
    if got.url == url:  # validators of another address are none of this one's
        record = replace(record, etag=got.etag, last_modified=got.last_modified)
    return Got(came=Came.STORED, record=record, bytes_down=got.bytes_down)


def _stored(wanted: MediaRequest, body: bytes, data_dir: Path, free_bytes: int) -> MediaRecord:
    content, ending = as_picture(body) if wanted.picture else as_recording(body)
    disk = os.statvfs(data_dir)
    if disk.f_bavail * disk.f_frsize - len(content) < free_bytes:
        raise FormatError(Code.NO_ROOM)
    return MediaRecord(url=wanted.request.url, path=write(content, ending, data_dir), bytes=len(content))


def _cut(url: str, before: PartialDownload, now: PartialDownload, bytes_down: int) -> Got:
    error = problem(Code.CUT_OFF, bytes=len(now.body))
    grown = now.validator != before.validator or len(now.body) > len(before.body)
    if grown and now.keep():
        return Got(came=Came.CUT, record=MediaRecord(url=url, error=error), bytes_down=bytes_down)
    return _failed(url, error, bytes_down)


def _failed(url: str, error: Problem, bytes_down: int = 0) -> Got:
    return Got(came=Came.FAILED, record=MediaRecord(url=url, error=error, failures=1), bytes_down=bytes_down)
