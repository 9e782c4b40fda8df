"""Many phones at once in the guest's namespace: `python -m tests.campaigns.public.crowd N ROUNDS` prints milliseconds of
page views.

Each is given an address of its own by the kiosk's dnsmasq (RFC 2131), as NetworkManager calls it, and asks from there.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import subprocess
import sys
import time

from kiosk.core.network import OWN_WIFI

PAGES = ("/index.html", "/berita.html", "/kegiatan.html", "/darurat.html", "/cari.html", "/kirim.html")
RADIO = "g0"
_DISCOVER, _REQUEST, _ACK, _OURS = 1, 3, 5, 0x6B696F73  # by its number an answer is known as ours


def joined(phones: int) -> list[str]:
    """The addresses that they were given, which are theirs from now on; fewer where some were given none."""
    given: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, RADIO.encode())
        line.bind(("", 68))
        line.settimeout(8.0)  # dnsmasq waits 3 s whether an address is used already
        for number in range(phones):
            try:
                offered, server = _asked(line, number, _DISCOVER)[1:]
                kind, address, _ = _asked(line, number, _REQUEST, b"\x32\x04" + offered + b"\x36\x04" + server)
            except TimeoutError:
                break
            given += [socket.inet_ntoa(address)] if kind == _ACK else []
    words = "".join(f"addr replace {address}/32 dev {RADIO}\n" for address in given)
    subprocess.run(["ip", "-batch", "-"], input=words, text=True, check=True)
    return given


def _asked(line: socket.socket, number: int, kind: int, more: bytes = b"") -> tuple[int, bytes, bytes]:
    """(kind, address, server) of the answer. Raises TimeoutError."""
    hardware = struct.pack(">HI", 0x0200, number)
    head = struct.pack(">BBBBIHH16x", 1, 1, 6, 0, _OURS + number, 0, 0x8000) + hardware + bytes(10 + 192)
    line.sendto(head + b"\x63\x82\x53\x63\x35\x01" + bytes([kind]) + more + b"\xff", ("255.255.255.255", 67))
    while True:
        came = line.recv(2048)
        if struct.unpack(">I", came[4:8])[0] == _OURS + number:
            options, at = {}, 240
            while at + 1 < len(came) and came[at] != 0xFF:
                options[came[at]] = came[at + 2 : at + 2 + came[at + 1]]
                at += 2 + came[at + 1]
            return options[0x35][0], came[16:20], options.get(0x36, b"")


async def view(page: str, address: str) -> float:
    """A page, its style and its icons, by one connection, as a phone does."""
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection(OWN_WIFI, 80, local_addr=(address, 0))
    for path in (page, "/gaya.css", "/ikon.svg"):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: info.desa\r\nAccept-Encoding: identity\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert head.startswith("http/1.1 200"), head
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
    writer.close()
    return (time.perf_counter() - begun) * 1_000


async def phone(number: int, address: str, rounds: int, taken: list[float]) -> None:
    for turn in range(rounds):
        taken.append(await view(PAGES[(number + turn) % len(PAGES)], address))
        await asyncio.sleep(0.2)


async def crowd(addresses: list[str], rounds: int) -> list[float]:
    taken: list[float] = []
    await asyncio.gather(*(phone(number, address, rounds, taken) for number, address in enumerate(addresses)))
    return sorted(taken)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crowd(joined(int(sys.argv[1])), int(sys.argv[2])))))
