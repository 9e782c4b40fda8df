"""Notices of the hall as files of the office: Markdown with front matter (deploy/panduan-kantor.md), under the same id.

An office that puts such a file into its folder takes the notice over. `kiosk publish` keeps the id, so that the village
shows the notice once (content_cache.tables.conditions). The file names the village and no person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from content_cache.files import read_plain
from content_cache.model.loop import as_fields
from content_cache.signing.edition import MOST_FILM_BYTES
from kiosk.hall.notices.notice import Notice, NoticeKind

# only where Markdown would interpret it: people who edit the text see the backslashes
_MARKED = re.compile(
    r"(\\(?=[!-/:-@\[-`{-~])|[`*]|(?<![^\W_])_|_(?![^\W_])|\[(?=[^\n]*\][(:\[])|<(?=[a-z/!?])|^[#>~])|^(\s*)([-+]|\d+[.)])(?=\s|$)",
    re.MULTILINE | re.IGNORECASE,
)


def as_draft(notice: Notice, place: str, area: str = "") -> str:
    """Return the content of one file. *area* is the village's Kemendagri code: other villages do not show it until the
    office removes that line."""
    return "\n".join(["---", *_matter(notice, place, area), "---", "", _body(notice), ""])


def drafts(
    notices: Iterable[Notice], place: str, area: str, file: Callable[[str], Path | None]
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file: the notice's own, its pictures and its recording. *file* finds those by
    their name."""
    for notice in notices:
        yield f"{notice.id}.md", as_draft(notice, place, area).encode()
        for name in notice.files:
            path = file(name)
            if path is not None:
                yield name, read_plain(path, MOST_FILM_BYTES)


def _matter(notice: Notice, place: str, area: str) -> Iterator[str]:
    yield f"id: {notice.id}"
    yield f"title: {_quoted(notice.title)}"
    yield f"category: {notice.kind}"
    yield f"author: {_quoted(f'KIM {place}')}"
    yield f"expires: {_iso_time(notice.ends)}"
    if notice.kind is NoticeKind.EMERGENCY:
        yield "severity: siaga"
    else:
        yield f"priority: {2 if notice.urgent else 1}"
    if notice.starts is not None:
        yield f"starts: {_iso_time(notice.starts)}"
    if notice.told_end is not None:
        yield f"ends: {_iso_time(notice.told_end)}"
    if notice.place:
        yield f"place: {_quoted(notice.place)}"
    if area:
        yield f"areas: [{area}]"
    yield from _attached(notice)


def _attached(notice: Notice) -> Iterator[str]:
    if notice.loop is not None:
        yield f"loop: {json.dumps(as_fields(notice.loop))}"
    documents = [each for each in notice.attached if each.pages]
    pictures = [each for each in notice.attached if not each.pages]
    for field, some in (("pictures", pictures), ("documents", documents)):
        if some:
            yield f"{field}:"
        for each in some:
            yield f"  - file: {each.file}"
            yield f"    alt: {_quoted(each.alt or notice.title)}"
            if each.text:
                yield f"    text: {_quoted(each.text)}"
    if notice.voice:
        yield f"audio: {notice.voice}"


def _body(notice: Notice) -> str:
    return as_markdown(notice.text or notice.title)


def as_markdown(text: str) -> str:
    """Return plain text as Markdown: each line a paragraph, and characters that Markdown would interpret escaped."""
    lines = text.splitlines()
    return "\n\n".join(_MARKED.sub(_letter, line.strip()) for line in lines if line.strip())


def _letter(match: re.Match[str]) -> str:
    if match[1]:
        return f"\\{match[1]}"
    start: str = match[3]
    return f"{match[2]}{start[:-1]}\\{start[-1]}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _iso_time(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
