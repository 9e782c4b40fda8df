"""USB keypad whose keys stand for the buttons. Knows key codes and no windows; keys that are not configured do nothing."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core.messages import ButtonPressed, ButtonReleased, Tell
from kiosk.settings.wiring import KEYS


class Keypad:
    """Keypad with *keys*, the name of a key by verb (`Settings.keyboard`). A key that is held down repeats: it counts once."""

    def __init__(self, keys: Mapping[str, str], tell: Tell) -> None:
        self._verbs = {code: verb for verb, key in keys.items() for code in KEYS[key]}
        self._tell = tell
        self._down: set[int] = set()

    def key_down(self, code: int) -> None:
        """Report a press of the key with Kivy's *code*, if it stands for a button and was not down already."""
        if code in self._verbs and code not in self._down:
            self._down.add(code)
            self._tell(ButtonPressed(self._verbs[code]))

    def key_up(self, code: int) -> None:
        if code in self._down:
            self._down.remove(code)
            self._tell(ButtonReleased(self._verbs[code]))
