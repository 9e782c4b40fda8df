"""Photos and recordings from phones: decoded in the bounded child and written anew, or refused with a word to the sender."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from content_cache.jobs.sandbox import Bounds
from content_cache.media.drafts import Decoding, converted
from content_cache.model.errors import CacheError
from content_cache.model.problems import problem
from kiosk.notices.faults import NoticeCode, RefusedError

MOST_BYTES = 25_000_000  # of one file
DEADLINE_S = 60.0
MEMORY_BYTES = 700_000_000  # address space: the libraries that know what telephones record are large, but mostly unused
_CHUNK = 65_536
_DIGITS = 32  # of the hash that a file is called by


def take_photo(stream: BinaryIO, folder: Path) -> str:
    """The name of the picture in `folder`; raises RefusedError."""
    return _take(stream, folder, picture=True)


def take_voice(stream: BinaryIO, folder: Path) -> str:
    """The name of the recording in `folder`; raises RefusedError."""
    return _take(stream, folder, picture=False)


def _take(stream: BinaryIO, folder: Path, *, picture: bool) -> str:
    with ExitStack() as stack:
        try:
            body = stack.enter_context(
                tempfile.TemporaryFile(dir=_folder(folder))
            )  # nothing names it, not even after a power cut
            _save(stream, body, picture=picture)
            decoding = Decoding(body, folder, picture=picture, small=False)
            stack.callback(decoding.draft.close)
            (made,) = converted(Bounds(MEMORY_BYTES), [decoding], DEADLINE_S)
            return decoding.draft.keep(made, _DIGITS).name
        except CacheError as error:
            raise RefusedError(problem(NoticeCode.PHOTO_UNFIT if picture else NoticeCode.SOUND_UNFIT)) from error


def _folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _save(stream: BinaryIO, file: BinaryIO, *, picture: bool) -> None:
    left = MOST_BYTES
    while chunk := stream.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            code = NoticeCode.PHOTO_TOO_LARGE if picture else NoticeCode.SOUND_TOO_LARGE
            raise RefusedError(problem(code, megabytes=MOST_BYTES // 1_000_000))
        file.write(chunk)
    file.flush()
    if left == MOST_BYTES:
        raise RefusedError(problem(NoticeCode.PHOTO_EMPTY if picture else NoticeCode.SOUND_EMPTY))
