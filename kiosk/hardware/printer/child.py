"""Process of one slip: `python -m kiosk.hardware.printer.child`. Reads a `PrinterJob` as JSON, draws and sends its slip, and ends.

Each line of its output is a `PrinterReport`; the last one says how it ended. Nothing of a driver is written there.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable

import msgspec
from msgspec import Struct

from kiosk.hardware.printer.slip import PrinterState, Slip
from kiosk.settings.printer_address import PrinterAddress

_LONGEST_WHY = 200


class PrinterJob(Struct, frozen=True):
    """Slip for the printer at *address*, on paper of *width* mm. Without a slip its state alone is asked for."""

    address: PrinterAddress
    width: int = 58
    baud: int = 9600
    slip: Slip | None = None


class PrinterReport(Struct, frozen=True):
    """State of the printer; *begun*: paper has come out. *ended*: it is the last report; *why* is for the log."""

    state: PrinterState
    begun: bool = False
    ended: bool = False
    why: str = ""


def run_job(job: PrinterJob, tell: Callable[[PrinterReport], None]) -> None:
    """Print the slip of *job*, and *tell* the state after each band and at the end."""
    from kiosk.hardware.printer.connection import FAULTS, SlipConnection
    from kiosk.hardware.printer.drawing import DOTS, draw_slip

    picture = draw_slip(job.slip, DOTS[job.width]) if job.slip is not None else None
    begun, state, why = False, PrinterState.GONE, ""
    try:
        connection = SlipConnection(job.address, job.baud)
        try:
            state = connection.state()
            if picture is not None and state.prints:
                for state in connection.send(picture):
                    begun = True
                    if not state.prints:
                        break
                    tell(PrinterReport(state, begun=True))
        finally:
            connection.close()
    except TimeoutError as error:
        state, why = PrinterState.STUCK, str(error)
    except FAULTS as error:
        state, why = PrinterState.GONE, str(error)
    tell(PrinterReport(state, begun, ended=True, why=" ".join(why.split())[:_LONGEST_WHY]))


def print_from_stdin() -> None:
    """Do the job of standard input."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=PrinterJob)
    reports = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # escpos prints hints of its own
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="kiosk-printer-") as folder:
        tempfile.tempdir = folder  # escpos makes a folder there when it is imported, writes a file, and leaves both
        run_job(job, lambda report: (reports.write(msgspec.json.encode(report) + b"\n"), None)[1])


if __name__ == "__main__":
    print_from_stdin()
