"""Wiring of pins and keys, as kiosk.toml says it. A pin serves one thing: the second that names it is not used."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.settings import parsers as v
from kiosk.settings.faults import SettingCode, SettingError
from kiosk.settings.schema import SectionReader, did_you_mean, short_toml
from kiosk.settings.sections import HELD, VERBS, Settings


class Button(Struct, frozen=True):
    """Button: a BCM pin, what pressing it does, and what holding it does ("" for nothing more)."""

    pin: int
    verb: str
    hold: str = ""


_KEYS_OF_A_BUTTON = ("pin", "verb", "hold")


def read_buttons(reader: SectionReader, table: Any) -> dict[str, Button]:
    """Return the buttons by name. A button is a pin, or { pin, verb, hold }; its name is its verb unless another is given."""
    if not isinstance(table, Mapping):
        reader.fault("buttons", problem(SettingCode.NO_SECTION_NAMED, section="buttons"))
        return {}
    buttons: dict[str, Button] = {}
    for name, written in table.items():
        spec = written if isinstance(written, Mapping) else {"pin": written}
        for key in spec:
            if key not in _KEYS_OF_A_BUTTON:
                unknown = problem(SettingCode.UNKNOWN_WORD, word=key)
                reader.fault(f"buttons.{name}", unknown, did_you_mean(key, _KEYS_OF_A_BUTTON))
        try:
            if "pin" not in spec:
                raise SettingError(SettingCode.MISSING, name="pin")  # noqa: TRY301 -- told like the other mistakes of a button
            verb = v.one_of(VERBS)(spec.get("verb", name))
            hold = v.one_of(("", *VERBS))(spec.get("hold", HELD.get(verb, "")))
            buttons[name] = Button(v.pin(spec["pin"]), verb, hold)
        except SettingError as wrong:
            reader.fault(f"buttons.{name}", *wrong.problems, problem(SettingCode.BUTTON_NOT_USED))
    return buttons


def read_keyboard(reader: SectionReader, table: Any) -> dict[str, str]:
    """Return the keys by verb. A key does one thing."""
    if not isinstance(table, Mapping):
        reader.fault("keyboard", problem(SettingCode.NO_SECTION_NAMED, section="keyboard"))
        return {}
    keys: dict[str, str] = {}
    for name, key in table.items():
        path = f"keyboard.{name}"
        if name not in VERBS:
            reader.fault(path, problem(SettingCode.UNKNOWN), did_you_mean(name, VERBS))
        elif not isinstance(key, str) or key.lower() not in KEYS:
            unknown = problem(SettingCode.KEY_UNKNOWN, key=short_toml(key))
            reader.fault(path, unknown, did_you_mean(str(key), KEYS), problem(SettingCode.BUTTON_NOT_USED))
        elif key.lower() in keys.values():
            reader.fault(path, problem(SettingCode.KEY_TAKEN, key=key), problem(SettingCode.BUTTON_NOT_USED))
        else:
            keys[name] = key.lower()
    return keys


def without_shared_pins(reader: SectionReader, settings: Settings) -> Settings:
    """Remove settings whose pin is used already, and report them as faults. Buttons come first, then sensors, then outputs."""
    taken: dict[int, str] = {}

    def free(path: str, *pins: int | None) -> bool:
        """Take the pins if all are free; return whether they were."""
        wanted = [pin for pin in pins if pin is not None]
        for pin in wanted:
            if pin in taken:
                reader.fault(
                    path,
                    problem(SettingCode.PIN_TAKEN, pin=pin, by=taken[pin]),
                    problem(SettingCode.NOT_USED_PATH, path=path),
                )
                return False
        taken.update(dict.fromkeys(wanted, path))
        return True

    names = [name for name, pin in settings.buttons.items() if free(f"buttons.{name}", pin)]
    sensors, outputs = settings.sensors, settings.outputs
    if not free("sensors.motion", sensors.motion):
        sensors = replace(sensors, motion=None)
    if not free("sensors.rotary", *(sensors.rotary or ())):
        sensors = replace(sensors, rotary=None)
    for name in ("amplifier", "horn", "lamp"):
        if not free(f"outputs.{name}", getattr(outputs, name)):
            outputs = replace(outputs, **{name: None})
    return replace(
        settings,
        buttons={name: settings.buttons[name] for name in names},
        verbs={name: settings.verbs[name] for name in names},
        holds={name: verb for name, verb in settings.holds.items() if name in names},
        sensors=sensors,
        outputs=outputs,
    )


KEYS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        # SDL 2 key codes as Kivy passes them on; a key that is also on the number pad has both
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
"""Key codes by name. Punctuation is the character, as on the number pad."""
