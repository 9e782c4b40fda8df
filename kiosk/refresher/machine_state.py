"""State of the machine by the kernel: heat, power, card errors. Unknown values are None."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


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
        return path.read_text("ascii", "replace").strip()  # not in the data folder
    except OSError:
        return ""


def _number_in_file(path: Path) -> int | None:
    try:
        return int(_file_text(path))
    except ValueError:
        return None
