"""Who changed what and when, in git: one commit for each thing that somebody did, with dulwich, so that no git need be installed.

The history is a help and no more: where it is damaged or full, the notices are saved all the same, and the desk says so.
"""

from __future__ import annotations

import os
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

IGNORED = b".kantor/\n"
_LOCK_S = 600.0
_MACHINE = "kiosk office"


class Deed(Struct, frozen=True):
    """One commit. `when` is aware; `what` its first line."""

    who: str
    what: str
    when: datetime


class History:
    """Of one folder, its repository made when there is none. A folder that lies within another repository gets its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one_at_a_time = threading.Lock()
        self.fault = ""
        """Why nothing was kept last time, "" if it was."""

    def record(self, who: str, what: str, files: Iterable[str] | None = (), *, now: datetime) -> None:
        """`files` relative to the folder as they are now, gone ones too; None for all that has changed."""
        with self._one_at_a_time:
            try:
                self._record(who, what, files, now)
                self.fault = ""
            except Exception as error:  # noqa: BLE001 - dulwich raises anything over a damaged repository; the notice is saved
                self.fault = f"{type(error).__name__}: {error}"[:200]

    def _record(self, who: str, what: str, files: Iterable[str] | None, now: datetime) -> None:
        _clear_lock(self._folder / ".git/index.lock")
        with self._open() as repo:
            tree = repo.get_worktree()
            names = [os.fsencode(name) for name in files] if files is not None else _changed(repo)
            if names:
                tree.stage(names)
            author = f"{_plain(who) or _MACHINE} <{_address(who)}@kiosk-office>".encode()
            offset = now.utcoffset() or timedelta(0)
            tree.commit(
                message=_plain(what).encode(),
                author=author,
                committer=author,
                commit_timestamp=now.timestamp(),
                commit_timezone=int(offset.total_seconds()),
                author_timestamp=now.timestamp(),
                author_timezone=int(offset.total_seconds()),
                no_verify=True,
                sign=False,
            )

    def _open(self) -> Repo:
        try:
            return Repo(str(self._folder))
        except NotGitRepository:
            repo = Repo.init(str(self._folder))
            ignored = self._folder / ".gitignore"
            if not ignored.exists():
                ignored.write_bytes(IGNORED)
            return repo

    def deeds(self, most: int, since: datetime | None = None) -> list[Deed]:
        """The newest first; none where the history cannot be read."""
        found: list[Deed] = []
        with suppress(Exception), Repo(str(self._folder)) as repo:  # as above
            for entry in repo.get_walker(max_entries=most):
                deed = _deed(entry.commit)
                if since is not None and deed.when < since:
                    break
                found.append(deed)
        return found


def _clear_lock(path: Path) -> None:
    """What a process left that ended in the midst of its writing, which takes git seconds."""
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > _LOCK_S:
            path.unlink()


def _changed(repo: Repo) -> list[bytes]:
    status = porcelain.status(repo, untracked_files="all")
    untracked = [os.fsencode(name) for name in status.untracked]
    private = IGNORED.strip()  # whatever a folder's own .gitignore says: keys and passwords are in there
    return [name for name in (*status.unstaged, *untracked) if not name.startswith(private)]


def _deed(commit: Commit) -> Deed:
    who = commit.author.decode("utf-8", "replace").partition(" <")[0]
    what = commit.message.decode("utf-8", "replace").partition("\n")[0]
    zone = timezone(timedelta(seconds=commit.commit_timezone)) if abs(commit.commit_timezone) < 86_400 else UTC
    return Deed(who, what, datetime.fromtimestamp(commit.commit_time, zone))


def _plain(text: str) -> str:
    """One line; nothing that ends a name in git's format."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable() and c not in "<>")[:300]


def _address(who: str) -> str:
    return "".join(c for c in who.casefold() if c.isascii() and c.isalnum()) or "office"
