"""Which kiosks are in reach: those that Debian's avahi hears of in the hall's network (RFC 6762, 6763), and the one whose Wi-Fi
this kiosk has joined. Addresses alone: what they hand out is verified, whoever they are.
"""

from __future__ import annotations

import ipaddress
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SERVICE = "_info-desa._tcp"
"""As systemd/kiosk-neighbours.service announces it."""

PORT, OWN_PORT = 8088, 8089
"""In the hall's network, and on a kiosk's own Wi-Fi (deploy/publik/hotspot.conf)."""

_OWN_WIFI = "10.42.42.1"
_PATIENCE_S = 20.0
_MOST_BYTES = 200_000
_MOST = 30
_LOCAL = tuple(
    map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"))
)
_ROUTES = Path("/proc/self/net/route")


def in_reach() -> Sequence[str]:
    """Addresses (`http://…/`) at which an edition may lie; none where avahi is not there or does not answer."""
    joined = [f"http://{_OWN_WIFI}:{OWN_PORT}/"] if _gateway() == _OWN_WIFI else []
    return [*joined, *(f"http://{each}:{PORT}/" for each in told_by(_browsed()))]


def told_by(browsed: str) -> Sequence[str]:
    """The IPv4 addresses in what `avahi-browse --parsable --resolve` prints: of networks like a hall's, at our port, a few."""
    found: dict[str, None] = {}
    for line in browsed.splitlines():
        fields = line.split(";")
        if len(fields) < 9 or fields[0] != "=" or fields[2] != "IPv4" or fields[8] != str(PORT):
            continue
        with suppress(ValueError):
            address = ipaddress.IPv4Address(fields[7])
            if any(address in network for network in _LOCAL):
                found[str(address)] = None
    return list(found)[:_MOST]


def _browsed() -> str:
    program = shutil.which("avahi-browse")
    if program is None:
        return ""
    words = [program, "--parsable", "--resolve", "--terminate", "--ignore-local", "--no-db-lookup", SERVICE]
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as browsing:
        watch = threading.Timer(_PATIENCE_S, browsing.kill)
        watch.start()
        try:
            told = browsing.stdout.read(_MOST_BYTES) if browsing.stdout else b""
        finally:
            watch.cancel()
            browsing.kill()
    return told.decode(errors="replace")


def _gateway() -> str:
    """The way out of this machine's network, "" for none (proc_net(5): little-endian, in hexadecimal digits)."""
    with suppress(OSError, ValueError, IndexError, struct.error):
        for line in _ROUTES.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1] == "00000000":
                return socket.inet_ntoa(struct.pack("=L", int(fields[2], 16)))
    return ""
