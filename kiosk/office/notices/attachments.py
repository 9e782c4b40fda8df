"""Attachments of notices: pictures, documents, recordings, films. They are checked in the bounded child and stored in
the folder."""

from __future__ import annotations

import filecmp
import json
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from msgspec import Struct

from content_cache.files import is_device_name, sync_folder, write_whole
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.convert import ConvertResult, crop
from content_cache.media.drafts import FileDraft
from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem, problem
from content_cache.ocr.draft import draft_of
from content_cache.ocr.tesseract import Tesseract
from kiosk.hall.notices.faults import NoticeCode, RefusedError
from kiosk.hall.notices.found_texts import FoundTexts
from kiosk.hall.notices.store import beside
from kiosk.hall.notices.uploads import take_attached, take_spoken
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.notices import parts as of_parts
from kiosk.office.notices.parts import Parts

FOLDER = "lampiran"
MOST_FILES = 20
MOST_FILM = 60_000_000
_PART = 1_000_000
_SOUNDS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".aac", ".amr", ".3gp", ".webm", ".weba")
_FILMS = (".mp4", ".mov", ".mkv", ".m4v")
TRIED = MappingProxyType(
    {".pdf": "application/pdf", ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime",
     ".mkv": "video/x-matroska", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg",
     ".wav": "audio/wav", ".m4a": "audio/mp4"}
)  # fmt: skip
"""Types of the files that a page opens whole, by the ending."""
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_WRITTEN = (".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".pub")
_PART_OF = "-potong"
_STEM = 40  # letters
_DEADLINE_S = 60.0
_SAY_NO_MORE = (NoticeCode.PHOTO_UNFIT, NoticeCode.DOCUMENT_UNFIT, NoticeCode.SOUND_UNFIT)


def _unfit(filename: str, *causes: Problem) -> OfficeError:
    return OfficeError(OfficeCode.UPLOAD_UNFIT, *causes, name=_safe_filename(filename))


class TakenFile(Struct, frozen=True):
    """Stored file. `file` is relative to the office's folder; `part` is the part of the notice that it belongs to."""

    file: str
    part: str


class Attachments:
    """Attachments in the office's *folder*. Small pictures for pages lie in *private*."""

    def __init__(self, folder: Path, private: Path, tesseract: Tesseract | None = None) -> None:
        self._folder = folder
        self._small = private / "kecil"
        self._read = private / "teks"
        self._texts = FoundTexts(self._read, tesseract)

    def store_upload(self, stream: BinaryIO, filename: str) -> TakenFile:
        """Check and store an upload. Raise OfficeError for a file that no kiosk could show or play, and for a disk
        without room."""
        end = Path(filename).suffix.lower()
        if end in _WRITTEN:
            raise OfficeError(OfficeCode.UPLOAD_AS_PDF, name=_safe_filename(filename))
        try:
            with tempfile.TemporaryDirectory(prefix="kantor-") as place:
                if end in _FILMS:
                    return self._film(stream, filename, end)
                return self._stored_upload(stream, filename, end, Path(place))
        except RefusedError as error:
            raise _unfit(filename, *(() if error.problem.code in _SAY_NO_MORE else (error.problem,))) from error
        except OSError as error:
            raise OfficeError(no_room(error)) from error

    def take_into(self, parts: Parts, sent: Iterable[tuple[BinaryIO, str]]) -> Problem | None:
        """Store the files in *sent* (stream, name), and add them to the *parts* of a notice. Return the problem of the
        last unfit one, None if all are fine."""
        fault = None
        for stream, filename in sent:
            try:
                taken = self.store_upload(stream, filename)
            except OfficeError as error:
                fault = error.problem
                continue
            if taken.part in of_parts.TABLES:
                entries = of_parts.pictures(parts, taken.part)
                if all(each["file"] != taken.file for each in entries):
                    entries.append({"file": taken.file, "alt": ""})
                parts[taken.part] = json.dumps(entries, ensure_ascii=False)
            else:
                parts[taken.part] = taken.file
        return fault

    def _stored_upload(self, stream: BinaryIO, filename: str, end: str, place: Path) -> TakenFile:
        if end in _SOUNDS:
            return TakenFile(self._store_copy(place / take_spoken(stream, place), filename), "audio")
        (taken,) = take_attached([stream], place)
        if isinstance(taken, RefusedError):
            raise taken
        file = self._store_copy(place / taken.file, filename)
        small = beside(place / taken.file)[0]
        shown = small if small.is_file() else place / taken.file
        if shown.suffix != ".pdf":
            self._small.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._small / f"{Path(file).name}.jpg", shown.read_bytes())
        if not taken.pages:
            self._read.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._read / Path(file).name, (place / taken.file).read_bytes())
            self._texts.reading(Path(file).name)
        return TakenFile(file, "documents" if taken.pages else "pictures")

    def adopt(self, path: Path, small: Path | None) -> TakenFile:
        """Store a copy of the file *path*, which Attachments of another folder have checked, and of its *small*
        picture. Raise OfficeError."""
        try:
            with path.open("rb") as stream:
                file = self._streamed(stream, path.name, path.suffix)
            if small is not None:
                self._small.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_whole(self._small / f"{Path(file).name}.jpg", small.read_bytes())
        except OSError as error:
            raise OfficeError(no_room(error)) from error
        by_end = {_SOUNDS: "audio", _FILMS: "film", (".pdf",): "documents"}
        return TakenFile(file, next((part for ends, part in by_end.items() if path.suffix in ends), "pictures"))

    def _film(self, stream: BinaryIO, filename: str, end: str) -> TakenFile:
        """Store a film unchanged: publishing checks and converts it."""
        return TakenFile(self._streamed(stream, filename, end), "film")

    def _streamed(self, stream: BinaryIO, filename: str, end: str) -> str:
        """Copy *stream* into the folder in pieces, under a free name made of *filename* with the ending *end*. Return
        its path relative to the folder. Raise OfficeError beyond MOST_FILM bytes."""
        folder = self._folder / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{secrets.token_hex(8)}{end}"
        try:
            with draft.open("xb") as file:
                while part := stream.read(_PART):
                    file.write(part)
                    if file.tell() > MOST_FILM:
                        raise _unfit(filename, problem(NoticeCode.FILE_TOO_LARGE, megabytes=MOST_FILM // 1_000_000))
                file.flush()
                os.fsync(file.fileno())
            for path in self._places(filename, end):
                if not path.exists():
                    draft.replace(path)
                    sync_folder(folder)
                elif not filecmp.cmp(path, draft, shallow=False):
                    continue
                return path.relative_to(self._folder).as_posix()
        finally:
            draft.unlink(missing_ok=True)
        raise _unfit(filename)

    def _store_copy(self, path: Path, filename: str) -> str:
        return self._store_attachment(path.read_bytes(), filename, path.suffix)

    def _store_attachment(self, content: bytes, filename: str, end: str) -> str:
        """Store *content* under the first name made of *filename* that is free or has this very content. Return its
        path relative to the folder."""
        (self._folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for path in self._places(filename, end):
            if not path.exists():
                write_whole(path, content, mode=None)
                return path.relative_to(self._folder).as_posix()
            if path.read_bytes() == content:
                return path.relative_to(self._folder).as_posix()
        raise _unfit(filename)

    def _places(self, filename: str, end: str) -> Iterator[Path]:
        stem = plain_stem(filename)
        for number in range(1, 10_000):
            yield self._folder / FOLDER / f"{stem}{'' if number == 1 else f'-{number}'}{end}"

    def whole_of(self, entry: Mapping[str, str]) -> str:
        """Return the original that a notice's picture was cropped from (its `whole`), if the file still exists; else
        the picture itself."""
        whole = entry.get("whole", "")
        with suppress(OSError, ValueError):  # a name that no disk takes
            if whole and self._is_own(whole) and (self._folder / whole).is_file():
                return whole
        return entry["file"]

    def _is_own(self, file: str) -> bool:
        path = self._folder / file
        return path.suffix.lower() in _PICTURES and path.resolve().is_relative_to(self._folder.resolve())

    def crop(self, file: str, cuts: tuple[int, int, int, int], shape: float) -> str:
        """Crop a picture of the folder, and store the result as a file of its own. *cuts* and *shape* are those of
        `content_cache.media.convert.crop`. Return its path. Raise OfficeError."""
        path = self._folder / file
        if not self._is_own(file):
            raise _unfit(path.name)
        try:
            with path.open("rb") as whole, tempfile.TemporaryDirectory(prefix="kantor-") as place:
                draft = FileDraft(Path(place))
                try:
                    handed = (whole.fileno(), draft.file.fileno())
                    made: ConvertResult = Bounds(MEMORY_BYTES)(_DEADLINE_S, crop, *handed, cuts, shape, handed=handed)
                    kept = Path(place) / draft.keep_file(made).name
                finally:
                    draft.close()
                with kept.open("rb") as part:
                    return self.store_upload(part, f"{path.stem[: _STEM - len(_PART_OF)]}{_PART_OF}{kept.suffix}").file
        except CacheError as error:
            raise _unfit(path.name) from error
        except OSError as error:
            raise OfficeError(no_room(error)) from error

    def found_text(self, file: str) -> str:
        """Return the text that OCR found in a picture, with a mark behind each doubtful number, for a person to
        correct. Return "" if nothing was found or OCR is still running."""
        found = self._texts.text_of(Path(file).name) if file.startswith(f"{FOLDER}/") else None
        return draft_of(found) if found is not None else ""

    def reads(self, file: str) -> bool:
        """Return whether OCR of the picture is running."""
        return file.startswith(f"{FOLDER}/") and self._texts.reading(Path(file).name)

    def small(self, file: str) -> Path | None:
        """Return the path of a picture to send to a page: the small one, else the file itself. Return `None` for a file
        that is no picture of the folder."""
        with suppress(OSError, ValueError):  # a name that no disk takes
            return self._small_of(file)
        return None

    def whole_file(self, file: str) -> Path | None:
        """Return the path of a stored film, recording or document to try on a page; `None` for any other file."""
        with suppress(OSError, ValueError):  # a name that no disk takes
            path = (self._folder / FOLDER / file.removeprefix(f"{FOLDER}/")).resolve()
            if path.parent == (self._folder / FOLDER).resolve() and path.suffix in TRIED and path.is_file():
                return path
        return None

    def _small_of(self, file: str) -> Path | None:
        path = self._folder / file
        if path.suffix.lower() not in (*_PICTURES, ".pdf") or not path.resolve().is_relative_to(self._folder.resolve()):
            return None
        if any(part.startswith(".") for part in Path(file).parts):
            return None
        small = self._small / f"{path.name}.jpg"
        found = small if small.is_file() and file.startswith(f"{FOLDER}/") else path
        return found if found.is_file() and found.suffix != ".pdf" else None


def plain_stem(filename: str) -> str:
    """Return a safe file stem made of *filename*: ASCII letters, digits and hyphens, no device name of Windows."""
    plain = unicodedata.normalize("NFKD", Path(filename.replace("\\", "/")).stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:_STEM] or "berkas"
    return f"berkas-{stem}" if is_device_name(stem) else stem


def _safe_filename(filename: str) -> str:
    return "".join(c for c in filename if c.isprintable())[-60:]
