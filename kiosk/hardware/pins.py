"""gpiozero -> inbox. A pin's thread tells that a button went down, and nothing else is done there."""

from __future__ import annotations

import logging
import warnings
from contextlib import ExitStack

from kiosk.inbox import ButtonPressed, MotionSeen, Tell
from kiosk.settings import Settings

_log = logging.getLogger(__name__)
BOUNCE_S = 0.05


class Hardware:
    """What is wired. `faults` has a line for each thing that could not be opened. Close it to let the pins go."""

    def __init__(self, devices: ExitStack, faults: tuple[str, ...]) -> None:
        self._devices = devices
        self.faults = faults

    def close(self) -> None:
        self._devices.close()


def open_hardware(settings: Settings, tell: Tell) -> Hardware:
    """Opens the buttons and sensors that the settings name. Never raises for a pin that cannot be had: see `faults`."""
    wanted: dict[str, int] = dict(settings.buttons)
    devices = ExitStack()
    faults: list[str] = []
    if wanted or settings.sensors.motion is not None:
        # gpiozero is loaded only where a pin is named: a kiosk with a touch screen alone does without it
        from gpiozero import Button, DigitalInputDevice
        from gpiozero.exc import GPIOZeroError, PinFactoryFallback

        warnings.simplefilter("ignore", PinFactoryFallback)  # a warning for each library tried; one fault says it all
        try:
            for name, pin in wanted.items():
                button = devices.enter_context(Button(pin, bounce_time=BOUNCE_S))
                button.when_pressed = lambda name=name: tell(ButtonPressed(name))
            if settings.sensors.motion is not None:
                # a PIR module's output is a plain level: gpiozero's MotionSensor would poll it from a thread of its own
                sensor = devices.enter_context(DigitalInputDevice(settings.sensors.motion))
                sensor.when_activated = lambda: tell(MotionSeen())
        except (GPIOZeroError, OSError, ImportError, RuntimeError) as error:
            # RuntimeError is what lgpio raises where the chip is missing or forbidden
            faults.append(f"GPIO tidak dapat dipakai ({_one_line(error)}); layar sentuh tetap jalan")
            _log.warning("no GPIO: %s", _one_line(error))
            devices.close()
    return Hardware(devices, tuple(faults))


def _one_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
