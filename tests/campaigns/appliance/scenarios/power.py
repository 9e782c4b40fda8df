"""The power fails, at any moment: every time the kiosk comes back by itself, with all that it had."""

from __future__ import annotations

import random
import shlex
import time
from pathlib import Path

from content_cache.signing.keys import SecretKey
from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.scenarios.stick import SOURCE, editions
from tests.campaigns.appliance.scenarios.update import good_update

SHORT, LONG = 6, 30
MOMENTS = ("start", "refresh", "start", "import", "start", "update")
_LATEST_S = {"refresh": 40.0, "import": 40.0, "update": 90.0}  # after its beginning: it is over by then

# the feed lies where it can be changed, and every few seconds its first title is another
_CHANGES = r"""
mkdir -p /run/feed && cp -r /srv/. /run/feed/ && chmod -R a+rX /run/feed && mount --bind /run/feed /srv
cat >/run/change.py <<'END'
import json, time
from datetime import datetime, UTC
from pathlib import Path
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
path, memory = Path("/run/feed/desa-bunga/feed.json"), Memory(Path("/var/lib/kiosk"))
for number in range(1000):
    feed = json.loads(path.read_text("utf-8"))
    feed["items"][0]["title"] = f"Berita ke-{number}"
    path.write_text(json.dumps(feed), "utf-8")
    memory.requests.leave_request(RequestKind.REFRESH, datetime.now(UTC))
    time.sleep(5)
END
(cd /; nohup /opt/kiosk/bin/python /run/change.py >/dev/null 2>&1 &)
"""


def cuts(lab: Lab) -> None:
    """Half of the cuts fall into the start, the others into a refresh, an import or an update."""
    chance = random.Random(8)
    number = LONG if lab.long else SHORT
    secret = SecretKey.generate("pembaruan")
    key, edition, _ = editions(lab)
    card = lab.fresh_card("power")
    settings = f'{SOURCE.format(key=key)}\n[update]\nkeys = ["{secret.public}"]\n'
    card.write("kiosk.toml", card.read("kiosk.toml") + settings.encode())
    sticks = {"import": edition, "update": good_update(lab, card, secret)}
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        before = lab.items(machine)
        usual = machine.seconds
        machine.cut()
    for cut in range(number):
        moment = MOMENTS[cut % len(MOMENTS)]
        with lab.machine(card) as machine:
            if moment == "start":
                time.sleep(chance.uniform(2, usual))
            else:
                lab.until(machine, "home")
                _begin(machine, moment, sticks)
                time.sleep(chance.uniform(0, _LATEST_S[moment]))
            lab.tell(f"    cut {cut + 1} of {number}, in the {moment}, {machine.seconds:.0f} s after switching on")
            machine.cut()
        lab.figures["power cuts so far"] = cut + 1
    with lab.machine(card) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        after = lab.items(machine)
        check(after >= before, f"{before} items before, {after} after {number} cuts")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        lab.note("power cuts", f"{number}, all came back by themselves; {before} items before, {after} after")
    card.remove()


def _begin(machine: Machine, moment: str, sticks: dict[str, Path]) -> None:
    machine.shell.wait(120)
    if moment == "refresh":
        machine.shell.run(f"sh -c {shlex.quote(_CHANGES)}", patience=120)
    else:
        machine.plug_stick(sticks[moment], moment)
