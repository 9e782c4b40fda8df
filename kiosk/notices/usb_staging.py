"""Notices that a USB stick brought, set aside in the desk's folder until somebody behind the PIN says yes to them.

The stick is pulled out soon after it was read, and who stands at the screen has yet to type a PIN: its files are copied, bounded in
number and size, and nothing of them is opened before the yes.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from content_cache.files import check_room, copy_plain
from kiosk.notices.store import STAFF, NoticeStore, shared_folder
from kiosk.notices.uploads import MOST_BYTES
from kiosk.notices.usb_import import FOLDER, MOST_FILES, Brought, notice_files, take

NAME = "stick"
MOST_ALL = 200_000_000  # bytes of all files together


def stage(stick: Path, desk: Path, reserve: int) -> int:
    """Copy the stick's folder into the desk's, in place of what an earlier stick left there; how many notices. Raises OSError, also
    before anything is written where `reserve` bytes of the disk would not stay free."""
    source, target, draft = stick / FOLDER, desk / NAME, desk / f".{NAME}.part"
    if source.is_symlink() or not source.is_dir():
        return 0
    shutil.rmtree(draft, ignore_errors=True)
    shared_folder(draft / FOLDER)  # who asks and who takes are users of one group
    files = sorted(notice_files(source))[:MOST_FILES]
    left = min(sum(min(path.lstat().st_size, MOST_BYTES + 1) for path in files), MOST_ALL)
    check_room(desk, left, reserve)
    for path in files:
        left -= _copy(path, draft / FOLDER / path.name, min(left, MOST_BYTES + 1))
    shutil.rmtree(target, ignore_errors=True)
    draft.replace(target)
    return staged(desk)


def staged(desk: Path) -> int:
    """How many notices wait: names that a text or a recording has."""
    try:
        files = [
            path for path in notice_files(desk / NAME / FOLDER) if path.suffix.lower() not in (".jpg", ".jpeg", ".png")
        ]
    except OSError:
        return 0
    return len({path.stem.casefold() for path in files})


def take_staged(notice_store: NoticeStore, now: datetime) -> Brought:
    """Publish them, now that somebody has given the PIN; none waits afterwards. Raises OSError."""
    brought = take(notice_store.folder / NAME, notice_store, STAFF, now)
    drop_staged(notice_store.folder)
    return brought


def drop_staged(desk: Path) -> None:
    shutil.rmtree(desk / NAME, ignore_errors=True)


def _copy(source: Path, target: Path, most: int) -> int:
    """At most so many bytes: one more than is allowed is enough for what reads it to refuse it."""
    with target.open("wb") as written:
        copied = copy_plain(source, written, most)
        os.fchmod(written.fileno(), 0o660)
        written.flush()
        os.fsync(written.fileno())
    return copied
