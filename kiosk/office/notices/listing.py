"""List of the notices in an office's folder. Each file is read once, and again when it changes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.event_days import time_at
from content_cache.model.items import Occurrence
from content_cache.model.vocabulary import Category
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import Office, read_notice
from kiosk.office.notices import parts as of_parts

_LOOK_S = 2.0


class NoticeEntry(Struct, frozen=True):
    """Entry of a list of notices. `name` is the path without `.md` and `_`. `live` says that it is to be published,
    `draft` that there is a draft; if there are both, the entry tells of the draft. Times are aware. `folded` is the
    case-folded title. `item_id` is its id in editions, "" before the first. `times` and `rule` (RRULE) are those of an
    event that repeats."""

    name: str
    live: bool
    draft: bool
    title: str
    category: Category
    expires: datetime | None
    starts: datetime | None
    ends: datetime | None
    published: datetime | None
    priority: int
    areas: tuple[str, ...]
    item_id: str
    author: str
    noted: Mapping[str, str]
    changed: float
    place: str = ""
    groups: tuple[str, ...] = ()
    folded: str = ""
    times: tuple[Occurrence, ...] = ()
    rule: str = ""

    def as_of(self, now: datetime) -> NoticeEntry:
        """Return the entry with the event's next occurrence at *now*. The list may have been read some days ago."""
        time = time_at(self.times, now)
        return self if time is None else replace(self, starts=time.starts, ends=time.ends)

    @property
    def withdrawn(self) -> bool:
        return "withdrawn" in self.noted

    @property
    def asked(self) -> bool:
        return "asked" in self.noted

    def waits(self, since: float) -> bool:
        """Return whether the notice is ready for the next edition: live, without a draft, and changed after *since*.

        *since* is when the last edition was written, 0 for none.
        """
        return self.live and not self.draft and self.changed > since

    def is_out(self, since: float) -> bool:
        """Return whether a version of the notice was published, the present or an earlier one. A notice gets its id
        with its first edition."""
        return self.live and since > 0 and (bool(self.item_id) or not self.waits(since))

    def is_on_show(self, now: datetime, since: float) -> bool:
        begun = self.published is None or self.published <= now
        return self.is_out(since) and begun and not (self.expires and self.expires <= now)


