"""`python -m tests.campaigns.sms [COUNT] [SEED]`: a thousand warnings by SMS, from the air to the bell.

A fake ModemManager on a dbus-daemon of its own, with the names and signatures of the real one; the kiosk's two processes; the
window's bell with a voice that makes no sound. Each right one must sound within a second of its last part, with its own sound, a
drill never with the siren; no wrong one may sound. Halfway a source hangs, the modem is pulled out, and 10,000 SMS flood it.
Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import random
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kiosk.speech.utterance import Prelude
from kiosk.state.sms_state import FAULTS, SmsFault, faults_of
from tests.campaigns.sms.deliveries import KINDS, Delivery, deliver
from tests.campaigns.sms.hall import NAMED, Hall
from tests.campaigns.sms.modem_manager import ModemManager

MOST_S = 1.0
FLOOD = 10_000
SETTLES_S = 10.0  # of a kiosk that was just switched on


def main(count: int, seed: int) -> int:
    dice = random.Random(seed)
    failed: list[str] = []
    took: list[float] = []
    heard: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory(prefix="sms") as made,
        socket.create_server(("127.0.0.1", 0)) as hangs,
        ModemManager(Path(made)) as manager,
    ):
        hanging = f'[[source]]\nname = "Macet"\nurl = "http://127.0.0.1:{hangs.getsockname()[1]}/"\nevery = "1m"\n'
        with Hall(Path(made), manager, more=hanging) as hall:
            manager.plug_in()
            if not hall.bell.wait(hall.is_ready, 60):
                return 1
            hall.bell.wait(lambda: False, SETTLES_S)
            numbers = iter(range(1, count * 2))
            for n in range(count):
                if n == count // 2:
                    failed += flood(hall, dice)
                delivery = deliver(hall, dice, next(numbers), dice.choice(KINDS))
                settled = hall.bell.wait(delivery.is_settled, 5)
                failed += judge(delivery, settled, took)
                heard[delivery.kind] += 1
            time.sleep(2)
            hall.bell.glance()
            failed += [
                f"drill with the siren: {name}"
                for name, (_, prelude) in hall.bell.heard.items()
                if "drill" in name and prelude is Prelude.SIREN
            ]
    took.sort()
    sys.stdout.write(f"{dict(heard)}\n")
    sys.stdout.write(
        f"{len(took)} right ones: half within {took[len(took) // 2]:.2f} s, 99 in 100 within "
        f"{took[len(took) * 99 // 100]:.2f} s, the last after {took[-1]:.2f} s\n"
    )
    sys.stdout.writelines(f"FAIL {line}\n" for line in failed)
    return 1 if failed else 0


def judge(delivery: Delivery, settled: bool, took: list[float]) -> list[str]:
    if not settled:
        return [f"{delivery.kind} {delivery.number}: {delivery.hall.bell.of(delivery.number)}, not {delivery.prelude}"]
    if not delivery.right:
        return []
    took.append(delivery.seconds)
    return [] if delivery.seconds <= MOST_S else [f"{delivery.kind} {delivery.number}: after {delivery.seconds:.2f} s"]


def flood(hall: Hall, dice: random.Random) -> list[str]:
    """The modem is pulled out in the middle of a warning, plugged in, and flooded: the rest of the warning still comes through."""
    before = set(hall.bell.heard)
    hall.manager.pull_out()
    told = hall.data / "sms"
    faults = [] if hall.bell.wait(lambda: faults_of(told) == [FAULTS[SmsFault.NO_MODEM]]) else ["no modem is not told"]
    hall.manager.plug_in()
    faults += [] if hall.bell.wait(lambda: faults_of(told) == []) else ["the modem is not found again"]
    for n in range(FLOOD):
        if n % 20 == 0:  # faster than any network, and no faster than a bus takes it
            hall.bell.wait(lambda: len(hall.modem.messages) < 40, 60)
        if n % 3:
            hall.text(f"KIOSK/{dice.getrandbits(24):06X}/{dice.randrange(1, 4)}/3/{'A' * 97}/", f"+62{n}")
        else:
            hall.text("".join(chr(dice.randrange(0x0600, 0x06FF)) for _ in range(60)), NAMED if n % 9 else f"+62{n}")
    left = hall.bell.wait(lambda: not hall.modem.messages, 300)
    loud = [name for name in hall.bell.heard if name not in before and "sms-unchecked" not in name]
    sirens = [n for n, (_, p) in hall.bell.heard.items() if "sms-unchecked" in n and p is Prelude.SIREN]
    shown = sum("sms-unchecked" in name for name in hall.bell.heard)
    sys.stdout.write(f"a flood of {FLOOD}: {shown} of the named number are shown as not checked\n")
    return [*faults, *([] if left else ["the flood was not worked off"]), *loud, *sirens]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, int(sys.argv[2]) if len(sys.argv) > 2 else 26))
