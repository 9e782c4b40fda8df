"""Where `edition_trust` is kept: in root's own folder and, because that lies on the partition that is made anew when it cannot be
mended, in a file on the card's FAT partition too.

The file has two halves, written in turn and in place: a power cut leaves the other one, and no table of the file system is touched.
"""

from __future__ import annotations

import hashlib
import logging
import os

import msgspec
from msgspec import Struct

from kiosk.core.edition_trust import TrustState, merged
from kiosk.core.held_folder import OwnFolder, read_own, write_own
from kiosk.core.paths import Folders

NAME = "trust.json"
ON_CARD = "kiosk-trust.dat"
HALF = 4_096  # bytes
_log = logging.getLogger(__name__)


class _Written(Struct, frozen=True):
    count: int
    state: TrustState


def read_trust(folders: Folders) -> TrustState:
    """From both places; one that cannot be read says nothing."""
    return merged(_read_own(folders), (_read_card(folders) or _Written(0, TrustState())).state)


def keep_trust(folders: Folders, state: TrustState) -> bool:
    """In root's folder; whether it was anything new there. Raises OSError."""
    if _read_own(folders) == state:
        return False
    write_own(folders.system / NAME, msgspec.json.encode(state), make=0o700)
    return True


def mirror_trust(folders: Folders) -> bool:
    """Onto the card, which can be written now; whether there was anything to write. Raises OSError."""
    state, before = read_trust(folders), _read_card(folders)
    if before is not None and before.state == state:
        return False
    count = before.count + 1 if before is not None else 1
    content = msgspec.json.encode(_Written(count, state))
    line = hashlib.sha256(content).hexdigest().encode() + b" " + content
    if len(line) > HALF:
        raise OSError(f"{ON_CARD}: there are too many sources and revoked keys for it")
    with OwnFolder(folders.card) as card:
        if ON_CARD not in card.names(1_000):
            card.write(ON_CARD, b" " * HALF * 2)  # an older image had none
        with card.changing(ON_CARD) as file:
            file.seek(HALF * (count % 2))
            file.write(line.ljust(HALF))
            os.fsync(file.fileno())
    return True


def _read_own(folders: Folders) -> TrustState:
    try:
        return msgspec.json.decode(read_own(folders.system / NAME, HALF * 4), type=TrustState)
    except FileNotFoundError:
        return TrustState()
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("%s cannot be read: %s", NAME, error)
        return TrustState()


def _read_card(folders: Folders) -> _Written | None:
    try:
        content = read_own(folders.card / ON_CARD, HALF * 2)
    except OSError:
        return None
    found = [_half(content[start : start + HALF]) for start in (0, HALF)]
    return max((each for each in found if each is not None), key=lambda each: each.count, default=None)


def _half(content: bytes) -> _Written | None:
    mark, _, line = content.rstrip().partition(b" ")
    try:
        right = hashlib.sha256(line).hexdigest().encode() == mark
        return msgspec.json.decode(line, type=_Written) if right else None
    except msgspec.MsgspecError:
        return None
