"""Restoration of a kiosk's backup: unpacked beside the present files, checked whole, and only then put in their place.

Keys, news and what waits for the office stay those of this kiosk. The former files are kept until the next
restoration."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content_cache.files import lock, open_readable, open_to_write, set_aside
from kiosk.core.edition_trust import PostKey
from kiosk.core.shared_folder import shared_folder
from kiosk.hall.backup.archive import Member
from kiosk.hall.backup.exchange import Exchange
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_files import BEFORE, MEMORY, STAGE, entries, is_of_a_kiosk, own_files
from kiosk.hall.backup.kiosk_head import BackupHead, BackupLabel, open_file_key, read_head
from kiosk.hall.backup.kiosk_snapshot import MANIFEST, MOST_MANIFEST, KioskManifest, read_manifest
from kiosk.hall.backup.stream import SealedReader
from kiosk.hall.backup.unpacking import keep_listed, unpack
from kiosk.hall.notices.store import NoticeStore, desk_lock
from kiosk.i18n.phrases import village
from kiosk.settings.overrides import settle_restored
from kiosk.state.hall_sources import FOLDER as DESK
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.state.restored_memory import fit_memory, put_back

_MODES = 0o770
_CHUNK = 1 << 18


class RestoredKiosk(Struct, frozen=True):
    """Result: the label of the backup, the number of its files, and the folder with the former files, if any."""

    label: BackupLabel
    files: int
    before: Path | None


def restore(
    data: Path,
    config: Path | None,
    file: BinaryIO,
    own: PostKey,
    ask_words: Callable[[], str],
    *,
    office: bytes | None = None,
    other: bool = False,
    older: bool = False,
    progress: Callable[[int], None] = lambda _done: None,
) -> RestoredKiosk:
    """Replace the content of the data folder *data* by the backup *file*.

    *other* accepts the backup of another kiosk, *older* one that is older than the data here. *ask_words* is called if
    neither this kiosk's own key nor its *office* opens it. *progress* is called with the bytes of the backup read so
    far. Raise BackupError, and then change nothing."""
    try:
        head = read_head(file)
        key = open_file_key(head, own, office, ask_words)
        with _alone(data):
            exchange = _exchange(data)
            exchange.prepare_new()
            try:
                manifest = _unpacked(SealedReader(file, key, head.bound, progress), exchange.new, head)
                _check_owner(data, manifest, own, other=other, older=older)
                settle_restored(exchange.new, config)
                _adapt_memory(exchange.new / MEMORY, data / MEMORY)
            except BaseException:
                exchange.remove_unpacked()
                raise
            before = _commit(data, exchange)
    except BlockingIOError as error:
        raise BackupError(BackupCode.BUSY) from error
    except OSError as error:
        if error.errno == errno.EROFS:
            raise BackupError(BackupCode.CARD_READ_ONLY) from error
        raise BackupError(BackupCode.RESTORE_FAILED, reason=error.strerror or str(error)) from error
    return RestoredKiosk(manifest.label, len(manifest.files), before)


def show_restored(data: Path, place: str, now: datetime) -> None:
    """Write the files made from the restored notices again, and make the refresher read them. Raise OSError."""
    NoticeStore(data, village(place)).mend(now)
    with Memory(data) as memory:
        memory.requests.leave_request(RequestKind.NOTICES, now)


def complete_restoration(data: Path) -> None:
    """Complete a restoration that was cut off, unless another process is doing so. Raise OSError."""
    if (data / STAGE).is_dir():
        with suppress(BlockingIOError), _alone(data):
            _exchange(data).complete_exchange()


def _exchange(data: Path) -> Exchange:
    def last(new: Path) -> None:
        if (new / MEMORY).exists():
            put_back(new / MEMORY, data)

    return Exchange(data, data / STAGE, data / BEFORE, entries, mode=0o770, last=last)


def _commit(data: Path, exchange: Exchange) -> Path | None:
    desk = data / DESK
    shared_folder(desk)
    with desk_lock(desk):
        return exchange.commit()


def _clear_strange_stage(data: Path) -> None:
    """Rename a stage that neither root nor this user made, for its content was never checked. Raise OSError."""
    with suppress(FileNotFoundError):
        state = os.lstat(data / STAGE)
        if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (0, os.geteuid()):
            set_aside(data / STAGE, "a stage of somebody else")


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Hold a lock, so that only one process restores here. Raise BlockingIOError in a second one."""
    with open_to_write(data / f".{STAGE}.lock") as file:
        lock(file.fileno(), 0.0)
        _clear_strange_stage(data)
        yield


def _unpacked(source: SealedReader, new: Path, head: BackupHead) -> KioskManifest:
    """Unpack the backup into *new*, readable for the users of the group, and check it. Raise BackupError, OSError."""
    before = os.umask(0o007)
    try:
        unpacked = unpack(
            source, new, manifest=MANIFEST, most_manifest=MOST_MANIFEST, is_ours=is_of_a_kiosk, modes=_MODES, give=_give
        )
    finally:
        os.umask(before)
    manifest = read_manifest(unpacked.manifest)
    if msgspec.json.encode(manifest.label) + b"\n" != head.bound:
        raise BackupError(BackupCode.DAMAGED)
    keep_listed(new, unpacked, manifest.files)
    return manifest


def _check_owner(data: Path, manifest: KioskManifest, own: PostKey, *, other: bool, older: bool) -> None:
    """Raise BackupError for a backup of another kiosk if this one has data, unless *other*; and for an older one,
    unless *older*."""
    here = [name for name in own_files(data) if name.startswith(f"{DESK}/") and (data / name).is_file()]
    label = manifest.label
    if here and label.kiosk != own.kiosk and not other:
        raise BackupError(BackupCode.OTHER_KIOSK, kiosk=label.kiosk, place=label.place)
    made = label.made.timestamp()
    if not older and any(_is_newer(data / name, made, manifest.files.get(name)) for name in here):
        raise BackupError(BackupCode.HERE_NEWER)


def _is_newer(path: Path, made: float, listed: tuple[int, str] | None) -> bool:
    """Return whether *path* was written after the time *made* and differs from the entry *listed* in the backup."""
    if path.stat().st_mtime <= made:
        return False
    if listed is None:
        return True
    digest = hashlib.sha256()
    with open_readable(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() != listed[1]


def _adapt_memory(path: Path, present: Path) -> None:
    if path.exists():
        try:
            fit_memory(path, present)
        except ValueError as error:
            raise BackupError(BackupCode.DAMAGED) from error


def _give(handle: int, member: Member) -> None:
    """Change the owner of a written file to the member's user, if root restores."""
    if os.geteuid() == 0 and member.owner.startswith("kiosk"):
        import pwd

        with suppress(KeyError):
            os.fchown(handle, pwd.getpwnam(member.owner).pw_uid, -1)
