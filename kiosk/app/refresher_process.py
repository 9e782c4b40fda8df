"""The refresher as a child of the kiosk, on a laptop or in the demo; on the appliance it is a unit of its own."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from pathlib import Path

from content_cache.model.errors import StoreError
from content_cache.store.lock import FolderBusyError, writer_lock
from kiosk.core.children import with_parent

_log = logging.getLogger(__name__)
AGAIN_S = 60.0
_USELESS = 2  # the exit code for wrong settings: starting again cannot help


class RefresherProcess:
    """Child process `kiosk refresh --keep-going` for a data folder, which lives as long as this process.

    *monotonic* gives seconds. Create and watch it in the main thread.
    """

    def __init__(self, config: Path | None, data: Path, monotonic: Callable[[], float]) -> None:
        self._data = data
        settings = ["--config", str(config)] if config else []
        self._command = [*with_parent(), *settings, "--data", str(data), "refresh", "--keep-going"]
        self._monotonic = monotonic
        self._started = monotonic()
        self._process: subprocess.Popen[bytes] | None = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self._started = self._monotonic()
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def restart_if_ended(self) -> None:
        """Restart the child if it ended, once a minute at most.

        It is not restarted while another process writes to the folder (another refresher, an import), because it would
        only end again.
        """
        if self._process is None or self._process.poll() is None:
            return
        if self._process.returncode == _USELESS:
            self._process = None
        elif self._monotonic() - self._started >= AGAIN_S:
            if self._is_busy():
                self._started = self._monotonic()
                return
            _log.warning("the refresher ended with status %s: started again", self._process.returncode)
            self._process = self._start()

    def _is_busy(self) -> bool:
        try:
            with writer_lock(self._data):
                return False
        except FolderBusyError:
            return True
        except StoreError:
            return False  # the refresher tells what is wrong with the folder

    def close(self) -> None:
        """Terminate the child, which breaks off what it is fetching."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
