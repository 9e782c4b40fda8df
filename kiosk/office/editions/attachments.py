"""Attachments of notices, prepared for publishing under names that are their hashes: pictures, recordings, documents,
calendars."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TypeVar

from content_cache.formats import read_feed
from content_cache.media.convert import LARGEST as LARGEST_SIDE
from content_cache.media.convert import as_picture
from content_cache.media.documents import MOST_PAGES
from content_cache.model.attachments import DOCUMENT
from content_cache.model.errors import FormatError
from content_cache.model.problems import Detail
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from kiosk.office.editions.faults import FaultCode, Faults

AS_IT_IS = (
    300_000  # bytes of a picture that is published as it is, if it fits the screen and tells nothing of its camera
)
LARGEST = 15_000_000  # bytes, what a kiosk takes
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
}
_SOUNDS = {"MP3": "mp3", "MPEG": "mp3", "OGG": "ogg", "WAV": "wav"}


T = TypeVar("T")


class UnfitError(ValueError):
    """Error: no kiosk can show or play the file; code and details say why."""

    def __init__(self, code: FaultCode, /, **details: Detail) -> None:
        super().__init__(code.value)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class ReadyAttachment:
    """File to publish: its `name` within the feed's folder, its content or the path of it, and its type."""

    name: str
    sha256: str
    body: bytes | Path
    mime_type: str
    size: int

    @property
    def content(self) -> bytes:
        """Return the content of the file. Raise OSError where it has to be read and cannot be."""
        return self.body if isinstance(self.body, bytes) else self.body.read_bytes()


def named(content: bytes, pattern: str, mime_type: str) -> ReadyAttachment:
    """Return *content* as a file to publish. Its name is *pattern* with the SHA-256 in place of {}."""
    digest = hashlib.sha256(content).hexdigest()
    return ReadyAttachment(pattern.format(digest), digest, content, mime_type, len(content))


MakePicture = Callable[[bytes, Callable[[bytes], ReadyAttachment]], ReadyAttachment]


