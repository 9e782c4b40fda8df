"""Buttons and sensors: pins -> messages. Without pins, or where none can be had, the kiosk runs all the same."""

from __future__ import annotations

from kiosk.hardware.pins import Hardware, open_hardware

__all__ = ["Hardware", "open_hardware"]
