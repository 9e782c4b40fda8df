"""The power fails, at any moment: every time the kiosk comes back by itself, with all that it had."""

from __future__ import annotations

import random
import time

from tests.appliance.lab import Lab, check
from tests.appliance.machine import Machine

SHORT, LONG = 5, 30
_LATEST_S = 90.0  # after home


def cuts(lab: Lab) -> None:
    """Half of the cuts fall into the start, half after it, while the refresher is made to work."""
    chance = random.Random(8)
    number = LONG if lab.long else SHORT
    card = lab.used_card("power")
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        before = lab.items(machine)
        usual = machine.seconds
        machine.cut()
    for cut in range(number):
        with lab.machine(card) as machine:
            if cut % 2:
                lab.until(machine, "home")
                _work(machine)
                time.sleep(chance.uniform(0, _LATEST_S))
                moment = "after home"
            else:
                time.sleep(chance.uniform(2, usual))
                moment = "in the start"
            lab.tell(f"    cut {cut + 1} of {number}, {moment}, {machine.seconds:.0f} s after switching on")
            machine.cut()
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        check(lab.items(machine) == before, f"{before} items before, {lab.items(machine)} after {number} cuts")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        lab.note("power cuts", f"{number}, all came back, {before} items of {before}")
    card.remove()


def _work(machine: Machine) -> None:
    """The refresher asks its sources all the time, which writes the store."""
    machine.shell.wait(120)
    machine.shell.run(
        "(while :; do touch -d now /srv 2>/dev/null; systemctl restart kiosk-refresher.service; sleep 7; done) >/dev/null 2>&1 &"
    )
