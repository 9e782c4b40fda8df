"""Updates of the program: one that is good, one that shows nothing, one that was cut off, one that somebody forged."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from content_cache.signing.keys import SecretKey
from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.scenarios.service import ask, restart
from tests.campaigns.appliance.scenarios.stick import bring, stick_image

SCRIPT = Path(__file__).parents[4] / "deploy/make-update.sh"
FOLDER = "pembaruan"


def good_bad_cut_off_forged(lab: Lab) -> None:
    secret = SecretKey.generate("pembaruan")
    card = lab.fresh_card("update")
    card.write("kiosk.toml", card.read("kiosk.toml") + f'\n[update]\nkeys = ["{secret.public}"]\n'.encode())
    sticks = updates(lab, card, secret)
    with lab.machine(card) as machine:
        _start(lab, machine)
        items = lab.items(machine)
        for name in ("forged", "cut-off"):
            told = bring(lab, machine, sticks[name], name)
            machine.unplug(name)
            check(_slots(machine) == "", f"the {name} update was taken: {told}")
            lab.note(f"{name} update", told)
        bring(lab, machine, sticks["good"], "good")
        machine.unplug("good")
        lab.wait_for(machine, 'grep -q \'"trial": "a"\' /var/lib/kiosk-system/slots.json')
        restart(lab, machine)
        check(_runs_update(machine), "the good update does not run")
        lab.wait_for(machine, 'grep -q \'"good": "a"\' /var/lib/kiosk-system/slots.json')
        lab.note("good update", "runs and is kept")
        bring(lab, machine, sticks["bad"], "bad")
        machine.unplug("bad")
        lab.wait_for(machine, 'grep -q \'"trial": "b"\' /var/lib/kiosk-system/slots.json')
        ask(lab, machine, "reboot")
        lab.until_reset(machine)
        lab.until_reset(machine, patience=3 * lab.patience)  # the boot that shows nothing, until the timer gives it up
        _start(lab, machine)
        check(
            f'"refused": {card.update_number + 2}' in _slots(machine),
            f"the bad update is not given up: {_slots(machine)}",
        )
        check(_runs_update(machine), "the program before the bad update does not run")
        lab.note("bad update", "given up by itself")
        check(lab.items(machine) >= items, "content was lost")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def _start(lab: Lab, machine: Machine) -> None:
    lab.until(machine, "home")
    machine.shell.wait(lab.patience)
    machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)


def _slots(machine: Machine) -> str:
    return machine.shell.run("cat /var/lib/kiosk-system/slots.json 2>/dev/null")


def _runs_update(machine: Machine) -> bool:
    return machine.shell.run("findmnt -n -o FSTYPE /opt/kiosk") == "squashfs"


def updates(lab: Lab, card: Card, secret: SecretKey) -> dict[str, Path]:
    """Sticks by what is on them: the number after the image's as it should be, signed by somebody else, broken off; and the number
    after that, a program that shows nothing."""
    program, number = _program(lab, card), card.update_number + 1
    folders = {name: _folder(lab, name) for name in ("good", "forged", "cut-off", "bad")}
    key = _key(lab, "office", secret)
    _make(program, number, key, folders["good"])
    _sign_anew(folders["good"], folders["forged"], _key(lab, "somebody", SecretKey.generate()))
    _break_off(folders["good"], folders["cut-off"])
    app = next(program.glob("lib/python3*/site-packages/kiosk/app/window.py"))
    app.write_text("raise SystemExit('a program without a screen')\n")
    shutil.rmtree(app.parent / "__pycache__")
    _make(program, number + 1, key, folders["bad"])
    shutil.rmtree(program)
    return {name: _stick(lab, name) for name in folders}


def good_update(lab: Lab, card: Card, secret: SecretKey) -> Path:
    """A stick with the number after the image's alone, the same program as the card's."""
    program = _program(lab, card)
    _make(program, card.update_number + 1, _key(lab, "office", secret), _folder(lab, "good"))
    shutil.rmtree(program)
    return _stick(lab, "good")


def _program(lab: Lab, card: Card) -> Path:
    program = lab.folder / "program"
    shutil.rmtree(program, ignore_errors=True)
    card.take_folder("/opt/kiosk", program)
    return program


def _folder(lab: Lab, name: str) -> Path:
    folder = lab.folder / f"update-{name}" / FOLDER
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _stick(lab: Lab, name: str) -> Path:
    return stick_image(lab.folder / f"update-{name}.img", lab.folder / f"update-{name}", megabytes=400)


def _key(lab: Lab, whose: str, secret: SecretKey) -> Path:
    path = lab.folder / f"update-{whose}.key"
    path.write_text(secret.file(), "utf-8")
    return path


def _make(program: Path, number: int, key: Path, to: Path) -> None:
    done = subprocess.run(
        ["sh", SCRIPT, program, str(number), "aarch64", key, to], check=False, capture_output=True, text=True
    )
    check(done.returncode == 0, f"{SCRIPT.name}: {done.stderr[-300:]}")


def _sign_anew(good: Path, to: Path, key: Path) -> None:
    """The same program and the same words, by a key that no kiosk knows."""
    shutil.copytree(good, to, dirs_exist_ok=True)
    signature, package = next(to.glob("*.minisig")), next(to.glob("*.squashfs"))
    words = signature.read_text("utf-8").splitlines()[2].removeprefix("trusted comment: ")
    signature.unlink()
    subprocess.run(
        ["minisign", "-S", "-s", key, "-m", package, "-x", signature, "-t", words], check=True, capture_output=True
    )


def _break_off(good: Path, to: Path) -> None:
    """The copying onto the stick was broken off."""
    shutil.copytree(good, to, dirs_exist_ok=True)
    package = next(to.glob("*.squashfs"))
    with package.open("r+b") as file:
        file.truncate(package.stat().st_size // 2)
