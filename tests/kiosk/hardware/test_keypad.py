from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from kiosk.core.messages import ButtonPressed, ButtonReleased, Message
from kiosk.hardware.keypad import Keypad
from kiosk.settings.wiring import KEYS

pytestmark = pytest.mark.attack(
    "people",
    "a keyboard is plugged in to reach another program",
    "no key does anything but those that the settings name",
)


ENTER, PAD_ENTER, FIVE, PAD_FIVE = 13, 271, 53, 261


@pytest.mark.clause("5.7")
def test_configured_keys_are_buttons_that_repeat_not_and_others_are_nothing() -> None:
    told: list[Message] = []
    keypad = Keypad({"listen": "enter", "home": "5"}, told.append)
    for _ in range(5):
        keypad.key_down(PAD_ENTER)  # the key repeats while it is held
    keypad.key_down(27)
    keypad.key_down(PAD_FIVE)
    keypad.key_up(PAD_ENTER)
    keypad.key_up(27)
    assert told == [ButtonPressed("listen"), ButtonPressed("home"), ButtonReleased("listen")]
    keypad.key_down(ENTER)
    assert told[-1] == ButtonPressed("listen")


def test_the_codes_are_those_of_kivy() -> None:
    """In a process of its own, where Kivy's window module may be asked."""
    ask = "import kivy.core.window as w, json; print(json.dumps(w.Keyboard.keycodes))"
    environment = os.environ | {
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "KIVY_NO_FILELOG": "1",
        "SDL_VIDEODRIVER": "offscreen",
    }
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, env=environment)
    codes = json.loads(done.stdout.splitlines()[-1])
    pad = {".": "decimal", "/": "divide", "*": "mul", "-": "substract", "+": "add", "enter": "enter"}
    for name, known in KEYS.items():
        expected = {codes["spacebar" if name == "space" else name]}
        if name in pad or name.isdigit():
            expected.add(codes[f"numpad{pad.get(name, name)}"])
        assert known == expected, name
