"""Who changed what and when, in git: one commit for each thing that somebody did, with dulwich, so that no git need be installed.

The history is a help and no more: where it is damaged or full, the notices are saved all the same, and the desk says so. A deed is
first a file of `.kantor/riwayat`, which goes once it is a commit: what a kill or a fault left there is committed later.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from dulwich import porcelain
from dulwich.errors import NotGitRepository
from dulwich.objects import Commit
from dulwich.repo import Repo
from msgspec import Struct

from kiosk.core.json_file import JsonFile
from kiosk.office.base.folders import PRIVATE, SERVED

log = logging.getLogger(__name__)

IGNORED = f"{PRIVATE}/\n{SERVED}/\n".encode()
_WAITING = ".kantor/riwayat"
_MOST_WAITING = 10_000
_MOST_FAILED = 3  # at one time: of a damaged repository none can be committed
_COMMITS_LOOKED_AT = 100  # for a deed that a kill left waiting after its commit
_TRAILER = "Deed: "
_LOCK_S = 600.0
_MACHINE = "kiosk office"


class Deed(Struct, frozen=True):
    """Deed that was committed. `when` is aware; `what` is the first line of the commit message."""

    who: str
    what: str
    when: datetime


class _Waiting(Struct, frozen=True):
    """Deed that is no commit yet, as a file of the queue. `files` means the same as in `History.commit_deed`."""

    who: str
    what: str
    when: datetime
    files: tuple[str, ...] | None


class History:
    """History of one folder, whose repository is made when there is none, also where the folder lies within another repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._queue = folder / _WAITING
        self._began = time.time()
        self._cleared = False
        self._one_at_a_time = threading.Lock()
        self.fault = ""
        """Reason why the last commit failed, "" if it did not."""

    def commit_deed(self, who: str, what: str, files: Iterable[str] | None = (), *, now: datetime) -> None:
        """Commit a deed, and before it those that wait. *files* are relative to the folder; their present state is
        committed, including deletions. None commits all that has changed. A deed that cannot be committed now waits,
        and `fault` says why."""
        deed = _Waiting(who, what, now, tuple(files) if files is not None else None)
        with self._one_at_a_time:
            try:
                name = self._put(deed)
            except OSError as error:  # a disk without room
                self.fault = f"{type(error).__name__}: {error}"[:200]
                return
            self._commit_all(new=name)

    def catch_up(self) -> None:
        """Commit the deeds that a killed process left in the queue. Call it at the start, while one process alone works
        on the folder."""
        with self._one_at_a_time:
            self._commit_all(new="")

    def _put(self, deed: _Waiting) -> str:
        """Write *deed* into the queue and return its file name there. Raise OSError."""
        self._queue.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(self._names()) >= _MOST_WAITING:
            raise OSError("too many deeds wait")
        name = f"{time.time_ns():020}-{secrets.token_hex(8)}"
        self._file(name).write(deed)
        return name

    def _file(self, name: str) -> JsonFile[_Waiting]:
        return JsonFile(self._queue / f"{name}.json", _Waiting)

    def _names(self) -> list[str]:
        """Return the file names of the deeds that wait, the oldest first."""
        with suppress(OSError):
            names = os.listdir(self._queue)  # noqa: PTH208
            return sorted(name.removesuffix(".json") for name in names if name.endswith(".json") and name[0] != ".")
        return []

    def _commit_all(self, new: str) -> None:
        """Commit all deeds of the queue, the oldest first. Each but *new* is first looked up among the latest commits:
        a kill may have come between its commit and its removal from the queue."""
        self.fault, failed = "", 0
        for name in self._names():
            file = self._file(name)
            try:
                self._commit_waiting(file, name, look=name != new)
            except Exception as error:  # noqa: BLE001 - dulwich raises anything over a damaged repository; the notice is saved
                self.fault = f"{type(error).__name__}: {error}"[:200]
                failed += 1
                if failed == _MOST_FAILED:
                    return
                continue
            with suppress(OSError):
                file.path.unlink()

    def _commit_waiting(self, file: JsonFile[_Waiting], name: str, *, look: bool) -> None:
        try:
            deed = file.read_value()
        except ValueError:
            log.warning("history: %s cannot be read, and is thrown away", file.path)
        else:
            self._commit(deed, name, look=look)

    def _commit(self, deed: _Waiting, name: str, *, look: bool) -> None:
        self._clear_locks()
        with self._open_repository() as repo:
            if look and _has(repo, name):
                return
            tree = repo.get_worktree()
            names = [os.fsencode(each) for each in deed.files] if deed.files is not None else _changed(repo)
            if names:
                tree.stage(names)
            author = f"{_author_name(deed.who) or _MACHINE} <{_address(deed.who)}@kiosk-office>".encode()
            offset = deed.when.utcoffset() or timedelta(0)
            tree.commit(
                message=f"{_author_name(deed.what)}\n\n{_TRAILER}{name}\n".encode(),
                author=author,
                committer=author,
                commit_timestamp=deed.when.timestamp(),
                commit_timezone=int(offset.total_seconds()),
                author_timestamp=deed.when.timestamp(),
                author_timezone=int(offset.total_seconds()),
                no_verify=True,
                sign=False,
            )

    def _clear_locks(self) -> None:
        """Remove locks that killed processes left. The first call removes all that are older than this process. Each
        call removes a lock of the index that is older than any git needs it."""
        git, oldest = self._folder / ".git", time.time() - _LOCK_S
        locks: Iterable[Path] = (git / "index.lock",)
        if not self._cleared:
            self._cleared, oldest = True, self._began
            locks = (Path(place, name) for place, _, names in os.walk(git) for name in names if name.endswith(".lock"))
        for path in locks:
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _open_repository(self) -> Repo:
        try:
            return Repo(str(self._folder))
        except NotGitRepository:
            repo = Repo.init(str(self._folder))
            ignored = self._folder / ".gitignore"
            if not ignored.exists():
                ignored.write_bytes(IGNORED)
            return repo

    def deeds(self, most: int, since: datetime | None = None) -> list[Deed]:
        """Return at most *most* deeds, not older than *since*, the newest first. Return none where the history cannot be read."""
        found: list[Deed] = []
        with suppress(Exception), Repo(str(self._folder)) as repo:  # dulwich raises anything over a damaged one
            for entry in repo.get_walker(max_entries=most):
                deed = _deed(entry.commit)
                if since is not None and deed.when < since:
                    break
                found.append(deed)
        return found


