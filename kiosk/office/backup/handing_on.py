"""Transfer of a kiosk's backup: the office opens it, and seals its key to the kiosk that replaces a dead one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from content_cache.files import sync_folder
from kiosk.hall.backup.kiosk_head import BackupLabel, given_lock
from kiosk.office.post.kiosk_backups import check_backup


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
