"""A network adapter on USB, a telephone among them: the kiosk's way to the internet only where settings or screen say so.

udev tells NetworkManager to leave such an adapter alone (deploy/91-kiosk-usb-network.rules): whoever plugs one in could answer for
every host. A file in /run takes that back, read by NetworkManager at its start and when it is told to (NetworkManager.conf(5)).
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.appliance.programs import run
from kiosk.appliance.root_files.held_folder import OwnFolder
from kiosk.appliance.root_files.record import read_kept, write_kept
from kiosk.core.paths import Folders

_NAME = "kiosk-usb.conf"
_TEXT = b"[device-kiosk-usb]\nmatch-device=*\nmanaged=1\n"


def allow(folders: Folders, allowed: bool) -> None:
    """Allow or forbid adapters on USB, from NetworkManager's next start on. Raises OSError."""
    with OwnFolder(folders.run / "NetworkManager/conf.d", make=0o755) as folder:
        if allowed:
            folder.write(_NAME, _TEXT, 0o644)
        else:
            folder.remove(_NAME)


def apply_choice(folders: Folders, way: str) -> None:
    """Store the choice made on the screen, and apply it now and at each boot. Raises ProgramError and OSError."""
    kept, allowed = read_kept(folders), way == "usb"
    if kept.usb != allowed:
        write_kept(folders, replace(kept, usb=allowed))
        allow(folders, allowed)
        run("nmcli", "general", "reload", "conf")
