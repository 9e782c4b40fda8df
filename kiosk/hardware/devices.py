"""Devices of the kiosk: buttons, relays, lamp, backlight. Opened after the first frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from content_cache.model.problems import Problem
from kiosk.core.messages import Tell
from kiosk.hardware import LAMP, Backlight, Hardware, open_hardware
from kiosk.hardware.lamp import Lamp
from kiosk.hardware.screen_power import ScreenPower
from kiosk.settings import Settings


class Devices:
    """Open devices of the kiosk. *backlights* is where the kernel shows them; *monotonic* gives seconds. No method raises."""

    def __init__(
        self,
        settings: Settings,
        tell: Tell,
        lamp: Lamp,
        monotonic: Callable[[], float],
        backlights: Path | None = None,
    ) -> None:
        self._lamp = lamp
        self._monotonic = monotonic
        self._hardware: Hardware = open_hardware(settings, tell)
        light = Backlight(backlights) if backlights else Backlight()
        if settings.screen.brightness:
            light.dim(settings.screen.brightness)
        self._screen = ScreenPower(settings.screen.off, light, output=settings.screen.output)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Return a problem for each device that does not answer as it is wired, for the technician's page."""
        return self._hardware.faults

    def relay(self, name: str, on: bool) -> None:
        """Switch the relay *name* of an amplifier on or off, as the speaker wants. May be called from any thread."""
        self._hardware.switch(name, on)

    def update_lamp(self) -> None:
        """Switch the lamp by the present state. Call this after each message, and about once a second for its pulse."""
        self._hardware.switch(LAMP, self._lamp.lit(self._monotonic()))

    def darken(self, dark: bool) -> None:
        self._screen.switch(not dark)

    def close(self) -> None:
        self._screen.close()
        self._hardware.close()
