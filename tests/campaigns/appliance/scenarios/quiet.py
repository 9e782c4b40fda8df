"""Nothing changes: what is written to the card?"""

from __future__ import annotations

import time

from tests.campaigns.appliance.lab import Failed, Lab, check
from tests.campaigns.appliance.machine import Machine

SHORT_S, LONG_S = 600, 3600
MOST_AN_HOUR = 1_000_000  # bytes: the bookkeeping of one refresh of two sources, and the file system's own
STILL_S, GLANCE_S = 180, 30
PLACES = "/data /boot/firmware"  # what is written to


def bytes_an_hour(lab: Lab) -> None:
    seconds = LONG_S if lab.long else SHORT_S
    with lab.shared() as machine:
        _until_still(lab, machine)
        machine.shell.run("touch /run/quiet")
        before = _written(machine)
        time.sleep(seconds)
        written = _written(machine) - before
        lab.note(f"bytes written in {seconds} s", written)
        changed = machine.shell.run(f"find {PLACES} -xdev -newer /run/quiet -type f -printf '%s %p\\n' 2>/dev/null")
        (lab.folder / "quiet.txt").write_text(changed + "\n", "utf-8")
        check(
            written <= MOST_AN_HOUR, f"{written} bytes in {seconds} s; what was written to: {lab.folder / 'quiet.txt'}"
        )


def _until_still(lab: Lab, machine: Machine) -> None:
    """A start is followed by the first refresh, by announcements that were never spoken here, whose sound is kept, and by the
    edition's posters: to read the text on each takes an emulated machine minutes."""
    end = time.monotonic() + 4 * lab.patience + STILL_S
    before, since = _written(machine), time.monotonic()
    while time.monotonic() - since < STILL_S:
        if time.monotonic() > end:
            lately = machine.shell.run(
                f"find {PLACES} -xdev -mmin -3 -type f -printf '%TT %s %p\\n' 2>/dev/null | sort"
            )
            (lab.folder / "quiet.txt").write_text(lately + "\n", "utf-8")
            raise Failed(f"something is written all the time, lately to: {lab.folder / 'quiet.txt'}")
        time.sleep(GLANCE_S)
        if (now := _written(machine)) != before:
            before, since = now, time.monotonic()


def _written(machine: Machine) -> int:
    sectors = machine.shell.run("awk '$3 == \"vda\" {print $10}' /proc/diskstats")
    check(sectors.isdigit(), f"/proc/diskstats: {sectors}")
    return int(sectors) * 512
