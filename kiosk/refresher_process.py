"""The refresher as a child of the kiosk, on a laptop or in the demo; on the appliance it is a unit of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_log = logging.getLogger(__name__)
AGAIN_S = 60.0
_USELESS = 2  # the exit code for wrong settings: starting again cannot help


class RefresherProcess:
    """`kiosk refresh --keep-going` on a data folder. `monotonic` gives seconds."""

    def __init__(self, config: Path | None, data: Path, monotonic: Callable[[], float]) -> None:
        settings = ["--config", str(config)] if config else []
        self._command = [sys.executable, "-m", "kiosk", *settings, "--data", str(data), "refresh", "--keep-going"]
        self._monotonic = monotonic
        self._started = monotonic()
        self._process: subprocess.Popen[bytes] | None = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self._started = self._monotonic()
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def watch(self) -> None:
        """Start it again if it ended, but not more often than once a minute: another refresher may hold the folder."""
        if self._process is None or self._process.poll() is None:
            return
        if self._process.returncode == _USELESS:
            self._process = None
        elif self._monotonic() - self._started >= AGAIN_S:
            _log.warning("the refresher ended with status %s: started again", self._process.returncode)
            self._process = self._start()

    def close(self) -> None:
        """Ask it to end; it breaks off what it is fetching."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
