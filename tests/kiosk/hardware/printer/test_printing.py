"""Slips come out as they were drawn, on every line; whatever goes wrong is told, and nothing is told as printed that is not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from kiosk.core.messages import Message, SlipTold
from kiosk.hardware.printer.child import PrinterJob, PrinterReport, run_job
from kiosk.hardware.printer.client import SlipPrinter
from kiosk.hardware.printer.drawing import DOTS, draw_slip
from kiosk.hardware.printer.slip import PrinterState, Slip, SlipCode, SlipFact, SlipText
from kiosk.settings.printer_address import PrinterAddress, PrinterLine, parse_address
from kiosk.settings.sections import PrinterSettings
from tests.kiosk.hardware.printer.emulator import (
    COVER_OPEN,
    HOT,
    LOW,
    PAPER_OUT,
    READY,
    Commands,
    PtyPrinter,
    TcpPrinter,
)

SLIP = Slip(
    "Info Desa Bunga",
    "Kec. Luwuk · Banggai",
    "Pengumuman",
    "megaphone",
    "BLT Dana Desa dibagikan Kamis",
    (SlipFact("map-pin", "Balai Desa Bunga"), SlipText("Bawa KTP asli."), SlipCode("https://example.id/k/1", "Pindai")),
    ("Dicetak 24 Nov 2026",),
    "Lanjutannya di kios.",
)


def address_of(written: str) -> PrinterAddress:
    found = parse_address(written)
    assert found is not None
    return found


def printed(written: str, slip: Slip | None = SLIP, width: int = 58) -> list[PrinterReport]:
    told: list[PrinterReport] = []
    run_job(PrinterJob(address_of(written), width, 115_200, slip), told.append)
    return told


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


@pytest.mark.parametrize("width", [58, 80])
def test_raster_on_the_network_is_the_picture_byte_for_byte(width: int) -> None:
    with TcpPrinter() as printer:
        told = printed(printer.address, width=width)
    assert told[-1] == PrinterReport(PrinterState.READY, begun=True, ended=True)
    paper = printer.paper
    assert same(paper.picture(), draw_slip(SLIP, DOTS[width]))
    assert (paper.resets, paper.cuts, paper.unknown) == (1, 1, b"")


@pytest.mark.parametrize("line", ["serial:", ""])
def test_raster_on_a_serial_line_and_a_device_is_the_picture(line: str) -> None:
    with PtyPrinter(Commands()) as printer:
        told = printed(f"{line}{printer.path}")
    assert told[-1].state is PrinterState.READY
    assert same(printer.paper.picture(), draw_slip(SLIP, 384))


def test_printer_that_tells_nothing_prints() -> None:
    with TcpPrinter(lambda: Commands(None)) as printer:
        told = printed(printer.address)
    assert told[-1] == PrinterReport(PrinterState.MUTE, begun=True, ended=True)
    assert same(printer.paper.picture(), draw_slip(SLIP, 384))


@pytest.mark.parametrize(
    ("status", "state"),
    [(PAPER_OUT, PrinterState.PAPER), (COVER_OPEN, PrinterState.COVER), (HOT, PrinterState.HOT)],
)
def test_printer_that_cannot_print_gets_no_raster(status: dict[int, int], state: PrinterState) -> None:
    with TcpPrinter(lambda: Commands(status)) as printer:
        told = printed(printer.address)
    assert told == [PrinterReport(state, ended=True)]
    assert printer.paper.rows == []


def test_paper_that_is_nearly_used_up_prints() -> None:
    with TcpPrinter(lambda: Commands(LOW)) as printer:
        assert printed(printer.address)[-1].state is PrinterState.LOW


@pytest.mark.parametrize("row", [64, 320])
def test_paper_that_ends_within_a_slip_is_told_and_the_rest_is_cleared(row: int) -> None:
    with TcpPrinter(lambda: Commands(READY, stop_at=row, then=PAPER_OUT)) as printer:
        told = printed(printer.address)
    assert told[-1] == PrinterReport(PrinterState.PAPER, begun=True, ended=True)
    assert printer.paper.clears == 1
    assert len(printer.paper.rows) == row


def test_state_alone_prints_nothing() -> None:
    with TcpPrinter() as printer:
        assert printed(printer.address, None) == [PrinterReport(PrinterState.READY, ended=True)]
    assert printer.paper.resets == 0


@pytest.mark.parametrize("status", [READY, None])
def test_hundred_broken_off_prints_are_each_told(status: dict[int, int] | None) -> None:
    whole = draw_slip(SLIP, 384).height * 48
    for number in range(0, 100, 1 if status else 10):
        with TcpPrinter(lambda: Commands(status), break_at=1 + whole * number // 100) as printer:
            last = printed(printer.address)[-1]
        assert last.state in (PrinterState.GONE, PrinterState.STUCK), (number, last)
        assert last.ended
    with TcpPrinter(lambda: Commands(status)) as printer:
        assert printed(printer.address)[-1].state.prints
    assert same(printer.paper.picture(), draw_slip(SLIP, 384))


def test_printer_that_is_not_there_is_told() -> None:
    with TcpPrinter() as printer:
        address = printer.address
    assert printed(address)[-1].state is PrinterState.GONE
    assert printed("/dev/usb/lp99")[-1].state is PrinterState.GONE
    assert printed("serial:/dev/ttyUSB99")[-1].state is PrinterState.GONE
    assert printed("usb:ffff:ffff")[-1].state is PrinterState.GONE


@pytest.mark.attack(
    "what comes in",
    "a pipe, a folder, a file, or a link to one in the place of the printer's device",
    "only a character device is written to; nothing is created, nothing waits",
)
@pytest.mark.parametrize("line", [PrinterLine.DEVICE, PrinterLine.SERIAL])
@pytest.mark.parametrize("kind", ["pipe", "folder", "file", "link", "nothing"])
def test_only_a_device_is_written(kind: str, line: PrinterLine, tmp_path: Path) -> None:
    place = tmp_path / "lp0"
    target = tmp_path / "letter"
    target.write_text("kept")
    makers: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(place),
        "folder": place.mkdir,
        "file": lambda: place.write_text("kept"),
        "link": lambda: place.symlink_to(target),
        "nothing": lambda: None,
    }
    makers[kind]()
    told: list[PrinterReport] = []
    run_job(PrinterJob(PrinterAddress(line, str(place)), slip=SLIP), told.append)
    assert told[-1].state is PrinterState.GONE
    assert target.read_text() == "kept"
    if kind == "file":
        assert place.read_text() == "kept"
    assert place.exists() is (kind != "nothing")


def test_link_to_the_device_is_followed(tmp_path: Path) -> None:
    with PtyPrinter(Commands()) as printer:
        (tmp_path / "by-id").symlink_to(printer.path)
        told: list[PrinterReport] = []
        run_job(PrinterJob(PrinterAddress(PrinterLine.DEVICE, str(tmp_path / "by-id")), slip=SLIP), told.append)
    assert told[-1].state is PrinterState.READY


# the process of a slip


class Told:
    """Inbox of one test."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._came = threading.Condition()

    def tell(self, message: Message) -> None:
        with self._came:
            self.messages.append(message)
            self._came.notify_all()

    def wait_for(self, count: int) -> list[Message]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.messages) >= count, 60), self.messages
        return self.messages