class Attaching:
    """Preparation of files of one office's *folder*. Each is read and checked once; its faults are told at the notice
    that names it first. *made* returns the published form of a picture, cached or by calling *make*."""

    def __init__(self, folder: Path, faults: Faults, made: MakePicture = lambda content, make: make(content)) -> None:
        self._folder = folder.resolve()
        self._faults = faults
        self._make = made
        self._known: dict[str, ReadyAttachment | None] = {}
        self._under_way: dict[Path, Future[ReadyAttachment | None]] = {}

    def make_ahead(self, pool: Executor, pictures: Iterable[tuple[str, str, int]]) -> None:
        """Start preparing *pictures* in *pool*. Each is its file, its notice, and the line there."""
        for file, notice, line in pictures:
            path = self._attachment_path(file, notice)
            if path not in self._under_way:
                self._under_way[path] = pool.submit(self._made, path, file, notice, line, self._picture, LARGEST)

    def attach_picture(self, file: str, notice: str, line: int) -> ReadyAttachment | None:
        """Return the picture as a kiosk shows it: upright, at most 2560 pixels wide or high, without location and camera data.
        Return `None` if it does not fit."""
        if begun := self._under_way.get(self._attachment_path(file, notice)):
            return begun.result()
        return self._once(file, notice, line, self._picture)

    def _picture(self, content: bytes) -> ReadyAttachment:
        return self._make(content, _picture)

    def attach_pdf(self, file: str, notice: str, line: int) -> ReadyAttachment | None:
        """Return the PDF unchanged, `None` if it is unfit."""
        return self._once(file, notice, line, _document)

    def attach_recording(self, file: str, notice: str, line: int) -> ReadyAttachment | None:
        return self._once(file, notice, line, _recording)

    def other(self, file: str, notice: str, line: int, make: Callable[[bytes], T], most: int = LARGEST) -> T | None:
        """Return the result of *make* for the content of *file*, at most *most* bytes long. Return `None` if the file is unfit.
        *make* raises UnfitError."""
        return self._made(self._attachment_path(file, notice), file, notice, line, make, most)

    def _once(
        self, file: str, notice: str, line: int, make: Callable[[bytes], ReadyAttachment]
    ) -> ReadyAttachment | None:
        path = self._attachment_path(file, notice)
        key = f"{make.__name__} {path}"
        if key not in self._known:
            self._known[key] = self._made(path, file, notice, line, make, LARGEST)
        return self._known[key]

    def _attachment_path(self, file: str, notice: str) -> Path:
        return place_of(self._folder, file, notice)

    def _made(self, path: Path, file: str, notice: str, line: int, make: Callable[[bytes], T], most: int) -> T | None:
        try:
            if not path.resolve().is_relative_to(self._folder):
                self._faults.wrong(notice, line, FaultCode.FILE_OUTSIDE, file=file)
            elif not path.is_file():
                self._faults.wrong(notice, line, FaultCode.FILE_MISSING, file=file)
            elif path.stat().st_size > most:
                self._faults.wrong(notice, line, FaultCode.FILE_TOO_LARGE, file=file, megabytes=most // 1_000_000)
            else:
                return make(path.read_bytes())
        except UnfitError as error:
            self._faults.wrong(notice, line, error.code, file=file, **error.details)
        except OSError as error:
            self._faults.wrong(
                notice, line, FaultCode.ATTACHMENT_UNREADABLE, file=file, reason=error.strerror or str(error)
            )
        return None


def calendar(
    path: Path, name: str, timezone: str, now: datetime, faults: Faults
) -> tuple[ReadyAttachment, set[str]] | None:
    """Return the calendar *path* to publish, and the ids that its events have on a kiosk. Return None and add to
    *faults* if it cannot be read."""
    return _feed_file(path, name, "ical", "events-{}.ics", "text/calendar", timezone, now, faults)


def warning(
    path: Path, name: str, timezone: str, now: datetime, faults: Faults
) -> tuple[ReadyAttachment, set[str]] | None:
    """Return the CAP message *path* to publish, and its ids. Return None and add to *faults* if it cannot be read."""
    return _feed_file(path, name, "cap", "alerts/{}.xml", "application/cap+xml", timezone, now, faults)


def ids_within(content: bytes, form: str, timezone: str, now: datetime) -> set[str]:
    """Return the ids of a calendar's events, or of a CAP message or sheet, as kiosks derive them. *form* is its format.
    Raise FormatError."""
    source = Source(
        name="", url="https://publish.invalid/", format=form, category=Category.EVENT, timezone=timezone, alerts=True
    )
    return {item.id for item in read_feed(content, source, now=now).items}


def _feed_file(
    path: Path, name: str, form: str, pattern: str, mime_type: str, timezone: str, now: datetime, faults: Faults
) -> tuple[ReadyAttachment, set[str]] | None:
    try:
        content = path.read_bytes()
        return named(content, pattern, mime_type), ids_within(content, form, timezone, now)
    except FormatError as error:
        code = FaultCode.CALENDAR_UNFIT if form == "ical" else FaultCode.WARNING_UNFIT
        faults.wrong(name, 0, code, error.problem)
    except OSError as error:
        faults.wrong(name, 0, FaultCode.UNREADABLE, reason=error.strerror or str(error))
    return None


def _picture(content: bytes) -> ReadyAttachment:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            bare = not picture.getexif() and "exif" not in picture.info
            if bare and len(content) <= AS_IT_IS and max(picture.size) <= LARGEST_SIDE:
                picture.load()
                ending = "png" if picture.format == "PNG" else "jpg"
                return named(content, f"media/{{}}.{ending}", TYPES[ending])
    except Exception:  # noqa: BLE001, S110 - Pillow's decoders raise nearly anything: what is wrong is told by the next try
        pass
    try:
        made, dotted = as_picture(content)
    except FormatError as error:
        raise UnfitError(FaultCode.PICTURE_UNFIT) from error
    return named(made, f"media/{{}}{dotted}", TYPES[dotted[1:]])


def place_of(folder: Path, file: str, notice: str) -> Path:
    """Return the path of a *file* that a notice names: beside the notice if it is there, else below the folder's top.
    It may be missing or lie outside the folder."""
    beside = folder / PurePosixPath(notice).parent / file.replace("\\", "/")
    return beside if beside.exists() else folder / file.replace("\\", "/")


def _document(content: bytes) -> ReadyAttachment:
    import pypdfium2

    try:
        pages = len(pypdfium2.PdfDocument(content))
    except pypdfium2.PdfiumError as error:
        raise UnfitError(FaultCode.DOCUMENT_UNFIT) from error
    if not 0 < pages <= MOST_PAGES:
        raise UnfitError(FaultCode.DOCUMENT_TOO_LONG, pages=pages, most=MOST_PAGES)
    return named(content, "media/{}.pdf", DOCUMENT)


def _recording(content: bytes) -> ReadyAttachment:
    import soundfile

    try:
        info = soundfile.info(io.BytesIO(content))
    except (soundfile.SoundFileError, ValueError, TypeError) as error:
        raise UnfitError(FaultCode.RECORDING_UNFIT) from error
    ending = _SOUNDS.get(info.format, "")
    if not ending:
        raise UnfitError(FaultCode.RECORDING_FORMAT, format=info.format)
    return named(content, f"media/{{}}.{ending}", TYPES[ending])
