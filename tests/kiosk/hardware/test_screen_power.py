"""The screen is turned off in the way that answers. cec-ctl, wlopm and wlr-randr are stand-ins that answer as Debian 13's do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.hardware.backlight import Backlight
from kiosk.hardware.screen_power import ScreenPower

ANSWERING = r"""
case "$*" in
*--give-device-power-status*)
    printf 'Driver Info:\n\tDriver Name                : vc4_hdmi\n\tPhysical Address           : 1.0.0.0\n'
    printf 'Transmit from Playback Device 1 to TV (4 to 0):\nCEC_MSG_GIVE_DEVICE_POWER_STATUS (0x8f)\n'
    printf '\tReceived from TV (0 to 4):\n\tCEC_MSG_REPORT_POWER_STATUS (0x90):\n\t\tpwr-state: on (0x00)\n' ;;
esac
"""
DEAF = r"""printf 'Driver Info:\n\tPhysical Address           : 1.0.0.0\n\tTx, Not Acknowledged (4), Max Retries\n'"""
LISTS = 'printf \'HDMI-A-1 "LG 43"\\n  Enabled: yes\\n  Position: 0,0\\nDSI-1 "(null)"\\n  Enabled: yes\\n\''
NO_PROTOCOL = "echo 'ERROR: Wayland server does not support wlr-output-power-management-v1.' >&2; exit 1"


class Programs:
    """A folder of programs; each writes down how it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told"
        self.told.touch()
        self.devices = folder / "dev"
        self.devices.mkdir()
        self.backlights = folder / "backlights"
        self.backlights.mkdir()

    def add(self, name: str, body: str) -> None:
        path = self.folder / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>{self.told}\n{body}\n', "utf-8")
        path.chmod(0o755)
        if name == "cec-ctl":
            (self.devices / "cec0").touch()

    @property
    def calls(self) -> list[str]:
        return [line.replace(f"{self.devices}/", "") for line in self.told.read_text("utf-8").splitlines()]

    def power(self, wanted: str) -> ScreenPower:
        return ScreenPower(wanted, Backlight(self.backlights), self.devices)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    made = Programs(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))  # the machine's own are out of reach
    return made


def off_and_on(programs: Programs, wanted: str, until: Callable[[], bool]) -> list[str]:
    power = programs.power(wanted)
    power.switch(False)
    for _ in range(500):
        if until():
            break
        time.sleep(0.02)
    assert until()
    power.close()
    return programs.calls


def test_a_television_that_answers_sleeps_and_wakes_on_its_input(programs: Programs) -> None:
    programs.add("cec-ctl", ANSWERING)
    programs.add("wlopm", "echo HDMI-A-1 on")
    calls = off_and_on(programs, "auto", lambda: len(programs.calls) > 1)
    assert calls == [
        "cec-ctl -d cec0 --playback --to 0 --give-device-power-status",
        "cec-ctl -d cec0 --skip-info --to 0 --standby",
        "cec-ctl -d cec0 --skip-info --to 0 --image-view-on",
        "cec-ctl -d cec0 --skip-info --to 15 --active-source phys-addr=1.0.0.0",
    ]


def test_a_panel_that_does_not_answer_leaves_it_to_the_compositor(programs: Programs) -> None:
    programs.add("cec-ctl", DEAF)
    programs.add("wlopm", "echo HDMI-A-1 on")
    calls = off_and_on(programs, "auto", lambda: "wlopm --off *" in programs.calls)
    assert calls[1:] == ["wlopm ", "wlopm --off *", "wlopm --on *"]


def test_of_itself_no_output_is_unplugged(programs: Programs) -> None:
    """Nobody has seen a panel come back from that: a warning must light the screen."""
    programs.add("wlopm", NO_PROTOCOL)
    programs.add("wlr-randr", LISTS)
    assert off_and_on(programs, "auto", lambda: bool(programs.calls)) == ["wlopm "]


def test_under_cage_the_settings_may_ask_for_it(programs: Programs) -> None:
    programs.add("cec-ctl", ANSWERING)
    programs.add("wlopm", NO_PROTOCOL)
    programs.add("wlr-randr", LISTS)
    assert off_and_on(programs, "dpms", lambda: "wlr-randr --output DSI-1 --off" in programs.calls) == [
        "wlopm ",
        "wlr-randr ",
        "wlr-randr --output HDMI-A-1 --off",
        "wlr-randr --output DSI-1 --off",
        "wlr-randr --output HDMI-A-1 --on",
        "wlr-randr --output DSI-1 --on",
    ]


def test_the_backlight_is_first_and_asks_no_program(programs: Programs) -> None:
    programs.add("cec-ctl", ANSWERING)
    panel = programs.backlights / "panel"
    panel.mkdir()
    (panel / "bl_power").write_text("0")
    power = programs.power("auto")
    power.switch(False)
    assert (panel / "bl_power").read_text() == "4"
    power.close()
    assert (panel / "bl_power").read_text() == "0"
    assert programs.calls == []


@pytest.mark.parametrize("wanted", ["black", "auto", "cec", "dpms"])
def test_without_any_way_the_picture_is_black_and_nothing_else_happens(programs: Programs, wanted: str) -> None:
    power = programs.power(wanted)
    for on in (False, True, False):
        power.switch(on)
    power.close()
    assert programs.calls == []


def test_what_fails_to_come_on_is_tried_again(programs: Programs) -> None:
    programs.add("wlopm", 'case "$*" in *--on*) exit 1;; esac')
    calls = off_and_on(programs, "auto", lambda: "wlopm --off *" in programs.calls)
    assert calls.count("wlopm --on *") == 3


def test_a_program_that_lies_or_is_none_breaks_nothing(programs: Programs) -> None:
    programs.add("cec-ctl", "printf '\\377\\376 pwr-state \\0'")
    (programs.folder / "wlopm").write_text("no program")
    (programs.folder / "wlopm").chmod(0o755)
    assert len(off_and_on(programs, "auto", lambda: bool(programs.calls))) == 1
