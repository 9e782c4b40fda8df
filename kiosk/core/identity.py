"""Who this kiosk is to web hosts and to its office: a name without a person."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

import msgspec

from content_cache.files import read_plain, write_whole
from kiosk.core.edition_trust import PostKey
from kiosk.core.paths import Folders

HANDED = Folders().post_key
_log = logging.getLogger(__name__)


def handed_key(path: Path = HANDED) -> PostKey | None:
    """What root hands out on the appliance; None where it does not, or not to this user."""
    try:
        return msgspec.json.decode(read_plain(path, 1_000), type=PostKey)
    except (OSError, msgspec.MsgspecError):
        return None


def kiosk_id(data: Path, handed: Path = HANDED) -> str:
    """This kiosk's own random name, made once and kept in the data folder, on the appliance by root too. No personal data, no
    serial number."""
    path = data / "kiosk-id"
    key = handed_key(handed)
    try:
        known = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        known = ""
    if known.isalnum() and len(known) == 12 and (key is None or known == key.kiosk):
        return known
    made = key.kiosk if key is not None else secrets.token_hex(6)
    try:
        write_whole(path, f"{made}\n".encode("ascii"), 0o660)
    except OSError as error:
        _log.warning("%s cannot be written (%s): this kiosk has another name at the next start", path, error.strerror)
    return made
