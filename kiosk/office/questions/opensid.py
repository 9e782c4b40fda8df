"""Export for OpenSID, the village information system: complaints and notices of one village, as a ZIP of two tables.

OpenSID has no import of either and its interface only hands articles out (2026). So the columns are named as its tables
`pengaduan` and `artikel` and its forms have them, for whoever types them in or loads them into its database:

- `pengaduan.csv`: `nik`, `nama`, `email`, `telepon` (empty: a kiosk asks for none of them), `judul`, `isi`, `status` (1 waits,
  2 is being worked on, 3 is done), `foto`, `created_at` (`2026-11-27 18:41:07`). A voice stays at the office.
- `artikel.csv`: `judul`, `isi` (HTML), `tgl_upload`, `gambar`, `enabled` (1), of the newest edition; no answers, no warnings.
- `foto/`, `gambar/`: the files that the tables name.

A cell that a spreadsheet program would compute has an apostrophe before it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from content_cache.files import read_plain
from content_cache.model.concerns import ConcernKind, ConcernStage
from content_cache.model.vocabulary import Category
from content_cache.text.plain import clean_text
from kiosk.i18n.concern_words import HEADINGS
from kiosk.i18n.words import Words
from kiosk.office.base.tables import csv_text
from kiosk.office.editions.previous import in_folder
from kiosk.office.post.inbox import Heard, PostInbox
from kiosk.office.post.records import QuestionRecord
from kiosk.post.question_photo import photo_type

COMPLAINTS, ARTICLES = "pengaduan.csv", "artikel.csv"
MOST_PICTURES = 100_000_000
"""Most bytes of pictures in one export."""
_COMPLAINT = ("nik", "nama", "email", "telepon", "judul", "isi", "status", "foto", "created_at")
_ARTICLE = ("judul", "isi", "tgl_upload", "gambar", "enabled")
_ALL = ("waiting", "drafted", "answering", "working", "answered", "closed")
_PICTURE = re.compile(r"media/[0-9a-f]{64}\.(jpg|png|gif|webp)")
_LONGEST = 4_000  # letters
_EPOCH = (1980, 1, 1, 0, 0, 0)


class OpenSIDExport:
    """Export of one village, by its *area*. *out* is the folder of editions, *zone* the office's."""

    def __init__(self, post: PostInbox, out: Path, words: Words, zone: tzinfo) -> None:
        self._post = post
        self._out = out
        self._words = words
        self._zone = zone

    def villages(self) -> dict[str, str]:
        """Return the places of kiosks by their area."""
        return {each.area: each.place for each in self._post.store.register.kiosks() if each.area}

    def make(self, area: str) -> bytes:
        """Return the ZIP of the village. Raise OfficeError while the post's key is not open, OSError."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            pictures = dict[str, bytes]()
            for name, header, rows in (
                (COMPLAINTS, _COMPLAINT, self._complaints(area, pictures)),
                (ARTICLES, _ARTICLE, self._articles(area, pictures)),
            ):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), csv_text([header, *rows]))
            for name, content in pictures.items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
        return packed.getvalue()

    def _complaints(self, area: str, pictures: dict[str, bytes]) -> Iterator[tuple[str, ...]]:
        for question in self._post.store.questions(*_ALL):
            if question.kind is ConcernKind.QUESTION or question.area != area:
                continue
            title = f"{self._words(HEADINGS[question.kind], number=question.number)}, {question.place}"
            when = self._time(question.asked)
            heard = self._post.content(question)
            photo = self._add_photo(question, heard.photo if heard is not None else b"", pictures)
            yield ("", "", "", "", title, self._body(question, heard), _status(question), photo, when)

    def _add_photo(self, question: QuestionRecord, photo: bytes, pictures: dict[str, bytes]) -> str:
        ending = photo_type(photo).rpartition("/")[2].replace("jpeg", "jpg")
        name = f"foto/{question.kiosk}-{question.number}.{ending}"
        if not photo or sum(map(len, pictures.values())) + len(photo) > MOST_PICTURES:
            return ""
        pictures[name] = photo
        return name

    def _body(self, question: QuestionRecord, heard: Heard | None) -> str:
        if heard is None:
            return self._words("What was asked is forgotten: its time is over.")
        if heard.type != "text/plain":
            return self._words("Spoken, {n} seconds: to be heard at the office's desk.", n=question.seconds)
        return clean_text(heard.body.decode("utf-8", "replace"), _LONGEST)

    def _articles(self, area: str, pictures: dict[str, bytes]) -> Iterator[tuple[str, ...]]:
        feed = in_folder(self._out).feed
        for item in feed.get("items", ()):
            if not _is_article(item, area):
                continue
            picture = self._add_picture(item, pictures)
            when = datetime.fromisoformat(item["date_published"])
            yield (item["title"], item.get("content_html", ""), self._time(when), picture, "1")

    def _add_picture(self, item: Mapping[str, Any], pictures: dict[str, bytes]) -> str:
        """Return the name of the item's first picture in the ZIP, after adding it to *pictures*; "" for none."""
        found = next((one["url"] for one in item.get("attachments", ()) if _PICTURE.fullmatch(str(one.get("url")))), "")
        name = f"gambar/{Path(found).name}"
        if not found or name in pictures:
            return name if found else ""
        with suppress(OSError):
            content = read_plain(self._out / found, MOST_PICTURES)
            if sum(map(len, pictures.values())) + len(content) <= MOST_PICTURES:
                pictures[name] = content
                return name
        return ""

    def _time(self, when: datetime) -> str:
        return when.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")


def _status(question: QuestionRecord) -> str:
    if question.state in ("answered", "closed"):
        return "3"
    return "2" if question.stage is ConcernStage.WORKING else "1"


def _is_article(item: Mapping[str, Any], area: str) -> bool:
    """Return whether *item* is for everybody of *area*: no answer, no warning, of this village or what it lies in."""
    own = item.get("_kiosk", {})
    areas: Iterable[str] = own.get("areas") or ()
    inside = not areas or any(area == each or area.startswith(f"{each}.") for each in areas)
    return inside and "answers" not in own and str(Category.ALERT) not in item.get("tags", ())
