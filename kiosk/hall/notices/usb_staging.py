"""Stage for notices from a USB stick: copied into the desk's folder until somebody confirms them behind the PIN.

The stick is pulled out soon, while somebody still has to type a PIN. Its files are copied with limits of number and
size, and none is opened before the confirmation."""

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
MOST_NAMES = 1000  # names looked at in the folder
SOUNDS = (".mp3", ".ogg", ".wav", ".m4a")
PHOTOS = (".jpg", ".jpeg", ".png")
NAME = "stick"
MOST_ALL = 200_000_000  # bytes of all files together


class Brought(Struct):
    """Result of an import: the number of notices, and the fault of each file that was not used."""

    taken: int = 0
    faults: list[Problem] = field(default_factory=list)

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Brought:
        """Parse the output of `to_json`. Faults written by an older program are plain sentences. Raise ValueError for
        anything else."""
        try:
            read = json.loads(text)
            told = (
                from_text(each) if isinstance(each, str) else msgspec.convert(each, Problem) for each in read["faults"]
            )
            return cls(int(read["taken"]), [fault for fault in told if fault is not None])
        except (KeyError, TypeError, msgspec.ValidationError) as error:
            raise ValueError(f"this is no answer about a stick: {text[:80]!r}") from error


def has_notices(stick: Path) -> bool:
    """Return whether the stick has a folder with files of notices. Raise OSError."""
    folder = stick / FOLDER
    return folder.is_dir() and not folder.is_symlink() and any(notice_files(folder))


def stage(stick: Path, desk: Path, reserve: int) -> int:
    """Copy the stick's folder into the desk's, in place of an earlier stick's, and return the number of notices. Raise
    OSError, also if less than *reserve* bytes of the disk would stay free; then nothing is written."""
    source, target, draft = stick / FOLDER, desk / NAME, desk / f".{NAME}.part"
    if source.is_symlink() or not source.is_dir():
        return 0
    shutil.rmtree(draft, ignore_errors=True)
    shared_folder(draft / FOLDER)  # staging and import run as two users of one group
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
    """Copy at most *most* bytes of *source*, and return their number. One byte more than allowed is enough to be
    refused later."""
    with open_to_write(target, os.O_TRUNC) as written:
        copied = copy_plain(source, written, most)
        os.fchmod(written.fileno(), 0o660)
        written.flush()
        os.fsync(written.fileno())
    return copied


def notice_files(folder: Path) -> Iterator[Path]:
    """Yield the plain files of known kinds in *folder*, without links and subfolders. At most MOST_NAMES names are
    looked at: a stick can hold millions."""
    with os.scandir(folder) as entries:
        for entry in itertools.islice(entries, MOST_NAMES):
            path = folder / entry.name
            if not entry.name.startswith(".") and kind_of(path) and entry.is_file(follow_symlinks=False):
                yield path


def kind_of(path: Path) -> str:
    ending = path.suffix.lower()
    return "text" if ending == ".txt" else "sound" if ending in SOUNDS else "photo" if ending in PHOTOS else ""
