"""Kiosks in reach: those that Debian's avahi finds in the hall's network (RFC 6762, 6763).

Only addresses are taken from it: editions are verified, whoever hands them out.
"""

from __future__ import annotations

import ipaddress
import shutil
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

from kiosk.core.network import PUBLIC_PORT

SERVICE = "_info-desa._tcp"
"""Name of the mDNS service, as systemd/kiosk-neighbours.service announces it."""

_PROGRAMS = ("avahi-daemon", "avahi-publish-service", "avahi-browse")
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_PATIENCE_S = 20.0
_MOST_BYTES = 2_000_000
_LOCAL = tuple(
    map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"))
)


def in_reach() -> Sequence[str]:
    """Return the addresses (`http://…/`) of kiosks in the hall's network, or nothing if avahi is missing or does not answer."""
    return [f"http://{each}:{PUBLIC_PORT}/" for each in told_by(_browsed())]


def missing(path: str = _PATH) -> Sequence[str]:
    """Return the programs of Debian's avahi that are missing on *path*; without them no kiosk finds another."""
    return [program for program in _PROGRAMS if shutil.which(program, path=path) is None]


def told_by(browsed: str) -> Sequence[str]:
    """Return the private IPv4 addresses at our port in the output of `avahi-browse --parsable --resolve`.

    All are returned, since the kiosks to ask are drawn by lot: no one can displace others by being announced first.
    """
    found: dict[str, None] = {}
    for line in browsed.splitlines():
        fields = line.split(";")
        if len(fields) < 9 or fields[0] != "=" or fields[2] != "IPv4" or fields[8] != str(PUBLIC_PORT):
            continue
        with suppress(ValueError):
            address = ipaddress.IPv4Address(fields[7])
            if any(address in network for network in _LOCAL):
                found[str(address)] = None
    return list(found)


def _browsed() -> str:
    program = shutil.which(_PROGRAMS[-1], path=_PATH)
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
