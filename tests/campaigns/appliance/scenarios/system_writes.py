"""The power fails at any write of an update of the whole system, and what the card had taken in but not yet kept is lost as well.

One update is run to its end while all that it writes is noted. Then the card of each moment is made again and looked at as the
firmware and a PC would; of some the machine is started.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect

from tests.campaigns.appliance import write_log
from tests.campaigns.appliance.bundles import Authority, bundle
from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.lab import Failed, Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.scenarios.system import SLOT, disk_of, parts, start
from tests.campaigns.appliance.write_log import Entry, Moment, in_order_and_with_losses, replayed

MOMENTS, STARTS, STARTS_LONG, TOLD = 60, 4, 12, 25
A, B = 2, 3  # what the firmware starts of the two systems
ROOTS = {A: 5, B: 6}
KEPT_LINES = {"pending", "tries", "failed", "sound"}  # of boot-slot's file
_CLEAN, _MENDED = 0, 1  # exit codes of e2fsck(8)


@dataclass(frozen=True, slots=True)
class _Update:
    """Numbers of writes: the update's `first` and `last`, and those to the partition with autoboot.txt, `switch`; `kept` is the
    flush after these."""

    written: Sequence[Entry]
    first: int
    last: int
    switch: Sequence[int]
    kept: int


def at_each_write(lab: Lab) -> None:
    chance = random.Random(60)
    log, card = lab.folder / "writes.log", lab.used_card("system-writes")
    log.unlink(missing_ok=True)
    begun = card.copy(lab.folder / "writes-begun.card")
    items, first = _run_to_its_end(lab, card, log)
    update = _told(begun, log, first)
    lab.note("system's update: writes, flushes", [update.last - update.first, len(_flushes(update))])
    moments = sorted(_moments(update, chance), key=lambda moment: (moment.after, len(moment.lost)))
    by_lot = chance.sample(moments, (STARTS_LONG if lab.long else STARTS) - 2)
    to_start = {*by_lot, _in_the_switch(update, moments), moments[-1]}
    chosen: list[int] = []
    for moment in replayed(begun.path, log, update.written, moments):
        chosen.append(_looked_at(lab, begun, moment, update, items))
        if len(chosen) % TOLD == 0:
            lab.tell(f"    {len(chosen)} of {len(moments)} looked at, {moment}")
        if moment in to_start:
            _started(lab, begun, moment, items)
    lab.note(
        "system's update: moments looked at; with writes lost", [len(moments), sum(1 for each in moments if each.lost)]
    )
    lab.note("moments that start A, B", [chosen.count(A), chosen.count(B)])
    for each in (card, begun):
        each.remove()
    log.unlink()


def _run_to_its_end(lab: Lab, card: Card, log: Path) -> tuple[int, int]:
    """A good update, noted from the start before it until it is kept. Returns the kiosk's items, and writes before the update."""
    office = Authority(lab.folder / "pki", "office")
    good = bundle(parts(lab), card.update_number + 1, office.signer("signer"), lab.folder / "b-writes")
    with lab.machine(card, extra=disk_of(lab, "writes", {"good": good}), log=log) as machine:
        start(lab, machine, office)
        items = lab.items(machine)
        first = _flushed(machine, log)
        told = machine.shell.run(
            "systemctl stop kiosk-boot-trial.timer; rauc install /run/bundles/good.raucb 2>&1 | tail -n 3; sync",
            patience=4 * lab.patience,
        )
        check(machine.shell.run(f"{SLOT} waits && echo so") == "so", f"not installed: {told}")
        machine.shell.run("systemctl --no-block reboot")
        lab.until_reset(machine)
        check(machine.starts == [A, B], f"it was started from {machine.starts}")
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        lab.wait_for(machine, f"! {SLOT} trial")
        time.sleep(60)  # what it writes last
        _flushed(machine, log)
        machine.cut()
    return items, first


def _flushed(machine: Machine, log: Path) -> int:
    machine.shell.run("sync; sync")
    return write_log.entry_count(log)


def _told(card: Card, log: Path, first: int) -> _Update:
    written = write_log.entries(log)
    part = card.partition(1)
    switch = [
        number
        for number, each in enumerate(written)
        if each.size and part.start <= each.start < part.start + part.size and number >= first
    ]
    check(bool(switch), "autoboot.txt was never written")
    running = card.partition(ROOTS[A]), card.partition(A)
    for each in written:
        touched = any(each.start < part.start + part.size and part.start < each.start + each.size for part in running)
        check(not (each.size and touched), "the running system was written to")
    kept = next(number for number in range(switch[-1], len(written)) if written[number].flush)
    return _Update(written, first, len(written), switch, kept)


