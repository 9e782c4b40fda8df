"""Transfer of a kiosk's backup: the office opens it, and seals its key to the kiosk that replaces a dead one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content_cache.files import sync_folder
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_head import BackupHead, BackupLabel, given_lock, open_as_office, read_head
from kiosk.hall.backup.kiosk_snapshot import KioskManifest, read_through, signed_part
from kiosk.hall.backup.stream import SealedReader


class OpenedBackup(Struct, frozen=True):
    """Backup that the office has opened: its head, the place where its stream begins, its file key, the post key that opened it."""

    head: BackupHead
    start: int
    file_key: bytes
    secret: bytes


def hand_on(
    file: BinaryIO, target: Path, post_keys: Iterable[bytes], known: Iterable[tuple[str, bytes]], to: bytes
) -> BackupLabel:
    """Copy the backup *file* to *target*, so that the kiosk with the public key *to* can open it, too. Return the
    label, which says whose it is. *post_keys* are the office's secret keys of the post. *known* are the name and public
    key of each kiosk, also of withdrawn ones. No part of the backup is written in the clear. Raise BackupError where it
    is damaged, sealed to another office, or not signed by one of these kiosks under its own name. Raise OSError where
    *target* cannot be written."""
    opened = check_backup(file, post_keys, known)
    head = opened.head
    locks = msgspec.structs.replace(head.locks, given=given_lock(opened.file_key, opened.secret, to))
    draft = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as out:
            out.write(head.bound + msgspec.json.encode(locks) + b"\n")
            file.seek(opened.start)
            shutil.copyfileobj(file, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(target.parent)
    return head.label


def check_backup(file: BinaryIO, post_keys: Iterable[bytes], known: Iterable[tuple[str, bytes]]) -> OpenedBackup:
    """Open the backup *file* to its end, nothing of which is written in the clear.

    Raise BackupError where it is damaged, sealed to another office, or signed by none of the *known* kiosks under its own name;
    OSError.
    """
    head = read_head(file)
    start = file.tell()
    key, secret = open_as_office(head, post_keys)
    manifest = read_through(SealedReader(file, key, head.bound))
    if msgspec.json.encode(manifest.label) + b"\n" != head.bound:
        raise BackupError(BackupCode.DAMAGED)
    if not any(name == manifest.label.kiosk and _is_signed(manifest, public) for name, public in known):
        raise BackupError(BackupCode.UNKNOWN_SENDER)
    return OpenedBackup(head, start, key, secret)


def _is_signed(manifest: KioskManifest, public: bytes) -> bool:
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(public).verify(signed_part(manifest), manifest.signed)
    except (CryptoError, ValueError, TypeError):
        return False
    return True
