"""Notices of the hall as files: `notices.json`, the refresher's files made from it, pictures, recordings and the audit log.

Each file is written beside its place, synced and moved there: after a power cut a notice is there or it is not. What is shown
is made anew from `notices.json` at each change, so the two never differ for longer than a moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from content_cache.files import clear_way, lock, open_to_write, read_plain, write_whole
from content_cache.model.loop import as_fields, read_terms
from content_cache.model.problems import problem
from kiosk.core.shared_folder import shared_folder
from kiosk.hall.notices.cap import as_cap
from kiosk.hall.notices.faults import NoticeCode, RefusedError
from kiosk.hall.notices.feed import as_feed
from kiosk.hall.notices.notice import Attached, Notice, NoticeKind
from kiosk.hall.notices.staff import MOST_PEOPLE, OnDuty, as_sheet, people_of
from kiosk.state.hall_emergency import FILE, OwnEmergency, read_emergency, write_emergency
from kiosk.state.hall_sources import ALERTS, FEED, FOLDER, SHARED
from kiosk.state.hall_sources import STAFF as STAFF_FILE

MOST = 30  # notices up at one time
MOST_KEPT = 200  # withdrawn and ended ones among them, so that the refresher learns of their end
MOST_DRAFTS, MOST_DRAFT_BYTES = 200, 300_000_000  # drafts and their bytes
TEMPORARY = "tmp"
PATIENCE_S = 5.0
"""Seconds to wait for another process that writes here."""
_LONGEST_NAME = 60  # letters of a file's: ours have 36
NOTICES, COPY = "notices.json", "notices.copy.json"
STAFF = "Petugas"
"""Author of notices that were published behind the technician's PIN."""
_DATES = frozenset({"starts", "closes", "ends", "written", "changed", "withdrawn"})


class ShelfFullError(Exception):
    """Error: MOST notices are shown; one must be withdrawn first."""


class NoticeChangedError(Exception):
    """Error: the notice was changed since its author began. `meanwhile` is its present version, None if it is gone."""

    def __init__(self, meanwhile: Notice | None) -> None:
        super().__init__(meanwhile.id if meanwhile else "")
        self.meanwhile = meanwhile


