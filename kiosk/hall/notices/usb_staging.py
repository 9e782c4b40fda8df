"""Notices that a USB stick brought, set aside in the desk's folder until somebody behind the PIN says yes to them.

The stick is pulled out soon after it was read, and who stands at the screen has yet to type a PIN: its files are copied, bounded in
number and size, and nothing of them is opened before the yes.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct, field

from content_cache.files import check_room, copy_plain, open_to_write
from content_cache.model.problems import Problem, from_text
from kiosk.core.shared_folder import shared_folder
from kiosk.hall.notices.store import MOST
from kiosk.state.hall_sources import MOST_BYTES

FOLDER = "pengumuman"
MOST_FILES = 3 * MOST
MOST_NAMES = 1000  # in the folder, with what is no notice
SOUNDS = (".mp3", ".ogg", ".wav", ".m4a")
PHOTOS = (".jpg", ".jpeg", ".png")
NAME = "stick"
MOST_ALL = 200_000_000  # bytes of all files together


class Brought(Struct):
    """How many notices were taken, and what is wrong with each thing that was not."""

    taken: int = 0
    faults: list[Problem] = field(default_factory=list)

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Brought:
        """Parse the output of `to_json`. Faults written by an older program are plain sentences. Raises ValueError for anything
        else."""
        try:
            read = json.loads(text)
            told = (
                from_text(each) if isinstance(each, str) else msgspec.convert(each, Problem) for each in read["faults"]
            )
            return cls(int(read["taken"]), [fault for fault in told if fault is not None])
        except (KeyError, TypeError, msgspec.ValidationError) as error:
            raise ValueError(f"this is no answer about a stick: {text[:80]!r}") from error


def has_notices(stick: Path) -> bool:
    """Raises OSError."""
    folder = stick / FOLDER
    return folder.is_dir() and not folder.is_symlink() and any(notice_files(folder))


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
    """Return the number of staged notices: distinct names of texts and recordings."""
    try:
        files = [
            path for path in notice_files(desk / NAME / FOLDER) if path.suffix.lower() not in (".jpg", ".jpeg", ".png")
        ]
    except OSError:
        return 0
    return len({path.stem.casefold() for path in files})


def drop_staged(desk: Path) -> None:
    shutil.rmtree(desk / NAME, ignore_errors=True)


def _copy(source: Path, target: Path, most: int) -> int:
    """At most so many bytes: one more than is allowed is enough for what reads it to refuse it."""
    with open_to_write(target, os.O_TRUNC) as written:
        copied = copy_plain(source, written, most)
        os.fchmod(written.fileno(), 0o660)
        written.flush()
        os.fsync(written.fileno())
    return copied


def notice_files(folder: Path) -> Iterator[Path]:
    """Plain files of the known kinds; no link is followed and no folder entered. Of a folder with more than MOST_NAMES names some
    are not looked at: a stick can hold millions."""
    with os.scandir(folder) as entries:
        for entry in itertools.islice(entries, MOST_NAMES):
            path = folder / entry.name
            if not entry.name.startswith(".") and kind_of(path) and entry.is_file(follow_symlinks=False):
                yield path


def kind_of(path: Path) -> str:
    ending = path.suffix.lower()
    return "text" if ending == ".txt" else "sound" if ending in SOUNDS else "photo" if ending in PHOTOS else ""
