"""What every scenario is handed: a folder, cards, machines and eyes; and the waiting, which is patient and remembers how long."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.machine import SIZE, Machine
from tests.campaigns.appliance.shell import ShellError
from tests.campaigns.appliance.sight import Gallery, Seen

SHOTS = [
    ("home", ["home"]),
    ("news", ["news"]),
    ("idle", ["idle"]),
    ("first-run", ["first-run"]),
    ("empty", ["home", "--state", "empty"]),
]


# the first screen opens wherever it is touched; on home, which may be there by now, nothing lies in the band
TOUCH_ME = (640, 30)
HOME = (980, 680)  # the key "Beranda" of the screens that lie above home
HOME_UPRIGHT = (630, 1220)
IDLE = 0.2  # its picture and words change by turns, and no other screen is as dark


# On a host whose processors others use as well minutes pass between two steps of the machine: its service manager must not take
# that for a kiosk that hangs. (Names of systemd-debug-generator(8).)
SLOW = {
    "kiosk.service": "[Service]\nTimeoutStartSec=1800\n",
    "kiosk-.service": "[Service]\nTimeoutStartSec=8h\n",  # of each whose name begins so
    "kiosk-still@.service": "[Service]\nTimeoutStartSec=8h\n",
    "kiosk-system-check.timer": "[Timer]\nOnBootSec=\nOnBootSec=40min\n",
}


def patient(*left: str) -> str:
    """Return kernel arguments that give slow units longer time limits on an emulated machine, except the units in *left*."""
    words = ["systemd.service_watchdogs=0"]
    for unit in SLOW.keys() - {*left}:
        text = SLOW[unit]
        packed = base64.b64encode(text.encode()).decode()
        words.append(f"systemd.set_credential_binary=systemd.unit-dropin.{unit}:{packed}")
    return " ".join(words)


class Failed(Exception):  # noqa: N818 -- a scenario's finding, told as one line
    """The kiosk did not do what the scenario asks of it."""


def check(holds: bool, told: str) -> None:
    if not holds:
        raise Failed(told)


class Lab:
    """`image` is what build-image.sh made, `edition` the data folder baked into it; `patience` in seconds for one start;
    `soak` for how many seconds a machine with little memory is used; `month` the parts of another month's system."""

    def __init__(
        self,
        image: Path,
        edition: Path,
        folder: Path,
        *,
        patience: float,
        now: str,
        long: bool,
        soak: float,
        slow: bool = False,
        month: Path | None = None,
        tell: Callable[[str], None],
    ) -> None:
        self.image, self.folder, self.patience, self.long, self._tell = image, folder, patience, long, tell
        self._slow, self.month, self.soak = slow, month, soak
        self.figures: dict[str, object] = {}
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "kiosk.toml"
        pristine = Card(image)
        config.write_bytes(pristine.read("kiosk.toml"))
        self.config, self.now = config, now
        data = folder / "edition"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(edition, data)
        self.gallery = Gallery(folder / "references", config, data, now, SHOTS)
        self._upright: Gallery | None = None
        self._number = 0
        self._shared: Machine | None = None

    def tell(self, line: str) -> None:
        self._tell(line)

    def note(self, name: str, figure: object) -> None:
        self.figures[name] = figure
        self._tell(f"    {name}: {figure}")

    def kiosk(self, *words: str | Path) -> str:
        """The kiosk's own command on this machine, as an office has it."""
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *map(str, words)], capture_output=True, text=True, check=False
        )
        check(done.returncode == 0, f"kiosk {words[0]}: {done.stderr.strip()[-300:]}")
        return done.stdout

    # cards and machines

    def fresh_card(self, name: str) -> Card:
        """Return a new card of this name as a technician writes it: the image and nothing else."""
        path = self.folder / f"{name}.card"
        path.unlink(missing_ok=True)
        return Card.written(self.image, path)

    def used_card(self, name: str) -> Card:
        """One that has been started once and shut down, so that its data partition is grown and filled."""
        used = self.folder / "used.card"
        if not used.exists():
            card = self.fresh_card("using")
            with self.machine(card) as machine:
                self.until(machine, "home")
                machine.shell.wait(self.patience)
                machine.shell.run("systemctl is-system-running --wait", patience=self.patience)
                machine.shell.run("sync")
                machine.shut_down(self.patience)
            card.path.rename(used)
        path = self.folder / f"{name}.card"
        path.unlink(missing_ok=True)
        return Card(used).copy(path)

    @contextmanager
    def machine(
        self,
        card: Card,
        *,
        append: str = "",
        extra: Sequence[str] = (),
        rtc: str = "",
        left: Sequence[str] = (),
        online: bool = False,
        memory_mb: int = 1024,
        log: Path | None = None,
    ) -> Iterator[Machine]:
        """`left` are units that are hurried on a slow host too: what is tried is how long they wait."""
        self._number += 1
        append = f"{append} {patient(*left) if self._slow else ''}"
        folder = self.folder / f"run-{self._number:03}"
        machine = Machine(
            card, folder, append=append, extra=extra, rtc=rtc, online=online, memory_mb=memory_mb, log=log
        )
        try:
            yield machine
        finally:
            machine.close()

    @contextmanager
    def shared(self) -> Iterator[Machine]:
        """A machine on its home screen, handed from scenario to scenario: a start takes minutes. Not after a failure."""
        if self._shared is None:
            self._number += 1
            card, folder = self.used_card("shared"), self.folder / f"run-{self._number:03}"
            machine = self._shared = Machine(card, folder, append=patient() if self._slow else "")
            self.until(machine, "home")
            machine.shell.wait(self.patience)
            machine.shell.run("systemctl is-system-running --wait", patience=self.patience)
        try:
            yield self._shared
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._shared is not None:
            machine, self._shared = self._shared, None
            machine.close()
            machine.card.remove()

    # waiting

    def until(self, machine: Machine, screen: str, patience: float = 0.0) -> float:
        """Seconds, since this was asked, after which the screen shows it. Raises Failed, and keeps the last picture."""
        began, seen = time.monotonic(), Seen("nothing", 1.0)
        while time.monotonic() - began < (patience or self.patience):
            check(machine.running, "QEMU ended")
            if machine.two_systems and machine.attend():
                self.tell(f"    it starts anew, from partition {machine.starts[-1]}")
            picture = machine.look()
            seen = self._gallery_of(machine).see(picture)
            if seen.is_(screen):
                return time.monotonic() - began
            if screen == "home" and seen.name == "idle" and seen.difference <= IDLE:
                self.figures.setdefault("first screen (idle) seen first, s after switching on", round(machine.seconds))
                machine.touch(*TOUCH_ME)
                time.sleep(8 if self._slow else 3)  # a second touch, of the screen that follows, would open something
            elif screen == "home" and seen.name != "black" and not seen.is_("home"):
                machine.touch(
                    *(HOME if machine.rotation % 180 == 0 else HOME_UPRIGHT)
                )  # a poster that was shown first has opened
                time.sleep(8 if self._slow else 3)
            time.sleep(1.0)
        kept = self.folder / f"not-{screen}-{self._number:03}.png"
        machine.look().save(kept)
        raise Failed(f"no {screen} within {patience or self.patience:.0f} s; the screen is nearest to {seen}: {kept}")

    def _gallery_of(self, machine: Machine) -> Gallery:
        """Return the reference pictures for the machine's rotation. Those of an upright panel are drawn at the first call."""
        if machine.rotation % 180 == 0:
            return self.gallery
        if self._upright is None:
            folder, data = self.folder / "references-upright", self.folder / "edition"
            self._upright = Gallery(folder, self.config, data, self.now, SHOTS, SIZE[::-1])
        return self._upright

    def wait_for(self, machine: Machine, command: str, patience: float = 0.0) -> None:
        """Until the command succeeds in the machine, over restarts too. Raises Failed."""
        end = time.monotonic() + (patience or self.patience)
        while time.monotonic() < end:
            check(machine.running, "QEMU ended")
            with suppress(ShellError):
                if machine.shell.run(f"if {command}; then echo so; fi", patience=60 if self._slow else 20) == "so":
                    return
            # on a slow host each question takes the machine seconds that it needs for what is waited for
            time.sleep(15.0 if self._slow else 2.0)
        raise Failed(f"not within {patience or self.patience:.0f} s: {command}")

    def until_reset(self, machine: Machine, patience: float = 0.0) -> None:
        """Until the machine starts anew. Nothing may be said to its shell until its screen is seen again: what comes in while the
        serial line has no driver fills QEMU's queue for good. Raises Failed."""
        end = time.monotonic() + (patience or self.patience)
        while not machine.attend():
            check(machine.running, "QEMU ended")
            check(time.monotonic() < end, f"no restart within {patience or self.patience:.0f} s")
            time.sleep(2.0)

    def items(self, machine: Machine) -> int:
        """Return the number of items that a visitor of *machine* would see, by `kiosk items`."""
        told = machine.shell.run(
            "/opt/kiosk/bin/kiosk --data /var/lib/kiosk items --json 2>/dev/null | tail -c 2000000 >/run/items; wc -c </run/items",
            patience=self.patience,
        )
        check(told.strip().isdigit(), f"kiosk items: {told[-200:]}")
        count = machine.shell.run("python3 -c \"import json; print(len(json.load(open('/run/items'))['items']))\"")
        check(count.strip().isdigit(), f"kiosk items is no JSON: {count[-200:]}")
        return int(count)

    def failed_units(self, machine: Machine) -> list[str]:
        told = machine.shell.run("systemctl --failed --no-legend --plain --output=json", patience=self.patience)
        return [unit["unit"] for unit in json.loads(told[told.index("[") :])]
