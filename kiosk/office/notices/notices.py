"""Notices of an office's folder: listed, saved by several people at once, made ready, withdrawn.

A notice is a Markdown file that `kiosk publish` takes, `name.md`. What is being written is a draft beside it,
`_name.md`, which publishing skips: nothing that somebody types can go out by itself. People who work with files see and
change the same ones."""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from content_cache.files import is_device_name, write_whole
from content_cache.model.plain_text import TEXT_LIMIT
from content_cache.text.plain import LINE_LIMIT
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.base.folders import PRIVATE
from kiosk.office.base.history import History
from kiosk.office.base.kept import CachedFile
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import SETTINGS, FolderNotice, Office, is_taken_whole, read_notice, read_office
from kiosk.office.editions.front_matter import MatterError, split, with_values
from kiosk.office.notices import parts as of_parts
from kiosk.office.notices.listing import NoticeEntry, NoticeList
from kiosk.office.notices.parts import BODY, Merged, Parts

KEPT = timedelta(days=14)
"""Time that a withdrawn notice stays a draft."""

_BASES_KEPT_S = 30 * 86_400.0
_NAME = re.compile(r"[^\s/\\_.][^/\\]{0,120}")
_LONGEST = 500  # letters, folders included; a path of Linux has 4,096 bytes
_PRESENT_S = 120.0
_LOCKS = 64  # a name always has the same lock


class OpenedNotice(Struct, frozen=True):
    """Notice opened for editing: its parts, and the version that they are of."""

    name: str
    parts: Parts
    version: str
    live: bool
    draft: bool
    noted: Mapping[str, str]


class OwnCopy(Struct, frozen=True):
    """Copy of one person's parts that must be merged with others' changes. They began as the version `base`."""

    parts: Parts
    base: str


class Saved(Struct, frozen=True):
    """Result of saving. `version` is the new one; `merged` names the parts that others had changed meanwhile. `own` is
    the version of the own parts alone, for a page that continues from them. `conflicts` names the parts that both
    changed: nothing was written then, and `parts` are the own ones, kept as this person's copy."""

    version: str
    parts: Parts
    merged: tuple[str, ...] = ()
    own: str = ""
    conflicts: tuple[str, ...] = ()


