"""Output by a pipe into aplay: any ALSA name, also those that PortAudio does not list."""

from __future__ import annotations

import contextlib
import fcntl
import subprocess
import tempfile
import threading
from collections.abc import Callable

from kiosk.speech.errors import DeviceError
from kiosk.speech.playback.devices import known_cards, lead_in_s

F_SETPIPE_SZ = 1031  # linux/fcntl.h; Python names it from 3.10 on Linux only
RATE_HZ = 48_000
AUTO = "auto"


class AplayOutput:
    """Output through aplay. The pipe is kept short so that a stop is heard at once. Raises DeviceError."""

    rate_hz = RATE_HZ
    BLOCK = 1_024
    TRIAL_S = 0.15

    def __init__(self, device: str) -> None:
        chosen = [] if device == AUTO else ["-D", device]
        command = ["aplay", "-q", *chosen, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(self.rate_hz)]
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115, closed by close()
        try:
            self._process = subprocess.Popen(
                [*command, "--buffer-time=80000", "-"], stdin=subprocess.PIPE, stderr=self._complaints
            )
        except OSError as error:
            raise DeviceError(f"aplay: {error.strerror or error} (sudo apt install alsa-utils)") from error
        assert self._process.stdin is not None  # noqa: S101, a pipe was asked for above
        self._pipe = self._process.stdin
        with contextlib.suppress(OSError):  # a long pipe only means a later stop
            fcntl.fcntl(self._pipe.fileno(), F_SETPIPE_SZ, 4_096)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self.lead_in_s = lead_in_s(device, known_cards())
        self._try_out()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def start(self, fill: Callable[[int], bytes]) -> None:
        self._thread = threading.Thread(target=self._pump, args=(fill,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._process.kill()
        self._process.wait()
        if self._thread is not None:
            self._thread.join(1.0)
        with contextlib.suppress(OSError):  # nobody plays the rest of the pipe
            self._pipe.close()
        self._complaints.close()

    def _try_out(self) -> None:
        """Raise DeviceError if aplay ends at once, as it does for a missing device."""
        with contextlib.suppress(OSError):  # ended already: reported below
            self._pipe.write(bytes(2 * self.BLOCK))
            self._pipe.flush()
        with contextlib.suppress(subprocess.TimeoutExpired):  # still running: it has a device
            self._process.wait(self.TRIAL_S)
            self._complaints.seek(0)
            complaints = self._complaints.read().decode(errors="replace").split("\n")
            self.close()
            # ALSA's library writes a dozen lines before aplay writes its own
            own = [line for line in complaints if line.startswith("aplay:")]
            raise DeviceError(own[-1] if own else "aplay: ended at once")

    def _pump(self, fill: Callable[[int], bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):  # the device went away: the player sees that nothing is pulled
            while not self._closing.is_set():
                self._pipe.write(fill(self.BLOCK))
                self._pipe.flush()
