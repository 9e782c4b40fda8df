"""The office's folder, read: `feed.toml`, one Markdown file a notice, calendars, and all that is wrong with them."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content_cache.model.items import Category, Provenance, Severity, Verdict
from content_cache.publishing.faults import Faults, did_you_mean
from content_cache.publishing.fields import DAY_ALONE, FieldReader
from content_cache.publishing.front_matter import MatterError, split
from content_cache.publishing.markdown import Picture, pictures_in

SETTINGS = "feed.toml"
ADVISED_TITLE, LONGEST_TITLE = 60, 300  # characters
LONGEST_TEXT = 100_000
_AREA = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_ID = re.compile(r"[^\s\x00-\x1f]{1,200}")
_README = re.compile(r"readme\.(md|txt)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2})?")

FIELDS = (
    "id", "title", "category", "areas", "publish_from", "expires", "priority", "pinned", "language", "summary", "speech_text",
    "author", "provenance", "link", "claim", "verdict", "requirements", "hours", "place", "starts", "ends", "all_day",
    "pictures", "audio", "severity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """What feed.toml says; every key may be missing. `area` is a Kemendagri code; `site` where the folder is published."""

    title: str = "Kabar daerah"
    publisher: str = ""
    area: str = ""
    language: str = "id"
    timezone: str = "Asia/Makassar"
    description: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One Markdown file. `path` relative to the folder with slashes; `pictures` those of the text too; times aware."""

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
    pictures: tuple[Picture, ...] = ()
    audio: str = ""
    audio_line: int = 0
    plain: Mapping[str, Any] = field(default_factory=dict)


def read_office(folder: Path, faults: Faults) -> Office:
    """feed.toml, the defaults where there is none."""
    path = folder / SETTINGS
    try:
        table = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        faults.wrong(SETTINGS, 0, f"tidak dapat dibaca ({error})")
        return Office()
    values: dict[str, str] = {}
    for name, value in table.items():
        if name not in Office.__slots__:
            faults.warn(SETTINGS, 0, f'"{name}" tidak dikenal{did_you_mean(name, Office.__slots__)}')
        elif not isinstance(value, str):
            faults.wrong(SETTINGS, 0, f"{name}: tulis di antara tanda kutip")
        else:
            values[name] = value.strip()
    if values.get("area") and not _AREA.fullmatch(values["area"]):
        faults.wrong(SETTINGS, 0, f'area: "{values.pop("area")}" bukan kode wilayah Kemendagri; contoh "72.01"')
    try:
        ZoneInfo(values.get("timezone", "Asia/Makassar"))
    except (KeyError, ValueError, OSError):
        faults.wrong(SETTINGS, 0, f'timezone: "{values.pop("timezone")}" tidak dikenal; contoh "Asia/Makassar"')
    return Office(**values)


def read_notices(folder: Path, office: Office, now: datetime, faults: Faults) -> list[Notice]:
    """Every *.md below the folder, by path; hidden ones, drafts (`_name.md`) and README.md are left out."""
    notices: list[Notice] = []
    _name_misnamed(folder, faults)
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if _is_apart(name):
            continue
        try:
            text = path.read_text("utf-8-sig")
            matter = split(text)
        except OSError as error:
            faults.wrong(name, 0, f"tidak dapat dibaca: {error.strerror}")
        except UnicodeDecodeError:
            faults.wrong(name, 0, "bukan teks UTF-8; simpan lagi dengan penyandian UTF-8")
        except MatterError as error:
            faults.wrong(name, error.line, str(error))
        else:
            reader = _Reader(name, matter, office.timezone, now, faults)
            before = len(faults.found)
            notice = reader.notice(text)
            if all(fault.warning for fault in faults.found[before:]):
                notices.append(notice)
    _check_ids(notices, faults)
    return notices


def _is_apart(name: str) -> bool:
    """Hidden, a draft, or about the folder itself: no notice."""
    return bool(_README.fullmatch(name)) or any(part.startswith((".", "_")) for part in name.split("/"))


