"""The keys of a USB keypad that may stand for buttons, by the names that kiosk.toml uses. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

KEYS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        # SDL 2 key codes as Kivy hands them on; a key that a number pad has too is both
        **{letter: frozenset({ord(letter)}) for letter in "abcdefghijklmnopqrstuvwxyz"},
        **{digit: frozenset({ord(digit), 256 + int(digit)}) for digit in "0123456789"},
        **{f"f{number}": frozenset({281 + number}) for number in range(1, 13)},
        "enter": frozenset({13, 271}),
        "space": frozenset({32}),
        "backspace": frozenset({8}),
        "tab": frozenset({9}),
        "escape": frozenset({27}),
        "up": frozenset({273}),
        "down": frozenset({274}),
        "right": frozenset({275}),
        "left": frozenset({276}),
        "insert": frozenset({277}),
        "home": frozenset({278}),
        "end": frozenset({279}),
        "pageup": frozenset({280}),
        "pagedown": frozenset({281}),
        "delete": frozenset({127}),
        ".": frozenset({46, 266}),
        "/": frozenset({47, 267}),
        "*": frozenset({42, 268}),
        "-": frozenset({45, 269}),
        "+": frozenset({43, 270}),
    }
)
"""Name -> key codes. Punctuation is the character, as on the number pad."""