def _has(repo: Repo, name: str) -> bool:
    """Return whether one of the latest commits is the waiting deed with the file name *name*."""
    trailer = f"{_TRAILER}{name}".encode()
    try:
        head = repo.head()
    except KeyError:  # there is no commit at all
        return False
    walker = repo.get_walker(include=[head], max_entries=_COMMITS_LOOKED_AT)
    return any(trailer in entry.commit.message for entry in walker)


def _changed(repo: Repo) -> list[bytes]:
    status = porcelain.status(repo, untracked_files="all")
    untracked = [os.fsencode(name) for name in status.untracked]
    private = tuple(IGNORED.split())  # whatever a folder's own .gitignore says: keys and passwords are in there
    return [name for name in (*status.unstaged, *untracked) if not name.startswith(private)]


def _deed(commit: Commit) -> Deed:
    who = commit.author.decode("utf-8", "replace").partition(" <")[0]
    what = commit.message.decode("utf-8", "replace").partition("\n")[0]
    zone = timezone(timedelta(seconds=commit.commit_timezone)) if abs(commit.commit_timezone) < 86_400 else UTC
    return Deed(who, what, datetime.fromtimestamp(commit.commit_time, zone))


def _author_name(text: str) -> str:
    """Return *text* as one line, without the characters that end a name in git's format."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable() and c not in "<>")[:300]


def _address(who: str) -> str:
    return "".join(c for c in who.casefold() if c.isascii() and c.isalnum()) or "office"
