"""Root's own record, in a folder that no process of the kiosk reads or writes: PIN, token, host name, update keys.

The hash of the PIN and the token are handed to the processes in a copy beside their kiosk.toml
(`kiosk.settings.file_text`)."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.appliance.root_files.held_folder import read_own, write_own
from kiosk.core.paths import Folders

_NAME = "kept.json"
_KEYS = "update-keys"  # file of the image: a minisign key a line
_NUMBER = "number"
_MOST = 20_000  # bytes
_log = logging.getLogger(__name__)


class RootRecord(Struct, frozen=True):
    """Record of root. `pin` is the technician's, hashed; `token` is that of the reports. `hostname` was chosen on top
    of the kiosk.toml whose SHA-256 is `over`. `update_keys` are those of the first kiosk.toml that named any.
    `synchronised` is the newest time (RFC 3339) that the network vouched for. `usb` says that a network adapter on USB
    was chosen on the screen."""

    pin: str = ""
    token: str = ""
    hostname: str = ""
    over: str = ""
    update_keys: tuple[str, ...] = ()
    synchronised: str = ""
    usb: bool = False


def read_kept(folders: Folders) -> RootRecord:
    """Return the stored record, an empty one if it is missing or unreadable."""
    try:
        return msgspec.json.decode(read_own(folders.system / _NAME, _MOST), type=RootRecord)
    except FileNotFoundError:
        return RootRecord()
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("what root keeps cannot be read (%s): begun anew", error)
        return RootRecord()


def write_kept(folders: Folders, kept: RootRecord) -> None:
    """Store the record. Raise OSError."""
    write_own(folders.system / _NAME, msgspec.json.encode(kept), make=0o700)


def update_keys(folders: Folders) -> tuple[str, ...]:
    """Return the keys that may sign updates: the image's own, and those of the first settings that named any."""
    return (*_image_lines(folders.image / _KEYS), *read_kept(folders).update_keys)


def image_number(folders: Folders) -> int:
    """Return the image's own number, 0 if it has none. No update with this number or a lower one is ever taken or run."""
    lines = _image_lines(folders.image / _NUMBER)
    return int(lines[0]) if len(lines) == 1 and lines[0].isascii() and lines[0].isdigit() else 0


def _image_lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(filter(None, read_own(path, _MOST).decode("utf-8", "replace").splitlines()))
    except OSError:
        return ()
