"""The folders through which users ask root, as systemd-tmpfiles makes them from systemd/tmpfiles.conf; here all are this user's."""

from __future__ import annotations

from pathlib import Path

from kiosk.core.paths import Folders
from kiosk.state.root_requests import ANSWERS, RootDoor


def make_doors(folders: Folders) -> None:
    folders.requests.mkdir(parents=True)
    for name, mode in (("kiosk", 0o2770), ("kiosk-refresher", 0o2770), (ANSWERS, 0o2750)):
        folder = folders.requests / name
        folder.mkdir()
        folder.chmod(mode)


def door_of(folders: Folders, user: str) -> RootDoor:
    return RootDoor(folders.requests / user)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
