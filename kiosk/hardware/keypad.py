"""A USB keypad whose keys stand for the buttons. Knows codes and nothing of windows; what is not configured does nothing."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core.messages import ButtonPressed, ButtonReleased, Tell
from kiosk.settings.wiring import KEYS


class Keypad:
    """`keys` maps a verb to the name of its key (`Settings.keyboard`). A key that is held down repeats: it counts once."""

    def __init__(self, keys: Mapping[str, str], tell: Tell) -> None:
        self._verbs = {code: verb for verb, key in keys.items() for code in KEYS[key]}
        self._tell = tell
        self._down: set[int] = set()

    def key_down(self, code: int) -> None:
        """`code` as Kivy hands it on."""
        if code in self._verbs and code not in self._down:
            self._down.add(code)
            self._tell(ButtonPressed(self._verbs[code]))

    def key_up(self, code: int) -> None:
        if code in self._down:
            self._down.remove(code)
            self._tell(ButtonReleased(self._verbs[code]))