class NoticeStore:
    """Store in the folder `desk` of the data folder. *place* names the village; times are aware."""

    def __init__(self, data: Path, place: str) -> None:
        self.folder = data / FOLDER
        self.place = place
        self.drafts = self.folder / "drafts"
        for each in (self.folder, self.folder / "media", self.drafts):
            shared_folder(each)

    def notices(self) -> list[Notice]:
        """Return all stored notices, the newest first. A damaged file is renamed, and its copy used: a darurat that is
        unknown could not be withdrawn."""
        for path in (self.folder / NOTICES, self.folder / COPY):
            try:
                return [_notice_from_row(each) for each in _stored_rows(path)]
            except FileNotFoundError:
                continue
            except (PermissionError, ValueError, TypeError, KeyError, RecursionError):
                clear_way(path.with_suffix(".damaged"))
                path.replace(path.with_suffix(".damaged"))
        return []

    def up(self, now: datetime) -> list[Notice]:
        """Return the notices that are shown now or will be later."""
        return [notice for notice in self.notices() if not notice.over(now)]

    def find_notice(self, notice_id: str) -> Notice | None:
        return next((notice for notice in self.notices() if notice.id == notice_id), None)

    def publish_notice(self, notice: Notice, now: datetime, *, since: str | None = None) -> None:
        """Publish a new notice, or a new version of one. *since* is the version that its author began with, "" for a
        new notice. Raise ShelfFullError, ValueError for a darurat by one person alone, and NoticeChangedError if the
        present version is not *since*.

        A notice that changes its kind becomes a new notice, and the old one is withdrawn. A darurat that became an
        announcement under its own id could not be cancelled. For the same reason a withdrawn darurat never returns
        under its id."""
        if notice.kind is NoticeKind.EMERGENCY and (not notice.second or notice.second == notice.author):
            raise ValueError("a darurat takes a second person")
        with desk_lock(self.folder):
            kept = self.notices()
            old = next((each for each in kept if each.id == notice.id), None)
            if since is not None and since != (old.form_version if old is not None else ""):
                raise NoticeChangedError(old)
            if old is not None and (
                old.kind is not notice.kind or (old.withdrawn and old.kind is NoticeKind.EMERGENCY)
            ):
                kept = [replace(each, withdrawn=each.withdrawn or now) if each is old else each for each in kept]
                notice = replace(notice, id=new_id(), written=now, changed=None)
            known = any(each.id == notice.id for each in kept)
            if not known and sum(not each.over(now) for each in kept) >= MOST:
                raise ShelfFullError
            for name in notice.files:
                self._publish_file(name)
            self._store_notices([notice, *(each for each in kept if each.id != notice.id)], now)
            if old is not None and not known and old.withdrawn is None:
                self._log_change(now, notice.author, "tarik", old)
            self._log_change(now, notice.author, "ubah" if known else "terbit", notice)

    def withdraw_notice(self, notice_id: str, who: str, now: datetime) -> bool:
        """Withdraw the notice. Return false if no published notice has that id."""
        with desk_lock(self.folder):
            kept = self.notices()
            found = next((each for each in kept if each.id == notice_id and each.withdrawn is None), None)
            if found is None:
                return False
            self._store_notices([replace(each, withdrawn=now) if each is found else each for each in kept], now)
            self._log_change(now, who, "tarik", found)
            return True

    def save_emergency(self, own: OwnEmergency, who: str, now: datetime) -> None:
        """Store the emergency numbers and gathering places, and log who entered them."""
        with desk_lock(self.folder):
            for point in own.points:
                self._publish_file(point.picture)
            write_emergency(self.folder, own)
            self._sweep(self.notices(), now)
            told = ", ".join(f"{each.name} {each.number}" for each in own.contacts)
            self._log({"at": now.isoformat(timespec="seconds"), "who": who, "what": "nomor", "id": FILE, "title": told})

    def audit(self, most: int = 50) -> list[dict[str, str]]:
        """Return at most *most* rows of the audit log, the newest first."""
        try:
            lines = read_plain(self.folder / "audit.log").decode("utf-8", "replace").splitlines()
        except OSError:
            return []
        return [found for line in reversed(lines[-most:]) if (found := _logged(line))]

    def staff(self, now: datetime) -> list[OnDuty]:
        """Return the people on duty today."""
        try:
            return people_of(read_plain(self.folder / STAFF_FILE), now)
        except OSError:
            return []

    def put_on_duty(self, person: OnDuty, who: str, now: datetime) -> bool:
        """Add *person* to today's sheet. Return false if it has MOST_PEOPLE already."""
        with desk_lock(self.folder):
            people = self.staff(now)
            if len(people) >= MOST_PEOPLE:
                return False
            self._publish_file(person.photo)
            self._write_staff([*people, person], who, now)
            return True

    def take_off_duty(self, place: int, name: str, who: str, now: datetime) -> bool:
        """Remove the person at index *place* from today's sheet. Return false if that place does not hold *name* any more."""
        with desk_lock(self.folder):
            people = self.staff(now)
            if not 0 <= place < len(people) or people[place].name != name:
                return False
            self._write_staff([*people[:place], *people[place + 1 :]], who, now)
            return True

    def _write_staff(self, people: list[OnDuty], who: str, now: datetime) -> None:
        write_whole(self.folder / STAFF_FILE, as_sheet(people, self.place, now).encode(), SHARED)
        names = ", ".join(person.name for person in people)
        self._log({"at": now.isoformat(timespec="seconds"), "who": who, "what": "petugas", "id": "", "title": names})
        self._sweep(self.notices(), now)

    def find_file(self, name: str) -> Path | None:
        """Return the path of the picture or recording *name* of a draft or notice; None if there is no such file."""
        if len(name) > _LONGEST_NAME:
            return None
        places = (self.drafts / name, self.folder / "media" / name)
        return next((path for path in places if path.is_file()), None) if name and "/" not in name else None

    def _publish_file(self, name: str) -> None:
        """Move the draft's file *name* to the published ones. It is synced before any notice names it."""
        draft = self.drafts / name
        if name and draft.is_file():
            write_whole(self.folder / "media" / name, read_plain(draft, MOST_DRAFT_BYTES), SHARED)
            for path in (draft, *beside(draft)):
                path.unlink(missing_ok=True)

    def _store_notices(self, notices: list[Notice], now: datetime) -> None:
        over = [notice.id for notice in notices if notice.over(now)]
        forgotten = set(over[max(0, MOST_KEPT - (len(notices) - len(over))) :])  # never one that is up, however old
        kept = [notice for notice in notices if notice.id not in forgotten]
        rows = json.dumps([_notice_fields(each) for each in kept], ensure_ascii=False, indent=1)
        for name in (NOTICES, COPY):
            write_whole(self.folder / name, rows.encode(), SHARED)
        self.write_outputs(kept, now)
        self._sweep(kept, now)

    def write_outputs(self, kept: Iterable[Notice], now: datetime) -> None:
        """Write the files that the refresher reads: the feed, the CAP file and, if it is missing, an empty staff sheet."""
        kept = tuple(kept)
        emergencies = [each for each in kept if each.kind is NoticeKind.EMERGENCY]
        write_whole(self.folder / FEED, as_feed(kept, self.place, now).encode(), SHARED)
        write_whole(self.folder / ALERTS, as_cap(emergencies, self.place, now).encode(), SHARED)
        if not (self.folder / STAFF_FILE).exists():  # the refresher reads the files that exist when it starts
            write_whole(self.folder / STAFF_FILE, as_sheet((), self.place, now).encode(), SHARED)

    def mend(self, now: datetime) -> None:
        """Write the refresher's files again at the start: a power cut may have come between two files."""
        self.write_outputs(self.notices(), now)

    def clear_drafts(self, keep: Collection[str] = ()) -> None:
        """Delete all drafts when the desk starts, except the files to *keep*. Recordings of the screen begin with a
        point, and are left to the screen."""
        kept = {path.name for name in keep for path in (self.drafts / name, *beside(self.drafts / name))}
        for path in self.drafts.iterdir():
            if not path.name.startswith(".") and path.name not in kept:
                path.unlink(missing_ok=True)

    def clear_temporary(self) -> None:
        """Empty the folder that the desk's unit uses for temporary files: uploads in progress, and remains of a power cut."""
        shutil.rmtree(self.folder / TEMPORARY, ignore_errors=True)
        shared_folder(self.folder / TEMPORARY)

    def make_room(self, keep: Collection[str] = ()) -> None:
        """Delete the oldest drafts beyond the limits, before another file is stored, so that uploads never fill the
        card. The files to *keep* stay. Raise RefusedError if they alone exceed the limits."""
        kept = {path for name in keep for path in (self.drafts / name, *beside(self.drafts / name))}
        files = [(path.stat(), path) for path in self.drafts.iterdir() if path.is_file()]
        left, count = MOST_DRAFT_BYTES, 0
        for named in (True, False):
            for stat, path in sorted((each for each in files if (each[1] in kept) is named), reverse=True, key=_age):
                left, count = left - stat.st_size, count + 1
                if not named and (count > MOST_DRAFTS or left < 0):
                    path.unlink(missing_ok=True)
            if named and (count >= MOST_DRAFTS or left < 0):
                raise RefusedError(problem(NoticeCode.STORAGE_FULL))

    def _sweep(self, kept: list[Notice], now: datetime) -> None:
        """Delete media files that no notice, gathering place or person on duty uses."""
        points = {point.picture for point in read_emergency(self.folder.parent).points}
        used = (
            {person.photo for person in self.staff(now)}
            | points
            | {name for each in kept for name in each.files if each.withdrawn is None}
        )
        for path in (self.folder / "media").iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)

    def _log_change(self, now: datetime, who: str, what: str, notice: Notice) -> None:
        line = {
            "at": now.isoformat(timespec="seconds"),
            "who": who,
            "what": what,
            "id": notice.id,
            "title": notice.title,
        }
        if notice.second:
            line["second"] = notice.second
        self._log(line)

    def log_deed(self, now: datetime, who: str, what: str, *, second: str = "") -> None:
        """Log a deed that is not about a notice."""
        self._log({"at": now.isoformat(timespec="seconds"), "who": who, "what": what, "second": second})

    def _log(self, line: Mapping[str, str]) -> None:
        with open_to_write(self.folder / "audit.log", os.O_APPEND, SHARED) as log:
            _share(log.fileno())
            log.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
            os.fsync(log.fileno())


