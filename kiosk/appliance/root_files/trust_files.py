"""Files of `edition_trust`: one in root's own folder and one on the card's FAT partition. The former lies on a
partition that is made anew when it cannot be repaired.

The card's file has two halves, written in turn and in place. A power cut leaves the other half, and no table of the
file system changes."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.appliance.root_files.held_folder import OwnFolder, read_own, write_own
from kiosk.core.edition_trust import PostKey, TrustState, merged
from kiosk.core.paths import Folders

NAME = "trust.json"
POST_NAME = "post-key.json"
"""File of the post key, apart from the other, which an older program writes without the key."""
ON_CARD = "kiosk-trust.dat"
REMEMBER = "remember"
"""Mark beside the settings: the state is to be written on the card (systemd/kiosk-card.service)."""
HALF = 4_096  # bytes
T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Written(Struct, frozen=True):
    count: int
    state: TrustState


def read_trust(folders: Folders) -> TrustState:
    """Return the state merged from both places; one that cannot be read counts as empty."""
    return merged(_read_own(folders), (_read_card(folders) or _Written(0, TrustState())).state)


def is_mirrored(folders: Folders) -> bool:
    """Return whether the card's copy has all of the state."""
    before = _read_card(folders)
    return before is not None and before.state == read_trust(folders)


def with_post_key(folders: Folders, name: str) -> TrustState:
    """Return the state with this kiosk's post key, which is made once. *name* is the kiosk's id so far.

    A key that only the card has comes from a lost data partition, so the count of partitions grows."""
    state, own = read_trust(folders), _read_own(folders).post
    if state.post is None:
        return replace(state, post=PostKey(name, secrets.token_hex(32)))
    return state if own is not None else replace(state, post=replace(state.post, partitions=state.post.partitions + 1))


def keep_trust(folders: Folders, state: TrustState) -> bool:
    """Store *state* in root's folder. Return whether anything was new. Raise OSError."""
    before = _read_own(folders)
    new_post = state.post is not None and before.post != state.post
    if new_post:
        write_own(folders.system / POST_NAME, msgspec.json.encode(state.post), make=0o700)
    new = (before.update, before.sources) != (state.update, state.sources)
    if new:
        write_own(folders.system / NAME, msgspec.json.encode(replace(state, post=None)), make=0o700)
    return new or new_post


def mirror_trust(folders: Folders) -> bool:
    """Write the state to the card, which must be writable now. Return whether anything was new. Raise OSError."""
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
    state = _read_one(folders.system / NAME, TrustState) or TrustState()
    return replace(state, post=_read_one(folders.system / POST_NAME, PostKey))


def _read_one(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(read_own(path, HALF * 4), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("%s cannot be read: %s", path.name, error)
        return None


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
