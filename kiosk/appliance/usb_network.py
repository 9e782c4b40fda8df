"""Network adapters on USB, also phones: a way to the internet only if settings or screen allow it.

udev tells NetworkManager to leave such an adapter alone (deploy/91-kiosk-usb-network.rules), for whoever plugs one in
could pose as any host. A file in /run reverses that. NetworkManager reads it at its start and when it is told to
(NetworkManager.conf(5))."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.appliance.programs import run
from kiosk.appliance.root_files.held_folder import OwnFolder
from kiosk.appliance.root_files.record import read_kept, write_kept
from kiosk.core.paths import Folders

_NAME = "kiosk-usb.conf"
_TEXT = b"[device-kiosk-usb]\nmatch-device=*\nmanaged=1\n"


def allow(folders: Folders, allowed: bool) -> None:
    """Allow or forbid adapters on USB, from NetworkManager's next start on. Raise OSError."""
    with OwnFolder(folders.run / "NetworkManager/conf.d", make=0o755) as folder:
        if allowed:
            folder.write(_NAME, _TEXT, 0o644)
        else:
            folder.remove(_NAME)


def apply_choice(folders: Folders, way: str) -> None:
    """Store the choice *way* made on the screen, and apply it now and at each boot. Raise ProgramError and OSError."""
    kept, allowed = read_kept(folders), way == "usb"
    if kept.usb != allowed:
        write_kept(folders, replace(kept, usb=allowed))
        allow(folders, allowed)
        run("nmcli", "general", "reload", "conf")
