"""The Raspberry Pi's firmware, as far as it chooses what to start: autoboot.txt and the one-shot flag of `reboot "0 tryboot"`.

Written after "autoboot.txt", "The [tryboot] filter" and "Conditional filters" of the Raspberry Pi documentation
(raspberrypi.com/documentation/computers/config_txt.html), not after deploy/image/root-two/usr/lib/kiosk/boot-slot, which it judges.
"""

from __future__ import annotations

from collections.abc import Callable

MOST_BYTES = 512  # "autoboot.txt is limited to 512 bytes"
_FILTERS: dict[str, Callable[[bool], bool]] = {
    "all": lambda _tryboot: True,
    "none": lambda _tryboot: False,
    "tryboot": lambda tryboot: tryboot,
}


class NoStartError(Exception):
    """No partition that can be started."""


def partition_of(autoboot: bytes | None, *, tryboot: bool, bootable: frozenset[int], asked: int = 0) -> int:
    """The number of the FAT partition whose config.txt is read.

    `autoboot` is the file of the first FAT partition, None without one; `tryboot` the flag, `asked` the number given to reboot(2),
    0 for the default; `bootable` are the FAT partitions that hold a start.elf or config.txt. Raises NoStartError.
    """
    number = asked or _named(autoboot or b"", tryboot=tryboot)
    if number == 0:  # "the default partition, which is the first bootable FAT partition"
        number = min(bootable, default=0)
    if number not in bootable:
        raise NoStartError(f"partition {number} holds nothing to start")
    return number


def reads_config(autoboot: bytes | None, *, tryboot: bool) -> str:
    """The settings' file of that partition: with tryboot_a_b the usual one also while something is tried."""
    return (
        "tryboot.txt"
        if tryboot and _values(autoboot or b"", tryboot=tryboot).get("tryboot_a_b") != "1"
        else "config.txt"
    )


def _named(autoboot: bytes, *, tryboot: bool) -> int:
    value = _values(autoboot, tryboot=tryboot).get("boot_partition", "0")
    return int(value) if value.isdecimal() else 0


def _values(autoboot: bytes, *, tryboot: bool) -> dict[str, str]:
    """The last value of each name whose filter holds; what stands before any filter holds for all."""
    values: dict[str, str] = {}
    holds = True
    for line in autoboot[:MOST_BYTES].decode("ascii", "replace").splitlines():
        words = line.partition("#")[0].strip()
        if words.startswith("[") and words.endswith("]"):
            filtering = _FILTERS.get(words[1:-1])
            holds = filtering is not None and filtering(tryboot)
        elif holds and "=" in words:
            name, _, value = words.partition("=")
            values[name.strip()] = value.strip()
    return values
