"""What is wrong with pins, by code: told to technicians, and written into the log."""

from __future__ import annotations

from content_cache.model.problems import ProblemCode


class PinCode(ProblemCode):
    """Each row: the code, and the names of its details. `pins` are BCM numbers."""

    NO_PINS = "no_pins", "reason"
    PIN_UNUSABLE = "pin_unusable", "name", "pins", "reason"
    PIN_STUCK = "pin_stuck", "name", "reason"
