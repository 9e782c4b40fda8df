"""[screen] rotation, output, touch and [board]: nothing of them is more than it says, and no office sets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import load
from kiosk.settings.loader import settings_from_tables
from kiosk.settings.office_layer import MAY_SET
from kiosk.settings.office_rules import faults_of
from kiosk.settings.overrides import change

pytestmark = pytest.mark.attack(
    "root and keys",
    "an overlay's name brings other lines into config.txt, or a file that somebody put on the card",
    "refused; left out alone",
)


@pytest.mark.parametrize(
    "name",
    [
        "hifiberry-dac\ndtoverlay=evil", "hifiberry-dac\r", "a dtparam=b", "include evil.txt", "dtparam=watchdog=off", "[all]", "",
        "../evil", "a,b=c d", "a,b=$(reboot)", "a,,b", "a,", "A", "#a", "a\x00", "ä", "a" * 60,
        "a," + ",".join(["b=cccccccccccccccccccc"] * 5),
    ],
)  # fmt: skip
def test_what_could_be_more_than_one_overlay_is_none(name: str) -> None:
    settings = settings_from_tables({"board": {"overlays": ["i2c-rtc,ds3231", name]}})
    assert settings.board.overlays == ()
    assert settings.faults


def test_overlays_with_parameters_are_taken_once_each() -> None:
    named = ["vc4-kms-dsi-waveshare-panel,10_1_inch", "i2c-rtc,ds3231", "i2c-rtc,ds3231", "gpio-fan,temp=65000"]
    settings = settings_from_tables({"board": {"overlays": named}})
    assert settings.board.overlays == (named[0], named[1], named[3])
    assert not settings.faults
    assert settings_from_tables({"board": {"overlays": [f"a{n}" for n in range(9)]}}).faults


@pytest.mark.parametrize("turn", [45, -90, 360, 90.5, "90", True, None])
def test_only_quarters_are_turned(turn: object) -> None:
    settings = settings_from_tables({"screen": {"rotation": turn, "theme": "dark"}})
    assert (settings.screen.rotation, settings.screen.theme) == (0, "dark")
    assert settings.faults


@pytest.mark.parametrize("output", ["HDMI-1; reboot", "--help", "", "*", "HDMI 1", "H" * 30, 1])
def test_an_output_is_a_name(output: object) -> None:
    assert settings_from_tables({"screen": {"output": output}}).screen.output == "auto"


@pytest.mark.parametrize(
    "touch", [[1, 0, 0], [0.0] * 6, [float("nan")] * 6, ["1"] * 6, "1 0 0 0 1 0", [1, 0, 9, 0, 1, 0]]
)
def test_no_panel_is_corrected_out_of_reach(touch: object) -> None:
    settings = settings_from_tables({"screen": {"touch": touch}})
    assert settings.screen.touch == ()
    assert settings.faults


def test_what_was_tried_and_kept_is_read_again(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("[screen]\nrotation = 0\n", "utf-8")
    change(tmp_path, config, {"screen": {"rotation": 270, "touch": [0.0, 1.0, 0.0, 1.0, 0.0, 0.0]}})
    screen = load(config, tmp_path).screen
    assert (screen.rotation, screen.touch) == (270, (0.0, 1.0, 0.0, 1.0, 0.0, 0.0))


def test_no_office_sets_them() -> None:
    assert "board" not in MAY_SET
    for key, value in (
        ("screen.rotation", 180),
        ("screen.touch", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
        ("screen.output", "HDMI-2"),
        ("screen.scale", 2.0),
        ("screen.brightness", 1),
        ("speech.device", "null"),
        ("board.overlays", ["hifiberry-dac"]),
        ("board", {"overlays": []}),
    ):
        assert faults_of(key, value), key
