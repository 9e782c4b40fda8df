"""What runs only where the settings want it: none of it before, and all of it after. SMS without a modem (ModemManager answers, and
is heard to have none); the pages for phones; and other kiosks in the hall's network, who are told of this one by avahi."""

from __future__ import annotations

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine

STATE = "/var/lib/kiosk/sms/state.json"
SMS = ("ModemManager.service", "polkit.service", "kiosk-sms.service")
NEIGHBOURS = ("avahi-daemon.service", "kiosk-neighbours.service", "kiosk-public.service", "kiosk-courier.socket")
SETTINGS = b"\n[sms]\nenabled = true\n\n[public]\nenabled = true\nneighbours = true\n"


def begun_by_the_settings(lab: Lab) -> None:
    card = lab.used_card("wanted")
    with lab.machine(card) as machine:
        _start(lab, machine)
        told = machine.shell.run(f"systemctl is-active {' '.join((*SMS, *NEIGHBOURS))}").split()
        check({*told} == {"inactive"}, f"nobody wants them, and they are {told}")
        machine.shut_down(lab.patience)
    card.write("kiosk.toml", card.read("kiosk.toml") + SETTINGS)
    with lab.machine(card) as machine:
        _start(lab, machine)
        lab.wait_for(machine, f"grep -q no_modem {STATE}")
        asked = f"for unit in {' '.join(SMS)}; do systemctl show --property=MemoryPeak --value $unit; done"
        lab.note("SMS on: peak memory of ModemManager, polkit, kiosk-sms, bytes", machine.shell.run(asked).split())
        for unit in NEIGHBOURS:
            lab.wait_for(machine, f"systemctl is-active --quiet {unit}")
        lab.wait_for(machine, "journalctl -b -u kiosk-neighbours -o cat | grep -q Established")
        heard = machine.shell.run(
            "avahi-browse --parsable --terminate --resolve _info-desa._tcp | grep -c '^=.*;8088;'"
        )
        check(heard.isdecimal() and int(heard) > 0, f"avahi tells of no kiosk: {heard}")
        lab.wait_for(machine, "test -e /srv/info-desa/sekarang/index.html")  # the refresher writes them at rest
        # by its address in the hall's network: what hands the pages out hears nothing of the machine itself
        address = machine.shell.run(
            "ip -4 -brief address show scope global | awk '{ split($3, part, \"/\"); print part[1]; exit }'"
        )
        pages = machine.shell.run(
            f"python3 -c 'import urllib.request as u; print(len(u.urlopen(\"http://{address}:8088/\", timeout=60).read()))'"
        )
        check(pages.isdecimal(), f"no page for phones: {pages[-200:]}")
        lab.note("services that only the settings begin", "run")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def _start(lab: Lab, machine: Machine) -> None:
    lab.until(machine, "home")
    machine.shell.wait(lab.patience)
    machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
