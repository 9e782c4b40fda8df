"""The light behind the screen, by the kernel's backlight class (Documentation/ABI/stable/sysfs-class-backlight).

`bl_power` takes FB_BLANK values: 0 is on, 4 is powered down. The kiosk's user may write it by a udev rule (deploy/). Where there
is none (HDMI screens), the user interface's black picture has to do.
"""

from __future__ import annotations

import logging
from pathlib import Path

_log = logging.getLogger(__name__)
FOLDER = Path("/sys/class/backlight")
_ON, _OFF = "0", "4"


class Backlight:
    """All backlights of the machine."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._switches = sorted(folder.glob("*/bl_power"))
        self._told = False

    @property
    def present(self) -> bool:
        return bool(self._switches)

    def dim(self, percent: int) -> None:
        """Set the brightness to *percent* of the maximum, never to 0. Never raises: a failure is logged."""
        for switch in self._switches:
            folder = switch.parent
            try:
                most = int((folder / "max_brightness").read_text("ascii"))
                (folder / "brightness").write_text(str(max(1, most * percent // 100)), "ascii")
            except (OSError, ValueError) as error:
                _log.warning("the light behind the screen stays as bright as it is: %s", error)

    def switch(self, on: bool) -> None:
        """Switch all backlights on or off. Never raises: one that cannot be switched stays as it is, which is logged once."""
        for path in self._switches:
            try:
                path.write_text(_ON if on else _OFF)
            except OSError as error:
                if not self._told:
                    _log.warning("%s cannot be written (%s): the screen is only made black", path, error.strerror)
                self._told = True
