"""Nothing changes: what is written to the card?"""

from __future__ import annotations

import time

from tests.appliance.lab import Lab, check
from tests.appliance.machine import Machine

SHORT_S, LONG_S = 600, 3600
MOST_AN_HOUR = 1_000_000  # bytes: the bookkeeping of one refresh of two sources, and the file system's own


def bytes_an_hour(lab: Lab) -> None:
    seconds = LONG_S if lab.long else SHORT_S
    with lab.shared() as machine:
        time.sleep(240)  # the first refresh, and what a start leaves to write
        before = _written(machine)
        time.sleep(seconds)
        written = _written(machine) - before
        lab.note(f"bytes written in {seconds} s", written)
        check(written <= MOST_AN_HOUR, f"{written} bytes in {seconds} s")


def _written(machine: Machine) -> int:
    sectors = machine.shell.run("awk '$3 == \"vda\" {print $10}' /proc/diskstats")
    check(sectors.isdigit(), f"/proc/diskstats: {sectors}")
    return int(sectors) * 512
