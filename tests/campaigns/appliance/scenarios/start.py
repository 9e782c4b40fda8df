"""A card as a technician wrote it, switched on for the first time: home, no failed unit, news by touch, a voice."""

from __future__ import annotations

import time

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.sight import difference
from tests.campaigns.appliance.sound import heard_seconds

NEWS = (583, 225)  # the tile on the home screen
FIRST_ROW = (600, 258)
LISTEN = (535, 668)


def first_start(lab: Lab) -> None:
    with lab.machine(lab.fresh_card("start")) as machine:
        lab.until(machine, "home")
        lab.note("first start to home, s", round(machine.seconds))
        lab.note("first start to home, s of the host's processors", round(machine.processor_seconds))
        machine.look().save(lab.folder / "home.png")
        machine.shell.wait(lab.patience)
        state = machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        lab.note("state", state)
        failed = lab.failed_units(machine)
        check(not failed, f"failed units: {', '.join(failed)}")
        for name, command in {
            "critical-chain": "systemd-analyze; systemd-analyze critical-chain --no-pager kiosk.service graphical.target",
            "blame": "systemd-analyze blame --no-pager | head -40",
            "mounts": "findmnt -lo TARGET,SOURCE,FSTYPE,OPTIONS,SIZE,AVAIL",
            "memory": "free -m; zramctl; systemd-cgtop -b -n 1 --order=memory | head -20",
            "errors": "journalctl -b -p warning --no-hostname -o short-monotonic | tail -200",
        }.items():
            (lab.folder / f"{name}.txt").write_text(machine.shell.run(command, patience=lab.patience) + "\n", "utf-8")
        lab.note("kernel modules on the card", int(machine.shell.run("find /usr/lib/modules -name '*.ko*' | wc -l")))
        missing = machine.shell.run(
            "journalctl -b --no-hostname -o cat | grep -iE 'module .*not found|unknown symbol' || true"
        )
        check(not missing, f"modules that something asked for and the image has not: {missing}")
        lab.note("items", lab.items(machine))
        lab.note("restarts of the kiosk", machine.shell.run("systemctl show --value -p NRestarts kiosk.service"))
        read_aloud(lab, machine)
        machine.shut_down(lab.patience)
    card = lab.used_card("second-start")
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        lab.note("second start to home, s", round(machine.seconds))
        lab.note("second start to home, s of the host's processors", round(machine.processor_seconds))
    card.remove()


def read_aloud(lab: Lab, machine: Machine) -> None:
    """News by touch, an article of them, and its voice."""
    silent = _until_still(machine)
    lab.until(machine, "home")  # nobody has touched it for a while: it may have gone back to its first screen
    machine.touch(*NEWS)
    lab.note("touch to news, s", round(lab.until(machine, "news"), 1))
    listed = machine.look()
    machine.touch(*FIRST_ROW)
    end = time.monotonic() + lab.patience
    while difference(machine.look(), listed) < 0.02:
        check(time.monotonic() < end, "the article did not open")
        time.sleep(0.5)
    time.sleep(3)
    article = machine.look()
    article.save(lab.folder / "article.png")
    machine.touch(*LISTEN)
    end = time.monotonic() + lab.patience
    while (heard := heard_seconds(machine.sound) - silent) < 1.0:
        check(time.monotonic() < end, f"nothing is read aloud: {heard:.1f} s of sound")
        time.sleep(1)
    machine.look().save(lab.folder / "reading.png")
    lab.note("touch to a second of voice", "heard")


def _until_still(machine: Machine) -> float:
    """Wait until the read-out after a start is over, since a touch on "Dengarkan" would end it. Return the seconds
    heard so far."""
    heard = -1.0
    while heard != (heard := heard_seconds(machine.sound)):
        time.sleep(5)
    return heard
