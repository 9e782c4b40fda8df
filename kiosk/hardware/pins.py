"""gpiozero -> inbox. A pin's thread tells that a button went down, and nothing else is done there."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
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
    devices = ExitStack()
    faults: list[str] = []
    motion = settings.sensors.motion
    if not settings.buttons and motion is None:
        return Hardware(devices, ())
    # gpiozero is loaded only where a pin is named: a kiosk with a touch screen alone does without it
    from gpiozero import Button, DigitalInputDevice
    from gpiozero.exc import BadPinFactory, GPIOZeroError, PinFactoryFallback

    warnings.simplefilter("ignore", PinFactoryFallback)  # a warning for each library tried; one fault says it all

    def open_button(name: str, pin: int) -> None:
        button = devices.enter_context(Button(pin, bounce_time=BOUNCE_S))
        button.when_pressed = lambda: tell(ButtonPressed(name))

    def open_motion(_name: str, pin: int) -> None:
        # a PIR module's output is a plain level: gpiozero's MotionSensor would poll it from a thread of its own
        sensor = devices.enter_context(DigitalInputDevice(pin))
        sensor.when_activated = lambda: tell(MotionSeen())

    wanted: list[tuple[Callable[[str, int], None], str, int]] = [
        (open_button, name, pin) for name, pin in settings.buttons.items()
    ]
    if motion is not None:
        wanted.append((open_motion, "motion", motion))
    for opens, name, pin in wanted:
        try:
            opens(name, pin)
        except (BadPinFactory, ImportError) as error:
            faults.append(f"GPIO tidak dapat dipakai ({_one_line(error)}); layar sentuh tetap jalan")
            break  # there are no pins at all
        except (GPIOZeroError, OSError, RuntimeError) as error:
            # RuntimeError is what lgpio raises where the chip is missing or forbidden
            faults.append(f"{name}: pin {pin} tidak dapat dipakai ({_one_line(error)}); yang lain tetap jalan")
    for fault in faults:
        _log.warning("%s", fault)
    return Hardware(devices, tuple(faults))


def _one_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
