"""What somebody was writing when the session ended, or the phone was put away: a file a person, taken up again after the login."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from content_cache.files import write_whole

KEPT = timedelta(days=14)
FIELDS = ("jenis", "judul", "isi", "tanggal", "jam", "tempat", "sampai", "penting", "gambar_kata")
"""Those of the form that are kept: no PIN."""

_LONGEST = 10_000  # characters of a field
_MOST = 40  # files


class Unfinished(msgspec.Struct, frozen=True):
    """`values` as the form had them; `photo` and `voice` are files among the drafts; `changes` is the id of the notice that was
    being changed, "" for a new one."""

    values: dict[str, str]
    saved: datetime
    photo: str = ""
    voice: str = ""
    changes: str = ""

    @property
    def title(self) -> str:
        return self.values.get("judul", "").strip()


class UnfinishedNotices:
    """The folder `unfinished` in the desk's. Times are aware."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "unfinished"

    def keep(self, person: str, values: Mapping[str, str], now: datetime, **rest: str) -> None:
        """In place of what that person had there. On a full card it is not kept."""
        typed = {name: values.get(name, "")[:_LONGEST] for name in FIELDS}
        content = msgspec.json.encode(Unfinished(typed, now, **rest))
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_whole(self._folder / person, content, 0o600)
            for old in sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-_MOST]:
                old.unlink(missing_ok=True)

    def find(self, person: str, now: datetime) -> Unfinished | None:
        try:
            found = msgspec.json.decode((self._folder / person).read_bytes(), type=Unfinished)
        except (OSError, msgspec.MsgspecError):
            return None
        return found if now - found.saved < KEPT else None

    def drop(self, person: str) -> None:
        (self._folder / person).unlink(missing_ok=True)

    def files(self) -> set[str]:
        """Names among the drafts that somebody still needs."""
        found: set[str] = set()
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            with suppress(OSError, msgspec.MsgspecError):
                kept = msgspec.json.decode(path.read_bytes(), type=Unfinished)
                found |= {kept.photo, kept.voice}
        return found - {""}
