"""Connection to an ESC/POS printer: opened by its address, sends a picture in bands, asks for the printer's state.

Alone imports escpos, and only within the process of one slip: its import writes files and sets up logging.
"""

from __future__ import annotations

import os
import select
import socket
import stat
import time
import tty
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import usb.core
import usb.util
from escpos.constants import RT_STATUS
from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError
from escpos.printer import Network, Serial, Usb
from PIL import Image

from kiosk.hardware.printer.slip import PrinterState
from kiosk.settings.printer_address import PrinterAddress, PrinterLine

BAND = 64
"""Rows of a band: 3 KB at 384 dots, which fit a cheap printer's buffer."""
PATIENCE_S = 10.0
"""Seconds in which a printer takes a band, or tells that it has printed all."""
_ANSWER_S = 0.4  # seconds in which a printer answers to DLE EOT
_RESET = b"\x1b@"
_CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8: what waits in its memory is not printed later
_PRINTED = b"\x1dr\x01"  # GS r 1, answered when all before it is printed
_PRINTER_CLASS = 7
FAULTS = (OSError, EscposError, usb.core.USBError, ValueError, RuntimeError)
"""Errors of a printer that cannot be reached, or is there no more."""


class DevicePrinter(Escpos):
    """Printer behind the device file *path*, such as /dev/usb/lp0."""

    _device: Any = False

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def open(self) -> None:
        """Open the device. Raise OSError for anything but a character device: no pipe, folder or file is written."""
        found = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        self._descriptor = found
        if not stat.S_ISCHR(os.fstat(found).st_mode):
            os.close(found)
            raise OSError(f"{self._path} is no device")
        if os.isatty(found):
            tty.setraw(found)
        self.device = found + 1  # true also for descriptor 0

    def close(self) -> None:
        if self._device:
            self._device = False
            os.close(self._descriptor)

    def _raw(self, msg: bytes) -> None:
        left = memoryview(msg)
        while left:
            if not select.select([], [self._descriptor], [], PATIENCE_S)[1]:
                raise TimeoutError(f"{self._path} takes nothing more")
            left = left[os.write(self._descriptor, left) :]

    def _read(self) -> bytes:
        return os.read(self._descriptor, 16)


