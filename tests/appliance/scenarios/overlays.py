"""[board] overlays of kiosk.toml: a start anew, a home screen, and config.txt of the running system has them for good."""

from __future__ import annotations

from kiosk.provision.overlays import in_config
from tests.appliance.lab import Lab, check

OVERLAY = "hifiberry-dac"
BOARD = f'\n[board]\noverlays = ["{OVERLAY}"]\n'


def tried_and_kept(lab: Lab) -> None:
    card = lab.fresh_card("overlays")
    card.write("kiosk.toml", card.read("kiosk.toml") + BOARD.encode())
    with lab.machine(card) as machine:
        lab.until_reset(machine)
        number = machine.starts[-1] if machine.two_systems else 1
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        lab.wait_for(machine, "! grep -q '\"trying\":\\[' /var/lib/kiosk-system/board.json")
        faults = machine.shell.run("/opt/kiosk/bin/kiosk --data /var/lib/kiosk check 2>&1 | grep -c overlays")
        check(faults == "0", "a fault of the overlays is told")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        machine.shut_down(lab.patience)
    check(in_config(card.read("config.txt", number)) == (OVERLAY,), "config.txt has it not")
    check(not in_config(card.read("config-lama.txt", number)), "the old config.txt does not lie beside it")
    card.remove()
