"""A USB stick with what the office signed, and one that somebody forged."""

from __future__ import annotations

import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path

from kiosk.demo.office import write_office
from tests.appliance.lab import Lab, check
from tests.appliance.machine import Machine

SOURCE = """
[[source]]
name = "Kantor"
url = "https://127.0.0.1:9/"
format = "central"
category = "berita"
every = "24h"
keys = ["{key}"]
"""


def signed_and_forged(lab: Lab) -> None:
    folder = lab.folder / "office"
    shutil.rmtree(folder, ignore_errors=True)
    now = datetime.fromisoformat(lab.now)
    write_office(folder / "isi", now)
    lab.kiosk("keys", "new", "--to", folder / "kunci", "--no-password")
    key = next((folder / "kunci").glob("*news*.pub")).read_text("utf-8").splitlines()[1]
    lab.kiosk(
        "publish",
        folder / "isi",
        "--to",
        folder / "terbit",
        "--key",
        next((folder / "kunci").glob("*news*.key")),
        "--now",
        lab.now,
    )
    forged = folder / "palsu"
    shutil.copytree(folder / "terbit", forged)
    _forge(forged)

    card = lab.fresh_card("stick")
    card.write("kiosk.toml", card.read("kiosk.toml") + SOURCE.format(key=key).encode())
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        before = lab.items(machine)
        machine.plug_stick(stick_image(folder / "palsu.img", forged), "forged")
        told = _outcome(lab, machine)
        lab.note("forged stick", told)
        check(lab.items(machine) == before, "a forged stick changed the content")
        machine.unplug("forged")
        time.sleep(5)
        machine.plug_stick(stick_image(folder / "asli.img", folder / "terbit"), "signed")
        told = _outcome(lab, machine)
        lab.note("signed stick", told)
        after = lab.items(machine)
        lab.note("items before and after the signed stick", f"{before}, {after}")
        check(after > before, "nothing was taken from the signed stick")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def _forge(folder: Path) -> None:
    """One letter of the edition is another: the office's signature stays as it was."""
    listed = max(folder.rglob("*.json"), key=lambda path: path.stat().st_size)
    content = listed.read_bytes()
    listed.write_bytes(content.replace(b"Desa", b"Dosa", 1))


def stick_image(image: Path, content: Path | None = None, *, megabytes: int = 64) -> Path:
    """A stick in a file, with what lies in the folder `content`, or empty."""
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    subprocess.run(["mkfs.vfat", "-n", "KABAR", str(image)], check=True, capture_output=True)
    if content is not None:
        subprocess.run(["mcopy", "-s", "-i", str(image), *map(str, sorted(content.iterdir())), "::"], check=True)
    return image


def _outcome(lab: Lab, machine: Machine) -> str:
    """What the import's unit said, once it is over."""
    end = time.monotonic() + lab.patience
    while time.monotonic() < end:
        told = machine.shell.run("journalctl -b -u 'kiosk-stick@*' --no-hostname -o cat | tail -30")
        busy = machine.shell.run("systemctl list-units --no-legend --plain --state=activating 'kiosk-stick@*' | wc -l")
        if told and busy == "0" and ("Finished" in told or "Deactivated" in told):
            return " | ".join(row for row in told.splitlines() if row and "systemd" not in row)[-400:]
        time.sleep(3)
    machine.look().save(lab.folder / "stick.png")
    check(False, "the stick was not looked at")
    return ""
