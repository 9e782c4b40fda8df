"""Slip printer as the kiosk sees it: one slip at a time, each printed by a process of its own that is killed when it hangs."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

import kiosk
from kiosk.core.children import OWN_MODULES
from kiosk.core.messages import SlipTold, Tell
from kiosk.hardware.printer.child import PrinterJob, PrinterReport
from kiosk.hardware.printer.slip import PrinterState, Slip
from kiosk.settings.printer_address import parse_address
from kiosk.settings.sections import PrinterSettings

_log = logging.getLogger(__name__)
SLOW_S = 15.0
"""Seconds after which a slip that is not ready yet counts as slow."""
SILENT_S = 40.0
"""Seconds without a report after which the process is killed."""
_MOST_BYTES = 1_000_000
_CHILD = "kiosk.hardware.printer.child"


class SlipPrinter:
    """Printer of *settings*. *tell* gets a SlipTold for each slip: at most one that it is slow, then how it ended."""

    def __init__(
        self, settings: PrinterSettings, tell: Tell, *, slow_s: float = SLOW_S, silent_s: float = SILENT_S
    ) -> None:
        self._settings = settings
        self._tell = tell
        self._slow_s = slow_s
        self._silent_s = silent_s
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def is_printing(self) -> bool:
        """Return whether a slip is being printed, or the state asked for."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, number: int, slip: Slip | None) -> bool:
        """Begin to print *slip*, or without one to ask for the state. Return whether it was begun: not while it is busy.

        Its messages have *number*.
        """
        with self._lock:
            if self.is_printing or self._closed:
                return False
            self._thread = threading.Thread(target=self._follow, args=(number, slip), name="printer", daemon=True)
            self._thread.start()
        return True

    def close(self) -> None:
        """Kill the process of a slip under way, and begin none any more."""
        with self._lock:
            self._closed = True
            self._kill()
        if self._thread is not None:
            self._thread.join(2.0)

    def run(self, slip: Slip | None) -> PrinterReport:
        """Print *slip*, or without one ask for the state, and return how it ended. Waits for it."""
        return self._run(slip, lambda: None)

    def _follow(self, number: int, slip: Slip | None) -> None:
        slow = SlipTold(number, "slow")
        report = self._run(slip, lambda: self._tell(slow) if slip is not None else None)
        if report.why:
            _log.warning("the printer: %s: %s", report.state, report.why)
        self._tell(SlipTold(number, str(report.state), report.begun))

    def _run(self, slip: Slip | None, on_slow: Callable[[], None]) -> PrinterReport:
        address = parse_address(self._settings.address)
        if address is None:
            return PrinterReport(PrinterState.GONE, ended=True, why="no address")
        job = PrinterJob(address, self._settings.width, self._settings.baud, slip)
        root = str(Path(kiosk.__file__).resolve().parent.parent)
        paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH", "")])])
        try:
            with self._lock:
                if self._closed:
                    return PrinterReport(PrinterState.GONE, ended=True, why="the kiosk ends")
                self._process = process = subprocess.Popen(
                    [sys.executable, *OWN_MODULES, "-m", _CHILD],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": paths},
                    process_group=0,
                )
        except OSError as error:
            return PrinterReport(PrinterState.GONE, ended=True, why=error.strerror or str(error))
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(msgspec.json.encode(job))  # type: ignore[union-attr]
                process.stdin.close()  # type: ignore[union-attr]
            return self._reports(process, on_slow)
        finally:
            self._kill()
            process.stdout.close()  # type: ignore[union-attr]
            self._process = None

    def _reports(self, process: subprocess.Popen[bytes], on_slow: Callable[[], None]) -> PrinterReport:
        """Read the reports of *process* until the last one, and return it; or what its end means."""
        descriptor, read, last = process.stdout.fileno(), b"", PrinterReport(PrinterState.GONE)  # type: ignore[union-attr]
        began = heard = time.monotonic()
        slow = False
        while len(read) < _MOST_BYTES:
            now = time.monotonic()
            if not slow and now - began >= self._slow_s:
                slow = True
                on_slow()
            if now - heard >= self._silent_s:
                return PrinterReport(PrinterState.STUCK, last.begun, ended=True, why="no sign of life")
            wait = min(self._silent_s - (now - heard), 3600.0 if slow else self._slow_s - (now - began))
            if not select.select([descriptor], [], [], max(wait, 0.01))[0]:
                continue
            some, heard = os.read(descriptor, 65_536), time.monotonic()
            if not some:
                break
            *lines, read = (read + some).split(b"\n")
            for line in lines:
                last = msgspec.json.decode(line, type=PrinterReport)
                if last.ended:
                    return last
        return PrinterReport(PrinterState.GONE, last.begun, ended=True, why="the printing process has ended")

    def _kill(self) -> None:
        if (process := self._process) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