@contextmanager
def desk_lock(desk: Path) -> Iterator[None]:
    """Hold the lock for writing notices in the folder *desk*: the desk, the screen, a stick and a backup share it.
    Raise OSError."""
    with open_to_write(desk / ".lock", mode=SHARED) as file:
        _share(file.fileno())
        lock(file.fileno(), PATIENCE_S)
        yield


RECORDING = ".rekaman."
"""Beginning of the file name of a recording that is being made, or was not kept yet."""


def remove_interrupted(data: Path) -> None:
    """Delete recordings that a power cut left, when the window starts and nobody speaks."""
    for path in (data / FOLDER / "drafts").glob(f"{RECORDING}*"):
        with suppress(OSError):  # a card that cannot be written: at the next start
            path.unlink()


def keep_recording(path: Path, drafts: Path) -> str:
    """Turn a recording made here into a draft, named by its content as those from phones are. Return its name. Raise OSError."""
    name = f"{hashlib.sha256(read_plain(path, MOST_DRAFT_BYTES)).hexdigest()[:32]}.wav"
    with suppress(FileExistsError):
        os.link(path, drafts / name)
    return name


def new_id() -> str:
    return f"kim-{secrets.token_hex(8)}"


def _logged(line: str) -> dict[str, str] | None:
    """Return a parsed line of the audit log, or `None` if it is torn by a power cut or malformed."""
    try:
        return msgspec.json.decode(line, type=dict[str, str])
    except (ValueError, RecursionError):
        return None


