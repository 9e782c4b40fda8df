"""Folder of an office: `feed.toml`, one Markdown file a notice, calendars, and all that is wrong with them.

`feed.toml` (every key may be missing): `title`, `publisher`, `area`, `language`, `timezone`, `description`, `site`.
One Markdown file for each item, with front matter (the guide tells it in Indonesian):

- `id`: written by `kiosk publish` where it is missing; never change it
- `title`: required; at most 300 characters, 60 are advised
- `category`: without it `berita`
- `areas`, `groups`: Kemendagri codes; groups of residents (`nelayan`, `ibu hamil`)
- `publish_from`, `expires`: a day alone counts from its beginning, or to its end; of a span the first or last day.
  `expires` is required from priority 2 and for `darurat`; a `kegiatan` without it ends with its last day
- `priority`, `pinned`: 0 to 2 (3 is `darurat`); true or false
- `language`, `author`, `link`, `summary`, `speech_text`: as in JSON Feed; spoken in place of the text
- `provenance`: without it `terverifikasi`
- `claim`, `verdict`: required for `klarifikasi`
- `loop`, `poll`, `answers`: The loop; Polls; `kiosk`, `number`, `private`, `stage`, written by the desk
- `requirements`, `hours`, `place`: for `layanan`
- `starts`, `ends`, `all_day`, `place`: for `kegiatan`; `starts` is required, a span in it ("28-30 November 2026", "28
  November 2026, 08.00-11.00") tells `ends`
- `repeats`, `except`, `also`: of a `kegiatan` that repeats: "setiap Rabu pertama", "setiap Jumat sampai 30 Desember
  2026", or an RRULE; lists of days left out, and of further ones, with an hour if it is another. `starts` and `ends`
  are of the first time
- `severity`: for `darurat`
- `pictures`: list of `file`, `alt` (required) and `text`, what stands in it
- `documents`: list of `file`, `alt`: PDF, 15 MB, 60 pages, no password; links of the text to PDF of the folder, too
- `audio`, `recordings`: played in place of the voice; list of `file`, `language` (`bgz`, `loe`, …)
- `film`, `subtitles`, `sign`: at most 400 MB and 3 minutes; made into MP4 of 640x360 where a kiosk needs it

**Texts of pictures.** `poster.txt` beside `poster.jpg` (UTF-8) is what stands in that picture: it is shown, found and
read aloud, and no machine reads the picture. An empty one leaves it to the kiosk's machine. `kiosk publish --texts`
writes `_poster.txt`, a draft; the clerk mends it and takes the `_` away. A text with the mark `(?)` is refused.

**Other files.** At the top lie sheets: `cuaca.json`, `laut.json`, `harga.json`, `petugas.json`, or `harga.csv`
(`barang;satuan;harga`, with `# pasar: NAME` and `# tanggal: DATE` above). `setelan/NAME.toml` has settings: `areas`,
`groups`, `kiosks`, then sections; `permintaan.toml` requests (`[[request]]`); `gelombang.toml` rings (`["12"]`).
Further `darurat.toml`, `ucapan.csv`, calendars (`.ics`), CAP messages (`.xml`). Drafts begin with `_`; files that
begin with `.`, and `README.md`, are left out. An item whose file is deleted becomes a tombstone. `.siap.json` says
what was made of each picture.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content_cache.model import polls
from content_cache.model.concerns import read_stage
from content_cache.model.groups import MOST_GROUPS, group
from content_cache.model.items import Occurrence
from content_cache.model.loop import as_fields, read_terms
from content_cache.model.picture_text import MOST_TEXT
from content_cache.model.plain_text import TEXT_LIMIT
from content_cache.model.vocabulary import Category, Provenance, Severity, Verdict
from content_cache.text.dates import names_hour
from content_cache.text.hours import dated_in_full
from content_cache.text.plain import LINE_LIMIT, clean_line, clean_text
from kiosk.office.editions.faults import FaultCode, Faults, did_you_mean
from kiosk.office.editions.fields import FALSE, TRUE, FieldReader
from kiosk.office.editions.front_matter import Matter, MatterError, split
from kiosk.office.editions.holidays import holidays_by
from kiosk.office.editions.markdown import InlinePicture, documents_in, pictures_in
from kiosk.office.editions.repeats import NAMES as REPEATS
from kiosk.office.editions.repeats import Repeated, RepeatReader, end_of

SETTINGS = "feed.toml"
ADVISED_TITLE, LONGEST_TITLE = 60, 300  # characters
_AREA = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_ID = re.compile(r"[^\s\x00-\x1f]{1,200}")
_README = re.compile(r"readme\.(md|txt)", re.IGNORECASE)
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2})?")

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".JPG", ".JPEG", ".PNG")
"""Endings of pictures that may have a text file of the same name beside them."""

FILM_FIELDS = ("film", "subtitles", "sign")
"""Fields that name a film's files; each is also the role of that file in the feed."""

