"""Somebody plugs a keyboard in and tries what he knows."""

from __future__ import annotations

import time

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine

COMBINATIONS = [
    *(["ctrl", "alt", f"f{number}"] for number in range(1, 9)),
    *(["alt", f"f{number}"] for number in (1, 2, 4)),
    ["ctrl", "alt", "delete"], ["ctrl", "alt", "backspace"], ["ctrl", "alt", "t"], ["ctrl", "alt", "esc"],
    *(["alt", "sysrq", key] for key in "bcreisuofk"),
    ["alt", "tab"], ["alt", "esc"], ["alt", "spc"], ["alt", "left"], ["alt", "right"], ["ctrl", "esc"],
    ["ctrl", "c"], ["ctrl", "z"], ["ctrl", "d"], ["ctrl", "q"], ["ctrl", "w"], ["ctrl", "shift", "i"], ["ctrl", "p"],
    ["meta_l"], ["meta_l", "d"], ["meta_l", "l"], ["meta_l", "r"], ["menu"], ["print"], ["esc"], ["f1"], ["f11"],
    ["tab"], ["ret"], ["spc"],
]  # fmt: skip
POWER_KEYS = [["power"], ["sleep"], ["wake"]]


def combinations(lab: Lab) -> None:
    with lab.shared() as machine:
        before = _state(machine)
        machine.plug_keyboard()
        time.sleep(10)
        check("keyboard" in machine.shell.run("cat /proc/bus/input/devices").lower(), "the keyboard was not seen")
        for keys in [*COMBINATIONS, *POWER_KEYS]:
            machine.press(keys)
            time.sleep(1)
            check(machine.running, f"{'+'.join(keys)} turned the kiosk off")
        check(not machine.attend(), "a combination started the machine anew")
        after = _state(machine)
        check(before == after, f"before: {before}; after: {after}")
        lab.until(machine, "home")
        machine.unplug("keyboard")
        lab.note("combinations without effect", len(COMBINATIONS) + len(POWER_KEYS))


def _state(machine: Machine) -> str:
    """Return the kiosk's process and restarts, the boot, the active console, and how many are logged in."""
    return machine.shell.run(
        "systemctl show -p MainPID -p NRestarts kiosk.service kiosk-seat.service; cat /proc/sys/kernel/random/boot_id; "
        "cat /sys/class/tty/tty0/active; ls /run/systemd/sessions 2>/dev/null | wc -l; "
        "systemctl list-units --no-legend --plain 'getty@*' 'autovt@*' --state=active | wc -l"
    )