def _share(handle: int) -> None:
    """Set the shared mode whatever the umask. A file of another user has it already."""
    if os.fstat(handle).st_uid == os.geteuid():
        os.fchmod(handle, SHARED)


def beside(draft: Path) -> tuple[Path, Path, Path]:
    """Return the paths of the files that may lie beside *draft*: its thumbnail, its OCR result or reason of failure,
    and a film's original."""
    return draft.with_name(f"{draft.name}.jpg"), draft.with_name(f"{draft.name}.json"), original_of(draft)


def _age(file: tuple[os.stat_result, Path]) -> float:
    return file[0].st_mtime


def original_of(draft: Path) -> Path:
    """Return the path of the original that the film *draft* is made from, kept until the film is there."""
    return draft.with_name(f"{draft.name}.asli")


def _notice_fields(notice: Notice) -> dict[str, Any]:
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(notice).items()
    }
    loop = as_fields(notice.loop) if notice.loop is not None else None
    return values | {"attached": [asdict(each) for each in notice.attached], "loop": loop}


def _stored_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows in the file *path*. Raise ValueError if it is no list of objects."""
    return msgspec.json.decode(read_plain(path), type=list[dict[str, Any]])


def _notice_from_row(values: dict[str, Any]) -> Notice:
    read: dict[str, Any] = {name: value for name, value in values.items() if name in Notice.__struct_fields__}
    for name in _DATES:
        if read.get(name):
            read[name] = datetime.fromisoformat(read[name])
    read["kind"] = NoticeKind(read["kind"])
    read["attached"] = msgspec.convert(values.get("attached", ()), tuple[Attached, ...])
    if values.get("photo"):  # the single picture of older programs
        read["attached"] = (Attached(str(values["photo"]), str(values.get("photo_alt", ""))),)
    read["loop"] = read_terms(read.get("loop"), datetime.fromisoformat)[0]
    return Notice(**read)