class SlipConnection:
    """Open connection to the printer at *address*; close it after use. Raises one of `FAULTS` if there is none."""

    def __init__(self, address: PrinterAddress, baud: int = 9600) -> None:
        self._printer, self._line = _make(address, baud), address.line
        self._printer.open()
        if self._line is PrinterLine.TCP:  # what lies in a buffer here has not been taken by the printer
            self._printer.device.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self._talks = False

    def close(self) -> None:
        with suppress(*FAULTS):
            self._printer.close()

    def state(self) -> PrinterState:
        """Return the state that the printer tells, MUTE if it has never told any."""
        paper, cause = self._ask(4), self._ask(2)
        if paper is None and cause is None:
            return PrinterState.STUCK if self._talks else PrinterState.MUTE
        self._talks = True
        if cause is not None and cause & 0x04:
            return PrinterState.COVER
        if (paper is not None and paper & 0x60) or (cause is not None and cause & 0x20):
            return PrinterState.PAPER
        if cause is not None and cause & 0x40:
            fault = self._ask(3)
            return PrinterState.HOT if fault is not None and fault & 0x40 else PrinterState.FAULT
        return PrinterState.LOW if paper is not None and paper & 0x0C else PrinterState.READY

    def send(self, picture: Image.Image) -> Iterator[PrinterState]:
        """Send *picture* band by band, and yield the state after each and after all is printed.

        What waits in the printer's memory is cleared when it stops: nothing is printed later, when nobody is there.
        """
        self._printer._raw(_RESET)
        for top in range(0, picture.height, BAND):
            band = picture.crop((0, top, picture.width, min(top + BAND, picture.height)))
            self._printer.image(band, impl="bitImageRaster", fragment_height=BAND)
            yield self._state_or_clear()
        self._printer.cut(mode="PART")
        if self._talks:
            self._read_status(_PRINTED, PATIENCE_S)
        elif self._line is PrinterLine.TCP:
            self._end_stream()
            return
        yield self._state_or_clear()

    def _state_or_clear(self) -> PrinterState:
        state = self.state() if self._talks else PrinterState.MUTE
        if not state.prints:
            with suppress(*FAULTS):
                self._printer._raw(_CLEAR)
        return state

    def _end_stream(self) -> None:
        """End the stream to a printer that tells nothing. Raise OSError if it broke the connection off before."""
        self._printer.device.shutdown(socket.SHUT_WR)
        self._printer.device.settimeout(1.0)
        with suppress(TimeoutError):
            while self._printer.device.recv(64):
                pass

    def _ask(self, number: int) -> int | None:
        """Return the answer to DLE EOT *number*, `None` if there is none. Its fixed bits tell it from noise."""
        return self._read_status(RT_STATUS + bytes((number,)), _ANSWER_S, mask=0x93, fixed=0x12)

    def _read_status(self, query: bytes, seconds: float, *, mask: int = 0x90, fixed: int = 0) -> int | None:
        self._printer._raw(query)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for byte in self._read(left):
                if byte & mask == fixed:
                    return byte
        return None

    def _read(self, seconds: float) -> bytes:
        """Return what the printer has sent, "" after *seconds* without any."""
        printer: Any = self._printer
        match self._line:
            case PrinterLine.TCP:
                printer.device.settimeout(max(seconds, 0.01))
                try:
                    answer: bytes = printer._read()
                except TimeoutError:
                    return b""
                finally:
                    printer.device.settimeout(PATIENCE_S)
                if not answer:
                    raise ConnectionResetError("the printer has closed the connection")
                return answer
            case PrinterLine.SERIAL:
                printer.device.timeout = seconds
                return bytes(printer.device.read(1))
            case PrinterLine.USB:
                try:
                    return bytes(printer.device.read(printer.in_ep, 64, max(1, round(seconds * 1000))))
                except usb.core.USBTimeoutError:
                    return b""
            case PrinterLine.DEVICE:
                ready = select.select([printer._descriptor], [], [], seconds)[0]
                if ready and (read := printer._read()):
                    return bytes(read)
                if ready:
                    time.sleep(
                        min(seconds, 0.05)
                    )  # the end of a device that tells nothing is read at once, again and again
                return b""


def _make(address: PrinterAddress, baud: int) -> Any:
    match address.line:
        case PrinterLine.TCP:
            return Network(address.place, address.numbers[0], timeout=PATIENCE_S)
        case PrinterLine.SERIAL:
            return Serial(address.place, baudrate=baud, timeout=1)
        case PrinterLine.USB:
            return _usb(*address.numbers)
        case PrinterLine.DEVICE:
            return DevicePrinter(address.place)


def _usb(vendor: int, product: int) -> Usb:
    """Return the printer with its own bulk endpoints: they differ from maker to maker."""
    device = usb.core.find(idVendor=vendor, idProduct=product)
    if device is None:
        raise OSError(f"there is no device {vendor:04x}:{product:04x}")
    faces = sorted(device.get_active_configuration(), key=lambda face: face.bInterfaceClass != _PRINTER_CLASS)
    found: dict[int, int] = {}
    for direction in (usb.util.ENDPOINT_IN, usb.util.ENDPOINT_OUT):
        for end in (end for face in faces for end in face):
            bulk = usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
            if bulk and usb.util.endpoint_direction(end.bEndpointAddress) == direction:
                found.setdefault(direction, end.bEndpointAddress)
    if usb.util.ENDPOINT_OUT not in found:
        raise OSError(f"{vendor:04x}:{product:04x} is no printer")
    usb.util.dispose_resources(device)
    into = found.get(usb.util.ENDPOINT_IN, 0x82)
    return Usb(vendor, product, timeout=round(PATIENCE_S * 1000), in_ep=into, out_ep=found[usb.util.ENDPOINT_OUT])
