"""Import of notices from the folder `pengumuman` of a USB stick, once somebody has given a PIN for it.

`nama.txt` is a notice: its first line the title, the rest the text; `nama.mp3` (or .ogg, .wav, .m4a) its recording,
`nama.jpg` (or .png) its photo. A recording alone has its name as its title. Unusable files are reported, and the rest
is imported."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from content_cache.model.problems import Problem, problem
from kiosk.hall.notices.faults import NoticeCode, RefusedError
from kiosk.hall.notices.notice import TEXT_LIMIT, Attached, from_form
from kiosk.hall.notices.store import MOST, STAFF, NoticeStore, ShelfFullError
from kiosk.hall.notices.uploads import take_photo, take_voice
from kiosk.hall.notices.usb_staging import FOLDER, MOST_FILES, NAME, Brought, drop_staged, kind_of, notice_files

MOST_TEXT_BYTES = 20_000


def import_notices(stick: Path, notice_store: NoticeStore, who: str, now: datetime) -> Brought:
    """Publish the notices in the folder of *stick*, and return the result. A file that is brought again changes its
    notice and makes no second one."""
    brought, folder = Brought(), stick / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return brought
    by_name: dict[str, dict[str, Path]] = {}
    for number, path in enumerate(sorted(notice_files(folder))):
        if number >= MOST_FILES:
            brought.faults.append(problem(NoticeCode.STICK_TOO_MANY, most=MOST_FILES))
            break
        by_name.setdefault(path.stem.casefold(), {})[kind_of(path)] = path
    for name, files in by_name.items():
        try:
            if "text" in files or "sound" in files:
                _publish(name, files, notice_store, who, now)
                brought.taken += 1
            else:
                alone = problem(NoticeCode.STICK_PHOTO_ALONE)
                file = next(iter(files.values())).name
                brought.faults.append(problem(NoticeCode.STICK_FILE, alone, file=file))
        except (RefusedError, OSError, ShelfFullError) as error:
            first = files.get("text") or files.get("sound")
            file = first.name if first else name
            brought.faults.append(problem(NoticeCode.STICK_FILE, _problem_of(error), file=file))
    return brought


def take_staged(notice_store: NoticeStore, now: datetime) -> Brought:
    """Publish the staged notices, now that somebody has given the PIN, and delete them from the stage. Raise OSError."""
    brought = import_notices(notice_store.folder / NAME, notice_store, STAFF, now)
    drop_staged(notice_store.folder)
    return brought


def _publish(name: str, files: dict[str, Path], notice_store: NoticeStore, who: str, now: datetime) -> None:
    title, text = _read_text_file(files["text"]) if "text" in files else (_spoken_name(name), "")
    # an office may take over a "rapat.txt" from each of two villages
    key = hashlib.sha256(f"{notice_store.place}\0{name}".encode()).hexdigest()[:16]
    before = notice_store.find_notice(f"kim-stick-{key}")
    values = {"judul": title, "isi": text, "sampai": "seminggu"}
    notice, form = from_form(values, f"kim-stick-{key}", who, now)
    if notice is None:
        raise RefusedError(problem(NoticeCode.SEVERAL, *form.faults.values()))
    attached, voice = list[Attached](), ""
    if "photo" in files:
        with _open_plain(files["photo"]) as stream:
            attached.append(Attached(take_photo(stream, notice_store.drafts)))
    if "sound" in files:
        with _open_plain(files["sound"]) as stream:
            voice = take_voice(stream, notice_store.drafts)
    notice = replace(notice, attached=tuple(attached), voice=voice)
    notice_store.publish_notice(replace(notice, written=before.written, changed=now) if before else notice, now)


def _open_plain(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _read_text_file(path: Path) -> tuple[str, str]:
    """Return title and text of a file in UTF-8, with or without byte order mark, or in Windows-1252. Raise RefusedError
    if it is too long."""
    with _open_plain(path) as stream:
        body = stream.read(MOST_TEXT_BYTES + 1)
    if len(body) > MOST_TEXT_BYTES:
        raise RefusedError(problem(NoticeCode.STICK_TEXT_TOO_LONG, most=TEXT_LIMIT))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    title, _, rest = text.strip().partition("\n")
    return title, rest.strip()


def _spoken_name(name: str) -> str:
    """Return the file name *name* as a title: "rapat_desa-malam-ini" becomes "Rapat desa malam ini"."""
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _problem_of(error: RefusedError | OSError | ShelfFullError) -> Problem:
    if isinstance(error, RefusedError):
        return error.problem
    if isinstance(error, ShelfFullError):
        return problem(NoticeCode.SHELF_FULL, most=MOST)
    return problem(NoticeCode.STICK_FILE_UNREADABLE, reason=error.strerror or str(error))
