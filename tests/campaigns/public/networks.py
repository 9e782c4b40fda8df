"""A kiosk, a guest and an internet in network namespaces, joined by pairs of virtual cables: as by the kiosk's own Wi-Fi.

mac80211_hwsim would give radios too; where the kernel lacks it, the cable `w0` of the kiosk stands for its access point. All above
it is what the image runs: the firewall's rules, dnsmasq as NetworkManager calls it, nginx with our files, the courier's door.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kiosk.core.network import OWN_WIFI
from tests.support.public_site import PUBLIC, ROOT, configured, wait_for

RADIO = "w0"
GUEST, OTHER = "10.42.42.20", "10.42.42.21"
INTERNET, SECOND = "198.51.100.1", "198.51.100.2"
HALL = "192.0.2.1"
SERVER, DOOR = 807, 808  # numbers of systemd/sysusers.conf


def lacking() -> str:
    """Why this machine cannot; "" if it can."""
    if os.geteuid() != 0:
        return "only root makes network namespaces"
    for program in ("ip", "nft", "dnsmasq", "nginx", "setpriv"):
        if shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") is None:
            return f"{program} is not installed"
    made = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False)
    return "this kernel lets no namespaces be made" if made.returncode else ""


def run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


class Networks:
    """Names of the namespaces; `within` gives the words that run a program in one."""

    def __init__(self, mark: str) -> None:
        self.kiosk, self.guest, self.internet = (f"{each}{mark}" for each in ("kios", "tamu", "luar"))

    def within(self, name: str, user: int = 0) -> list[str]:
        words = ["ip", "netns", "exec", name]
        return [*words, "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else words


def rules(radio: str = RADIO, users: Sequence[int] = (SERVER, DOOR)) -> str:
    text = (PUBLIC / "hotspot.nft").read_text("utf-8").replace("@RADIO@", radio)
    return text.replace('"kiosk-public", "kiosk-courier"', ", ".join(map(str, users)))


@contextmanager
def networks() -> Iterator[Networks]:
    """The kiosk has the guest on w0, the internet and the hall's network on up0, and lets packets through as NetworkManager's
    sharing has it: what stops them is our firewall alone."""
    made = Networks(re.sub(r"\D", "", str(os.getpid()))[-6:])
    names = (made.kiosk, made.guest, made.internet)
    with ExitStack() as stack:
        for name in names:
            run("ip", "netns", "add", name)
            stack.callback(run, "ip", "netns", "del", name)
            run("ip", "-n", name, "link", "set", "lo", "up")
        for here, there, ours, theirs in (
            (RADIO, "g0", made.kiosk, made.guest),
            ("up0", "i0", made.kiosk, made.internet),
        ):
            run("ip", "link", "add", here, "netns", ours, "type", "veth", "peer", "name", there, "netns", theirs)
        for name, device, addresses in (
            (made.kiosk, RADIO, (OWN_WIFI,)),
            (made.guest, "g0", (GUEST, OTHER)),
            (made.kiosk, "up0", (SECOND, HALL)),
            (made.internet, "i0", (INTERNET, "192.0.2.2")),
        ):
            for address in addresses:
                run("ip", "-n", name, "addr", "add", f"{address}/24", "dev", device)
            run("ip", "-n", name, "link", "set", device, "up")
        run("ip", "-n", made.guest, "route", "add", "default", "via", OWN_WIFI)
        run("ip", "-n", made.internet, "route", "add", "default", "via", SECOND)
        run("ip", "-n", made.kiosk, "route", "add", "default", "via", INTERNET)
        run(*made.within(made.kiosk), "sysctl", "-qw", "net.ipv4.ip_forward=1")
        resolver = Path("/etc/netns") / made.guest
        resolver.mkdir(parents=True)
        stack.callback(shutil.rmtree, resolver, True)
        (resolver / "resolv.conf").write_text(f"nameserver {OWN_WIFI}\n")
        with tempfile.NamedTemporaryFile("w", suffix=".nft") as file:
            file.write(rules())
            file.flush()
            run(*made.within(made.kiosk), "nft", "-f", file.name)
        yield made


@contextmanager
def names(made: Networks, place: Path) -> Iterator[int]:
    """dnsmasq as NetworkManager 1.52 calls it for a shared connection, with our file in its folder: its process id."""
    folder = place / "dnsmasq-shared.d"
    folder.mkdir()
    shutil.copy(PUBLIC / "dnsmasq.conf", folder / "kiosk.conf")
    process = subprocess.Popen(
        [
            *made.within(made.kiosk), "dnsmasq", "--conf-file=/dev/null", "--no-hosts", "--keep-in-foreground", "--bind-interfaces",
            "--except-interface=lo", "--clear-on-reload", "--strict-order", f"--listen-address={OWN_WIFI}",
            "--dhcp-range=10.42.42.10,10.42.42.254,60m", "--dhcp-leasefile=" + str(place / "leases"), "--dhcp-lease-max=50",
            f"--pid-file={place / 'dnsmasq.pid'}", f"--conf-dir={folder}",
        ]
    )  # fmt: skip
    try:
        wait_for((place / "dnsmasq.pid").exists)
        yield int((place / "dnsmasq.pid").read_text())
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def server(made: Networks, site: Path, place: Path, socket: Path) -> Iterator[int]:
    """nginx as kiosk-public.service runs it, by a user of its own: its process id."""
    path = configured(site, place, socket)
    run("chown", "-R", f"{SERVER}:{SERVER}", str(place))
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx"
    process = subprocess.Popen(
        [*made.within(made.kiosk, SERVER), program, "-e", "stderr", "-c", str(path), "-p", str(place)]
    )
    try:
        wait_for(lambda: (place / "nginx.pid").exists() and bool((place / "nginx.pid").read_text().strip()))
        yield int((place / "nginx.pid").read_text())
    finally:
        process.terminate()
        process.wait(10)


__all__ = [
    "GUEST",
    "HALL",
    "INTERNET",
    "ROOT",
    "SECOND",
    "Networks",
    "lacking",
    "names",
    "networks",
    "rules",
    "run",
    "server",
]
