"""A guest who says to be somebody else: the hall's router (ARP), the internet's server of names, the kiosk itself."""

from __future__ import annotations

import subprocess
import sys

from kiosk.core.network import OWN_WIFI
from tests.campaigns.public.networks import INTERNET, SECOND, Networks, run

ASKED = """
import socket, sys
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); line.bind((sys.argv[2], 40053)); line.settimeout(0.2)
line.sendto(b"?", (sys.argv[1], 5399)); print("asked", flush=True); sys.stdin.readline()
def heard():
    try: line.recv(9); print("answered")
    except OSError: print("blocked")
heard(); line.settimeout(5); line.sendto(b"?", (sys.argv[1], 53)); heard()
"""
"""From the kiosk, of a server in the internet that says nothing, then of one that answers."""

FORGED = """
import socket, struct, sys
server, kiosk, own = map(socket.inet_aton, sys.argv[1:])
arp = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); arp.bind(("g0", 0x0806))
mine = arp.getsockname()[4]
for whose in (server, kiosk, own):
    for kind, to in ((2, b"\\xff" * 6), (1, bytes(6))):
        arp.send(b"\\xff" * 6 + mine + struct.pack(">HHHBBH", 0x0806, 1, 0x0800, 6, 4, kind) + mine + whose + to + whose)
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
body = b"forged"
head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 28 + len(body), 7, 0, 64, 17, 0, server, kiosk)
for _ in range(3):
    raw.sendto(head + struct.pack(">HHHH", 5399, 40053, 8 + len(body), 0) + body, (sys.argv[2], 0))
"""


def misled(made: Networks) -> list[str]:
    """Return what the kiosk takes for an internet server's reply after a guest forged one, and whether it still reaches
    the true one."""
    words = [*made.within(made.kiosk), sys.executable, "-c", ASKED, INTERNET, SECOND]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as kiosk:
        assert kiosk.stdout is not None
        assert kiosk.stdout.readline() == "asked\n"
        run(*made.within(made.guest), sys.executable, "-c", FORGED, INTERNET, SECOND, OWN_WIFI)
        return kiosk.communicate("\n", timeout=20)[0].split()
