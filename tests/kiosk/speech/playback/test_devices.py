from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.speech.errors import DeviceError
from kiosk.speech.playback.devices import (
    CARD_LEAD_IN_S,
    HDMI_LEAD_IN_S,
    auto_order,
    is_plugged,
    known_cards,
    lead_in_s,
    other_way,
)
from kiosk.speech.playback.outputs import open_output

# as PortAudio names them on a Pi
HDMI = {"name": "vc4-hdmi-0: MAI PCM i2s-hifi-0 (hw:0,0)", "max_output_channels": 8}
JACK = {"name": "bcm2835 Headphones: - (hw:1,0)", "max_output_channels": 8}
MICROPHONE = {"name": "USB PnP Sound Device: Audio (hw:2,0)", "max_output_channels": 0}
USB = {"name": "UACDemoV1.0: USB Audio (hw:3,0)", "max_output_channels": 2}
DEFAULT = {"name": "default", "max_output_channels": 128}
PIPEWIRE = {"name": "pipewire", "max_output_channels": 64}

CARDS = """ 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0
                      vc4-hdmi-0
 1 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones
"""


def test_a_usb_loudspeaker_goes_before_the_default_and_all_are_tried() -> None:
    devices = [HDMI, JACK, MICROPHONE, USB, DEFAULT]
    assert auto_order(devices, 4) == [3, 4, 0, 1]


def test_a_sound_server_goes_first_as_it_follows_what_is_plugged_in() -> None:
    assert auto_order([USB, PIPEWIRE], 1) == [1, 0]


@pytest.mark.parametrize(("devices", "default"), [([], None), ([], -1), ([MICROPHONE], 0)])
def test_nothing_that_plays_is_nothing_to_try(devices: list[dict[str, object]], default: int | None) -> None:
    assert auto_order(devices, default) == []


@pytest.mark.parametrize(
    ("device", "cards", "wanted"),
    [
        ("vc4-hdmi-0: MAI PCM i2s-hifi-0 (hw:0,0)", "", HDMI_LEAD_IN_S),
        ("UACDemoV1.0: USB Audio (hw:3,0)", CARDS, CARD_LEAD_IN_S),
        ("default", CARDS, HDMI_LEAD_IN_S),
        ("default", " 0 [Headphones     ]: bcm2835_headpho", CARD_LEAD_IN_S),
        ("pulse", "", HDMI_LEAD_IN_S),  # nobody knows what lies behind it
    ],
)
def test_hdmi_is_given_time_to_wake_up(device: str, cards: str, wanted: float) -> None:
    assert lead_in_s(device, cards) == wanted


def test_the_kernels_list_of_cards_may_be_missing(tmp_path: Path) -> None:
    assert known_cards(tmp_path / "cards") == ""
    (tmp_path / "cards").write_text(CARDS)
    assert known_cards(tmp_path / "cards") == CARDS


@pytest.mark.parametrize("device", ["hw:CARD=NotThere", "no such device", "wav:/not/there/x.wav"])
def test_a_device_that_is_not_there_is_one_line(device: str) -> None:
    with pytest.raises(DeviceError) as caught:
        open_output(device)
    assert "\n" not in str(caught.value)


LOOK = """
import pathlib, sys
import sounddevice
from kiosk.speech.playback.portaudio_output import look_again
before = [device["name"] for device in sounddevice.query_devices()]
pathlib.Path(sys.argv[1]).write_text(sys.argv[2])
look_again()
after = [device["name"] for device in sounddevice.query_devices()]
print("loudspeaker" in before, "loudspeaker" in after)
"""


def test_what_is_plugged_in_is_seen_after_looking_again(tmp_path: Path) -> None:
    card = f'pcm.loudspeaker {{ type file slave.pcm "null" file "{tmp_path}/x.wav" }}\npcm.null {{ type null }}\n'
    told = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path / ".asoundrc"), card],
        env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert told.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("device", "loaded"), [("auto", True), ("null", False), ("wav:/x.wav", False), ("hw:0", False)]
)
def test_a_player_that_waits_has_looked_at_the_devices_before_somebody_listens(device: str, loaded: bool) -> None:
    program = (
        "import sys; from kiosk.speech.playback.outputs import get_ready; get_ready(sys.argv[1]); "
        "print('_sounddevice' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program, device], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(loaded)]


TOO_MUCH = {"msgspec", "dataclasses", "inspect", "asyncio", "numpy", "content_cache"}


def test_the_player_is_small_while_it_waits() -> None:
    """It is there from the first frame on, whether anybody listens or not: no module comes in by an error's or a record's type."""
    program = "import sys; import kiosk.speech.playback.child as child; child.get_ready('auto'); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {name.partition(".")[0] for name in told} & TOO_MUCH == set()
    ours = {name for name in told if name.startswith("kiosk.")}
    assert {name for name in ours if not name.startswith("kiosk.speech.playback")} == {
        "kiosk.speech", "kiosk.speech.errors", "kiosk.speech.wav",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("device", "other"),
    [
        ("auto", "aplay:auto"),
        ("USB Audio", "aplay:USB Audio"),
        ("aplay:auto", "auto"),
        ("hw:CARD=Device", "auto"),
        ("plughw:1,0", "auto"),
        ("null", "null"),
        ("wav:/tmp/x.wav", "wav:/tmp/x.wav"),
    ],
)
def test_other_way_is_by_another_program(device: str, other: str) -> None:
    assert other_way(device) == other


@pytest.mark.parametrize(
    ("device", "plugged"),
    [
        ("", False),
        ("plughw:CARD=Headphones,DEV=0", True),
        ("aplay:plughw:CARD=Headphones", True),
        ("plughw:CARD=Headphone", False),
        ("plughw:CARD=Headset", False),
        ("hw:1", True),
        ("plughw:1,0", True),
        ("hw:2", False),
        ("sysdefault", True),
        ("plughw:CARD=[", True),
    ],
)
def test_a_headset_is_plugged_in_where_its_card_is_listed(device: str, plugged: bool) -> None:
    assert is_plugged(device, CARDS) is plugged
