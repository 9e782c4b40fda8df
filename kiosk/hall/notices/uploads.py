"""Uploads from phones: photos, documents and recordings, decoded in the bounded child and encoded again, or refused
with a reason.

A document stays as it came. It is opened here to count its pages and to draw the first one, and again by the reader."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from content_cache.files import NO_ROOM, read_plain, sync_folder, write_whole
from content_cache.jobs.sandbox import MEMORY_BYTES as READER_BYTES
from content_cache.jobs.sandbox import Bounds
from content_cache.media.convert import ConvertResult
from content_cache.media.documents import MOST_PAGES
from content_cache.media.drafts import Decoding, FileDraft, converted
from content_cache.media.pages import LIBRARY, DrawnDocument, draw
from content_cache.model.errors import CacheError, Code
from content_cache.model.problems import problem
from kiosk.hall.notices.faults import NoticeCode, RefusedError
from kiosk.hall.notices.film_drafts import HEAD, is_film, take_film
from kiosk.hall.notices.notice import Attached
from kiosk.hall.notices.store import beside
from kiosk.speech.errors import SpeechError
from kiosk.state.hall_sources import MOST_BYTES

MOST_DOCUMENT_BYTES = 15_000_000  # the refresher takes no larger one
DEADLINE_S = 60.0
MEMORY_BYTES = (
    700_000_000  # address space for sound: the libraries that know what telephones record are large, but mostly unused
)
_CHUNK = 65_536
_DIGITS = 32  # digits of the hash in a file's name
_DOCUMENT = b"%PDF-"
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def take_photo(stream: BinaryIO, folder: Path) -> str:
    """Store a photo in *folder* and return its name. Raise RefusedError."""
    return _one(stream, folder, picture=True)


def take_voice(stream: BinaryIO, folder: Path) -> str:
    """Store a recording in *folder* and return its name. Raise RefusedError."""
    return _one(stream, folder, picture=False)


def take_spoken(stream: BinaryIO, folder: Path) -> str:
    """Store a recording like `take_voice`, compressed to Opus for a slow line or a sealed box, and return its name.
    Raise RefusedError."""
    from kiosk.speech.synthesis.opus import recorded  # numpy and FFmpeg: when there is something to encode

    others = {file.name for file in folder.glob("*.wav")}  # named by content: another notice may use the same file
    wav = folder / take_voice(stream, folder)
    try:
        opus = recorded(wav)
    except SpeechError as error:
        raise RefusedError(problem(NoticeCode.SOUND_UNFIT)) from error
    finally:
        if wav.name not in others:
            wav.unlink()
    name = f"{hashlib.sha256(opus).hexdigest()[:_DIGITS]}.ogg"
    write_whole(folder / name, opus)
    return name


def take_attached(streams: Iterable[BinaryIO], folder: Path, *, films: bool = False) -> list[Attached | RefusedError]:
    """Store pictures and documents, recognised by their content, each with a small picture (`beside`). Return for each
    the attachment, or why it is refused. With *films* also store originals of films, which FilmDrafts convert."""
    with ExitStack() as stack:
        taken: list[Attached | RefusedError | Decoding] = []
        for stream in streams:
            try:
                body = stack.enter_context(_saved(stream, folder, picture=True))
                head = body.read(HEAD)
                if films and is_film(head):
                    taken.append(Attached(take_film(body, folder)))
                elif head.startswith(_DOCUMENT):
                    taken.append(_document(body, folder))
                else:
                    taken.append(_decoding(body, folder, stack, picture=True))
            except RefusedError as error:
                taken.append(error)
            except OSError as error:
                if error.errno not in NO_ROOM:
                    raise
                taken.append(RefusedError(problem(NoticeCode.STORAGE_FULL)))
        decodings = [one for one in taken if isinstance(one, Decoding)]
        made = iter(converted(Bounds(READER_BYTES), decodings, DEADLINE_S))  # one child: each start takes a second
        return [_attached(one, next(made), folder) if isinstance(one, Decoding) else one for one in taken]


def take_map(stream: BinaryIO, folder: Path) -> str:
    """Store a picture in *folder*, scaled to a part of the screen, and return its name. Raise RefusedError."""
    # files are named by content: the same photo may be of a notice that somebody is writing, and stays
    others = {file.name for file in folder.glob("*")}
    (taken,) = take_attached([stream], folder)
    if isinstance(taken, RefusedError):
        raise taken
    whole = folder / taken.file
    small = beside(whole)[0]
    if taken.pages:
        for file in (small, whole):
            if file.name not in others:
                file.unlink(missing_ok=True)
        raise RefusedError(problem(NoticeCode.PHOTO_UNFIT))
    if not small.is_file():
        return taken.file
    name = f"{hashlib.sha256(read_plain(small)).hexdigest()[:_DIGITS]}.jpg"
    shutil.copyfile(small, folder / name)
    for file in (small, whole):
        if file.name not in others:
            file.unlink()
    return name


def _attached(decoding: Decoding, made: ConvertResult, folder: Path) -> Attached | RefusedError:
    try:
        kept = decoding.draft.keep_file(made, _DIGITS)
    except CacheError:
        return RefusedError(problem(NoticeCode.PHOTO_UNFIT))
    if kept.small:
        (folder / kept.small).replace(beside(folder / kept.name)[0])
    return Attached(kept.name)


def _one(stream: BinaryIO, folder: Path, *, picture: bool) -> str:
    with ExitStack() as stack:
        body = stack.enter_context(_saved(stream, folder, picture=picture))
        decoding = _decoding(body, folder, stack, picture=picture, small=False)
        try:
            (made,) = converted(Bounds(READER_BYTES if picture else MEMORY_BYTES), [decoding], DEADLINE_S)
            return decoding.draft.keep_file(made, _DIGITS).name
        except CacheError as error:
            raise RefusedError(problem(NoticeCode.PHOTO_UNFIT if picture else NoticeCode.SOUND_UNFIT)) from error


def _decoding(body: BinaryIO, folder: Path, stack: ExitStack, *, picture: bool, small: bool = True) -> Decoding:
    if picture and _is_heic(body):
        raise RefusedError(problem(NoticeCode.PHOTO_HEIC))
    try:
        decoding = Decoding(body, folder, picture=picture, small=small)
    except CacheError as error:
        raise RefusedError(problem(NoticeCode.PHOTO_UNFIT if picture else NoticeCode.SOUND_UNFIT)) from error
    stack.callback(decoding.draft.close)
    return decoding


def _is_heic(body: BinaryIO) -> bool:
    """Return whether *body* is a HEIC photo (ISO 23008-12), the default of many phones."""
    body.seek(0)
    head = body.read(HEAD)
    body.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def _document(body: BinaryIO, folder: Path) -> Attached:
    if os.fstat(body.fileno()).st_size > MOST_DOCUMENT_BYTES:
        raise RefusedError(problem(NoticeCode.DOCUMENT_TOO_LARGE, megabytes=MOST_DOCUMENT_BYTES // 1_000_000))
    body.seek(0)
    path = folder / f"{hashlib.file_digest(body, 'sha256').hexdigest()[:_DIGITS]}.pdf"  # type: ignore[arg-type]
    with ExitStack() as stack:
        drawn = FileDraft(folder)
        stack.callback(drawn.close)
        going = (drawn.file.fileno(), drawn.small.fileno())
        handed = (body.fileno(), *going)
        try:
            opened: DrawnDocument = Bounds(READER_BYTES)(
                DEADLINE_S, draw, body.fileno(), 0, (going,), handed=handed, reserving=(LIBRARY,)
            )
            if not 0 < opened.count <= MOST_PAGES:
                raise RefusedError(problem(NoticeCode.DOCUMENT_TOO_LONG, most=MOST_PAGES))
            first = drawn.keep_file(opened.drawn[0].made, _DIGITS)
        except (CacheError, IndexError) as error:
            locked = isinstance(error, CacheError) and error.problem.code == Code.DOCUMENT_LOCKED
            code = NoticeCode.DOCUMENT_LOCKED if locked else NoticeCode.DOCUMENT_UNFIT
            raise RefusedError(problem(code)) from error
    (folder / first.name).replace(beside(path)[0])
    if first.small:
        (folder / first.small).replace(beside(path)[0])
    _store_upload(body, path)
    return Attached(path.name, pages=opened.count)


def _store_upload(body: BinaryIO, path: Path) -> None:
    """Copy *body* to *path*, whole even after a power cut. Raise OSError."""
    draft = FileDraft(path.parent)
    try:
        body.seek(0)
        shutil.copyfileobj(body, draft.file, _CHUNK)
        draft.file.flush()
        os.fsync(draft.file.fileno())
        draft.path.replace(path)
        sync_folder(path.parent)
    finally:
        draft.close()


def _saved(stream: BinaryIO, folder: Path, *, picture: bool) -> BinaryIO:
    """Copy *stream* into an unnamed temporary file, of which not even a power cut leaves anything. Raise RefusedError
    for an empty or too large one, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile(dir=folder))
        left = MOST_BYTES
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                code = NoticeCode.FILE_TOO_LARGE if picture else NoticeCode.SOUND_TOO_LARGE
                raise RefusedError(problem(code, megabytes=MOST_BYTES // 1_000_000))
            file.write(chunk)
        if left == MOST_BYTES:
            raise RefusedError(problem(NoticeCode.PHOTO_EMPTY if picture else NoticeCode.SOUND_EMPTY))
        file.flush()
        file.seek(0)
        stack.pop_all()
        return file
