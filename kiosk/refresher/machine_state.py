"""State of the machine by the kernel: heat, power, card errors. Unknown values are None."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

_LONGEST = 60  # characters of a name
_BLANK = "\0 \t\r\n"  # the device tree ends its texts with a zero
_AGE_STEP = 10  # percent that a step of a card's age stands for (JEDEC JESD84-B51, DEVICE_LIFE_TIME_EST)


class MachineState(Struct, frozen=True):
    """State of the machine. *temperature* is in degrees Celsius; *under_voltage* is that of the Raspberry Pi's driver
    rpi_volt now.

    *card_errors* counts the errors of all ext4 file systems. None means unknown.
    """

    temperature: float | None = None
    under_voltage: bool | None = None
    card_errors: int | None = None


def machine_state(sys: Path = Path("/sys")) -> MachineState:
    """Read the machine's state from sysfs, in less than a millisecond."""
    heat = _number_in_file(sys / "class/thermal/thermal_zone0/temp")
    alarms = [
        _number_in_file(path.with_name("in0_lcrit_alarm")) for path in _name_files(sys / "class/hwmon", "rpi_volt")
    ]
    errors = [
        found for path in _inside(sys / "fs/ext4") if (found := _number_in_file(path / "errors_count")) is not None
    ]
    return MachineState(
        temperature=None if heat is None else heat / 1_000,
        under_voltage=bool(alarms[0]) if alarms and alarms[0] is not None else None,
        card_errors=sum(errors) if errors else None,
    )


class MachineIdentity(Struct, frozen=True):
    """Which machine it is, for the office's inventory. `board` and `serial` are the board's. `card` is what the card calls itself,
    `card_made` the month in which it was made (YYYY-MM). `card_worn` is the percent of its life that the card says is over.
    `written_bytes` were written to its file systems."""

    board: str = ""
    serial: str = ""
    card: str = ""
    card_made: str = ""
    card_worn: int | None = None
    written_bytes: int | None = None


def machine_identity(sys: Path = Path("/sys")) -> MachineIdentity:
    """Return what the device tree, or the firmware of a PC, and the first card tell. Only root may read the serial of a PC."""
    tree = sys / "firmware/devicetree/base"
    card = next((path for path in _inside(sys / "block") if path.name.startswith("mmcblk")), None)
    device = card / "device" if card is not None else Path("/nonexistent")
    month, _, year = _file_text(device / "date").partition("/")
    oldest = max(
        (int(each, 16) for each in re.findall(r"0x([0-9a-f]{2})\b", _file_text(device / "life_time"))), default=0
    )
    written = [
        found
        for path in _inside(sys / "fs/ext4")
        if (found := _number_in_file(path / "lifetime_write_kbytes")) is not None
    ]
    return MachineIdentity(
        board=_file_text(tree / "model") or _file_text(sys / "class/dmi/id/product_name"),
        serial=_file_text(tree / "serial-number"),
        card=_file_text(device / "name"),
        card_made=f"{year}-{month}" if re.fullmatch(r"\d{4}-\d\d", f"{year}-{month}", re.ASCII) else "",
        card_worn=min(oldest * _AGE_STEP, 100) if oldest else None,
        written_bytes=sum(written) * 1_000 if written else None,
    )


def _name_files(folder: Path, name: str) -> list[Path]:
    """Return the `name` files of the devices in *folder* that have the name *name*."""
    return [path / "name" for path in _inside(folder) if _file_text(path / "name") == name]


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _file_text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip(_BLANK)[:_LONGEST]  # not in the data folder
    except OSError:
        return ""


def _number_in_file(path: Path) -> int | None:
    try:
        return int(_file_text(path))
    except ValueError:
        return None
