"""kiosk.toml as a Windows laptop leaves it, and with mistakes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

from PIL import Image

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import SIZE
from tests.campaigns.appliance.sight import ALIKE, difference


def written_on_windows(lab: Lab) -> None:
    """A byte order mark, CRLF, and the .txt that Explorer hides: the settings hold all the same."""
    card = lab.fresh_card("windows")
    text = card.read("kiosk.toml").decode().replace("Desa Bunga", "Desa Melati", 1)
    card.delete("kiosk.toml")
    card.write("kiosk.toml.txt", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        told = machine.shell.run(
            "cat /run/kiosk-settings/kiosk.toml.faults; grep -m1 name /run/kiosk-settings/kiosk.toml"
        )
        check("Desa Melati" in told, f"the settings of kiosk.toml.txt do not hold: {told}")
        lab.note("kiosk.toml.txt with BOM and CRLF", "holds")
    card.remove()


def broken(lab: Lab) -> None:
    """A mistake is told on the screen, with its line and a code for a phone, from the very first start on; the kiosk runs."""
    card = lab.fresh_card("broken")
    content = card.read("kiosk.toml") + b'\n[speech]\nrate = "cepat\n'
    card.write("kiosk.toml", content)
    expected = _drawn(lab, content)
    with lab.machine(card) as machine:
        end = time.monotonic() + lab.patience
        while (apart := difference(picture := machine.look(), expected)) > ALIKE:
            check(time.monotonic() < end, f"the screen does not tell what is wrong: {apart:.3f} from its drawing")
            time.sleep(2)
        lab.note("a broken kiosk.toml is told on the screen after, s", round(machine.seconds))
        picture.save(lab.folder / "broken-settings.png")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        check(machine.shell.run("systemctl is-active kiosk.service") == "active", "the kiosk does not run")
        faults = machine.shell.run("cat /run/kiosk-settings/kiosk.toml.faults")
        line = content.count(b"\n")
        check(faults.startswith(f"[[{line},"), f"line {line} is not named: {faults}")
    card.remove()


def _drawn(lab: Lab, content: bytes) -> Image.Image:
    """Return the picture that this program draws for the faults in *content*, a card's kiosk.toml."""
    root = lab.folder / "broken"
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("boot/firmware", "var/lib/kiosk", "var/lib/kiosk-system", "run"):
        (root / folder).mkdir(parents=True)
    (root / "boot/firmware/kiosk.toml").write_bytes(content)
    command = [sys.executable, "-m", "kiosk.appliance", "--root", str(root), "settings"]
    subprocess.run(command, check=True, capture_output=True)
    own = ("--config", str(root / "run/kiosk-settings/kiosk.toml"), "--data", str(root / "var/lib/kiosk"))
    look = ("--size", f"{SIZE[0]}x{SIZE[1]}", "--now", lab.now, "--out", str(root / "faults.png"))
    subprocess.run([sys.executable, "-m", "tests.gallery", "faults", *own, *look], check=True)
    with Image.open(root / "faults.png") as picture:
        return picture.convert("RGB")
