"""Unfinished notices: what somebody was writing when the session ended or the phone was put away. There is a file for
each form, offered again after the login."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kiosk.hall.notices.notice import Attached
from kiosk.web.drafts import DraftFolder

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
"""Fields of the form that are stored; no PIN is."""

DRAFT = re.compile(r"kim-[0-9a-z-]{1,40}")
"""Pattern of the id of the notice that a form is for; it is part of a file's name, too."""

_LONGEST = 10_000  # characters of a field
_MOST, _MOST_OF_ONE = 40, 6  # files, and those of one person


class Unfinished(msgspec.Struct, frozen=True):
    """Unfinished notice. `values` are those of the form; `attached` and `voice` name files among the drafts, or of the
    notice that is being changed."""

    values: dict[str, str]
    saved: datetime
    attached: tuple[Attached, ...] = ()
    voice: str = ""
    id: str = ""

    @property
    def title(self) -> str:
        return self.values.get("judul", "").strip()


class UnfinishedNotices:
    """Unfinished notices, in the folder `unfinished` of the desk's. A person may have several, one for each notice id.
    Times are aware."""

    def __init__(self, folder: Path) -> None:
        self._drafts = DraftFolder(folder / "unfinished", Unfinished, most=_MOST, most_of_one=_MOST_OF_ONE)

    def store_notice(
        self,
        person: str,
        draft: str,
        values: Mapping[str, str],
        now: datetime,
        attached: tuple[Attached, ...],
        voice: str,
    ) -> bool:
        """Store the form of *draft*, in place of the person's earlier one. Return false if it is not stored, as on a
        full card."""
        typed = {name: values.get(name, "")[:_LONGEST] for name in FIELDS}
        kept = Unfinished(typed, now, attached, voice, draft)
        return self._drafts.store_draft(f"{person}.{draft}", kept, f"{person}.*")

    def rename(self, person: str, draft: str, to: str, now: datetime) -> None:
        """Move the unfinished form of the notice *draft* to the notice id *to*."""
        kept = self.find_unfinished(person, draft, now)
        if kept is not None and self.store_notice(person, to, kept.values, now, kept.attached, kept.voice):
            self.delete_notice(person, draft)

    def find_unfinished(self, person: str, draft: str, now: datetime) -> Unfinished | None:
        found = self._drafts.find(f"{person}.{draft}") if DRAFT.fullmatch(draft) else None
        return found if found is not None and now - found.saved < KEPT else None

    def all_of(self, person: str, now: datetime) -> list[Unfinished]:
        """Return the unfinished notices of *person*, the newest first."""
        found = (kept for kept in self._drafts.iter_drafts(f"{person}.*") if now - kept.saved < KEPT)
        return sorted(found, key=lambda kept: kept.saved, reverse=True)

    def delete_notice(self, person: str, draft: str) -> None:
        if DRAFT.fullmatch(draft):
            self._drafts.delete_draft(f"{person}.{draft}")

    def files(self) -> set[str]:
        """Return the names of all draft files that unfinished notices need."""
        return {
            file for kept in self._drafts.iter_drafts() for file in (*(each.file for each in kept.attached), kept.voice)
        } - {""}
