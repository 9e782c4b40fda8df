"""Identity of this kiosk towards web hosts and its office: a name that tells nothing about a person."""

from __future__ import annotations

import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

import msgspec

from content_cache.files import read_plain, sync_folder, write_whole
from kiosk.core.edition_trust import PostKey
from kiosk.core.paths import Folders

HANDED = Folders().post_key
_log = logging.getLogger(__name__)


def handed_key(path: Path = HANDED) -> PostKey | None:
    """Return the key that root hands out on the appliance; None where it does not, or not to this user."""
    try:
        return msgspec.json.decode(read_plain(path, 1_000), type=PostKey)
    except (OSError, msgspec.MsgspecError):
        return None


def kiosk_id(data: Path, handed: Path = HANDED) -> str:
    """Return this kiosk's own random name, made once and kept in the data folder; on the appliance root keeps it too.

    It holds no personal data and no serial number. Window and refresher may start at the same moment: the first one's
    name holds.
    """
    path = data / "kiosk-id"
    key = handed_key(handed)
    absent = not os.path.lexists(path)  # checked before reading: a file that another process makes later is not damaged
    known = _stored_name(path)
    if known and (key is None or known == key.kiosk):
        return known
    made = key.kiosk if key is not None else secrets.token_hex(6)
    content = f"{made}\n".encode("ascii")
    try:
        if absent:
            _write_first(path, content)
        else:  # damaged, or not what root hands out
            write_whole(path, content, 0o660)
    except OSError as error:
        _log.warning("%s cannot be written (%s): this kiosk has another name at the next start", path, error.strerror)
        return made
    return _stored_name(path) or made


def _stored_name(path: Path) -> str:
    """Return the stored name, or "" if it is missing or damaged."""
    try:
        known = read_plain(path, 1_000).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return known if known.isalnum() and len(known) == 12 else ""


def _write_first(path: Path, content: bytes) -> None:
    """Write *content* to *path*, unless another process was first. Raise OSError."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        write_whole(draft, content, 0o660)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
