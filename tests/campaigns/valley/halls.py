"""Halls as network namespaces: a chain of virtual cables from one to the next, each with Debian's avahi, nginx with our files, the
courier's door and a refresher, all as on the image; and hostile machines on a switch beside one of them.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from content_cache.store.store import Store
from kiosk.core.network import PUBLIC_PORT
from kiosk.refresher.neighbours.shelf import Shelf
from tests.campaigns.public.networks import DOOR, SERVER, run
from tests.campaigns.public.networks import lacking as lacking_networks
from tests.content_cache.central.office import NEWS
from tests.support.public_site import ROOT, configured, wait_for

_AVAHI = "[server]\nuse-ipv4=yes\nuse-ipv6=no\n[publish]\npublish-workstation=no\n"


def lacking() -> str:
    """Why this machine cannot; "" if it can."""
    for program in ("avahi-daemon", "avahi-browse", "avahi-publish-service", "dbus-daemon", "nsenter"):
        if shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") is None:
            return f"{program} is not installed"
    return lacking_networks()


class Hall:
    """A namespace with a bus and an avahi of its own; `within` gives the words that run a program there."""

    def __init__(self, name: str, place: Path, stack: ExitStack) -> None:
        self.name, self.place = f"{name}{re.sub(r'[^0-9]', '', str(os.getpid()))[-5:]}", place
        self._stack = stack
        place.mkdir(mode=0o755)
        run("ip", "netns", "add", self.name)
        stack.callback(run, "ip", "netns", "del", self.name)
        run("ip", "-n", self.name, "link", "set", "lo", "up")

    def begin(self) -> None:
        """Once its cables are there."""
        conf = self.place / "avahi.conf"
        conf.write_text(f"[server]\nhost-name={self.name}\n{_AVAHI.partition(chr(10))[2]}")
        script = (
            "mount -t tmpfs none /run && mkdir -p /run/dbus /run/avahi-daemon && dbus-daemon --system --nofork --nopidfile & "
            "while [ ! -S /run/dbus/system_bus_socket ]; do sleep 0.1; done; "
            f"avahi-daemon --no-drop-root --no-chroot --no-rlimits --file={conf} & "
            "while [ ! -S /run/avahi-daemon/socket ]; do sleep 0.1; done; echo ready; wait"
        )
        holder = subprocess.Popen(
            [
                "ip",
                "netns",
                "exec",
                self.name,
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "sh",
                "-c",
                script,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(holder.wait, 20)
        self._stack.callback(holder.kill)  # it waits for its children through any gentler signal, and takes them along
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
        (self._pid,) = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text().split()
        self._env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

    def within(self, user: int = 0) -> list[str]:
        words = ["nsenter", f"--target={self._pid}", "--mount", "--net", "--"]
        return [*words, "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else words

    def start(self, *words: str, user: int = 0, **more: str) -> subprocess.Popen[bytes]:
        with (self.place / "log").open("ab") as log:
            process = subprocess.Popen(
                [*self.within(user), *words], cwd="/", env=self._env | more, stdout=log, stderr=log
            )
        self._ends(process)
        return process

    def announce(self) -> None:
        """Announce the kiosk to its neighbours with the command of its unit."""
        unit = (ROOT / "systemd/kiosk-neighbours.service").read_text("utf-8")
        found = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        assert found
        self.start(*shlex.split(found[1]))

    @property
    def log(self) -> str:
        return (self.place / "log").read_text("utf-8", "replace")

    def _ends(self, process: subprocess.Popen[bytes]) -> None:
        def end() -> None:
            process.terminate()
            process.wait(20)

        self._stack.callback(end)


class KioskHall(Hall):
    """With all that a kiosk has of it."""

    def open(self, look_round_s: float) -> None:
        self.begin()
        self.site, front, self.arrivals = (self.place / name for name in ("site", "front", "kurir"))
        self.data, self.socket = self.place / "data", self.place / "pintu"
        for folder in (self.site, front, self.arrivals, self.data):
            folder.mkdir()
        run("chown", "-R", f"{DOOR}:{DOOR}", str(self.arrivals))
        self.place.chmod(0o777)
        config = self.place / "kiosk.toml"
        config.write_text(
            f'[place]\nname = "Desa {self.name}"\narea = "72.01.05"\n'
            f'[public]\nenabled = true\nneighbours = true\nfolder = "{self.site}"\ncourier = "{self.arrivals}"\n'
            f'[[source]]\nname = "Kantor"\nurl = "https://kantor.invalid/"\nformat = "central"\nkeys = ["{NEWS.public}"]\n'
        )
        path = configured(self.site, front, self.socket)
        run("chown", "-R", f"{SERVER}:{SERVER}", str(front))
        program = shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx"
        self.start(program, "-e", "stderr", "-c", str(path), "-p", str(front), user=SERVER)
        self.start(
            sys.executable, "-m", "kiosk.web.courier", str(self.arrivals), str(self.socket), user=DOOR, TMPDIR=str(self.arrivals)
        )  # fmt: skip
        self.start(sys.executable, "-m", "tests.campaigns.valley.kiosk", str(config), str(self.data), str(look_round_s))
        self.announce()
        wait_for(lambda: self.socket.exists() and (self.data / "content.sqlite").exists())
        self.socket.chmod(0o666)  # its unit hands it to the server's group

    def upload(self, edition: Path) -> str:
        """Upload an edition as a courier's phone in this hall does. Return the address of the page that it is shown."""
        sending = (
            "import requests, sys\n"
            f"answer = requests.post('http://127.0.0.1:{PUBLIC_PORT}/kirim', files={{'file': open(sys.argv[1], 'rb')}},"
            " allow_redirects=False, timeout=150)\n"
            "print(answer.headers['Location'])\n"
        )
        return run(*self.within(), sys.executable, "-c", sending, str(edition)).strip()

    @property
    def seq(self) -> int:
        with Store.open(self.data, read_only=True) as store:
            return store.edition("Kantor").seq

    @property
    def titles(self) -> set[str]:
        with Store.open(self.data, read_only=True) as store:
            return {item.title for item in store.reader.items()}

    @property
    def handed_out(self) -> int:
        return Shelf(self.site).seq


def chain(halls: Sequence[Hall]) -> None:
    """A cable from each to the next."""
    for number, (here, there) in enumerate(itertools.pairwise(halls)):
        right, left = f"r{number}", f"l{number}"
        run("ip", "link", "add", right, "netns", here.name, "type", "veth", "peer", "name", left, "netns", there.name)
        for hall, device, address in ((here, right, 1), (there, left, 2)):
            run("ip", "-n", hall.name, "addr", "add", f"10.71.{number}.{address}/24", "dev", device)
            run("ip", "-n", hall.name, "link", "set", device, "up")


def switch(hall: Hall, others: Sequence[Hall]) -> None:
    """All of them see one another: the switch is in the namespace of `hall`."""
    run("ip", "-n", hall.name, "link", "add", "sw", "type", "bridge")
    run("ip", "-n", hall.name, "addr", "add", "10.71.99.1/24", "dev", "sw")
    run("ip", "-n", hall.name, "link", "set", "sw", "up")
    for number, other in enumerate(others):
        port = f"p{number}"
        run("ip", "link", "add", port, "netns", hall.name, "type", "veth", "peer", "name", "e0", "netns", other.name)
        run("ip", "-n", hall.name, "link", "set", port, "master", "sw", "up")
        run("ip", "-n", other.name, "addr", "add", f"10.71.99.{10 + number}/24", "dev", "e0")
        run("ip", "-n", other.name, "link", "set", "e0", "up")
