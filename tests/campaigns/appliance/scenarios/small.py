"""What a visitor's look at a poster takes of a machine's memory: of 1 GB, as a Raspberry Pi 3 has, and of 512 MB."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import numpy as np
from PIL import Image

from tests.campaigns.appliance.lab import IDLE, Failed, Lab, check
from tests.campaigns.appliance.machine import Machine
from tests.campaigns.appliance.scenarios.start import read_aloud
from tests.campaigns.appliance.sight import Gallery, difference

ANNOUNCEMENTS = (1128, 225)  # the tile on the home screen
POSTER = (580, 228)  # its card in their list
ENLARGE = (1164, 378)  # the key beside it
LARGER, WHOLE, HOME = (1203, 318), (1203, 550), (980, 680)  # keys of the viewer
BESIDE, BLACK = (1140, 485, 1270, 496), 40  # between two of them
SAME = 0.005  # of a screen before a touch and after
SHOTS = [
    ("home", ["home"]),
    ("announcements", ["announcements"]),
    ("item", ["item", "--state", "poster"]),
    ("viewer", ["viewer", "--state", "whole"]),
]
WINDOW = "$(pgrep -f '^/opt/kiosk/bin/python3 /opt/kiosk/bin/kiosk .* run')"
AWAITED_S = 20.0  # for a screen after a touch, on a slow host
VISITS = 3
TAKEN_MB = 60.0  # that a visit may take above what the window had before it
KEPT_MB = 10.0  # that the last visit may keep of it beside the first
SOAK_S, SOAK_LONG_S, TOLD = 600, 7200, 10
ENDED = "awk '/^oom_kill /{print $2}' /proc/vmstat"  # how many processes, for want of memory


def one_gigabyte(lab: Lab) -> None:
    with lab.shared() as machine:
        again = _begun_again(machine)
        rows = [_visit(lab, machine, _gallery(lab)) for _ in range(VISITS)]
        lab.note("1 GB, a poster: MB of the window (PSS) before, while, after, each visit", rows)
        _holds(lab, machine, "1 GB", again)
        # the first visit loads what is kept for the next
        before, after = rows[0][2], rows[-1][2]
        taken = max(row[1] for row in rows[1:]) - before
        check(taken <= TAKEN_MB, f"the poster takes {taken:.0f} MB of the window")
        check(after - before <= KEPT_MB, f"{after - before:.0f} MB are kept of {VISITS - 1} visits")


def half_gigabyte(lab: Lab) -> None:
    """Start the image with 512 MB, have a text read aloud, and look at posters for `lab.soak` seconds."""
    with lab.machine(lab.fresh_card("half-gigabyte"), memory_mb=512) as machine:
        _start(lab, machine)
        lab.note("512 MB: home after, s", round(machine.seconds))
        read_aloud(lab, machine)
        gallery, rows = _gallery(lab), []
        began = time.monotonic()
        while time.monotonic() - began < lab.soak:
            rows.append(_visit(lab, machine, gallery))
            if len(rows) % TOLD == 0:
                ended = machine.shell.run(ENDED)
                lab.tell(f"    visit {len(rows)} after {time.monotonic() - began:.0f} s: {rows[-1]}; {ended} ended")
        lab.note("512 MB, a poster: MB of the window (PSS) before, while, after, each visit", rows)
        lab.note("512 MB: visits; in s", f"{len(rows)}; {time.monotonic() - began:.0f}")
        _holds(lab, machine, "512 MB", "0")
    machine.card.remove()


def _start(lab: Lab, machine: Machine) -> None:
    lab.until(machine, "home")
    machine.shell.wait(lab.patience)
    machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)


def _gallery(lab: Lab) -> Gallery:
    return Gallery(lab.folder / "references-poster", lab.config, lab.folder / "edition", lab.now, SHOTS)


class _WentHome(Exception):  # noqa: N818 -- no fault
    """Nobody has touched it for so long that its first screen came back."""


def _visit(lab: Lab, machine: Machine, gallery: Gallery) -> tuple[float, float, float]:
    """Visit the poster as `_looked_at` does. Begin again when a slow machine missed a touch and went back to its first screen."""
    end = time.monotonic() + lab.patience
    while time.monotonic() < end:
        with suppress(_WentHome):
            return _looked_at(lab, machine, gallery)
    raise Failed(f"no visit to the poster within {lab.patience:.0f} s")


def _looked_at(lab: Lab, machine: Machine, gallery: Gallery) -> tuple[float, float, float]:
    """Megabytes of the window before, while and after somebody looks at the poster, whole and large."""
    lab.until(machine, "home")
    before = _megabytes(machine)
    for touched, screen in ((ANNOUNCEMENTS, "announcements"), (POSTER, "item")):
        _touch(lab, machine, touched, partial(_shows, gallery, screen))
    _touch(lab, machine, ENLARGE, _black_beside)  # it opens at the first piece
    _touch(lab, machine, WHOLE, partial(_shows, gallery, "viewer"))
    machine.look().save(lab.folder / "viewer.png")
    for _ in range(2):
        machine.touch(*LARGER)
        time.sleep(2)
    while_ = _megabytes(machine)
    machine.look().save(lab.folder / "viewer-large.png")
    _touch(lab, machine, WHOLE, partial(_shows, gallery, "viewer"))
    machine.touch(*HOME)
    lab.until(machine, "home")
    time.sleep(5)
    return before, while_, _megabytes(machine)


def _touch(lab: Lab, machine: Machine, place: tuple[int, int], came: Callable[[Image.Image], bool]) -> None:
    """Until `came` is true of the screen. Once, and again whenever it then stands still: on a slow machine a touch is lost
    while what was there before is still being drawn."""
    end = time.monotonic() + lab.patience
    before = seen = machine.look()
    looked = 0.0
    while looked == 0.0 or not came(seen):
        check(time.monotonic() < end, f"nothing came of the touch at {place}")
        if (first := lab.gallery.see(seen)).name == "idle" and first.difference <= IDLE:
            raise _WentHome
        if time.monotonic() - looked > AWAITED_S:
            if difference(before, seen) < SAME:
                machine.touch(*place)
            before, looked = seen, time.monotonic()
        time.sleep(0.5)
        seen = machine.look()


def _shows(gallery: Gallery, screen: str, picture: Image.Image) -> bool:
    return gallery.see(picture).is_(screen)


def _black_beside(picture: Image.Image) -> bool:
    """The viewer's keys lie on black."""
    return int(np.asarray(picture.crop(BESIDE)).max()) < BLACK


def _megabytes(machine: Machine) -> float:
    told = machine.shell.run(f"awk '/^Pss:/ {{print $2}}' /proc/{WINDOW}/smaps_rollup")
    check(told.isdigit(), f"the window's memory: {told}")
    return round(int(told) / 1024, 1)


def _begun_again(machine: Machine) -> str:
    return machine.shell.run("systemctl show --value -p NRestarts kiosk.service")


def _holds(lab: Lab, machine: Machine, name: str, again: str) -> None:
    """Nothing was ended for want of memory, and nothing began again."""
    ended = machine.shell.run(ENDED)
    most = machine.shell.run("systemctl show --value -p MemoryPeak kiosk.service")
    free = machine.shell.run("free -m | awk '/^Mem:/{print $7} /^Swap:/{print $3}'").split()
    lab.note(f"{name}: peak of the kiosk's unit in bytes; MB left, MB swapped", [most, *free])
    check(ended == "0", f"{ended} processes were ended for want of memory")
    check(again == (now := _begun_again(machine)), f"the kiosk was begun again: {again} times before, {now} after")
    check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
