"""GPIO pins by gpiozero: buttons and sensors to the inbox, and relays and lamp.

A pin's thread only reports that a contact closed. On a Raspberry Pi gpiozero uses lgpio, and finds the Pi 5's chip by
itself (gpiochip0, or 4 with older kernels).
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from content_cache.model.problems import Problem, problem
from kiosk.core.messages import ButtonPressed, ButtonReleased, Message, MotionSeen, Tell, VolumeTurned
from kiosk.hardware.faults import PinCode
from kiosk.settings import Settings

_log = logging.getLogger(__name__)
BOUNCE_S = 0.02  # the kernel keeps an edge back until the level has held so long; `presses` takes out what is left
LAMP, AMPLIFIER, HORN = "lamp", "amplifier", "horn"


class Hardware:
    """Wired buttons, relays and lamp. `faults` lists what could not be opened, or failed later; closing releases the pins."""

    def __init__(self, devices: ExitStack, outputs: Mapping[str, Any], faults: list[Problem]) -> None:
        self._devices = devices
        self._outputs = dict(outputs)
        self._faults = faults
        self._lock = threading.Lock()

    @property
    def faults(self) -> tuple[Problem, ...]:
        return tuple(self._faults)

    def switch(self, name: str, on: bool) -> None:
        """Switch the relay or lamp *name* on or off.

        Does nothing if it is not wired. Never raises; may be called from any thread.
        """
        with self._lock:
            output = self._outputs.get(name)
            if output is None:
                return
            try:
                if bool(output.value) != on:
                    output.value = on
            except Exception as error:  # noqa: BLE001 -- the chip may be gone in mid-run: the voice and the screen go on
                del self._outputs[name]
                fault = problem(PinCode.PIN_STUCK, name=name, reason=_one_line(error))
                self._faults.append(fault)
                _log.warning("%s", fault)

    def close(self) -> None:
        """Switch everything off and release the pins. Never raises, even if a device is gone already."""
        for name in list(self._outputs):
            self.switch(name, False)
        with self._lock:
            self._outputs.clear()
        try:
            self._devices.close()
        except Exception as error:  # noqa: BLE001 -- the kiosk is being closed, and the chip was gone before it
            _log.warning("pins could not be let go: %s", _one_line(error))


def open_hardware(settings: Settings, tell: Tell) -> Hardware:
    """Open the pins that the settings name. Never raises for a pin that cannot be opened: see `faults`."""
    devices, outputs, faults = ExitStack(), dict[str, Any](), list[Problem]()
    wanted = list(_wanted(settings))
    if not wanted:
        return Hardware(devices, outputs, faults)
    # gpiozero is loaded only where a pin is named: a kiosk with a touch screen alone does without it
    from gpiozero.exc import BadPinFactory, PinFactoryFallback

    warnings.simplefilter("ignore", PinFactoryFallback)  # a warning for each library tried; one fault says it all
    door = _Door(tell)
    for opens, name, pins in wanted:
        try:
            device = opens(door, name, *pins)
        except (BadPinFactory, ImportError) as error:
            faults.append(problem(PinCode.NO_PINS, reason=_one_line(error)))
            break  # this machine has no pins
        except Exception as error:  # noqa: BLE001 -- lgpio's own error ("GPIO busy", "not permitted") is a plain Exception
            faults.append(
                problem(PinCode.PIN_UNUSABLE, name=name, pins=", ".join(map(str, pins)), reason=_one_line(error))
            )
        else:
            devices.callback(device.close)
            if opens is _open_output:
                outputs[name] = device
    for fault in faults:
        _log.warning("%s", fault)
    return Hardware(devices, outputs, faults)


class _Door:
    """Callbacks for the threads of pins. No exception leaves them: it would end gpiozero's reader thread."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def knock(self, message: Message) -> Callable[[], None]:
        def tell() -> None:
            try:
                self._tell(message)
            except Exception:  # noqa: BLE001 -- the next press is to be heard all the same
                _log.exception("%r could not be told", message)

        return tell


_Opens = Callable[..., Any]


def _wanted(settings: Settings) -> Iterator[tuple[_Opens, str, tuple[int, ...]]]:
    for name, pin in settings.buttons.items():
        yield _open_button, name, (pin,)
    if settings.sensors.motion is not None:
        yield _open_motion, "motion", (settings.sensors.motion,)
    if settings.sensors.rotary is not None:
        yield _open_rotary, "rotary", settings.sensors.rotary
    for name in (AMPLIFIER, HORN, LAMP):
        pin = getattr(settings.outputs, name)
        if pin is not None:
            yield _open_output, name, (pin,)


def _open_button(door: _Door, name: str, pin: int) -> Any:
    """Open a button between *pin* and ground. gpiozero's Button is not used: it starts a thread to tell how long it is held."""
    from gpiozero import DigitalInputDevice

    contact = DigitalInputDevice(pin, pull_up=True, bounce_time=BOUNCE_S)
    contact.when_activated = door.knock(ButtonPressed(name))
    contact.when_deactivated = door.knock(ButtonReleased(name))
    return contact


def _open_motion(door: _Door, _name: str, pin: int) -> Any:
    """Open a PIR module, whose output is a plain level. gpiozero's MotionSensor is not used: it polls the level
    from a thread of its own.
    """
    from gpiozero import DigitalInputDevice

    sensor = DigitalInputDevice(pin)
    sensor.when_activated = door.knock(MotionSeen())
    return sensor


def _open_rotary(door: _Door, _name: str, first: int, second: int) -> Any:
    from gpiozero import RotaryEncoder

    encoder = RotaryEncoder(first, second, max_steps=0)
    encoder.when_rotated_clockwise = door.knock(VolumeTurned(+1))
    encoder.when_rotated_counter_clockwise = door.knock(VolumeTurned(-1))
    return encoder


def _open_output(_door: _Door, _name: str, pin: int) -> Any:
    from gpiozero import DigitalOutputDevice

    return DigitalOutputDevice(pin)


def _one_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
