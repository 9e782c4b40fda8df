"""Updates of the program: one that is good, one that shows nothing, one that was cut off, one that somebody forged."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from content_cache.central.keys import SecretKey
from tests.appliance.lab import Lab, check
from tests.appliance.machine import Machine
from tests.appliance.scenarios.service import ask
from tests.appliance.scenarios.stick import stick_image

SCRIPT = Path(__file__).parents[3] / "deploy/make-update.sh"
FOLDER = "pembaruan"


def good_bad_cut_off_forged(lab: Lab) -> None:
    secret = SecretKey.generate("pembaruan")
    card = lab.fresh_card("update")
    card.write("kiosk.toml", card.read("kiosk.toml") + f'\n[update]\nkeys = ["{secret.public}"]\n'.encode())
    program = lab.folder / "program"
    shutil.rmtree(program, ignore_errors=True)
    card.take_folder("/opt/kiosk", program)
    sticks = {
        "forged": _stick(lab, "forged", program, 2, SecretKey.generate()),
        "cut off": _cut(_stick(lab, "cut", program, 2, secret, write=False), lab),
        "good": _stick(lab, "good", program, 2, secret),
    }
    app = next(program.glob("lib/python3*/site-packages/kiosk/app.py"))
    app.write_text("raise SystemExit('a program without a screen')\n")
    sticks["bad"] = _stick(lab, "bad", program, 3, secret)
    shutil.rmtree(program)
    with lab.machine(card) as machine:
        _start(lab, machine)
        items = lab.items(machine)
        for name in ("forged", "cut off"):
            _bring(lab, machine, name, sticks[name])
            check(_slots(machine) == "", f"the {name} update was taken")
            lab.note(f"{name} update", "refused")
        _bring(lab, machine, "good", sticks["good"])
        lab.wait_for(machine, 'grep -q \'"trial": "a"\' /var/lib/kiosk-system/slots.json')
        _restart(lab, machine)
        check(_runs_update(machine), "the good update does not run")
        lab.wait_for(machine, 'grep -q \'"good": "a"\' /var/lib/kiosk-system/slots.json')
        lab.note("good update", "runs and is kept")
        _bring(lab, machine, "bad", sticks["bad"])
        lab.wait_for(machine, 'grep -q \'"trial": "b"\' /var/lib/kiosk-system/slots.json')
        before = lab.boot_of(machine)
        ask(lab, machine, "reboot")
        lab.until_restarted(machine, before)
        before = lab.boot_of(machine)  # of the boot that shows nothing, until the timer gives it up
        lab.until_restarted(machine, before, patience=3 * lab.patience)
        _start(lab, machine)
        check('"refused": 3' in _slots(machine), f"the bad update is not given up: {_slots(machine)}")
        check(_runs_update(machine), "the program before the bad update does not run")
        lab.note("bad update", "given up by itself")
        check(lab.items(machine) >= items, "content was lost")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def _start(lab: Lab, machine: Machine) -> None:
    lab.until(machine, "home")
    machine.shell.wait(lab.patience)
    machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)


def _restart(lab: Lab, machine: Machine) -> None:
    before = lab.boot_of(machine)
    ask(lab, machine, "reboot")
    lab.until_restarted(machine, before)
    _start(lab, machine)


def _bring(lab: Lab, machine: Machine, name: str, stick: Path) -> None:
    machine.plug_stick(stick, name.replace(" ", "-"))
    lab.wait_for(machine, "journalctl -b -u 'kiosk-stick@*' -o cat | tail -1 | grep -q -e Finished -e Deactivated")
    machine.unplug(name.replace(" ", "-"))
    machine.shell.run("journalctl --rotate --vacuum-time=1s -q")  # the next stick's words are its own


def _slots(machine: Machine) -> str:
    return machine.shell.run("cat /var/lib/kiosk-system/slots.json 2>/dev/null")


def _runs_update(machine: Machine) -> bool:
    return machine.shell.run("findmnt -n -o FSTYPE /opt/kiosk") == "squashfs"


def _stick(lab: Lab, name: str, program: Path, number: int, key: SecretKey, *, write: bool = True) -> Path:
    folder = lab.folder / f"update-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / FOLDER).mkdir(parents=True)
    secret = lab.folder / f"update-{name}.key"
    secret.write_text(key.file(), "utf-8")
    subprocess.run(
        ["sh", SCRIPT, program, str(number), "aarch64", secret, folder / FOLDER], check=True, capture_output=True
    )
    return stick_image(lab.folder / f"update-{name}.img", folder, megabytes=400) if write else folder


def _cut(folder: Path, lab: Lab) -> Path:
    """The copying onto the stick was broken off."""
    package = next((folder / FOLDER).glob("*.squashfs"))
    with package.open("r+b") as file:
        file.truncate(package.stat().st_size // 2)
    return stick_image(lab.folder / "update-cut.img", folder, megabytes=400)
