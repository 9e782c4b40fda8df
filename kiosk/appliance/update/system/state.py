"""State of the last bundle: root's own file, and a copy in /run for the processes that fetch and report."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from content_cache.files import read_plain
from content_cache.model.problems import Problem
from kiosk.appliance.root_files.held_folder import OwnFolder, read_own, write_own
from kiosk.appliance.root_files.record import image_number
from kiosk.core.paths import Folders

Result = Literal["", "ready", "refused", "cut", "failed"]
TOLD = Path("/run/kiosk-slot/system")
NAME = "system.json"
_MOST = 4_000  # bytes


class SystemState(Struct, frozen=True):
    """State of the last bundle. `number` is its number, `web` whether it came from the web. `result` is "ready" for the
    next start, "refused", "cut" to continue later, or "failed" in its trial. `tried` is the newest number ever written
    to the card; no bundle up to it is written again. `at` is RFC 3339; `here` is the number of the running system."""

    number: int = 0
    web: bool = False
    result: Result = ""
    at: str = ""
    tried: int = 0
    here: int = 0
    problem: Problem | None = None

    @property
    def floor(self) -> int:
        """Return the number that a bundle must exceed to be taken."""
        return max(self.here, self.tried)


def has_two_systems(folders: Folders) -> bool:
    return (folders.root / "etc/rauc/system.conf").is_file()


def read_state(folders: Folders) -> SystemState:
    """Return the state that root stored, corrected by the system that runs now.

    A bundle that was ready, and neither runs nor waits, failed its trial."""
    try:
        kept = msgspec.json.decode(read_own(folders.system / NAME, _MOST), type=SystemState)
    except (OSError, ValueError, msgspec.MsgspecError):
        kept = SystemState()
    here = image_number(folders)
    failed = kept.result == "ready" and here < kept.number and not _waits(folders)
    return msgspec.structs.replace(kept, here=here, result="failed" if failed else kept.result)


def _waits(folders: Folders) -> bool:
    """Return whether boot-slot has noted a system that is still to be tried, or may be tried again."""
    try:
        lines = read_own(folders.system / "boot-slot", _MOST).decode("ascii", "replace").splitlines()
    except OSError:
        return False
    return "pending=A" in lines or "pending=B" in lines


def write_state(folders: Folders, state: SystemState) -> None:
    """Store *state*, and publish the copy. Raise OSError."""
    write_own(folders.system / NAME, msgspec.json.encode(state), make=0o700)
    tell_state(folders)


def tell_state(folders: Folders) -> None:
    """Publish the copy of the state in /run, for the refresher and for reports. Raise OSError."""
    told = folders.chosen.with_name(TOLD.name)
    OwnFolder(told.parent, make=0o755).close()
    write_own(told, msgspec.json.encode(read_state(folders)), 0o644)


def told_state(path: Path = TOLD) -> SystemState | None:
    """Return the state that root published, or `None` if there is none: no card with two systems."""
    try:
        return msgspec.json.decode(read_plain(path, _MOST), type=SystemState)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
