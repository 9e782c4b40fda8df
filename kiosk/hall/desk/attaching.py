"""Attachments in the form of a notice: those that were sent, those that are kept, and texts that must still be checked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import open_plain
from content_cache.media.drafts import check
from content_cache.model.errors import FormatError
from content_cache.model.picture_text import PictureText
from content_cache.model.problems import Problem, problem
from content_cache.ocr.draft import MARK, InDoubt, in_doubt
from content_cache.text.plain import clean_line, clean_text
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hall.notices.notice import ALT_LIMIT, MOST_ATTACHED, PICTURE_TEXT_LIMIT, Attached

FILE = re.compile(r"[0-9a-f]{32}\.(?:jpg|png|pdf|mp4)")
SOUND = re.compile(r"[0-9a-f]{32}\.wav")
_PLACE = re.compile(r"[1-9]\d?", re.ASCII)


class AttachmentCard(Struct, frozen=True):
    """Attachment as the form shows it. `text` is the content of its text field; `doubts` are doubtful lines of the
    picture, which is `width` x `height` pixels. `state` is reading, found, none, making (a film is being made), film,
    or "" (nothing reads here, or it is a document)."""

    attached: Attached
    text: str = ""
    state: str = ""
    doubts: tuple[InDoubt, ...] = ()
    width: int = 0
    height: int = 0


def of_form(values: Mapping[str, str]) -> list[Attached]:
    """Return the attachments that the form names, with the texts as typed, without those marked for removal, in the
    order that the form asks for."""
    rows: list[tuple[int, int, Attached]] = []
    for number in range(MOST_ATTACHED):
        file = values.get(f"berkas{number}", "")
        if not FILE.fullmatch(file) or values.get(f"buang{number}"):
            continue
        typed, place = values.get(f"teks{number}", ""), values.get(f"urut{number}", "")
        text = typed[: 2 * PICTURE_TEXT_LIMIT] if typed.strip() or values.get(f"dibaca{number}") else None
        one = Attached(
            file, values.get(f"kata{number}", "")[: 2 * ALT_LIMIT], text, _place_of(values, f"halaman{number}")
        )
        to = int(place) if _PLACE.fullmatch(place) else number + 1
        rows.append((to, (to > number + 1) - (to < number + 1), one))
    return [one for *_, one in sorted(rows, key=lambda row: row[:2])]


def _place_of(values: Mapping[str, str], name: str) -> int:
    text = values.get(name, "")
    return int(text) if _PLACE.fullmatch(text) else 0


def settled(typed: Sequence[Attached], looked: set[str], faults: dict[str, Problem]) -> tuple[Attached, ...]:
    """Return *typed* in the form that is published. Marks of doubt are removed from the files named in *looked*. A mark
    in any other file is added to *faults* by the name of its field."""
    return tuple(_settled(number, one, looked, faults) for number, one in enumerate(typed))


def _settled(number: int, one: Attached, looked: set[str], faults: dict[str, Problem]) -> Attached:
    text = one.text
    if text is not None:
        if one.file in looked:
            text = text.replace(MARK, "")
        text = clean_text(text, 2 * PICTURE_TEXT_LIMIT)
        if MARK in text:
            faults[f"teks{number}"] = problem(NoticeCode.DOUBTFUL_LEFT, sign=MARK)
        elif len(text) > PICTURE_TEXT_LIMIT:
            faults[f"teks{number}"] = problem(NoticeCode.TEXT_TOO_LONG, most=PICTURE_TEXT_LIMIT)
    return replace(one, alt=clean_line(one.alt, ALT_LIMIT), text=text)


def looked_at(values: Mapping[str, str]) -> set[str]:
    """Return the files whose doubtful words somebody confirms to have compared with the picture."""
    return {values.get(f"berkas{number}", "") for number in range(MOST_ATTACHED) if values.get(f"cocok{number}")}


def doubts_of(text: str, found: PictureText | None) -> Iterator[InDoubt]:
    """Yield the places of doubtful words in the picture, while *text* still has marks."""
    if found is not None and MARK in text:
        yield from in_doubt(found)


def size_of(path: Path | None) -> tuple[int, int]:
    """Return width and height in pixels of a stored picture; 0, 0 if there is none."""
    try:
        if path is None:
            return 0, 0
        with open_plain(path) as file:
            return check(file, path.suffix)
    except (OSError, FormatError):
        return 0, 0
