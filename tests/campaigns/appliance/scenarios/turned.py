"""The panel hangs upright, or upside down: the picture is turned by kiosk.toml, and what fingers touch with it."""

from __future__ import annotations

import shlex

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.scenarios.start import NEWS

NEWS_UPRIGHT = (180, 540)  # the tile on the home screen of 720x1280
SETTINGS = "/boot/firmware/kiosk.toml"


def in_four(lab: Lab) -> None:
    """Home as `kiosk screenshot` draws it for a panel that hangs so, and the news by a touch on their tile there."""
    with lab.machine(lab.used_card("turned")) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        for rotation in (90, 180, 270, 0):
            _turn(lab, machine, rotation)
            lab.until(machine, "home")
            machine.look().save(lab.folder / f"turned-{rotation}.png")
            machine.touch(*(NEWS if rotation % 180 == 0 else NEWS_UPRIGHT))
            lab.note(f"turned by {rotation}: touch to news, s", round(lab.until(machine, "news", 120), 1))
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    machine.card.remove()


def _turn(lab: Lab, machine: Machine, rotation: int) -> None:
    """Set the rotation in kiosk.toml as a technician does, and restart the kiosk's units alone: a whole boot takes minutes."""
    line = shlex.quote(f"\n[screen]\nrotation = {rotation}\n")
    machine.shell.run(
        f"mount -o remount,rw /boot/firmware; sed -i '/^\\[screen\\]/,$d' {SETTINGS}; printf %s {line} >>{SETTINGS}; "
        "mount -o remount,ro /boot/firmware; systemctl restart kiosk-settings.service kiosk.service",
        patience=lab.patience,
    )
    machine.rotation = rotation
