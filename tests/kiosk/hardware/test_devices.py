from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from kiosk.hardware import Backlight
from kiosk.hardware.devices import Devices
from kiosk.hardware.lamp import PULSE_S, Lamp
from kiosk.settings import OutputSettings, Settings


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    Device.pin_factory = MockFactory()
    yield Device.pin_factory
    Device.pin_factory.reset()
    Device.pin_factory = None


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """A backlight as the kernel shows it."""
    folder = tmp_path / "backlight" / "10-0045"
    folder.mkdir(parents=True)
    (folder / "bl_power").write_text("0\n")
    return folder / "bl_power"


def test_the_light_behind_the_screen_goes_and_comes_and_is_on_in_the_end(panel: Path) -> None:
    body = Devices(Settings(), lambda _: None, Lamp(), lambda: 0.0, backlights=panel.parents[1])
    body.darken(True)
    assert panel.read_text() == "4"
    body.darken(False)
    assert panel.read_text() == "0"
    body.darken(True)
    body.close()
    assert panel.read_text() == "0"


def test_a_light_that_may_not_be_switched_is_told_once(panel: Path, caplog: pytest.LogCaptureFixture) -> None:
    panel.unlink()
    panel.mkdir()  # what cannot be written, by root either
    light = Backlight(panel.parents[1])
    assert light.present
    light.switch(False)
    light.switch(True)
    assert len([record for record in caplog.records if "bl_power" in record.getMessage()]) == 1


def test_without_a_backlight_nothing_is_switched(tmp_path: Path) -> None:
    light = Backlight(tmp_path)
    assert not light.present
    light.switch(False)


def test_the_lamp_is_on_while_something_is_said_and_pulses_while_something_urgent_waits(
    pins: MockFactory, tmp_path: Path
) -> None:
    lamp, now = Lamp(), 0.0
    body = Devices(
        Settings(outputs=OutputSettings(lamp=22, amplifier=27)), lambda _: None, lamp, lambda: now, backlights=tmp_path
    )
    wire = pins.pin(22)

    def states() -> list[int]:
        nonlocal now
        seen = []
        for tick in range(8):
            now = tick * PULSE_S / 2
            body.update_lamp()
            seen.append(int(wire.state))
        return seen

    assert states() == [0] * 8
    lamp.speaking = True
    assert states() == [1] * 8
    lamp.speaking = False
    lamp.news([])
    assert states() == [0] * 8
    body.relay("amplifier", True)
    assert pins.pin(27).state == 1
    body.close()
    assert pins.pin(27).state == 0
