"""Buttons, sensors, relays, lamp, backlight: pins -> messages, and back. Where none can be had the kiosk runs all the same."""

from __future__ import annotations

from kiosk.hardware.backlight import Backlight
from kiosk.hardware.pins import AMPLIFIER, HORN, LAMP, Hardware, open_hardware

__all__ = ["AMPLIFIER", "HORN", "LAMP", "Backlight", "Hardware", "open_hardware"]
