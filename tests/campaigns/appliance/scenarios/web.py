"""A bundle of the system over https from a host on this machine, by the kiosk's own fetcher
(tests/campaigns/appliance/nights.py)."""

from __future__ import annotations

import shutil
from pathlib import Path

import trustme

from tests.campaigns.appliance.bundles import Authority, bundle
from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.nights import DAILY_MB, SETTINGS, Nights, with_news
from tests.campaigns.appliance.scenarios.system import parts, start
from tests.campaigns.appliance.web import Host

MONTH_MB = 1_000  # a day


def in_nights(lab: Lab) -> None:
    """Another month's parts (`--month`) are fetched first, in one night."""
    office, authority = Authority(lab.folder / "pki", "office"), trustme.CA()
    signer, folder = office.signer("signer"), lab.folder / "web"
    shutil.rmtree(folder, ignore_errors=True)
    number = first = Card(lab.image).update_number + 1
    if lab.month is not None:
        bundle(lab.month, number, signer, folder)
        number += 1
    made = _with_news(lab)
    bundle(made, number, signer, folder)
    shutil.rmtree(made)
    card = lab.fresh_card("system-web")
    with Host(folder, authority).open() as host:
        daily = MONTH_MB if lab.month else DAILY_MB
        card.write("kiosk.toml", card.read("kiosk.toml") + SETTINGS.format(url=host.url, daily=daily).encode())
        with lab.machine(card, online=True) as machine:
            start(lab, machine, office, held=False)
            nights = Nights(machine.shell, host, 6 * lab.patience, note=lab.note, tell=lab.tell)
            nights.believe(authority)
            if lab.month is not None:
                nights.whole(first, "another month's system")
                nights.allow(DAILY_MB)
            nights.interrupted(number)
            check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def _with_news(lab: Lab) -> Path:
    """The parts of a system with blocks that no other has."""
    made = lab.folder / "news"
    shutil.copytree(parts(lab), made, dirs_exist_ok=True)
    with_news(made / "root.img")
    return made
