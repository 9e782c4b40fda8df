"""What somebody was writing when the session ended, or the phone was put away: a file a form, taken up again after the login."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from content_cache.files import read_plain, write_whole
from kiosk.hall.notices.notice import Attached

KEPT = timedelta(days=14)
FIELDS = (
    "jenis",
    "judul",
    "isi",
    "tanggal",
    "jam",
    "selesai",
    "tempat",
    "sampai",
    "penting",
    "putar",
    "sejak",
    "saksi",
)
"""Those of the form that are kept: no PIN."""

DRAFT = re.compile(r"kim-[0-9a-z-]{1,40}")
"""The id of the notice that a form is for; a name of its file, too."""

_LONGEST = 10_000  # characters of a field
_MOST, _MOST_OF_ONE = 40, 6  # files, and those of one person


class Unfinished(msgspec.Struct, frozen=True):
    """`values` as the form had them; `attached` and `voice` name files among the drafts, or of the notice that is changed."""

    values: dict[str, str]
    saved: datetime
    attached: tuple[Attached, ...] = ()
    voice: str = ""
    id: str = ""

    @property
    def title(self) -> str:
        return self.values.get("judul", "").strip()


class UnfinishedNotices:
    """The folder `unfinished` in the desk's. A person may have several: each form has its own, by the id of its notice. Times are
    aware."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "unfinished"

    def keep(
        self,
        person: str,
        draft: str,
        values: Mapping[str, str],
        now: datetime,
        attached: tuple[Attached, ...],
        voice: str,
    ) -> bool:
        """In place of what that person had of this draft. False where it is not kept, on a full card."""
        typed = {name: values.get(name, "")[:_LONGEST] for name in FIELDS}
        content = msgspec.json.encode(Unfinished(typed, now, attached, voice, draft))
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_whole(self._path(person, draft), content, 0o600)
        except OSError:
            return False
        with suppress(OSError):
            for files, most in ((self._of(person), _MOST_OF_ONE), (list(self._folder.iterdir()), _MOST)):
                for old in sorted(files, key=lambda path: path.stat().st_mtime)[:-most]:
                    old.unlink(missing_ok=True)
        return True

    def rename(self, person: str, draft: str, to: str, now: datetime) -> None:
        """It is of another notice from now on."""
        kept = self.find(person, draft, now)
        if kept is not None and self.keep(person, to, kept.values, now, kept.attached, kept.voice):
            self.drop(person, draft)

    def find(self, person: str, draft: str, now: datetime) -> Unfinished | None:
        return self._read(self._path(person, draft), now) if DRAFT.fullmatch(draft) else None

    def all_of(self, person: str, now: datetime) -> list[Unfinished]:
        """The newest first."""
        found = [kept for path in self._of(person) if (kept := self._read(path, now))]
        return sorted(found, key=lambda kept: kept.saved, reverse=True)

    def drop(self, person: str, draft: str) -> None:
        if DRAFT.fullmatch(draft):
            self._path(person, draft).unlink(missing_ok=True)

    def files(self) -> set[str]:
        """Names among the drafts that somebody still needs."""
        found: set[str] = set()
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            with suppress(OSError, msgspec.MsgspecError):
                kept = msgspec.json.decode(read_plain(path), type=Unfinished)
                found |= {*(each.file for each in kept.attached), kept.voice}
        return found - {""}

    def _path(self, person: str, draft: str) -> Path:
        return self._folder / f"{person}.{draft}"

    def _of(self, person: str) -> list[Path]:
        return list(self._folder.glob(f"{person}.*"))

    def _read(self, path: Path, now: datetime) -> Unfinished | None:
        try:
            found = msgspec.json.decode(read_plain(path), type=Unfinished)
        except (OSError, msgspec.MsgspecError):
            return None
        return found if now - found.saved < KEPT else None
