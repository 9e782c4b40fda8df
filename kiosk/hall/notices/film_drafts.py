"""Films from phones: kept as they came if the kiosk plays them so, else converted.

Converting runs in the background. A draft has the name of the finished film from the start, so that a form can name it.
The original lies beside it until the film is there."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from content_cache.files import NO_ROOM, check_room, open_plain, sync_folder
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.drafts import FileDraft
from content_cache.media.film_making import copy_of, make_of
from content_cache.media.films import LIBRARIES, MOST_SECONDS, Film, read_film
from content_cache.model.errors import CacheError, Code, FormatError
from content_cache.model.problems import Problem, problem
from kiosk.core.json_file import JsonFile
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hall.notices.in_turn import InTurn
from kiosk.hall.notices.notice import FILM
from kiosk.hall.notices.store import beside, original_of

_log = logging.getLogger(__name__)
LOOK_S, MAKE_S = 60.0, 1_200.0
"""Seconds allowed for checking and for converting a film. The slowest kiosk converts three minutes of film in a quarter
of an hour."""

_DIGITS = 32
_MADE_BYTES = 40_000_000  # free space needed for a film and its sound during the check
_MOST_UNKEPT = 100
_LOWEST = 19
_HEADS = ((4, b"ftyp"), (0, b"\x1a\x45\xdf\xa3"))
"""Offset and bytes of the marks of MP4, QuickTime, 3GP (ISO 14496-12) and of WebM (RFC 8794)."""

_OTHERS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"M4A ", b"M4B "})

HEAD = 16


def is_film(head: bytes) -> bool:
    """Return whether *head*, the first 12 bytes or more of a file, marks a film: MP4, QuickTime, 3GP or WebM.

    HEIF and AVIF pictures and M4A recordings are excluded by their brand (ISO 23008-12).
    """
    return any(head[at:].startswith(mark) for at, mark in _HEADS) and head[8:12] not in _OTHERS


def take_film(body: BinaryIO, folder: Path) -> str:
    """Store *body* in *folder*, to be converted to a film, and return the name that the film will have. Raise OSError."""
    body.seek(0)
    digest = hashlib.file_digest(body, "sha256").hexdigest()  # type: ignore[arg-type]
    path = folder / f"{digest[:_DIGITS]}{FILM}"
    if path.is_file():
        return path.name
    beside(path)[1].unlink(missing_ok=True)  # forget an earlier failure: it is tried again
    body.seek(0)
    with ExitStack() as stack:
        draft = FileDraft(folder)
        stack.callback(draft.close)
        shutil.copyfileobj(body, draft.file)
        draft.file.flush()
        os.fsync(draft.file.fileno())
        draft.path.replace(original_of(path))
        sync_folder(folder)
    return path.name


class FilmDrafts:
    """Films of drafts in the folder *drafts*, and their conversion."""

    def __init__(self, drafts: Path, bounds: Bounds | None = None) -> None:
        self._drafts = drafts
        self._bounds = bounds or Bounds(MEMORY_BYTES, niceness=_LOWEST)
        self._turns = InTurn(self._make_film)
        self._unkept: dict[str, NoticeCode] = {}  # failures that a full card has no room for

    def making(self, name: str) -> bool:
        """Return whether the film *name* is waiting or being made. If it was not yet queued, queue it, unless too many wait."""
        return self.waits(name) and self._turns.request_turn(name)

    def fault(self, name: str) -> Problem | None:
        """Return why the film *name* could not be made, `None` if there is no failure."""
        unkept = self._unkept.get(name)
        if unkept is not None and not self.waits(name):
            return problem(unkept)
        kept = JsonFile(beside(self._drafts / name)[1], _Refused).load_if_valid()
        if kept is None:
            return None
        known = next((code for code in _REFUSED if code.value == kept.code), NoticeCode.FILM_UNFIT)
        return _problem(known)

    def waits(self, name: str) -> bool:
        """Return whether the original of film *name* is there, so that it may still be converted."""
        return original_of(self._drafts / name).is_file()

    def _make_film(self, name: str) -> None:
        if not self.waits(name):
            return  # it was made just after the request was checked
        self._unkept.pop(name, None)
        path = self._drafts / name
        original = original_of(path)
        try:
            check_room(self._drafts, _MADE_BYTES, 0)
            with open_plain(original) as body:
                self._check_fits(body, path)
        except CacheError as error:
            code = NoticeCode.FILM_UNFIT
            if error.problem.code == Code.FILM_TOO_LONG.value:
                code = NoticeCode.FILM_TOO_LONG
            elif error.problem.code in (Code.FILM_TOO_LARGE.value, Code.FILM_TOO_WIDE.value):
                code = NoticeCode.FILM_TOO_LARGE
            with suppress(OSError):
                JsonFile(beside(path)[1], _Refused).write(_Refused(code.value))
        except OSError as error:
            if error.errno in NO_ROOM:
                self._unkept[name] = NoticeCode.STORAGE_FULL  # and the original is deleted, to make room for others
                while len(self._unkept) > _MOST_UNKEPT:
                    del self._unkept[next(iter(self._unkept))]
            else:
                _log.warning("film %s: %s", name, error)
                self._unkept[name] = NoticeCode.FILM_UNFIT
        original.unlink(missing_ok=True)

    def _check_fits(self, body: BinaryIO, path: Path) -> None:
        """Store the film of the original *body* as *path*: unchanged if it fits, else converted. Raise CacheError, OSError."""
        try:
            self._convert_checked(copy_of, LOOK_S, body, path)
        except FormatError as error:
            if error.problem.code == Code.FILM_TOO_LONG.value:
                raise
            self._convert_checked(make_of, MAKE_S, body, path)

    def _convert_checked(self, how: Callable[[int, int], bool], seconds: float, body: BinaryIO, path: Path) -> None:
        """Make the film with *how* in the bounded child, check the result in the bounded child, and store it as *path*.
        No byte of the original is stored unchecked. Raise CacheError, OSError."""
        body.seek(0)
        with ExitStack() as stack:
            made = FileDraft(self._drafts)
            stack.callback(made.close)
            handed = body.fileno(), made.file.fileno()
            self._bounds(seconds, how, *handed, handed=handed, reserving=LIBRARIES)
            self._store_film(self._looked(made.file), path)

    def _looked(self, body: BinaryIO) -> Film:
        return read_film(body, self._drafts, bounded=self._bounds, seconds=LOOK_S)

    def _store_film(self, film: Film, path: Path) -> None:
        if film.sound is not None:
            (self._drafts / film.sound.name).unlink(missing_ok=True)  # the refresher extracts it again
        if film.kept.small:
            (self._drafts / film.kept.small).replace(beside(path)[0])
        (self._drafts / film.kept.name).replace(path)
        sync_folder(self._drafts)


class _Refused(msgspec.Struct, frozen=True):
    code: str


_REFUSED = (NoticeCode.FILM_UNFIT, NoticeCode.FILM_TOO_LONG, NoticeCode.FILM_TOO_LARGE)


def _problem(code: NoticeCode) -> Problem:
    match code:
        case NoticeCode.FILM_TOO_LONG:
            return problem(code, minutes=MOST_SECONDS // 60)
    return problem(code)
