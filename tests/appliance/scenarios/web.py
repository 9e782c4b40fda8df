"""A bundle of the system over https from a host on this machine, by the kiosk's own fetcher: what comes down, and what of it comes
down again after a line that broke off and a day whose bytes were used up."""

from __future__ import annotations

import json
import random
import shutil
import time
from pathlib import Path

import trustme

from tests.appliance.bundles import Authority, bundle
from tests.appliance.lab import Lab, check
from tests.appliance.machine import Machine
from tests.appliance.scenarios.system import SLOT, parts, start
from tests.appliance.web import Host

NEW = 5_000 * 4096  # bytes of the new system that no block of the old one has
DAILY_MB = 30  # of which half is for systems
BREAKS = 8_000_000
NIGHTS = 5
AGAIN = 1.25  # at most so much of what is new comes down in all the nights together
SETTINGS = '\n[update]\nurl = "{url}"\n\n[network]\ndaily_megabytes = {daily}\n'


def in_nights(lab: Lab) -> None:
    """Of an image that was built with --number 2. Another month's parts (`--month`) are fetched first, in one night."""
    office, authority = Authority(lab.folder / "pki", "office"), trustme.CA()
    signer, folder = office.signer("signer"), lab.folder / "web"
    shutil.rmtree(folder, ignore_errors=True)
    number = 3
    if lab.month is not None:
        bundle(lab.month, number, signer, folder)
        number += 1
    made = _with_news(lab)
    bundle(made, number, signer, folder)
    shutil.rmtree(made)
    card = lab.fresh_card("system-web")
    with Host(folder, authority).open() as host:
        written = card.read("kiosk.toml")
        card.write(
            "kiosk.toml", written + SETTINGS.format(url=host.url, daily=1_000 if lab.month else DAILY_MB).encode()
        )
        with lab.machine(card, online=True) as machine:
            start(lab, machine, office, held=False)
            _believe(machine, authority)
            if lab.month is not None:
                _fetch(lab, machine, 3)
                _tell(lab, host, "another month's system", _spent(machine))
                check(_state(machine) == (3, "ready"), f"then {_state(machine)}")
                machine.shell.run(
                    "sed -i 's/^daily_megabytes = .*/daily_megabytes = 30/' /run/kiosk-settings/kiosk.toml"
                )
                _next_day(machine)
            _interrupted(lab, machine, host, number)
            check(machine.shell.run(f"{SLOT} waits && echo so") == "so", "it does not wait for a restart")
            check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def _interrupted(lab: Lab, machine: Machine, host: Host, number: int) -> None:
    host.sent = host.answers = 0
    total, told = 0, []
    for night in range(NIGHTS):
        host.breaks_after = BREAKS if night == 0 else None
        before, sent = _spent(machine), host.sent
        _fetch(lab, machine, number)
        total += (spent := _spent(machine) - before)
        result = _state(machine)
        told.append(f"{spent} bytes, {result[1]}")
        lab.note(f"night {night + 1}", told[-1])
        check(result[0] == number, f"told of {result}")
        check(_spent(machine) <= DAILY_MB * 500_000 + 200_000, f"{_spent(machine)} bytes in one day")
        if result[1] == "ready":
            break
        check(result[1] == "cut", f"night {night + 1}: {result}")
        check(night > 0 or host.sent - sent >= BREAKS, "it did not break off")
        if night > 0:
            _next_day(machine)
    check(result[1] == "ready", f"not within {NIGHTS} nights: {told}")
    check(len(told) > 2, f"it was not interrupted twice: {told}")
    _tell(lab, host, f"a system with {NEW} new bytes, in {len(told)} nights", total)
    check(total <= AGAIN * NEW + 8_000_000, f"{total} bytes came down for {NEW} that are new")


def _with_news(lab: Lab) -> Path:
    """The parts of a system with blocks that no other has. It is written and not started."""
    made = lab.folder / "news"
    shutil.copytree(parts(lab), made, dirs_exist_ok=True)
    with (made / "root.img").open("ab") as file:
        file.write(random.Random(25).randbytes(NEW))
    return made


def _believe(machine: Machine, authority: trustme.CA) -> None:
    """RAUC takes the host's certificate."""
    known = "/etc/ssl/certs/ca-certificates.crt"
    machine.shell.run(f"cp {known} /run/known.crt")
    for line in authority.cert_pem.bytes().decode("ascii").splitlines():
        machine.shell.run(f"echo '{line}' >>/run/known.crt")
    machine.shell.run(f"chmod 644 /run/known.crt; mount --bind /run/known.crt {known}")


def _fetch(lab: Lab, machine: Machine, number: int) -> None:
    """As root does it when the refresher asks."""
    began = time.monotonic()
    machine.shell.run(
        f"printf {number} >/var/lib/kiosk-system/system-wanted; systemctl start --no-block kiosk-system-fetch.service"
    )
    lab.wait_for(machine, "systemctl is-active kiosk-system-fetch.service | grep -qx inactive", 6 * lab.patience)
    # what came down is written where its way ends, or with a million bytes more
    machine.shell.run("systemctl stop rauc.service kiosk-system-line.service")
    lab.tell(
        f"    {time.monotonic() - began:.0f} s; it says: {machine.shell.run('journalctl -b -u kiosk-system-fetch -o cat -n 3')}"
    )


def _state(machine: Machine) -> tuple[int, str]:
    told = json.loads(machine.shell.run("cat /run/kiosk-slot/system"))
    return told.get("number", 0), told.get("result", "")


def _spent(machine: Machine) -> int:
    """Bytes that came down on the metered line, TLS among them, on the machine's day."""
    told = machine.shell.run("cat /var/lib/kiosk/system-bytes.json 2>/dev/null || printf null; echo; date +%F")
    kept, _, today = told.partition("\n")
    day, spent = json.loads(kept) or ("", 0)
    return int(spent) if day == today.strip() else 0


def _next_day(machine: Machine) -> None:
    machine.shell.run(
        "systemctl stop kiosk-system-line.service; date -s '+1 day'; systemctl start kiosk-system-line.socket"
    )


def _tell(lab: Lab, host: Host, what: str, spent: int) -> None:
    lab.note(what, f"{spent} bytes came down; {host.sent} of bodies, in {host.answers} answers")