class Notices:
    """Notices of an office's *folder*. Threads may call; another program may change the files at any time."""

    def __init__(self, folder: Path, history: History) -> None:
        self.folder = folder
        self.private = folder / PRIVATE
        self._history = history
        self._writing = tuple(threading.RLock() for _ in range(_LOCKS))
        self.office = CachedFile(folder / SETTINGS, lambda: read_office(folder, Faults()))
        self._listed = NoticeList(folder, self.office)
        self._present: dict[str, dict[str, float]] = {}
        self._seeing = threading.Lock()

    def _one_at_a_time(self, name: str) -> threading.RLock:
        """Return the lock for writing notice *name*. Few notices share a lock, so writers of others do not wait for its disk."""
        return self._writing[hash(name) % _LOCKS]

    # listing and opening

    def all(self, now: datetime) -> Sequence[NoticeEntry]:
        """Return all entries like `NoticeList.list_entries`, with changes made here at once."""
        return self._listed.list_entries(now)

    def open(self, name: str) -> OpenedNotice:
        """Return the draft of *name*, or the live notice where there is none. Raise OfficeError where there is neither."""
        text, live, draft = self._notice_text(name)
        version = of_parts.text_version(text)
        self._keep_base(version, text)
        return OpenedNotice(name, of_parts.read_parts(text), version, live, draft, of_parts.desk(text) if draft else {})

    def open_or_empty(self, name: str) -> OpenedNotice:
        """Return the notice like `open`; one without parts where it is gone. Raise OfficeError for an invalid name."""
        if not any(self.has(name)):
            return OpenedNotice(name, {}, "", live=False, draft=False, noted={})
        return self.open(name)

    def has(self, name: str) -> tuple[bool, bool]:
        """Return whether there is a live notice of that name, and whether there is a draft."""
        live, draft = (self._notice_path(name, draft=each).is_file() for each in (False, True))
        return live, draft

    def item_id(self, name: str) -> str:
        """Return the id of the notice in editions, "" before its first one. A draft that is older than the id has none,
        so the live file's counts. Raise OfficeError."""
        live = _read_if_there(self._notice_path(name, draft=False))
        return of_parts.item_id(live or "") or of_parts.item_id(self._notice_text(name)[0])

    def live_title(self, name: str) -> str:
        """Return the title of the live notice, whatever its draft says. Raise OfficeError where there is none."""
        live = _read_if_there(self._notice_path(name, draft=False))
        return of_parts.read_parts(live or "").get("title", name)

    def as_folder_notice(
        self, name: str, parts: Parts, office: Office, now: datetime, faults: Faults
    ) -> FolderNotice | None:
        """Return the notice that publishing would read if *parts* were saved, or `None`. Its errors are added to *faults*."""
        path, text, known_as = self._notice_path(name, draft=False), "", ""
        with suppress(OfficeError):
            text, known_as = self._notice_text(name)[0], self.item_id(name)
        whole = of_parts.with_parts(text, _changed(parts, of_parts.read_parts(text)), {}, known_as=known_as)
        return read_notice(path.relative_to(self.folder).as_posix(), whole, office, now, faults)

    # who is there

    def present(self, name: str, person: str, at: float | None = None) -> list[str]:
        """Note that *person* looks at the notice now. Return the ids of others who did in the last two minutes. *at* is
        the monotonic time in seconds, by default now."""
        now = time.monotonic() if at is None else at
        with self._seeing:
            here = self._present.setdefault(name, {})
            here[person] = now
            for each in [each for each, seen in here.items() if now - seen > _PRESENT_S]:
                del here[each]
            if len(self._present) > 2_000:
                self._present.pop(next(iter(self._present)))
            return [each for each in here if each != person]

    # writing

    def new_name(self, title: str, now: datetime) -> str:
        """Return an unused name for a new notice, made of its day, its title and a random suffix."""
        words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40].strip("-") or "kabar"
        return f"{now:%Y-%m-%d}-{words}-{secrets.token_hex(2)}"

    def save_draft(
        self, name: str, base: str, mine: Parts, person: str, now: datetime, *, noted: Mapping[str, str] | None = None
    ) -> Saved:
        """Save what *person* typed as a draft. *base* is the version that they began with, "" for a new notice.

        Changes that others saved meanwhile are merged; where both changed one part, nothing is overwritten. Raise
        OfficeError for an invalid name, a text that is too long for kiosks, and a disk without room."""
        while True:
            before = self._text_or_base(name, base)
            theirs = of_parts.read_parts(before[0])
            if not is_taken_whole(mine.get(BODY, "")) and mine[BODY] != theirs.get(BODY):  # a file's own stays
                raise OfficeError(OfficeCode.TEXT_TOO_LONG, most=TEXT_LIMIT, lines=LINE_LIMIT)
            merged = self._merge(base, before[0], theirs, mine)  # without the lock: to compare two texts takes its time
            with self._one_at_a_time(name):
                if self._text_or_base(name, base) != before:
                    continue  # somebody else has saved meanwhile
                if merged.conflicts:
                    self.keep_copy(name, person, mine, base)
                    return Saved(of_parts.text_version(before[0]), mine, conflicts=merged.conflicts)
                version, kept = self._save_draft(name, before, merged.parts, person, now, noted or {})
            others = tuple(part for part in _all_of(kept, mine) if kept.get(part, "") != mine.get(part, ""))
            own = version
            if others:
                text = of_parts.with_parts("", _all_of(mine, {}))
                own = of_parts.text_version(text)
                self._keep_base(own, text)
            return Saved(version, kept, merged=others, own=own)

    def _save_draft(
        self,
        name: str,
        before: tuple[str, bool, bool],
        parts: Parts,
        person: str,
        now: datetime,
        noted: Mapping[str, str],
    ) -> tuple[str, Parts]:
        """Write *parts* into the draft if they differ from it. Return its version and its parts. Raise OfficeError."""
        text, live, draft = before
        notes = dict(of_parts.desk(text)) if draft else {"by": person, "since": now.isoformat(timespec="minutes")}
        if live and not draft:
            notes["of"] = of_parts.text_version(text)
            self._keep_base(notes["of"], text)
        changed = _changed(parts, of_parts.read_parts(text))
        if changed:
            notes["last"] = person
        notes = {key: value for key, value in (notes | dict(noted)).items() if value}
        whole = text
        if changed or not draft or notes != of_parts.desk(text):
            whole = of_parts.with_parts(text, changed, notes)
            self._write_notice(self._notice_path(name, draft=True), whole)
        version = of_parts.text_version(whole)
        self._keep_base(version, whole)
        return version, of_parts.read_parts(whole)

    def _text_or_base(self, name: str, base: str) -> tuple[str, bool, bool]:
        """Return the notice's text like `_notice_text`. If the notice is not there, return the text of version *base* instead."""
        try:
            return self._notice_text(name)
        except OfficeError as error:
            if error.problem.code != OfficeCode.NO_SUCH_NOTICE.value:
                raise
            self._notice_path(name, draft=True)
            return self._base(base), False, False

    def _merge(self, base: str, text: str, theirs: Parts, mine: Parts) -> Merged:
        if base == of_parts.text_version(text):
            return Merged(_all_of(mine, {}))
        return of_parts.merge(of_parts.read_parts(self._base(base)), mine, theirs)

    def commit_notice(self, name: str, who: str, what: str, now: datetime) -> None:
        """Record in the history that *who* did *what*, with both files of the notice as they are now."""
        files = [self._notice_path(name, draft=each).relative_to(self.folder).as_posix() for each in (False, True)]
        self._history.commit_deed(who, what, files, now=now)

    def own_copy(self, name: str, person: str) -> OwnCopy | None:
        """Return the oldest copy that *person* still has to merge, or `None`."""
        for path in self._copies(name, person):
            with suppress(OSError, ValueError):
                text = path.read_text("utf-8")
                return OwnCopy(of_parts.read_parts(text), of_parts.desk(text).get("of", ""))
        return None

    def keep_copy(self, name: str, person: str, parts: Parts, base: str) -> None:
        """Store *parts* as a copy that *person* has to merge with others' changes. It began as version *base*. Earlier
        copies stay, except one that began as the same version. Raise OfficeError."""
        text = of_parts.with_parts("", _all_of(parts, {}), {"of": base} if base else {})
        before = self._copies(name, person)
        number = int(before[-1].suffixes[-2][1:]) if before else 0
        if before and of_parts.desk(before[-1].read_text("utf-8", errors="replace")).get("of", "") == base:
            number -= 1
        self._write_notice(self._copy_folder / f"{of_parts.text_version(name)}.{person}.{number + 1:04}.md", text)

    def drop_copy(self, name: str, person: str) -> None:
        """Delete the oldest copy of *person*, after it was merged or saved elsewhere."""
        for path in self._copies(name, person)[:1]:
            path.unlink(missing_ok=True)

    def _copies(self, name: str, person: str) -> list[Path]:
        begin = f"{of_parts.text_version(name)}.{person}."
        with suppress(OSError):
            return sorted(
                self._copy_folder / each
                for each in os.listdir(self._copy_folder)  # noqa: PTH208
                if each.startswith(begin) and each.endswith(".md")
            )
        return []

    @property
    def _copy_folder(self) -> Path:
        return self.private / "lain"

    def together(self, copy: OwnCopy, opened: OpenedNotice) -> Merged:
        """Merge the person's *copy* with the notice as it is now. A person must resolve its conflicts."""
        return of_parts.merge(of_parts.read_parts(self._base(copy.base)), copy.parts, opened.parts)

    def parts_of(self, version: str) -> Parts | None:
        """Return the parts of *version*, or `None` if it is not stored."""
        text = self._base(version)
        return of_parts.read_parts(text) if text else None

    def make_ready(self, name: str) -> Saved | None:
        """Turn the draft into the notice that the next edition has, with the id that editions know. Return None where
        there is no draft. Where the result has conflicts nothing was done: the live notice changed since the draft was
        begun. Raise OfficeError."""
        source, target = self._notice_path(name, draft=True), self._notice_path(name, draft=False)
        while True:
            before = _read_if_there(source), _read_if_there(target)
            text, there = before
            if text is None:
                return None
            parts, notes = of_parts.read_parts(text), of_parts.desk(text)
            merged = Merged(parts)
            if there is not None and notes.get("of") != of_parts.text_version(there):
                began = of_parts.read_parts(self._base(notes.get("of", "")))
                merged = of_parts.merge(began, parts, of_parts.read_parts(there))
                if merged.conflicts:
                    return Saved(of_parts.text_version(there), parts, conflicts=merged.conflicts)
            whole = of_parts.with_parts(text, _all_of(merged.parts, parts), {}, known_as=of_parts.item_id(there or ""))
            with self._one_at_a_time(name):
                if (_read_if_there(source), _read_if_there(target)) != before:
                    continue  # somebody has saved meanwhile
                self._write_notice(target, whole)
                self._gone(source)
            return Saved(of_parts.text_version(whole), merged.parts)

    def withdraw_to_draft(self, name: str, now: datetime) -> None:
        """Withdraw the live notice: only a draft of it stays, with its id. Raise OfficeError."""
        with self._one_at_a_time(name):
            source, target = self._notice_path(name, draft=False), self._notice_path(name, draft=True)
            if not source.is_file():
                raise OfficeError(OfficeCode.NO_SUCH_NOTICE)
            text, known_as = self._notice_text(name)[0], self.item_id(name)
            noted = of_parts.desk(text) if target.exists() else {}
            noted |= {"withdrawn": now.isoformat(timespec="minutes")}
            self._write_notice(target, of_parts.with_parts(text, {}, noted, known_as=known_as))
            self._gone(source)

    def throw_away(self, name: str) -> None:
        """Delete the draft; a live notice stays. Raise OfficeError for an invalid name."""
        with self._one_at_a_time(name):
            self._gone(self._notice_path(name, draft=True))

    def rename_area(self, old: str, new: str, now: datetime) -> list[str]:
        """Let notices and drafts for the area *old* be for *new*. Return the changed files. Raise OfficeError."""
        changed = []
        for name in {each.name for each in self.all(now)}:
            with self._one_at_a_time(name):
                for path in (self._notice_path(name, draft=each) for each in (False, True)):
                    text = _read_if_there(path) or ""
                    with suppress(MatterError):
                        areas = split(text).values.get("areas")
                        named = areas if isinstance(areas, list) else [areas]
                        if old in named:
                            renamed = list(dict.fromkeys(new if each == old else each for each in named))
                            self._write_notice(path, with_values(text, {"areas": renamed}))
                            changed.append(path.relative_to(self.folder).as_posix())
        return sorted(changed)

    def clear_withdrawn(self, now: datetime) -> list[str]:
        """Delete notices withdrawn longer than `KEPT` ago, and return their names."""
        gone = []
        for entry in self.all(now):
            with suppress(ValueError):
                stamp = entry.noted.get("withdrawn", "")
                if stamp and not entry.live and now - datetime.fromisoformat(stamp) > KEPT:
                    self.throw_away(entry.name)
                    gone.append(entry.name)
        return gone

    # files

    def _notice_text(self, name: str) -> tuple[str, bool, bool]:
        live, draft = self._notice_path(name, draft=False), self._notice_path(name, draft=True)
        is_live, is_draft = live.is_file(), draft.is_file()
        if not is_live and not is_draft:
            raise OfficeError(OfficeCode.NO_SUCH_NOTICE)
        try:
            return _read_text(draft if is_draft else live), is_live, is_draft
        except OSError as error:
            raise OfficeError(OfficeCode.NO_SUCH_NOTICE) from error

    def _notice_path(self, name: str, *, draft: bool) -> Path:
        """Return the path of a notice, which lies within the folder. Raise OfficeError for a name that is invalid or
        leads elsewhere."""
        *folders, last = name.split("/")
        if len(name) > _LONGEST or not all(_is_name(each) for each in (*folders, last)):
            raise OfficeError(OfficeCode.NO_SUCH_NOTICE)
        path = self.folder.joinpath(*folders, f"{'_' if draft else ''}{last}.md")
        outside = folders and not path.parent.resolve().is_relative_to(self.folder.resolve())
        if outside or path.is_symlink():
            raise OfficeError(OfficeCode.NO_SUCH_NOTICE)
        return path

    def _write_notice(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode("utf-8", "replace"), mode=None)
            self._listed.touch(path)
        except OSError as error:
            raise OfficeError(no_room(error)) from error

    def _gone(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._listed.touch(path)

    def _keep_base(self, version: str, text: str) -> None:
        """Store *text*, with which somebody begins, so that a later save can tell what they changed. If it is missing,
        after a full disk or a power cut, each difference counts as a conflict."""
        path = self.private / "dasar" / f"{version}.md"
        with suppress(OSError):
            if self._base(version) != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                draft = path.with_name(f".{version}.{secrets.token_hex(4)}")
                draft.write_bytes(text.encode())  # no page waits for a disk
                draft.replace(path)

    def _base(self, version: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{32}", version):
            return ""
        try:
            with (self.private / "dasar" / f"{version}.md").open(encoding="utf-8", newline="") as file:
                text = file.read()
        except (OSError, ValueError):
            return ""
        return text if of_parts.text_version(text) == version else ""  # a version stored in half does not count

    def clear_bases(self) -> None:
        """Delete stored versions that are too old to be open in any form."""
        old = time.time() - _BASES_KEPT_S
        for path in (self.private / "dasar").glob("*.md"):
            with suppress(OSError):
                if path.stat().st_mtime < old:
                    path.unlink()


def _is_name(name: str) -> bool:
    """Return whether a file or folder of an office may have this name on the disk of any system."""
    return _NAME.fullmatch(name) is not None and name.isprintable() and not is_device_name(name)


def _read_text(path: Path) -> str:
    """Return the text of *path* with its line ends. Raise OSError, and OfficeError for a file that is not UTF-8."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise OfficeError(OfficeCode.NOT_UTF8, file=path.name) from error


def _read_if_there(path: Path) -> str | None:
    """Return the text of *path* like `_read_text`, or `None` if there is no such file."""
    try:
        return _read_text(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _all_of(parts: Mapping[str, str], before: Mapping[str, str]) -> Parts:
    """Return *parts* with "" for each known part that is missing, also for those in *before*."""
    return {name: parts.get(name, "") for name in dict.fromkeys((*of_parts.NAMES, *before, *parts))}


def _changed(parts: Mapping[str, str], before: Mapping[str, str]) -> Parts:
    """Return the parts whose value differs from *before*."""
    return {name: part for name, part in _all_of(parts, before).items() if part != before.get(name, "")}
