"""[board] overlays of kiosk.toml: a start anew, a home screen, and config.txt of the running system has them for good.

All that is written to the card is noted: config.txt is whole at each moment, before and after each write.
"""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from kiosk.appliance.overlays import CONFIG, OLD, in_config
from tests.campaigns.appliance import write_log
from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.lab import Failed, Lab, check

OVERLAY = "hifiberry-dac"
BOARD = f'\n[board]\noverlays = ["{OVERLAY}"]\n'


def tried_and_kept(lab: Lab) -> None:
    card, log = lab.fresh_card("overlays"), lab.folder / "overlays.log"
    card.write("kiosk.toml", card.read("kiosk.toml") + BOARD.encode())
    begun = card.copy(lab.folder / "overlays-begun.card")
    log.unlink(missing_ok=True)
    with lab.machine(card, log=log) as machine:
        lab.until_reset(machine)
        number = machine.starts[-1] if machine.two_systems else 1
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        lab.wait_for(machine, "! grep -q '\"trying\":\\[' /var/lib/kiosk-system/board.json")
        faults = machine.shell.run("/opt/kiosk/bin/kiosk --data /var/lib/kiosk check 2>&1 | grep -c overlays")
        check(faults == "0", "a fault of the overlays is told")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        machine.shut_down(lab.patience)
    check(in_config(card.read(CONFIG, number)) == (OVERLAY,), f"{CONFIG} has it not")
    check(not in_config(card.read(OLD, number)), f"the old {CONFIG} does not lie beside it")
    _whole_at_each_write(lab, begun, log, number, {begun.read(CONFIG, number), card.read(CONFIG, number)})
    for each in (card, begun):
        each.remove()
    log.unlink()


def _whole_at_each_write(lab: Lab, card: Card, log: Path, number: int, wanted: set[bytes]) -> None:
    written, chance, part = write_log.entries(log), random.Random(98), card.partition(number)
    there = [at for at, each in enumerate(written) if each.size and part.start <= each.start < part.start + part.size]
    around = sorted({after for at in there for after in range(at, min(at + 4, len(written)))})
    moments = [each for after in around for each in write_log.in_order_and_with_losses(written, after, chance)]
    for moment in write_log.replayed(card.path, log, written, moments):
        try:
            found = card.read(CONFIG, number)
        except subprocess.CalledProcessError as error:
            raise Failed(f"{moment}: {CONFIG} cannot be read: {error.stderr.decode().strip()}") from error
        check(found in wanted, f"{moment}: {CONFIG} is neither the old one nor the new one")
    lab.note(f"writes to the partition with {CONFIG}; moments at which it was read", [len(there), len(moments)])
