"""What a guest tries, from the guest's own namespace: `python -m tests.campaigns.public.attacks` prints what came of each as
JSON."""

from __future__ import annotations

import json
import socket
import struct
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kiosk.core.network import OWN_WIFI, PUBLIC_PORT
from tests.campaigns.public.networks import HALL, INTERNET, SECOND

BLOCKED, ANSWERED = "blocked", "answered"
REACHED = (8080, 8081, 22, PUBLIC_PORT, 443, 53535)
"""Ports of the kiosk that listen while this runs, or are refused as if none did."""


def tcp(address: str, port: int) -> str:
    try:
        with socket.create_connection((address, port), timeout=1.0):
            return ANSWERED
    except OSError:
        return BLOCKED


def udp(address: str, port: int) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(0.5)
        line.sendto(b"?", (address, port))
        try:
            return ANSWERED if line.recv(10) else BLOCKED
        except OSError:
            return BLOCKED


def asked(path: str, host: str = "info.desa", method: str = "GET", body: bytes | None = None) -> tuple[int, str]:
    request = urllib.request.Request(f"http://{OWN_WIFI}{path}", body, {"Host": host}, method=method)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location", "") or error.read().decode("utf-8", "replace")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def refused(method: str) -> bool:
    return asked("/index.html", method=method)[0] in (400, 403, 404, 405)


def told(method: str) -> object:
    """True where it is our own page of what is not there, under its status; else what came."""
    came = asked("/index.html", method=method)
    return came == (404, asked("/tidak-ada.html")[1]) or came


def resolved(name: str) -> str:
    """Return the address that the kiosk's DNS server gives for *name* (RFC 1035)."""
    question = b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(3.0)
        line.sendto(struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + question + struct.pack(">HH", 1, 1), (OWN_WIFI, 53))
        return ".".join(map(str, line.recv(512)[-4:]))


PROBES = {
    "Android": ("connectivitycheck.gstatic.com", "/generate_204"),
    "Android, older": ("clients3.google.com", "/generate_204"),
    "Samsung": ("www.google.com", "/gen_204"),
    "Xiaomi": ("connect.rom.miui.com", "/generate_204"),
    "Huawei": ("connectivitycheck.platform.hicloud.com", "/generate_204"),
    "Oppo": ("conn1.oppomobile.com", "/generate_204"),
    "Vivo": ("wifi.vivo.com.cn", "/generate_204"),
    "iOS": ("captive.apple.com", "/hotspot-detect.html"),
    "iOS, older": ("www.apple.com", "/library/test/success.html"),
    "Windows": ("www.msftconnecttest.com", "/connecttest.txt"),
    "Firefox, KaiOS": ("detectportal.firefox.com", "/success.txt?ipv4"),
    "Linux": ("nmcheck.gnome.org", "/check_network_status.txt"),
}
"""Of twelve systems: what each asks whether there is an internet."""


def attacks() -> Iterator[tuple[str, Callable[[], object], object]]:
    """Yield the attacks: a name, a call, and the result that is expected of it."""
    for address, whose in ((OWN_WIFI, "on its Wi-Fi"), (HALL, "in the hall's network"), (SECOND, "on its way out")):
        for port in REACHED:
            yield f"the kiosk {whose}, port {port}", partial(tcp, address, port), BLOCKED
    yield "the store's files by the pages", lambda: "SQLite" in asked("/../kiosk/content.sqlite")[1], False
    for port in (80, 443, 53):
        yield f"the internet, port {port}", partial(tcp, INTERNET, port), ANSWERED if port == 80 else BLOCKED
    yield "what answers there is the kiosk's page", lambda: _host(INTERNET), "http://info.desa/selamat-datang.html"
    yield "the internet by UDP", lambda: udp(INTERNET, 5353), BLOCKED
    yield "another server of names", lambda: udp(INTERNET, 53), BLOCKED
    yield "a program of the kiosk that listens by UDP", lambda: udp(OWN_WIFI, 5353), BLOCKED
    yield "every name is the kiosk", lambda: {resolved(host) for host, _ in PROBES.values()}, {OWN_WIFI}
    for system, (host, path) in PROBES.items():
        yield (
            f"{system} looks for an internet",
            partial(asked, path, host),
            (302, "http://info.desa/selamat-datang.html"),
        )
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"):
        yield f"{method} to a page", partial(refused, method), True
    for method in ("PUT", "DELETE", "PATCH"):
        yield f"what {method} is told", partial(told, method), True
    yield (
        "a phone looks for an internet at the address itself",
        partial(asked, "/generate_204", OWN_WIFI),
        (302, f"http://{OWN_WIFI}/selamat-datang.html"),
    )
    yield "a page is written", lambda: asked("/index.html", method="POST", body=b"x")[0] in (404, 405), True
    yield "no file is sent", lambda: asked("/kirim", method="POST", body=b"x")[1], "/kirim-rusak.html"


def _host(address: str) -> str:
    request = urllib.request.Request(f"http://{address}/", headers={"Host": address})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=5) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return error.headers.get("Location", "")


def main() -> int:
    """1 where one went otherwise."""
    rows = []
    for name, attack, wanted in attacks():
        try:
            came = attack()
        except OSError as error:
            came = repr(error)
        rows.append((name, str(came), came == wanted))
    print(json.dumps(rows))
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(
            "".join(f"{'ok ' if good else 'NO '} {name}: {came}\n" for name, came, good in rows)
        )
    return 0 if all(good for _, _, good in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
