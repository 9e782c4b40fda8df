"""The screen off and on, in the way that this panel answers to: its backlight, a television's CEC, the compositor's output; where
there is none, the user interface's black picture has to do.

Programs do it (cec-ctl, wlopm, wlr-randr) and may take seconds, so they run in a thread; the newest wish counts. What is off comes
on again for a warning: of ways that nobody has seen to come back, none is chosen unless the settings name it.
"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Condition, Thread
from typing import Protocol

from kiosk.hardware.backlight import Backlight

_log = logging.getLogger(__name__)
WAYS = ("auto", "dpms", "cec", "black")
_PATIENCE_S = 5.0  # for one program; a television answers within one second (HDMI 1.4, CEC 9.1)
_TRIES = 3  # tries to switch the screen on again
_ANSWERED = re.compile(r"\bpwr-state:")
_ADDRESS = re.compile(r"Physical Address\s*:\s*([0-9a-f]\.[0-9a-f]\.[0-9a-f]\.[0-9a-f])")


class ScreenSwitch(Protocol):
    name: str

    def switch(self, on: bool) -> bool:
        """Switch the screen on or off. Return False if it did not work."""


class Television:
    """Television on HDMI, switched by CEC.

    *device* is the kernel's device, *address* this kiosk's among the television's inputs.
    """

    name = "CEC"

    def __init__(self, device: Path, address: str) -> None:
        self._device = device
        self._address = address

    @classmethod
    def answering(cls, folder: Path) -> Television | None:
        """Return the first television that answers whether it is on; `None` if none does. *folder* has the CEC devices."""
        for device in sorted(folder.glob("cec[0-9]*")):
            said = _output_of("cec-ctl", "-d", str(device), "--playback", "--to", "0", "--give-device-power-status")
            if said is not None and _ANSWERED.search(said):
                address = _ADDRESS.search(said)
                return cls(device, address[1] if address else "")
        return None

    def switch(self, on: bool) -> bool:
        ask = ("cec-ctl", "-d", str(self._device), "--skip-info", "--to", "0")
        if not on:
            return _output_of(*ask, "--standby") is not None
        shown = _output_of(*ask, "--image-view-on") is not None
        if self._address:  # else the television wakes on another input
            _output_of(*ask[:-1], "15", "--active-source", f"phys-addr={self._address}")
        return shown


class OutputPower:
    """Outputs of the compositor, switched by wlr-output-power-management: windows stay where they are."""

    name = "wlopm"

    def switch(self, on: bool) -> bool:
        return _output_of("wlopm", "--on" if on else "--off", "*") is not None


class OutputEnabled:
    """Outputs of the compositor, switched by wlr-output-management, for compositors that have no other way (cage).

    An output that is off is as if unplugged.
    """

    name = "wlr-randr"

    def __init__(self, outputs: tuple[str, ...]) -> None:
        self._outputs = outputs

    def switch(self, on: bool) -> bool:
        done = [_output_of("wlr-randr", "--output", each, "--on" if on else "--off") for each in self._outputs]
        return None not in done  # each is told, whatever became of the others


class ScreenPower:
    """Power of the screen.

    *wanted* is one of WAYS, *devices* is where the kernel shows CEC devices. *output* is the only one to show the
    picture, "auto" for all. No method raises or waits.
    """

    def __init__(
        self, wanted: str, backlight: Backlight, devices: Path = Path("/dev"), *, output: str = "auto"
    ) -> None:
        if output != "auto":
            Thread(target=show_on, args=(output,), name="screen output", daemon=True).start()
        self._output = output
        self._wanted = wanted
        self._backlight = backlight if wanted == "auto" and backlight.present else None
        self._devices = devices
        self._changed = Condition()
        self._on = True  # whether the screen is wanted on
        self._ended = False
        self._worker: Thread | None = None

    def switch(self, on: bool) -> None:
        if self._backlight is not None:
            self._backlight.switch(on)
        elif self._wanted != "black" and (self._worker is not None or not on):
            with self._changed:
                self._on = on
                self._changed.notify()
            if self._worker is None:
                self._worker = Thread(target=self._work, name="screen power", daemon=True)
                self._worker.start()

    def close(self) -> None:
        """Switch the screen on, so that the next program can be seen, and end the thread."""
        self.switch(True)
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._worker is not None:
            self._worker.join(_PATIENCE_S)

    def _work(self) -> None:
        way = next(self._ways(), None)
        _log.info("the screen is turned off by %s", way.name if way else "a black picture alone")
        is_on = True
        while way is not None and (wished := self._wish(is_on)) is not is_on:
            is_on = wished
            if not any(way.switch(is_on) for _ in range(_TRIES if is_on else 1)):
                _log.warning("%s did not turn the screen %s", way.name, "on" if is_on else "off")

    def _wish(self, is_on: bool) -> bool:
        """Wait until the screen is wanted otherwise than *is_on*, or `close` is called. Return whether it is wanted on."""
        with self._changed:
            self._changed.wait_for(lambda: self._on is not is_on or self._ended)
            return self._on

    def _ways(self) -> Iterator[ScreenSwitch]:
        """Yield the ways of switching the screen that work here, the gentlest first."""
        if self._wanted in ("auto", "cec") and (television := Television.answering(self._devices)):
            yield television
        if self._wanted in ("auto", "dpms") and _output_of("wlopm") is not None:
            yield OutputPower()
        if self._wanted == "dpms" and (outputs := _outputs()):
            yield OutputEnabled(
                tuple(each for each in outputs if self._output == "auto" or is_meant(self._output, each))
            )


def is_meant(wanted: str, output: str) -> bool:
    """Return whether *output*, the kernel's name, is the one *wanted*.

    "HDMI-1" and "HDMI-A-1" name HDMI-A-1, "DSI" any DSI output.
    """
    words = wanted.upper().replace("-A-", "-").split("-")
    return output.upper().replace("-A-", "-").split("-")[: len(words)] == words


def show_on(wanted: str) -> bool:
    """Turn the compositor's output *wanted* on and the others off.

    Return False if it does not exist, which is logged (all stay as they are), or if another could not be turned off.
    """
    outputs = _outputs()
    meant = next((each for each in outputs if is_meant(wanted, each)), None)
    if meant is None:
        _log.warning(
            "the screen %s of the settings is not there (%s): all show the picture", wanted, ", ".join(outputs)
        )
        return False
    _output_of("wlr-randr", "--output", meant, "--on")
    return None not in [_output_of("wlr-randr", "--output", each, "--off") for each in outputs if each != meant]


def _outputs() -> tuple[str, ...]:
    return tuple(line.split()[0] for line in (_output_of("wlr-randr") or "").splitlines() if line[:1].strip())


def _output_of(program: str, *arguments: str) -> str | None:
    """Return the standard output of *program*, or `None` if it is missing, fails or takes too long."""
    found = shutil.which(program)
    if found is None:
        return None
    try:
        done = subprocess.run(
            [found, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("%s: %s", program, error)
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
