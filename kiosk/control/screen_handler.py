"""What a screen makes of the keys that act differently from screen to screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def do_nothing() -> None:
    """What a key does where it has nothing to do."""


@dataclass(frozen=True, slots=True)
class ScreenHandler:
    """`step` takes -1 for previous, +1 for next. `leave` is called before the screen is turned away from. `controller` has one
    for each screen that differs from the others."""

    step: Callable[[int], object]
    home: Callable[[], object]
    back: Callable[[], object]
    listen: Callable[[], object] = do_nothing
    leave: Callable[[], object] = do_nothing