def _flushes(update: _Update) -> list[int]:
    return [number for number in range(update.first, update.last) if update.written[number].flush]


def _moments(update: _Update, chance: random.Random) -> Iterator[Moment]:
    """60 by lot, and before and after each write and flush of the switch; each also as a card leaves it that keeps what it was
    given in any order until it is told to flush."""
    around = range(update.switch[0] - 2, min(update.switch[-1] + 8, update.last))
    for after in {*chance.choices(range(update.first, update.last), k=MOMENTS), *around}:
        yield from in_order_and_with_losses(update.written, after, chance)


def _in_the_switch(update: _Update, moments: Sequence[Moment]) -> Moment:
    return next(each for each in moments if each.lost and each.after > update.switch[0])


def _looked_at(lab: Lab, card: Card, moment: Moment, update: _Update, items: int) -> int:
    """Check the card after a power cut, as firmware and a PC see it: a whole system starts, no settings and items are
    lost. Return its partition."""
    try:
        number = card.chosen()
    except subprocess.CalledProcessError as error:
        raise Failed(f"{moment}: autoboot.txt cannot be read: {error.stderr.decode().strip()}") from error
    wanted = {A} if moment.after <= update.switch[0] else {B} if moment.after > update.kept else {A, B}
    check(number in wanted, f"{moment}: it would be started from partition {number}")
    check(card.read("kiosk.toml") == lab.config.read_bytes(), f"{moment}: kiosk.toml is another")
    if number == B:
        _same_system(lab, card, moment)
    folder = lab.folder / "writes-data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    image = card.data_image(folder / "data.img")
    mended = subprocess.run(["e2fsck", "-fy", image], check=False, capture_output=True, text=True)
    check(mended.returncode in (_CLEAN, _MENDED), f"{moment}: e2fsck: {mended.stdout[-300:]}")
    for name in ("kiosk", "system"):
        subprocess.run(["debugfs", "-R", f"rdump /{name} {folder}", image], check=True, capture_output=True)
    image.unlink()
    for path in (folder / "kiosk").glob("*.sqlite"):
        with closing(connect(path)) as store:
            told = store.execute("PRAGMA integrity_check").fetchone()[0]
            check(told == "ok", f"{moment}: {path.name}: {told}")
    listed = json.loads(lab.kiosk("--data", folder / "kiosk", "items", "--json"))["items"]
    check(len(listed) >= items, f"{moment}: {len(listed)} items of {items}")
    kept = folder / "system/boot-slot"
    names = {line.partition("=")[0] for line in kept.read_text("ascii").splitlines()} if kept.exists() else KEPT_LINES
    check(names == KEPT_LINES, f"{moment}: of what is noted about the systems only {names} is there")
    return number


def _same_system(lab: Lab, card: Card, moment: Moment) -> None:
    """The other system is what its bundle holds."""
    root = parts(lab) / "root.img"
    place, size = card.partition(ROOTS[B]).start, root.stat().st_size
    same = subprocess.run(
        ["cmp", "-n", str(size), "-i", f"0:{place}", root, card.path], check=False, capture_output=True
    )
    check(same.returncode == 0, f"{moment}: the root of the other system is not whole")
    check(set(card.names(A)) <= set(card.names(B)), f"{moment}: files that the firmware starts are missing")
    for name in card.names(A):
        if "." in name and not name.startswith(("cmdline", "config")):
            check(card.read(name, A) == card.read(name, B), f"{moment}: {name} is not whole")
    check("rauc.slot=B" in card.read("cmdline.txt", B).decode("ascii"), f"{moment}: cmdline.txt names another system")


def _started(lab: Lab, card: Card, moment: Moment, items: int) -> None:
    again = card.copy(lab.folder / "writes-started.card")
    with lab.machine(again) as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        lab.tell(f"    {moment}: home by itself, from partition {machine.starts[-1]}")
        check(lab.items(machine) >= items, f"{moment}: content was lost")
        check(not lab.failed_units(machine), f"{moment}: failed units: {lab.failed_units(machine)}")
        machine.cut()
    again.remove()
