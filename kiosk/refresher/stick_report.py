"""Report of an offline kiosk on the stick: result of the bundle, state, counters, and the hall's notices as files to
publish. No persons.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from content_cache.central.bundle_import import Imported
from content_cache.files import write_whole
from content_cache.model.errors import CacheError
from content_cache.store.store import Store
from kiosk.core.identity import kiosk_id
from kiosk.hall.notices.notice import Notice
from kiosk.hall.notices.office_files import drafts
from kiosk.hall.notices.store import NoticeStore
from kiosk.i18n.phrases import village
from kiosk.installation import Installation, Refusal
from kiosk.post.faults import PostError
from kiosk.post.sending import urgency
from kiosk.post.spool import Spool, WaitingEnvelope
from kiosk.settings.adoption import adoption_file
from kiosk.state.hall_sources import FOLDER as DESK
from kiosk.state.memory import Memory

FOLDER = "laporan-kios"
POST = "post"
INTRODUCTION = "-perkenalan.txt"
_DAYS = 100


def write_back(
    installation: Installation, path: Path, results: Sequence[Imported], lines: Sequence[str]
) -> Refusal | None:
    """Write `laporan-kios/<kiosk>.txt` and `.json`, the introduction of a kiosk that no office has accepted, and the hall's
    notices (`laporan-kios/<kiosk>/`) into *path*.

    Return the reason if that fails, else None.
    """
    identity = kiosk_id(installation.data)
    folder = path / FOLDER
    moment = installation.clock().read()
    heading = installation.words(
        "Kiosk {name} ({identity}), {when}",
        name=installation.settings.place.name or identity,
        identity=identity,
        when=f"{moment.now:%Y-%m-%d %H.%M}",
    )
    text = "\r\n".join([heading, *lines, ""])  # read in Windows' editor
    notice_store = (
        NoticeStore(installation.data, village(installation.settings.place.name))
        if (installation.data / DESK).is_dir()
        else None
    )
    notices = notice_store.up(moment.now) if notice_store else []
    status = json.dumps(_status(installation, identity, results, notices), ensure_ascii=False, indent=1)
    try:
        if folder.is_symlink():
            raise NotADirectoryError(errno.ELOOP, os.strerror(errno.ELOOP))
        folder.mkdir(exist_ok=True)
        for name, content in ((f"{identity}.txt", text), (f"{identity}.json", status + "\n")):
            write_whole(folder / name, content.encode(), mode=None)
        if notice_store is not None and notices:
            _write_notices(installation, notice_store, notices, folder / identity)
        if introduction := adoption_file(installation.data).read().introduction:
            write_whole(folder / f"{identity}{INTRODUCTION}", f"{introduction}\r\n".encode(), mode=None)
        if installation.settings.post.office is not None:
            write_post(installation.spool(), identity, folder / POST)
    except PostError as error:
        return Refusal("{path}: the post cannot be written ({error})", path=str(path), error=error.problem)
    except OSError as error:
        return Refusal(
            "{path}: the report cannot be written ({reason}); the content was checked as told above",
            path=str(path),
            reason=error.strerror or str(error),
        )
    return None


def write_post(spool: Spool, kiosk: str, folder: Path) -> list[WaitingEnvelope]:
    """Write each waiting envelope into *folder* as a file, and remove this kiosk's files that no longer wait; return the
    written ones.

    Nothing is removed from the spool: the office acknowledges what arrived. Raises OSError, PostError.
    """
    if folder.is_symlink():
        raise NotADirectoryError(errno.ELOOP, os.strerror(errno.ELOOP))
    folder.mkdir(exist_ok=True)
    waiting = {f"{kiosk}-{each.number}.amplop": each for each in sorted(spool.waiting_envelopes(), key=urgency)}
    for path in folder.glob(f"{kiosk}-*.amplop"):
        if path.name not in waiting:
            path.unlink()
    written = []
    for name, each in waiting.items():
        if content := spool.read(each):
            path = folder / name
            path.unlink(missing_ok=True)  # whatever lies there: a link, a half of one
            path.write_bytes(content)
            written.append(each)
    return written


def _write_notices(
    installation: Installation, notice_store: NoticeStore, notices: Sequence[Notice], folder: Path
) -> None:
    if folder.is_symlink():
        raise NotADirectoryError(errno.ELOOP, os.strerror(errno.ELOOP))
    folder.mkdir(exist_ok=True)
    place = installation.settings.place
    for name, content in drafts(notices, village(place.name), place.area, notice_store.find_file):
        write_whole(folder / name, content, mode=None)


def _status(
    installation: Installation, identity: str, results: Sequence[Imported], notices: Sequence[Notice]
) -> dict[str, Any]:
    moment = installation.clock().read()
    return {
        "schema": 1,
        "kiosk": identity,
        "place": installation.settings.place.name,
        "area": installation.settings.place.area,
        "written": moment.now.isoformat(timespec="seconds"),
        "clock": str(moment.trust),
        "imports": msgspec.to_builtins(list(results)),
        **_content(installation),
        "counts": _counts(installation),
        "notices": [
            {"id": each.id, "category": str(each.kind), "title": each.title, "ends": each.ends.isoformat()}
            for each in notices
        ],
    }


def _content(installation: Installation) -> dict[str, Any]:
    try:
        with Store.open(installation.data, read_only=True) as store:
            sources = [
                {
                    "name": record.name,
                    "status": record.status,
                    "last_success": record.last_success.isoformat() if record.last_success else None,
                    "error": msgspec.to_builtins(record.last_error),
                    "edition": store.edition(record.name).seq,
                }
                for record in store.sources()
            ]
            return {"items": store.reader.count(), "sources": sources}
    except CacheError as error:
        return {"items": None, "sources": [], "error": msgspec.to_builtins(error.problem)}


def _counts(installation: Installation) -> dict[str, dict[str, int]]:
    """Return the counters by date, for each of the last hundred days that has any."""
    today = installation.clock().read().now.date()
    with Memory(installation.data) as memory:
        days = {day: memory.counts.counts_on(day) for day in (today - timedelta(days=back) for back in range(_DAYS))}
    return {day.isoformat(): counts for day, counts in days.items() if counts}
