"""Warnings by SMS are switched on, and no modem is plugged in: ModemManager runs then, answers, and is heard to have none."""

from __future__ import annotations

from tests.appliance.lab import Lab, check

STATE = "/var/lib/kiosk/sms/state.json"


def without_a_modem(lab: Lab) -> None:
    card = lab.used_card("sms")
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        told = machine.shell.run("systemctl is-active ModemManager.service polkit.service kiosk-sms.service").split()
        check(told == ["inactive"] * 3, f"nobody wants SMS, and what they need is {told}")
        machine.shut_down(lab.patience)
    card.write("kiosk.toml", card.read("kiosk.toml") + b"\n[sms]\nenabled = true\n")
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        lab.wait_for(machine, f"grep -q no_modem {STATE}")
        asked = "for unit in ModemManager polkit kiosk-sms; do systemctl show --property=MemoryPeak --value $unit.service; done"
        lab.note("SMS on: peak memory of ModemManager, polkit, kiosk-sms, bytes", machine.shell.run(asked).split())
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()
