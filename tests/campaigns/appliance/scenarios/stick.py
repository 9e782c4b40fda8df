"""A USB stick with what the office signed, and one that somebody forged."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from kiosk.demo.office import write_office
from tests.campaigns.appliance.lab import Failed, Lab, check
from tests.campaigns.appliance.machine import Machine

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
    key, signed, forged = editions(lab)
    card = lab.fresh_card("stick")
    card.write("kiosk.toml", card.read("kiosk.toml") + SOURCE.format(key=key).encode())
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        before = lab.items(machine)
        told = bring(lab, machine, forged, "forged")
        lab.note("forged stick", told)
        check("tanda tangan salah" in told, f"the forged stick is not told of as forged: {told}")
        check(lab.items(machine) == before, "a forged stick changed the content")
        machine.unplug("forged")
        told = bring(lab, machine, signed, "signed")
        lab.note("signed stick", told)
        check("tidak dipakai" not in told, f"not all of the signed stick was taken: {told}")
        after = lab.items(machine)
        lab.note("items before and after the signed stick", f"{before}, {after}")
        check(after > before, "nothing was taken from the signed stick")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def editions(lab: Lab) -> tuple[str, Path, Path]:
    """(the office's public key, a stick with what it signed, one with what somebody made of it)."""
    folder = lab.folder / "office"
    shutil.rmtree(folder, ignore_errors=True)
    write_office(folder / "isi", datetime.fromisoformat(lab.now))
    lab.kiosk("keys", "new", "--to", folder / "kunci", "--no-password")
    key = next((folder / "kunci").glob("*news*.pub")).read_text("utf-8").splitlines()[1]
    secret = next((folder / "kunci").glob("*news*.key"))
    lab.kiosk("publish", folder / "isi", "--to", folder / "terbit", "--key", secret, "--now", lab.now)
    shutil.copytree(folder / "terbit", folder / "palsu")
    _forge(folder / "palsu")
    return (
        key,
        stick_image(folder / "asli.img", folder / "terbit"),
        stick_image(folder / "palsu.img", folder / "palsu"),
    )


def _forge(folder: Path) -> None:
    """One letter of the edition is another, under each of its names: the office's signature stays as it was."""
    for edition in folder.rglob("feed*.json"):
        content = edition.read_bytes()
        check(b"Desa" in content, f"{edition.name} does not name the village")
        edition.write_bytes(content.replace(b"Desa", b"Dosa", 1))


def stick_image(image: Path, content: Path | None = None, *, megabytes: int = 64) -> Path:
    """A stick in a file, with what lies in the folder `content`, or empty."""
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    subprocess.run(["mkfs.vfat", "-n", "KABAR", str(image)], check=True, capture_output=True)
    if content is not None:
        subprocess.run(["mcopy", "-s", "-i", str(image), *map(str, sorted(content.iterdir())), "::"], check=True)
    return image


def bring(lab: Lab, machine: Machine, stick: Path, name: str) -> str:
    """Plug the stick in; what its unit said, once it is over."""
    cursor = machine.shell.run("journalctl -b -n 0 --show-cursor | sed -n 's/^-- cursor: //p'")
    said = f"journalctl -b -u 'kiosk-stick@*' --no-hostname -o cat --after-cursor='{cursor}'"
    machine.plug_stick(stick, name)
    try:
        lab.wait_for(machine, f"{said} | grep -q -e '^Finished ' -e '^Failed '", 2 * lab.patience)
    except Failed as error:
        kept = lab.folder / f"stick-{name}.txt"
        kept.write_text(machine.shell.run("journalctl -b --no-hostname | tail -60; ps -ef | tail -30"), "utf-8")
        raise Failed(f"{error}; what the machine said is in {kept}") from error
    told = machine.shell.run(said).splitlines()
    systemds = ("Starting ", "Finished ", "Failed ", "kiosk-stick@")
    return " | ".join(row for row in told if row and not row.startswith(systemds))[-400:]
