"""Films from phones: their pictures and sound as they came where the kiosk plays them so, else made anew; never anything else.

Whoever writes goes on meanwhile, or waits. A draft has the name of what it will be from the start, so that a form can name it. What
came lies beside it until the film is there.
"""

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
"""Three minutes of a telephone's film are made in a quarter of an hour by the slowest kiosk."""

_DIGITS = 32
_MADE_BYTES = 40_000_000  # a film and its sound while it is looked at: so much has to be free
_MOST_UNKEPT = 100
_LOWEST = 19
_HEADS = ((4, b"ftyp"), (0, b"\x1a\x45\xdf\xa3"))
"""Where the marks of MP4, QuickTime, 3GP (ISO 14496-12) and of WebM (RFC 8794) stand."""

_OTHERS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"M4A ", b"M4B "})

HEAD = 16


def is_film(head: bytes) -> bool:
    """Pictures of telephones (HEIF, AVIF) and recordings begin as films do; their brand tells them apart (ISO 23008-12)."""
    return any(head[at:].startswith(mark) for at, mark in _HEADS) and head[8:12] not in _OTHERS


def take_film(body: BinaryIO, folder: Path) -> str:
    """Store *body* in *folder*, to be converted to a film, and return the name that the film will have. Raises OSError."""
    body.seek(0)
    digest = hashlib.file_digest(body, "sha256").hexdigest()  # type: ignore[arg-type]
    path = folder / f"{digest[:_DIGITS]}{FILM}"
    if path.is_file():
        return path.name
    beside(path)[1].unlink(missing_ok=True)  # why it could not be made: it is tried again
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
    """Those in the folder `drafts`."""

    def __init__(self, drafts: Path, bounds: Bounds | None = None) -> None:
        self._drafts = drafts
        self._bounds = bounds or Bounds(MEMORY_BYTES, niceness=_LOWEST)
        self._turns = InTurn(self._make_film)
        self._unkept: dict[str, NoticeCode] = {}  # what a full card has no room for, not even for the word of it

    def making(self, name: str) -> bool:
        """Is it being made? If it was not it is from now on, unless too many wait."""
        return self.waits(name) and self._turns.request_turn(name)

    def fault(self, name: str) -> Problem | None:
        """Why none could be made of it."""
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
            return  # whoever asked had looked a moment before it was made
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
                self._unkept[name] = NoticeCode.STORAGE_FULL  # and what came makes room for others
                while len(self._unkept) > _MOST_UNKEPT:
                    del self._unkept[next(iter(self._unkept))]
            else:
                _log.warning("film %s: %s", name, error)
                self._unkept[name] = NoticeCode.FILM_UNFIT
        original.unlink(missing_ok=True)

    def _check_fits(self, body: BinaryIO, path: Path) -> None:
        """Raises CacheError, OSError."""
        try:
            self._convert_checked(copy_of, LOOK_S, body, path)
        except FormatError as error:
            if error.problem.code == Code.FILM_TOO_LONG.value:
                raise
            self._convert_checked(make_of, MAKE_S, body, path)

    def _convert_checked(self, how: Callable[[int, int], bool], seconds: float, body: BinaryIO, path: Path) -> None:
        """In captivity, and looked at in captivity before it is kept: no byte of what came is. Raises CacheError, OSError."""
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
            (self._drafts / film.sound.name).unlink(missing_ok=True)  # the refresher hears it anew
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
