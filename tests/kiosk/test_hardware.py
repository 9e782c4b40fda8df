from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from kiosk.hardware import open_hardware
from kiosk.inbox import ButtonPressed, Message, MotionSeen
from kiosk.settings import Sensors, Settings


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    Device.pin_factory = MockFactory()
    yield Device.pin_factory
    Device.pin_factory.reset()
    Device.pin_factory = None


def test_a_pin_that_goes_down_is_a_message_and_nothing_else(pins: MockFactory) -> None:
    told: queue.SimpleQueue[Message] = queue.SimpleQueue()
    hardware = open_hardware(Settings(buttons={"listen": 6, "next": 13}, sensors=Sensors(motion=4)), told.put)
    assert hardware.faults == ()
    pins.pin(6).drive_low()
    assert told.get(timeout=5) == ButtonPressed("listen")
    pins.pin(6).drive_high()
    pins.pin(13).drive_low()
    assert told.get(timeout=5) == ButtonPressed("next")
    pins.pin(4).drive_high()
    assert told.get(timeout=5) == MotionSeen()
    hardware.close()
    pins.pin(6).drive_low()
    assert told.empty()


def test_a_machine_without_pins_is_told_in_one_line_and_the_kiosk_runs() -> None:
    hardware = open_hardware(Settings(buttons={"listen": 6}), lambda _: None)
    assert len(hardware.faults) == 1
    assert "\n" not in hardware.faults[0]
    assert "layar sentuh tetap jalan" in hardware.faults[0]
    hardware.close()


def test_no_pin_named_opens_nothing() -> None:
    assert open_hardware(Settings(), lambda _: None).faults == ()
