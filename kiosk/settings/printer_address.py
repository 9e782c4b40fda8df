"""Address of a slip printer: on USB, a device file, a serial line or the network."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

_USB = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_SERIAL = re.compile(r"serial:(/dev/[\w./:-]{1,120})", re.ASCII)
_DEVICE = re.compile(r"/dev/[\w./:-]{1,120}", re.ASCII)
_TCP = re.compile(r"tcp://([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::(\d{1,5}))?/?")
PORT = 9100
"""Port of printers that take raw data (JetDirect)."""


class PrinterLine(StrEnum):
    USB = "usb"
    DEVICE = "device"
    SERIAL = "serial"
    TCP = "tcp"


class PrinterAddress(Struct, frozen=True):
    """Parts of an address. *place* is a device file or a host; *numbers* are vendor and product, or the port."""

    line: PrinterLine
    place: str = ""
    numbers: tuple[int, ...] = ()


def parse_address(written: str) -> PrinterAddress | None:
    """Return the parts of an address such as "usb:04b8:0e15" or "tcp://192.168.1.9"; `None` for any other text."""
    if found := _USB.fullmatch(written):
        return PrinterAddress(PrinterLine.USB, numbers=(int(found[1], 16), int(found[2], 16)))
    if found := _SERIAL.fullmatch(written):
        return _within_dev(PrinterLine.SERIAL, found[1])
    if found := _DEVICE.fullmatch(written):
        return _within_dev(PrinterLine.DEVICE, found[0])
    if (found := _TCP.fullmatch(written)) and 0 < (port := int(found[2] or PORT)) < 65_536:
        return PrinterAddress(PrinterLine.TCP, found[1], (port,))
    return None


def _within_dev(line: PrinterLine, path: str) -> PrinterAddress | None:
    return None if ".." in path.split("/") else PrinterAddress(line, path)
