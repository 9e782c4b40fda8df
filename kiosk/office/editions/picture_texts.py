"""Texts within the office's pictures, as the office wrote them: in the front matter, or in a text file beside the picture.

`poster.txt` beside `poster.jpg` is the text of that picture; an empty file says that it has none. `_poster.txt` is a
draft by OCR: the clerk corrects it and removes the `_`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from content_cache.files import write_whole
from content_cache.model.picture_text import MOST_TEXT, PictureText
from content_cache.ocr.draft import MARK, draft_of
from content_cache.text.plain import clean_text
from kiosk.office.editions.attachments import place_of
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.folder import FolderNotice
from kiosk.office.editions.markdown import InlinePicture


def with_texts(notices: Iterable[FolderNotice], folder: Path, faults: Faults) -> list[FolderNotice]:
    """Return the notices with the texts from files beside their pictures. A text that still has doubtful words of OCR
    is added to *faults*."""
    return [
        replace(notice, pictures=tuple(_with_text(picture, notice, folder, faults) for picture in notice.pictures))
        for notice in notices
    ]


def without_text(notices: Iterable[FolderNotice], folder: Path) -> dict[Path, str]:
    """Return the paths of the pictures without a text, each with the notice's name for it."""
    found: dict[Path, str] = {}
    for notice in notices:
        for picture in notice.pictures:
            path = place_of(folder, picture.file, notice.path)
            if picture.text is None and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                found.setdefault(path, picture.file)
    return found


def write_drafts(pictures: Iterable[Path], read: Callable[[bytes], PictureText]) -> Iterator[tuple[Path, Path | None]]:
    """Write a draft text beside each picture that has none. Yield the picture and its new draft, None if there was a
    draft or OCR found nothing. *read* is the OCR of a picture. Raise CacheError, OSError."""
    for path in pictures:
        draft = draft_beside(path)
        text = PictureText() if draft.exists() else read(path.read_bytes())
        if text.blocks:
            write_whole(draft, f"{draft_of(text)}\n".encode(), mode=None)
        yield path, draft if text.blocks else None


def draft_beside(picture: Path) -> Path:
    return picture.with_name(f"_{picture.stem}.txt")


def _with_text(picture: InlinePicture, notice: FolderNotice, folder: Path, faults: Faults) -> InlinePicture:
    text = picture.text
    beside = place_of(folder, picture.file, notice.path).with_suffix(".txt")
    if text is None and beside.is_file() and beside.resolve().is_relative_to(folder.resolve()):
        try:
            text = clean_text(beside.read_text("utf-8-sig"), MOST_TEXT)
        except OSError as error:
            faults.wrong(notice.path, picture.line, FaultCode.UNREADABLE, reason=error.strerror or str(error))
        except UnicodeDecodeError:
            faults.wrong(beside.relative_to(folder).as_posix(), 0, FaultCode.NOT_UTF8)
    if text and MARK in text:
        faults.wrong(notice.path, picture.line, FaultCode.TEXT_DOUBTFUL, file=picture.file, sign=MARK)
    return replace(picture, text=text)