class NoticeList:
    """List of the notices in *folder*, safe for threads. Other programs may change the files at any time; changes are
    looked for every *look_s* seconds."""

    def __init__(self, folder: Path, office: Callable[[], Office], *, look_s: float = _LOOK_S) -> None:
        self._folder = folder
        self._office = office
        self._look_s = look_s
        self._looking = threading.Lock()
        self._listing = threading.Lock()
        self._looked = float("-inf")
        self._read: dict[str, tuple[int, int, int]] = {}
        self._entries: dict[str, tuple[NoticeEntry | None, NoticeEntry | None]] = {}
        self._sorted: tuple[NoticeEntry, ...] | None = None
        self._touched: set[str] = set()

    def list_entries(self, now: datetime) -> Sequence[NoticeEntry]:
        """Return an entry for each notice, the last changed first.

        Changes by other programs appear after a few seconds, changes noted by `touch` at once. Only changed files are reread,
        as of *now*; `NoticeEntry.as_of` gives the next occurrence at another time.
        """
        self._reread_changed()
        with self._listing:
            for path in list(self._touched):
                self._touched.discard(path)
                self._look_at(path, now)
            if self._sorted is None:
                both = (_both(*pair) for pair in self._entries.values())
                self._sorted = tuple(sorted(filter(None, both), key=lambda entry: -entry.changed))
            return self._sorted

    def _reread_changed(self) -> None:
        """Reread the files that changed. While one thread does so, others return at once and use the former entries."""
        since = time.monotonic() - self._looked
        if since <= self._look_s or not self._looking.acquire(blocking=since > 2 * self._look_s):
            return
        try:
            if time.monotonic() - self._looked > self._look_s:
                known = self._read.copy()
                self._touched |= {path for path in {*known, *self._files()} if _stamp(path) != known.get(path)}
                self._looked = time.monotonic()
        finally:
            self._looking.release()

    def _look_at(self, path: str, now: datetime) -> None:
        """Read the entry of the file *path* again."""
        stamp, entry = _stamp(path), None
        if stamp == self._read.get(path):
            return
        name, draft = self._name_and_draft(Path(path))
        with suppress(OSError):
            if stamp is not None:
                entry = _entry_of(Path(path), name, draft, self._office(), now, stamp[0] / 1e9)
                self._read[path] = stamp
        if entry is None:
            self._read.pop(path, None)
        live, other = self._entries.get(name, (None, None))
        self._entries[name] = (live, entry) if draft else (entry, other)
        self._sorted = None

    def _name_and_draft(self, path: Path) -> tuple[str, bool]:
        inner = path.relative_to(self._folder)
        draft = inner.name.startswith("_")
        return inner.with_name(inner.stem[1:] if draft else inner.stem).as_posix(), draft

    def _files(self) -> Iterator[str]:
        for top, folders, names in os.walk(self._folder):
            folders[:] = [
                each for each in folders if not _is_inner(Path(each) / "-")
            ]  # the history alone has thousands
            for last in names:
                stem = last[:-3].lstrip("_")
                if last.endswith(".md") and not last.startswith((".", "__")) and stem and stem.casefold() != "readme":
                    yield os.path.join(top, last)  # noqa: PTH118

    def touch(self, path: Path) -> None:
        """Note that *path* was written or deleted, so that it is reread at once. A file in a folder that is not listed
        stays out."""
        if _is_inner(path.relative_to(self._folder)):
            return
        # the same spelling as in _files, also for a folder called "."
        self._touched.add(os.path.join(self._folder, path.relative_to(self._folder)))  # noqa: PTH118


def _is_inner(path: Path) -> bool:
    """Return whether *path* lies in a private folder of the desk, or in a folder of drafts."""
    return any(folder.startswith((".", "_")) for folder in path.parts[:-1])


def _stamp(path: str) -> tuple[int, int, int] | None:
    """Return modification time in ns, size in bytes and inode, by which a changed file is noticed. `None` if there is no
    file."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - of thousands, every two seconds
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _entry_of(path: Path, name: str, draft: bool, office: Office, now: datetime, changed: float) -> NoticeEntry:
    text = path.read_text("utf-8-sig", errors="replace")
    notice = read_notice(path.name, text, office, now, Faults())
    noted = of_parts.desk(text) if draft else {}
    if notice is None:
        return NoticeEntry(
            name, not draft, draft, name, Category.NEWS, None, None, None, None, 0, (), "", "", noted, changed,
            folded=name.casefold(),
        )  # fmt: skip
    return NoticeEntry(
        name=name,
        live=not draft,
        draft=draft,
        title=notice.title or name,
        category=notice.category,
        expires=notice.expires,
        starts=notice.starts,
        ends=notice.ends,
        published=notice.published,
        priority=notice.priority,
        areas=tuple(notice.plain.get("areas", ())),
        item_id=of_parts.item_id(text),
        author=str(notice.plain.get("author", "")),
        noted=noted,
        changed=changed,
        place=str(notice.plain.get("place", "")),
        groups=tuple(notice.plain.get("groups", ())),
        folded=(notice.title or name).casefold(),
        times=notice.repeated.times if notice.repeated else (),
        rule=notice.repeated.series.rule if notice.repeated else "",
    )


def _both(live: NoticeEntry | None, draft: NoticeEntry | None) -> NoticeEntry | None:
    """Return the entry to list: the draft's if there is one, noting that there is a live notice, too."""
    if live is None or draft is None:
        return draft or live
    return replace(draft, live=True, item_id=live.item_id or draft.item_id)