def _name_misnamed(folder: Path, faults: Faults) -> None:
    """Editors of Windows write "air.md" as "air.md.txt", and hide the ending."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() == ".txt" and path.is_file() and not _is_apart(name):
            meant = path.stem if path.stem.lower().endswith(".md") else f"{path.stem}.md"
            faults.warn(name, 0, f'tidak diterbitkan karena berakhiran .txt; ganti namanya menjadi "{meant}"')


def _check_ids(notices: list[Notice], faults: Faults) -> None:
    seen: dict[str, str] = {}
    for notice in notices:
        if notice.id in seen:
            faults.wrong(notice.path, 0, f"id sama dengan {seen[notice.id]}; hapus baris id di berkas yang baru")
        seen.setdefault(notice.id, notice.path)


class _Reader(FieldReader):
    """One notice, each of its fields checked."""

    def notice(self, text: str) -> Notice:
        for name, line in self.matter.lines.items():
            if name not in FIELDS:
                self.faults.warn(self.name, line, f'"{name}" tidak dikenal{did_you_mean(name, FIELDS)}')
        category = self.choice("category", Category) or Category.NEWS
        given = self.text("id")
        notice = Notice(
            path=self.name,
            # from what the file says now: publishing it once more elsewhere gives the same
            id=given or "k" + hashlib.sha256(f"{self.name}\0{text}".encode()).hexdigest()[:15],
            has_id=bool(given),
            title=self._title(),
            category=category,
            body=self.matter.body,
            published=self.date("publish_from"),
            expires=self.date("expires", to_end=True),
            starts=self.date("starts"),
            ends=self.date("ends", to_end=True),
            priority=self._priority(),
            pictures=self._pictures(),
            audio=self.text("audio"),
            audio_line=self.line("audio"),
            plain=self._plain(category),
        )
        self._check(notice)
        return notice

    def _title(self) -> str:
        title = self.text("title")
        if not title:
            self.wrong("title", "judul (title) tidak ada")
        elif len(title) > LONGEST_TITLE:
            self.wrong("title", f"judul {len(title)} huruf; paling banyak {LONGEST_TITLE}")
        elif len(title) > ADVISED_TITLE:
            self.faults.warn(
                self.name, self.line("title"), f"judul {len(title)} huruf; sebaiknya paling banyak {ADVISED_TITLE}"
            )
        return title

    def _plain(self, category: Category) -> dict[str, Any]:
        """What goes into the feed as it is written."""
        plain: dict[str, Any] = {"provenance": str(self.choice("provenance", Provenance) or Provenance.VERIFIED)}
        if self.flag("pinned"):
            plain["pinned"] = True
        if areas := self._areas():
            plain["areas"] = areas
        for name in ("summary", "speech_text", "author", "language", "link", "place", "hours", "claim"):
            if value := self.text(name):
                plain[name] = value
        if requirements := self.list("requirements"):
            plain["requirements"] = requirements
        if self.flag("all_day") or DAY_ALONE.fullmatch(self.text("starts")):
            plain["all_day"] = True
        if (severity := self.choice("severity", Severity)) is not None:
            plain["severity"] = str(severity)
        if category is Category.CLARIFICATION:
            plain["verdict"] = str(self._verdict("claim" in plain))
        if "language" in plain and not _LANGUAGE.fullmatch(plain["language"]):
            self.wrong("language", f'"{plain["language"]}" bukan kode bahasa; contoh "id"')
        return plain

    def _verdict(self, has_claim: bool) -> Verdict:
        verdict = self.choice("verdict", Verdict)
        if not has_claim:
            self.wrong("claim", "klarifikasi tanpa claim: tulis kabar yang beredar")
        if verdict is None:
            self.wrong("verdict", f"klarifikasi tanpa verdict; pilihannya: {', '.join(Verdict)}")
        return verdict or Verdict.UNCLEAR

    def _check(self, notice: Notice) -> None:
        if not _ID.fullmatch(notice.id):
            self.wrong("id", "id tidak boleh memuat spasi dan paling banyak 200 huruf")
        if not notice.body.strip() and notice.category is not Category.EVENT and "summary" not in notice.plain:
            self.wrong("title", "isi berita kosong")
        if len(notice.body) > LONGEST_TEXT:
            self.wrong("title", f"isi terlalu panjang; paling banyak {LONGEST_TEXT} huruf")
        if not self.text("expires") and (notice.priority >= 2 or notice.category is Category.ALERT):
            self.wrong("expires", "tanggal berakhir (expires) wajib ada untuk priority 2 ke atas dan darurat")
        if notice.expires and notice.published and notice.expires <= notice.published:
            self.wrong("expires", "berakhir (expires) sebelum mulai tayang (publish_from)")
        if notice.priority >= 3 and notice.category is not Category.ALERT:
            self.wrong("priority", "priority 3 hanya untuk kategori darurat")
        if notice.category is Category.EVENT and notice.starts is None and not self.text("starts"):
            self.wrong("starts", "kegiatan tanpa waktu mulai (starts)")
        if notice.starts and notice.ends and notice.ends < notice.starts:
            self.wrong("ends", "selesai (ends) sebelum mulai (starts)")

    def _pictures(self) -> tuple[Picture, ...]:
        written = self.matter.values.get("pictures", [])
        line = self.line("pictures")
        found: list[Picture] = []
        for one in written if isinstance(written, list) else [written]:
            table = one if isinstance(one, dict) else {"file": one}
            file = next(
                (str(table[key]) for key in ("file", "path", "src", "url") if isinstance(table.get(key), str)), ""
            )
            alt = table.get("alt", "")
            if file:
                found.append(Picture(file, alt if isinstance(alt, str) else "", line))
            elif one:
                self.wrong("pictures", "gambar ditulis dengan file dan alt")
        found += pictures_in(self.matter.body, self.matter.body_line)
        for picture in found:
            if not picture.alt.strip():
                self.faults.wrong(
                    self.name, picture.line, f"gambar {picture.file} tanpa teks alt: tulis apa yang tampak"
                )
        return tuple(found)

    def _areas(self) -> list[str]:
        areas = self.list("areas")
        for area in areas:
            if not _AREA.fullmatch(area):
                self.wrong("areas", f'"{area}" bukan kode wilayah Kemendagri; contoh "72.01.05"')
        return areas

    def _priority(self) -> int:
        text = self.text("priority") or "0"
        if text not in ("0", "1", "2", "3"):
            self.wrong("priority", f'"{text}" bukan 0, 1, 2, atau 3')
            return 0
        return int(text)
