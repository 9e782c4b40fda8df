"""What only root may do, asked for as the screen asks: under a real service manager, by a provisioner without capabilities."""

from __future__ import annotations

import json
import shlex
from typing import Any

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.scenarios.stick import bring, stick_image

SECRETS = """
[wifi]
name = "Balai"
password = "rahasia desa"
[technician]
pin = "246813"
"""


def requests(lab: Lab) -> None:
    """Secrets leave the card; clock, name, networks, faults and report are answered; a restart happens."""
    card = lab.fresh_card("service")
    card.write("kiosk.toml", card.read("kiosk.toml") + SECRETS.encode())
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        _secrets_have_moved(lab, machine)
        year = int(lab.now[:4]) + 1
        expected = {
            f"clock:{year}-03-04T05:06+08:00": ("done",),
            "hostname:kios-bunga": ("done",),
            "wifi-scan": ("no-device",),
            "network": ("done",),
            "faults": ("done",),
            "report": ("no-device",),
            "pin:1234": ("refused",),
        }
        for kind, results in expected.items():
            result = ask(lab, machine, kind)["result"]
            lab.note(f"request {kind.partition(':')[0]}", result)
            check(result in results, f"{kind}: {result}")
        told = machine.shell.run("date +%Y; hostname; ls /run/kiosk-clock")
        check(told.split() == [str(year), "kios-bunga", "trusted"], f"clock, name and trust are {told}")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        bring(lab, machine, stick_image(lab.folder / "laporan.img"), "report")
        answer = ask(lab, machine, "report")
        lab.note("report on a stick", answer["data"].get("folder", answer))
        check(answer["result"] == "done", f"report: {answer}")
        restart(lab, machine)
        check(int(machine.shell.run("date +%Y")) >= int(lab.now[:4]), "the clock is behind after a restart")
    card.remove()


def _secrets_have_moved(lab: Lab, machine: Machine) -> None:
    on_card = machine.shell.run("grep -c -e 'rahasia desa' -e 246813 /boot/firmware/kiosk.toml")
    check(on_card == "0", f"{on_card} secrets are still on the card")
    kept = machine.shell.run(
        "grep -c 'psk=rahasia desa' /var/lib/kiosk-system/network/*; stat -c '%a %U' /var/lib/kiosk-system"
    )
    check(kept.split() == ["1", "700", "root"], f"the Wi-Fi's password is kept as {kept}")
    check("scrypt" in machine.shell.run("grep pin /var/lib/kiosk-system/kept.json"), "no PIN is kept")
    check("ro," in machine.shell.run("findmnt -n -o OPTIONS /boot/firmware"), "the card can be written")
    lab.note("secrets on the card after the first boot", 0)


def restart(lab: Lab, machine: Machine) -> None:
    """Restart the machine from the technician's page and wait for the home screen."""
    ask(lab, machine, "reboot")
    lab.until_reset(machine)
    lab.until(machine, "home")
    machine.shell.wait(lab.patience)


def ask(lab: Lab, machine: Machine, kind: str) -> dict[str, Any]:
    """Leave a request as the screen does, and wait for its answer."""
    script = (
        "import sys, time; from pathlib import Path; from datetime import datetime, UTC\n"
        "from kiosk.state.memory import Memory; from kiosk.state.root_requests import RequestKind, own_door\n"
        "memory = Memory(Path('/var/lib/kiosk'), door=own_door())\n"
        "kind, _, argument = sys.argv[1].partition(':')\n"
        "number = memory.requests.leave_request(RequestKind(kind), datetime.now(UTC), argument)\n"
        "for _ in range(600):\n"
        "    if (told := memory.requests.answer_to(number)) is not None: print('ANSWER', told); break\n"
        "    time.sleep(0.2)\n"
    )
    command = f"cd /; runuser -u kiosk -- /opt/kiosk/bin/python -c {shlex.quote(script)} {shlex.quote(kind)}"
    told = machine.shell.run(command, patience=lab.patience)
    check("ANSWER " in told, f"{kind}: no answer: {told[-200:]}")
    answer: dict[str, dict[str, object]] = json.loads(told.partition("ANSWER ")[2])
    return answer
