"""kiosk.toml as a Windows laptop leaves it, and with mistakes."""

from __future__ import annotations

from tests.appliance.lab import Lab, check
from tests.appliance.sight import difference


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
    """A mistake is told on the screen, with its line; the kiosk runs."""
    card = lab.fresh_card("broken")
    card.write("kiosk.toml", card.read("kiosk.toml") + b'\n[speech]\nrate = "cepat\n')
    with lab.machine(card) as machine:
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        check(machine.shell.run("systemctl is-active kiosk.service") == "active", "the kiosk does not run")
        faults = machine.shell.run("cat /run/kiosk-settings/kiosk.toml.faults")
        lab.note("told of the broken kiosk.toml", faults.replace("\n", " | "))
        check(any(letter.isdigit() for letter in faults), "no line is named")
        picture = machine.look()
        picture.save(lab.folder / "broken-settings.png")
        check(not lab.gallery.see(picture).is_("black"), "the screen is black")
        plain = lab.folder / "home.png"
        if plain.exists():
            from PIL import Image

            with Image.open(plain) as home:
                lab.note("the screen differs from home by", round(difference(picture, home.convert("RGB")), 3))
    card.remove()