def test_slip_is_printed_by_a_process_of_its_own() -> None:
    inbox = Told()
    with TcpPrinter() as printer:
        client = SlipPrinter(PrinterSettings(address=printer.address), inbox.tell)
        assert client.begin(7, SLIP)
        assert not client.begin(8, SLIP)
        assert inbox.wait_for(1) == [SlipTold(7, "ready", begun=True)]
        client.close()
    assert same(printer.paper.picture(), draw_slip(SLIP, 384))


def test_slow_printer_is_told_and_one_that_takes_nothing_is_given_up() -> None:
    inbox, holds = Told(), threading.Event()
    with TcpPrinter(holds=holds) as printer:
        client = SlipPrinter(PrinterSettings(address=printer.address), inbox.tell, slow_s=0.2, silent_s=1.5)
        long = Slip("", "", "", "", "", (SlipText("kata " * 3000),))
        assert client.begin(1, long)
        told = inbox.wait_for(2)
        holds.set()
        client.close()
    assert told == [SlipTold(1, "slow"), SlipTold(1, "stuck", begun=told[1].begun)]  # type: ignore[attr-defined]


def test_close_kills_the_process_of_a_slip_under_way() -> None:
    inbox, holds = Told(), threading.Event()
    with TcpPrinter(holds=holds) as printer:
        client = SlipPrinter(PrinterSettings(address=printer.address), inbox.tell)
        client.begin(1, SLIP)
        client.close()
        assert not client.is_printing
        holds.set()


def test_no_folder_of_the_driver_is_left(tmp_path: Path) -> None:
    with TcpPrinter() as printer:
        job = PrinterJob(address_of(printer.address), slip=SLIP)
        ended = subprocess.run(
            [sys.executable, "-m", "kiosk.hardware.printer.child"],
            input=msgspec.json.encode(job),
            env=os.environ | {"TMPDIR": str(tmp_path)},
            capture_output=True,
            check=True,
        )
    *_, last = ended.stdout.splitlines()
    assert msgspec.json.decode(last, type=PrinterReport).state is PrinterState.READY
    assert list(tmp_path.iterdir()) == []
