"""Faults of pins by code, for technicians and the log."""

from __future__ import annotations

from content_cache.model.problems import ProblemCode
from content_cache.model.problems import msgid as _


class PinCode(ProblemCode):
    """Codes of pins. `pins` are BCM numbers."""

    NO_PINS = "no_pins", _("GPIO cannot be used ({reason}); the touch screen works all the same")
    PIN_UNUSABLE = "pin_unusable", _("{name}: pin {pins} cannot be used ({reason}); the others work all the same")
    PIN_STUCK = "pin_stuck", _("{name}: cannot be switched any more ({reason}); the others work all the same")
