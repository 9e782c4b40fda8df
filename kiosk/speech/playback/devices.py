"""Choice of the sound device for "auto", and whether it swallows the first moment after it was opened.

Pure, but for one file of the kernel's that is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CARDS = Path("/proc/asound/cards")
SOUND_SERVERS = ("pulse", "pipewire")
AUTO = "auto"
BY_APLAY = "aplay"
FILES = ("wav:", "quick-wav:", "fast-wav:")
ALSA_NAMES = ("hw:", "plughw:", "sysdefault:", "front:", "hdmi:", "plug:", "dmix:")
HDMI_LEAD_IN_S = 0.3  # the far end mutes until it has locked on to the signal
CARD_LEAD_IN_S = 0.1


def known_cards(path: Path = CARDS) -> str:
    """Return the kernel's list of sound cards, in which a plugged or unplugged card shows; "" if there is none."""
    try:
        return path.read_text(errors="replace")
    except OSError:  # a machine without ALSA has no such file
        return ""


def is_plugged(device: str, cards: str) -> bool:
    """Return whether the sound card of *device* is among the kernel's *cards*; True for a device that names no card.

    "" is no device. A card is named as ALSA does, by its name (`plughw:CARD=Headset,DEV=0`) or number (`hw:1`).
    """
    if not device:
        return False
    if named := re.search(r"CARD=(\w+)", device):
        return re.search(rf"\[{named[1]} *\]", cards) is not None
    if numbered := re.search(r"\bhw:(\d+)", device.replace("plug", "")):
        return re.search(rf"^ *{numbered[1]} \[", cards, re.MULTILINE) is not None
    return True


def other_way(device: str) -> str:
    """Return *device* by the other program: aplay for a PortAudio device, and vice versa. A file is returned unchanged."""
    kind, _, name = device.partition(":")
    if device == "null" or device.startswith(FILES):
        return device
    if kind == BY_APLAY:
        return name
    return AUTO if device.startswith(ALSA_NAMES) else f"{BY_APLAY}:{device}"


def auto_order(devices: Sequence[Mapping[str, Any]], default: int | None) -> list[int]:
    """Return the numbers of PortAudio's devices in the order in which they are tried.

    A sound server comes first: it follows what is plugged in by itself. Else a USB loudspeaker, which somebody plugged
    in on purpose, then the system's default, then whatever can play.
    """
    playing = [number for number, device in enumerate(devices) if device["max_output_channels"] > 0]
    usual = [number for number in playing if number == default]
    if usual and any(name in _device_name(devices[usual[0]]) for name in SOUND_SERVERS):
        first = usual
    else:
        first = [number for number in playing if "usb" in _device_name(devices[number])] + usual
    return list(dict.fromkeys([*first, *playing]))


def lead_in_s(device: str, cards: str) -> float:
    """Return the seconds of silence that a device needs after it was opened, by its name, else by the first card's."""
    name = device.lower()
    if "hdmi" in name:
        return HDMI_LEAD_IN_S
    if any(word in name for word in ("usb", "headphone", "analog")):
        return CARD_LEAD_IN_S
    first = cards.strip().split("\n")[0].lower()
    return CARD_LEAD_IN_S if first and "hdmi" not in first else HDMI_LEAD_IN_S


def _device_name(device: Mapping[str, Any]) -> str:
    return str(device["name"]).lower()