FIELDS = (
    "id", "title", "category", "areas", "groups", "publish_from", "expires", "priority", "pinned", "language", "summary",
    "speech_text", "author", "provenance", "link", "claim", "verdict", "requirements", "hours", "place", "starts", "ends",
    "all_day", *REPEATS, "pictures", "documents", "audio", "recordings", "severity", "loop", "answers", "poll", *FILM_FIELDS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Content of feed.toml, where every key may be missing. `area` is a Kemendagri code; `site` is the address where
    the folder is published. `holidays` corrects the public holidays."""

    title: str = "Kabar daerah"
    publisher: str = ""
    area: str = ""
    language: str = "id"
    timezone: str = "Asia/Makassar"
    description: str = ""
    site: str = ""
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class FolderNotice:
    """Notice in a Markdown file. `path` is relative to the folder, with slashes. `pictures` and `documents` include
    those in the text. Times are aware."""

    path: str
    id: str
    has_id: bool
    title: str
    category: Category
    body: str
    published: datetime | None = None
    expires: datetime | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    priority: int = 0
    pictures: tuple[InlinePicture, ...] = ()
    documents: tuple[InlinePicture, ...] = ()
    audio: str = ""
    audio_line: int = 0
    recordings: tuple[tuple[str, str, int], ...] = ()  # file, language, line
    films: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # file and line by role
    plain: Mapping[str, Any] = field(default_factory=dict)
    repeated: Repeated | None = None


def read_office(folder: Path, faults: Faults) -> Office:
    """Return the content of feed.toml, with defaults for what is missing or wrong. Faults are added to *faults*."""
    path = folder / SETTINGS
    try:
        table = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        faults.wrong(SETTINGS, 0, FaultCode.UNREADABLE, reason=str(error))
        return Office()
    values: dict[str, str] = {}
    for name, value in table.items():
        if name not in Office.__slots__:
            faults.warn(SETTINGS, 0, FaultCode.UNKNOWN_NAME, did_you_mean(name, Office.__slots__), name=name)
        elif not isinstance(value, str):
            faults.wrong(SETTINGS, 0, FaultCode.NOT_QUOTED, name=name)
        else:
            values[name] = value.strip()
    if holidays_by(values.get("holidays", "")) is None:
        faults.wrong(SETTINGS, 0, FaultCode.HOLIDAYS, value=values.pop("holidays"))
    if values.get("area") and not _AREA.fullmatch(values["area"]):
        faults.wrong(SETTINGS, 0, FaultCode.OFFICE_AREA, value=values.pop("area"))
    try:
        ZoneInfo(values.get("timezone", "Asia/Makassar"))
    except (KeyError, ValueError, OSError):
        faults.wrong(SETTINGS, 0, FaultCode.OFFICE_TIMEZONE, value=values.pop("timezone"))
    return Office(**values)


def read_notices(folder: Path, office: Office, now: datetime, faults: Faults) -> list[FolderNotice]:
    """Read every *.md file below the folder, sorted by path. Hidden files, drafts (`_name.md`) and README.md are left
    out. Notices with faults are left out, and told in *faults*."""
    notices: list[FolderNotice] = []
    _name_misnamed(folder, faults)
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if _is_apart(name):
            continue
        try:
            text = path.read_text("utf-8-sig")
            matter = split(text)
        except OSError as error:
            faults.wrong(name, 0, FaultCode.UNREADABLE, reason=error.strerror or str(error))
        except UnicodeDecodeError:
            faults.wrong(name, 0, FaultCode.NOT_UTF8)
        except MatterError as error:
            faults.wrong(name, error.line, error.code, **error.details)
        else:
            before = len(faults.found)
            notice = _notice(name, text, matter, office, now, faults)
            if notice is not None and all(fault.warning for fault in faults.found[before:]):
                notices.append(notice)
    _check_ids(notices, faults)
    return notices


def read_notice(name: str, text: str, office: Office, now: datetime, faults: Faults) -> FolderNotice | None:
    """Return the notice of the file *name* with the content *text*, even with faults.

    Return None if its front matter cannot be read, or if its text is too long: reading that would take seconds."""
    try:
        matter = split(text)
    except MatterError as error:
        faults.wrong(name, error.line, error.code, **error.details)
        return None
    return _notice(name, text, matter, office, now, faults)


def _notice(name: str, text: str, matter: Matter, office: Office, now: datetime, faults: Faults) -> FolderNotice | None:
    reader = _Reader(name, matter, office.timezone, now, faults, holidays_by(office.holidays) or frozenset())
    if not is_taken_whole(matter.body):
        reader.wrong("title", FaultCode.TEXT_TOO_LONG, most=TEXT_LIMIT, lines=LINE_LIMIT)
        return None
    return reader.notice(text)


def is_taken_whole(body: str) -> bool:
    """Return whether the text is short enough for kiosks, which cut off a longer one."""
    return len(body) <= TEXT_LIMIT and sum(not line.isspace() for line in body.split("\n") if line) <= LINE_LIMIT


def _is_apart(name: str) -> bool:
    """Return whether the file *name* is no notice: hidden, a draft, or a README."""
    return bool(_README.fullmatch(name)) or any(part.startswith((".", "_")) for part in name.split("/"))


def _name_misnamed(folder: Path, faults: Faults) -> None:
    """Warn of files that are probably notices with a wrong ending: editors of Windows save "air.md" as "air.md.txt",
    and hide the ending."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        of_picture = any(path.with_suffix(ending).exists() for ending in PICTURES)
        if path.suffix.lower() == ".txt" and path.is_file() and not _is_apart(name) and not of_picture:
            meant = path.stem if path.stem.lower().endswith(".md") else f"{path.stem}.md"
            faults.warn(name, 0, FaultCode.TXT_FILE, meant=meant)


def _check_ids(notices: list[FolderNotice], faults: Faults) -> None:
    seen: dict[str, str] = {}
    for notice in notices:
        if notice.id in seen:
            faults.wrong(notice.path, 0, FaultCode.ID_TWICE, file=seen[notice.id])
        seen.setdefault(notice.id, notice.path)


class _Reader(FieldReader):
    """Reader of one notice that checks each of its fields. Repeated events can leave *holidays* out."""

    def __init__(
        self, name: str, matter: Matter, timezone: str, now: datetime, faults: Faults, holidays: frozenset[date]
    ) -> None:
        super().__init__(name, matter, timezone, now, faults)
        self._holidays = holidays

    def notice(self, text: str) -> FolderNotice:
        for name, line in self.matter.lines.items():
            if name not in FIELDS:
                self.faults.warn(self.name, line, FaultCode.UNKNOWN_NAME, did_you_mean(name, FIELDS), name=name)
        category = self.choice("category", Category) or Category.NEWS
        given, plain = self.read_text("id"), self._feed_fields(category)
        starts, ends = self.date("starts"), self.date("ends", to_end=True) or self._end_of_start()
        priority, expires, repeated = self._priority(), self.date("expires", to_end=True), None
        if starts is not None and category is Category.EVENT:
            all_day = plain.get("all_day", False)
            if not (ends and ends < starts) and any(self.matter.values.get(name) for name in REPEATS):
                reader = RepeatReader(self, self._timezone, self._now, self._holidays)
                repeated = reader.repeated(starts, ends, all_day=all_day)
            if not self.read_text("expires"):  # it is shown until it is over
                expires = end_of(Occurrence(starts, ends or starts, all_day), repeated, ZoneInfo(self._timezone))
        if repeated is not None:
            times = repeated.shown
            starts, ends = times.starts, times.ends if times.ends > times.starts else None
        notice = FolderNotice(
            path=self.name,
            # from what the file says now: publishing it once more elsewhere gives the same
            id=given or "k" + hashlib.sha256(f"{self.name}\0{text}".encode()).hexdigest()[:15],
            has_id=bool(given),
            title=self._title(),
            category=category,
            body=self.matter.body,
            published=self.date("publish_from"),
            expires=expires,
            starts=starts,
            ends=ends,
            priority=priority,
            pictures=self._pictures(),
            documents=self._documents(),
            audio=self.read_text("audio"),
            audio_line=self.line("audio"),
            recordings=tuple(self._recordings()),
            films={name: (file, self.line(name)) for name in FILM_FIELDS if (file := self.read_text(name))},
            plain=plain,
            repeated=repeated,
        )
        self._check_notice(notice)
        return notice

    def _end_of_start(self) -> datetime | None:
        """Return the end of a span in "starts", such as "28-30 November 2026". Return `None` without a span, or if
        "ends" is given."""
        starts = dated_in_full(self.read_text("starts"))
        if not starts or self.read_text("ends"):
            return None
        begins, ends = self.read_date(starts, to_end=False), self.read_date(starts)
        one = timedelta() if names_hour(starts) else timedelta(days=1)
        return ends if begins and ends and ends - begins > one else None

    def _title(self) -> str:
        title = self.read_text("title")
        if not title:
            self.wrong("title", FaultCode.NO_TITLE)
        elif len(title) > LONGEST_TITLE:
            self.wrong("title", FaultCode.TITLE_TOO_LONG, length=len(title), most=LONGEST_TITLE)
        elif len(title) > ADVISED_TITLE:
            self.faults.warn(self.name, self.line("title"), FaultCode.TITLE_LONG, length=len(title), most=ADVISED_TITLE)
        return title

    def _feed_fields(self, category: Category) -> dict[str, Any]:
        """Return the fields that go into the feed as they are written."""
        plain: dict[str, Any] = {"provenance": str(self.choice("provenance", Provenance) or Provenance.VERIFIED)}
        if self.flag("pinned"):
            plain["pinned"] = True
        plain |= {name: codes for name, codes in (("areas", self._areas()), ("groups", self._groups())) if codes}
        for name in ("summary", "speech_text", "author", "language", "link", "place", "hours", "claim"):
            if value := self.read_text(name):
                plain[name] = value
        if requirements := self.list("requirements"):
            plain["requirements"] = requirements
        starts = dated_in_full(self.read_text("starts"))
        if self.flag("all_day") or (self.read_date(starts) and not names_hour(starts)):
            plain["all_day"] = True
        if (severity := self.choice("severity", Severity)) is not None:
            plain["severity"] = str(severity)
        plain |= self._loop() | self._answers() | self._poll(category)
        if category is Category.CLARIFICATION:
            plain["verdict"] = str(self._verdict("claim" in plain))
        if "language" in plain and not _LANGUAGE.fullmatch(plain["language"]):
            self.wrong("language", FaultCode.NO_LANGUAGE, value=plain["language"])
        return plain

    def _loop(self) -> dict[str, Any]:
        terms, wrong = read_terms(self.matter.values.get("loop"), self.read_date)
        for name in wrong:
            self.wrong("loop", FaultCode.LOOP, name=name)
        return {"loop": as_fields(terms)} if terms is not None else {}

    def _answers(self) -> dict[str, Any]:
        """Return the field `answers`: the kiosk and number of the answered question, and whether only that kiosk shows
        it. Return {} without it."""
        written = self.matter.values.get("answers")
        if not written:
            return {}
        table = written if isinstance(written, dict) else {}
        kiosk, number, private = (str(table.get(name, "")) for name in ("kiosk", "number", "private"))
        fits = _KIOSK.fullmatch(kiosk) and _NUMBER.fullmatch(number) and private.lower() in (*TRUE, *FALSE)
        stage = str(table.get("stage", ""))
        if not fits or not set(table) <= {"kiosk", "number", "private", "stage"} or (stage and not read_stage(stage)):
            self.wrong("answers", FaultCode.ANSWERS)
            return {}
        answers: dict[str, Any] = {"kiosk": kiosk, "number": int(number)}
        answers |= {"private": True} if private.lower() in TRUE else {}
        return {"answers": answers | ({"stage": stage} if stage else {})}

    def _poll(self, category: Category) -> dict[str, Any]:
        """Return the poll's field, if there is one. Warnings, clarifications and answers may not have one."""
        poll, wrong = polls.read_poll(self.matter.values.get("poll") or None, self.read_date, clean_line)
        asks_nothing = category in (Category.ALERT, Category.CLARIFICATION)
        if poll is not None and (asks_nothing or self.matter.values.get("answers")):
            wrong = ["category"]
        for name in wrong:
            self.wrong("poll", FaultCode.POLL, name=name)
        return {"poll": polls.as_fields(poll)} if poll is not None and not wrong else {}

    def _verdict(self, has_claim: bool) -> Verdict:
        verdict = self.choice("verdict", Verdict)
        if not has_claim:
            self.wrong("claim", FaultCode.NO_CLAIM)
        if verdict is None:
            self.wrong("verdict", FaultCode.NO_VERDICT, choices=", ".join(Verdict))
        return verdict or Verdict.UNCLEAR

    def _check_notice(self, notice: FolderNotice) -> None:
        if not _ID.fullmatch(notice.id):
            self.wrong("id", FaultCode.ID_UNFIT)
        shown = notice.documents or notice.pictures  # a poster, and nothing else
        if (
            not notice.body.strip()
            and not shown
            and notice.category is not Category.EVENT
            and "summary" not in notice.plain
        ):
            self.wrong("title", FaultCode.TEXT_EMPTY)
        if (
            not self.read_text("expires")
            and not notice.expires
            and (notice.priority >= 2 or notice.category is Category.ALERT)
        ):
            self.wrong("expires", FaultCode.NO_EXPIRES)
        if notice.expires and notice.published and notice.expires <= notice.published:
            self.wrong("expires", FaultCode.EXPIRES_TOO_EARLY)
        if notice.priority >= 3 and notice.category is not Category.ALERT:
            self.wrong("priority", FaultCode.PRIORITY_FOR_ALERTS)
        if notice.category is Category.EVENT and notice.starts is None and not self.read_text("starts"):
            self.wrong("starts", FaultCode.NO_STARTS)
        if notice.starts and notice.ends and notice.ends < notice.starts:
            self.wrong("ends", FaultCode.ENDS_TOO_EARLY)

    def _pictures(self) -> tuple[InlinePicture, ...]:
        found = [*self._tables("pictures"), *pictures_in(self.matter.body, self.matter.body_line)]
        for picture in found:
            if not picture.alt.strip():
                self.faults.wrong(self.name, picture.line, FaultCode.NO_ALT, file=picture.file)
        return tuple(found)

    def _documents(self) -> tuple[InlinePicture, ...]:
        return (*self._tables("documents"), *documents_in(self.matter.body, self.matter.body_line))

    def _tables(self, name: str) -> Iterator[InlinePicture]:
        """Yield pictures or documents from field *name*: a list of tables with file, alt and text, or a list of files."""
        written = self.matter.values.get(name, [])
        for one in written if isinstance(written, list) else [written]:
            table = one if isinstance(one, dict) else {"file": one}
            file = next(
                (str(table[key]) for key in ("file", "path", "src", "url") if isinstance(table.get(key), str)), ""
            )
            alt, text = table.get("alt", ""), table.get("text")
            if file:
                words = clean_text(text, MOST_TEXT) if isinstance(text, str) else None
                yield InlinePicture(file, alt if isinstance(alt, str) else "", self.line(name), words)
            elif one:
                self.wrong(name, FaultCode.NO_PICTURE_TABLE)

    def _recordings(self) -> Iterator[tuple[str, str, int]]:
        """Yield file, language and line of each recording in another language, one per language."""
        seen: set[str] = set()
        for one in listed if isinstance(listed := self.matter.values.get("recordings", []), list) else [listed]:
            file, language = (
                (str(one.get(key, "")) for key in ("file", "language")) if isinstance(one, dict) else ("", "")
            )
            if not file or not _LANGUAGE.fullmatch(language) or language in seen:
                self.wrong("recordings", FaultCode.NO_RECORDING)
                continue
            seen.add(language)
            yield file, language, self.line("recordings")

    def _areas(self) -> list[str]:
        areas = self.list("areas")
        for area in areas:
            if not _AREA.fullmatch(area):
                self.wrong("areas", FaultCode.NO_AREA, value=area)
        return areas

    def _groups(self) -> list[str]:
        """Return the group names as kiosks know them, at most MOST_GROUPS."""
        names = []
        for written in self.list("groups"):
            try:
                names.append(group(written))
            except ValueError:
                self.wrong("groups", FaultCode.NO_GROUP, value=written)
        return names[:MOST_GROUPS]

    def _priority(self) -> int:
        text = self.read_text("priority") or "0"
        if text not in ("0", "1", "2", "3"):
            self.wrong("priority", FaultCode.NO_PRIORITY, value=text)
            return 0
        return int(text)
