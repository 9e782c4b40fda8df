from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory, MockPin

from kiosk.core.messages import (
    MOST_GESTURES,
    ButtonPressed,
    ButtonReleased,
    Inbox,
    Message,
    MotionSeen,
    SpeechStarted,
    VolumeTurned,
)
from kiosk.hardware import open_hardware
from kiosk.settings import OutputSettings, SensorSettings, Settings
from tests.told import told


class PulledPin(MockPin):
    """A pin whose chip can be pulled out while it is used."""

    pulled = False

    @property
    def state(self) -> int:
        return int(MockPin.state.fget(self))

    @state.setter
    def state(self, value: int) -> None:
        if PulledPin.pulled:
            raise OSError(19, "No such device")
        MockPin.state.fset(self, value)


class LgpioError(Exception):
    """As lgpio's own: a plain exception."""


class BusyPin(MockPin):
    """A line that the kernel or another program holds."""

    held = True

    @property
    def function(self) -> str:
        return str(MockPin.function.fget(self))

    @function.setter
    def function(self, value: str) -> None:
        if self.info.name == "GPIO6" and self.held:
            self.held = False  # it is closed without a fault
            raise LgpioError("'GPIO busy'")
        MockPin.function.fset(self, value)


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    Device.pin_factory = MockFactory()
    yield Device.pin_factory
    PulledPin.pulled = False
    Device.pin_factory.reset()
    Device.pin_factory = None


def test_a_pin_that_goes_down_is_a_message_and_nothing_else(pins: MockFactory) -> None:
    told: queue.SimpleQueue[Message] = queue.SimpleQueue()
    hardware = open_hardware(Settings(buttons={"listen": 6, "next": 13}, sensors=SensorSettings(motion=4)), told.put)
    assert hardware.faults == ()
    pins.pin(6).drive_low()
    assert told.get(timeout=5) == ButtonPressed("listen")
    pins.pin(6).drive_high()
    assert told.get(timeout=5) == ButtonReleased("listen")
    pins.pin(13).drive_low()
    assert told.get(timeout=5) == ButtonPressed("next")
    pins.pin(4).drive_high()
    assert told.get(timeout=5) == MotionSeen()
    hardware.close()
    pins.pin(6).drive_low()
    assert told.empty()


@pytest.mark.clause("5.1.3.12")
def test_the_volume_is_turned_click_by_click(pins: MockFactory) -> None:
    told: queue.SimpleQueue[Message] = queue.SimpleQueue()
    hardware = open_hardware(Settings(sensors=SensorSettings(rotary=(23, 24))), told.put)
    first, second = pins.pin(23), pins.pin(24)
    for pin, drive in ((first, "low"), (second, "low"), (first, "high"), (second, "high")):
        getattr(pin, f"drive_{drive}")()
    assert told.get(timeout=5) == VolumeTurned(+1)
    for pin, drive in ((second, "low"), (first, "low"), (second, "high"), (first, "high")):
        getattr(pin, f"drive_{drive}")()
    assert told.get(timeout=5) == VolumeTurned(-1)
    hardware.close()


def test_relays_and_lamp_are_switched_and_are_off_in_the_end(pins: MockFactory) -> None:
    hardware = open_hardware(Settings(outputs=OutputSettings(amplifier=27, horn=17, lamp=22)), lambda _: None)
    wired = {"amplifier": pins.pin(27), "horn": pins.pin(17), "lamp": pins.pin(22)}
    assert [pin.state for pin in wired.values()] == [0, 0, 0]
    for name, pin in wired.items():
        hardware.switch(name, True)
        assert pin.state == 1
    hardware.switch("lamp", False)
    assert [pin.state for pin in wired.values()] == [1, 1, 0]
    hardware.switch("siren", True)  # there is none
    hardware.close()
    assert [pin.state for pin in wired.values()] == [0, 0, 0]
    hardware.switch("lamp", True)  # too late, and no fault
    assert hardware.faults == ()


def test_many_threads_may_switch_at_once(pins: MockFactory) -> None:
    hardware = open_hardware(Settings(outputs=OutputSettings(amplifier=27)), lambda _: None)

    def switch() -> None:
        for on in (True, False) * 200:
            hardware.switch("amplifier", on)

    threads = [threading.Thread(target=switch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pins.pin(27).state == 0
    assert hardware.faults == ()
    hardware.close()


def test_a_chip_that_is_pulled_out_is_told_once_and_never_raises(pins: MockFactory) -> None:
    pins.pin_class = PulledPin
    hardware = open_hardware(
        Settings(buttons={"listen": 6}, outputs=OutputSettings(amplifier=27, lamp=22)), lambda _: None
    )
    hardware.switch("amplifier", True)
    PulledPin.pulled = True
    for _ in range(3):
        hardware.switch("lamp", True)
    assert len(hardware.faults) == 1
    assert hardware.faults[0].details["name"] == "lamp"
    assert "No such device" in told(hardware.faults[0])
    hardware.close()


def test_a_fault_behind_the_door_does_not_reach_the_pins_thread(pins: MockFactory) -> None:
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        raise RuntimeError("the main thread is gone")

    hardware = open_hardware(Settings(buttons={"listen": 6}), tell)
    pins.pin(6).drive_low()
    pins.pin(6).drive_high()
    assert heard == [ButtonPressed("listen"), ButtonReleased("listen")]
    hardware.close()


def test_a_machine_without_pins_is_told_in_one_line_and_the_kiosk_runs() -> None:
    hardware = open_hardware(Settings(buttons={"listen": 6}, outputs=OutputSettings(lamp=22)), lambda _: None)
    assert len(hardware.faults) == 1
    line = told(hardware.faults[0])
    assert line.startswith("GPIO tidak dapat dipakai")
    assert "layar sentuh tetap jalan" in line
    hardware.switch("lamp", True)
    hardware.close()


@pytest.mark.usefixtures("pins")
def test_a_pin_that_cannot_be_had_costs_no_other() -> None:
    taken = open_hardware(Settings(buttons={"listen": 6}), lambda _: None)
    hardware = open_hardware(
        Settings(buttons={"listen": 6, "next": 13}, outputs=OutputSettings(lamp=22)), lambda _: None
    )
    assert len(hardware.faults) == 1
    assert told(hardware.faults[0]).startswith("listen: pin 6 tidak dapat dipakai")
    hardware.close()
    taken.close()


def test_a_line_that_another_program_holds_is_told_and_costs_no_other(pins: MockFactory) -> None:
    pins.pin_class = BusyPin
    told: queue.SimpleQueue[Message] = queue.SimpleQueue()
    hardware = open_hardware(Settings(buttons={"listen": 6, "next": 13}), told.put)
    assert [fault.details["name"] for fault in hardware.faults] == ["listen"]
    assert "GPIO busy" in str(hardware.faults[0])
    pins.pin(13).drive_low()
    assert told.get(timeout=5) == ButtonPressed("next")
    hardware.close()


def test_no_pin_named_opens_nothing() -> None:
    assert open_hardware(Settings(), lambda _: None).faults == ()


def test_gestures_cannot_fill_the_inbox_and_what_the_voice_tells_is_never_lost() -> None:
    inbox = Inbox()
    for _ in range(5000):
        inbox.tell(ButtonPressed("next"))
    inbox.tell(SpeechStarted("berita-1"))
    heard: list[Message] = []
    inbox.drain(heard.append)
    assert len(heard) == MOST_GESTURES + 1
    assert heard[-1] == SpeechStarted("berita-1")
