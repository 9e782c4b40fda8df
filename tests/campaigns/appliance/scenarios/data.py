"""The data partition dies, fills up, cannot be written: the screen still has content."""

from __future__ import annotations

import subprocess
from uuid import UUID

from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.lab import Lab, check


def overwritten(lab: Lab) -> None:
    card = lab.used_card("overwritten")
    card.overwrite_data()
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        lab.note("data overwritten: home after, s", round(machine.seconds))
        check(
            f"/dev/vda{card.data_number}" in machine.shell.run("findmnt -no SOURCE /data"),
            "the data partition was not made anew",
        )
        check(
            "rw" in machine.shell.run("findmnt -no OPTIONS /data").split(","),
            "the new data partition cannot be written",
        )
        check(lab.items(machine) > 0, "no items")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def gone(lab: Lab) -> None:
    """The card's table does not name it any more: nobody waits for it, and the edition in the image is shown. Of a card with two
    systems, which makes it at its first start, it is found again; one that has no room for it shows the edition."""
    card = lab.fresh_card("gone")
    if card.two_systems:
        _found_again(lab)
        card.path.unlink()
        card = Card.written(lab.image, card.path, size=0)
    else:
        _delete_data(card)
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        lab.note("data gone: home after, s", round(machine.seconds))
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        check(machine.shell.run("findmnt -no SOURCE /data") == "", "something is mounted on /data")
        check(lab.items(machine) > 0, "no items")
        lab.note("data gone: failed units", lab.failed_units(machine))
    card.remove()


def _delete_data(card: Card) -> None:
    subprocess.run(["sfdisk", "-q", "--delete", str(card.path), str(card.data_number)], check=True, capture_output=True)


def _found_again(lab: Lab) -> None:
    card = lab.used_card("found-again")
    with card.path.open("rb") as file:
        file.seek(card.partition(card.data_number).start + 1024 + 0x68)  # s_uuid of its superblock
        before = UUID(bytes=file.read(16))
    _delete_data(card)
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        found = machine.shell.run("findmnt -no SOURCE,UUID /data").split()
        check(found == [f"/dev/vda{card.data_number}", str(before)], f"the data of before are not found again: {found}")
        lab.note("data out of the table of two systems", "found again")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def full(lab: Lab) -> None:
    """Full to the last block, also for root, at run time and at the next start."""
    card = lab.used_card("full")
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        before = lab.items(machine)
        machine.shell.run(
            "fallocate -l $(df --output=avail -B1 /data | tail -1) /data/kiosk/filler; cat /dev/zero >/data/kiosk/rest; sync",
            patience=600,
        )
        lab.note("free on the full partition, KB", machine.shell.run("df --output=avail /data | tail -1"))
        machine.shell.run("systemctl restart kiosk.service kiosk-refresher.service", patience=lab.patience)
        lab.until(machine, "home")
        check(lab.items(machine) == before, "items were lost")
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        check(lab.items(machine) == before, "items were lost at the start with a full partition")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        machine.shell.run("rm /data/kiosk/filler /data/kiosk/rest; sync")
        lab.note("data full: items kept", before)
    card.remove()


def read_only(lab: Lab) -> None:
    """A card that has worn out refuses writes: the kernel mounts the partition read-only."""
    card = lab.used_card("read-only")
    part = card.partition(card.data_number)
    data = card.data_image(lab.folder / "read-only.data")
    subprocess.run(["tune2fs", "-O", "read-only", str(data)], check=True, capture_output=True)
    with data.open("rb") as source, card.path.open("r+b") as target:
        target.seek(part.start)
        target.write(source.read(1 << 20))  # the superblock
    data.unlink()
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        check("ro" in machine.shell.run("findmnt -no OPTIONS /data").split(","), "the partition was written")
        lab.note("data read-only: items", lab.items(machine))
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()
