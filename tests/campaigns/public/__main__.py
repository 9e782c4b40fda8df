"""The public side as a whole, by phones of the hall's Wi-Fi: network namespaces, firewall, names, server, the courier's door.

    python -m tests.campaigns.public OUT [AXE_MIN_JS [PHONES]]

As root, with Debian's nftables, dnsmasq-base, nginx, chromium and chromium-driver. A phone-sized headless Chromium joins by the
portal, reads, searches, plays, keeps a PDF and sends a courier's ZIP; a guest tries all of `attacks`, and a kiosk without its
firewall shows that they would have come through; 60 phones, or PHONES, join and read at once. Prints what was seen, figures and
all; writes pictures, `attacks.txt` and `figures.json` into OUT. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from content_cache.model.sources import Source
from content_cache.store.store import Store
from kiosk.content.phone_site import CURRENT
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.office.targets.stick import write_stick
from kiosk.refresher.arrivals import Arrivals
from kiosk.refresher.imports import take_arrival
from kiosk.refresher.site.publishing import build, speak
from kiosk.settings import Settings
from kiosk.state.memory import Memory
from tests.campaigns.public.games import misled
from tests.campaigns.public.networks import DOOR, GUEST, ROOT, SERVER, Networks, lacking, names, networks, run, server
from tests.content_cache.central.office import NEWS, OfficePC
from tests.kiosk.hall.desk.test_front import family, pss_mb
from tests.support import pdfs
from tests.support.public_site import wait_for

NOW = datetime(2026, 11, 27, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
RAB = """---
id: rab
title: Anggaran desa
category: pengumuman
areas: [72.01.05]
expires: 2026-12-10
documents:
  - file: rab.pdf
    alt: Anggaran desa
---
Lihat dokumennya.
"""
PHONES, ROUNDS = 60, 15
MOST_P95_MS, MOST_MB = 300, 60
MOST_PAGE = 30_000


class Village:
    """The sample village, which listens to one more office, whose editions couriers bring."""

    def __init__(self, sample: Installation, arrivals: Path) -> None:
        office = Source(name="Kantor", url="https://kantor.invalid/", format="central", keys=(str(NEWS.public),))
        public = replace(sample.settings.public, enabled=True, courier=str(arrivals))
        settings = replace(sample.settings, sources=(*sample.settings.sources, office), public=public)
        self.installation = Installation(settings, sample.config, sample.data, print, print)
        self.now = NOW

    def write(self, out: Path) -> None:
        build(self.installation, out, self.installation.clock(self.now).read())

    def turn(self, out: Path, over: threading.Event) -> None:
        """The refresher's, until `over`."""
        arrivals = Path(self.installation.settings.public.courier)
        with Store.open(self.installation.data) as store, Memory(self.installation.data) as memory:
            door = Arrivals(arrivals, lambda path: take_arrival(self.installation, store, memory, path))
            revision = store.revision()
            while not over.wait(0.2):
                door.check_arrivals()
                if store.revision() != revision:
                    revision = store.revision()
                    self.write(out)


@contextmanager
def courier_door(made: Networks, arrivals: Path, socket: Path) -> Iterator[int]:
    """Run the courier's server as kiosk-courier.service does: under its own user, without a network. Yield its process id."""
    run("chown", "-R", f"{DOOR}:{DOOR}", str(arrivals))
    words = made.within(made.kiosk, DOOR)
    process = subprocess.Popen(
        [*words, sys.executable, "-m", "kiosk.web.courier", str(arrivals), str(socket)],
        cwd="/",
        env=os.environ | {"TMPDIR": str(arrivals), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    try:
        wait_for(socket.exists)
        time.sleep(0.5)
        socket.chmod(0o666)  # its unit hands it to the server's group
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def listeners(made: Networks) -> Iterator[None]:
    """Listen on the ports that a guest must not reach: the desk and others on the kiosk, and an internet behind it."""
    program = (
        "import socket, sys, threading, time\n"
        "def answer(line):\n"
        "    while True:\n"
        "        said, who = line.recvfrom(99); line.sendto(said, who)\n"
        "kept = []\n"
        "for port in map(int, sys.argv[1].split(',')):\n"
        "    line = socket.create_server(('0.0.0.0', port)); kept.append(line)\n"
        "for port in map(int, sys.argv[2].split(',')):\n"
        "    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); line.bind(('0.0.0.0', port)); kept.append(line)\n"
        "    threading.Thread(target=answer, args=(line,), daemon=True).start()\n"
        "print('ready', flush=True)\n"
        "time.sleep(9999)\n"
    )
    with ExitStack() as stack:
        for name, tcp, udp in ((made.kiosk, "8080,8081,22,443,53535", "5353"), (made.internet, "80,443,53", "53,5353")):
            words = [*made.within(name), sys.executable, "-c", program, tcp, udp]
            process = subprocess.Popen(words, stdout=subprocess.PIPE)
            stack.callback(process.wait, 10)
            stack.callback(process.terminate)
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
        yield


REACH = """
import socket, sys
for address, port in (("127.0.0.1", 8080), ("10.42.42.1", 8080), ("198.51.100.1", 443)):
    try:
        socket.create_connection((address, port), timeout=1).close(); print("answered")
    except OSError: print("blocked")
"""
"""From the kiosk itself: its desk, and the internet."""

BY_RADIO = """
import socket, sys
from threading import Thread
line = socket.create_server((sys.argv[1], 443))
names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); names.bind((sys.argv[1], 53))
def answer():
    while True: names.sendto(*names.recvfrom(99))
Thread(target=answer, daemon=True).start(); print("ready", flush=True); sys.stdin.read()
"""
ASK = """
import socket, sys
asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); asked.settimeout(2); asked.sendto(b"?", (sys.argv[1], 53))
for ask in (lambda: asked.recv(9), lambda: socket.create_connection((sys.argv[1], 443), timeout=2).close()):
    try: ask(); print("answered")
    except OSError: print("blocked")
"""


def joined(made: Networks) -> list[str]:
    """Names and pages by the radio, once it has joined the hall's network instead: the guest takes that network's part."""
    with subprocess.Popen(
        [*made.within(made.guest), sys.executable, "-c", BY_RADIO, GUEST], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as hall:
        assert hall.stdout is not None
        assert hall.stdout.readline() == b"ready\n"
        found = run(*made.within(made.kiosk), sys.executable, "-c", ASK, GUEST).split()
        hall.terminate()
    return found


def reached(made: Networks, user: int = 0) -> list[str]:
    return run(*made.within(made.kiosk, user), sys.executable, "-c", REACH).split()


def tried(made: Networks, out: Path | None = None) -> list[tuple[str, str, bool]]:
    words = [
        *made.within(made.guest),
        sys.executable,
        "-m",
        "tests.campaigns.public.attacks",
        *([str(out)] if out else []),
    ]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)
    assert found.stdout, found.stderr[-2_000:]
    rows: list[tuple[str, str, bool]] = [
        (name, came, good) for name, came, good in json.loads(found.stdout.splitlines()[-1])
    ]
    return rows


def packed(place: Path) -> Path:
    office = OfficePC.at(place)
    office.now = NOW.astimezone(office.now.tzinfo) - timedelta(hours=1)
    office.put("air.md", office.folder.joinpath("air.md").read_text("utf-8").replace("2026-09-10", "2026-12-10"))
    office.put("rab.md", RAB)
    office.put("rab.pdf", pdfs.apbdes(3))
    office.publish()
    path = place / "edisi-1.zip"
    write_stick(office.out, path, NEWS.public)
    path.chmod(0o644)
    return path


def main(argv: list[str]) -> int:
    """1 for anything that does not hold."""
    if why := lacking():
        print(why)
        return 1
    out, wrong = Path(argv[0]), []
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="publik-")))
        place.chmod(0o755)
        site, front, arrivals = (place / name for name in ("site", "front", "kurir"))
        for folder in (site, front, arrivals):
            folder.mkdir()
        empty = Installation(Settings(), None, place / "none", print, print)
        village = Village(stack.enter_context(sample_village(empty, NOW)), arrivals)
        village.write(site)
        begun = time.monotonic()
        figures["spoken"] = speak(village.installation, village.installation.clock(NOW).read(), most=6)
        figures["spoken_s"] = round(time.monotonic() - begun, 1)
        village.write(site)
        sizes = {path.name: path.stat().st_size for path in (site / CURRENT).rglob("*.html")}
        figures["pages"], figures["largest_page_bytes"] = len(sizes), max(sizes.values())
        figures["sound_bytes"] = sorted(path.stat().st_size for path in (site / CURRENT / "media").glob("*.ogg"))
        if figures["largest_page_bytes"] > MOST_PAGE:
            wrong.append("a page is too large")
        (place / "kota").mkdir(mode=0o755)
        edition = packed(place / "kota")
        made = stack.enter_context(networks())
        stack.enter_context(listeners(made))
        lookup = stack.enter_context(names(made, front))
        nginx = stack.enter_context(server(made, site, front, place / "pintu"))
        figures["memory_mb_server_and_names"] = round(sum(map(pss_mb, [*family(nginx), lookup])), 1)
        place.chmod(0o777)
        door = stack.enter_context(courier_door(made, arrivals, place / "pintu"))
        over = threading.Event()
        refresher = threading.Thread(target=village.turn, args=(site, over))
        refresher.start()
        stack.callback(refresher.join, 30)
        stack.callback(over.set)
        wrong += seen_by_phone(made, out, edition, argv[1:2], figures)
        wrong += read_by_many(made, int(argv[2]) if argv[2:] else PHONES, (nginx, lookup, door), figures)
        rows = tried(made, out / "attacks.txt")
        figures["attacks"] = len(rows)
        wrong += [f"{name}: {came}" for name, came, good in rows if not good]
        wrong += [] if (heard := misled(made)) == ["blocked", "answered"] else [f"a guest misleads the kiosk: {heard}"]
        wrong += without_the_firewall(made, figures)
        if left := [path.name for path in arrivals.iterdir()]:
            wrong.append(f"left in the folder of arrivals: {left}")
    (out / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False))
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    print("\n".join(wrong) or "all of it holds")
    return 1 if wrong else 0


def seen_by_phone(made: Networks, out: Path, edition: Path, axe: list[str], figures: dict[str, Any]) -> list[str]:
    words = [
        *made.within(made.guest),
        sys.executable,
        "-m",
        "tests.campaigns.public.guest",
        str(out),
        str(edition),
        *axe,
    ]
    walked = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    if walked.returncode or not walked.stdout:
        return [walked.stderr[-1_500:]]
    seen = json.loads(walked.stdout.splitlines()[-1])
    figures["phone"] = {name: value for name, value in seen.items() if name != "pages"}
    wide = [name for name, page in seen["pages"].items() if page["width"] > 360]
    wrong = [f"wider than the phone: {wide}"] if wide else []
    wrong += [f"axe: {seen['violations']}"] if seen["violations"] else []
    wrong += [] if seen["portal"] == "http://info.desa/selamat-datang.html" else [f"the portal is {seen['portal']}"]
    wrong += [] if seen.get("heard", {}).get("at", 0) > 1 else [f"not heard: {seen.get('heard')}"]
    wrong += [] if seen.get("kept") == "%PDF-" else ["no document was kept"]
    return wrong + ([] if seen.get("found") else ["nothing was found"])


def read_by_many(made: Networks, phones: int, processes: tuple[int, int, int], figures: dict[str, Any]) -> list[str]:
    nginx, lookup, door = processes
    words = [*made.within(made.guest), sys.executable, "-m", "tests.campaigns.public.crowd", str(phones), str(ROUNDS)]
    crowd = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    most = 0.0
    while crowd.poll() is None:
        most = max(most, sum(map(pss_mb, [*family(nginx), lookup, door])))
        time.sleep(0.2)
    assert crowd.stdout is not None
    taken = json.loads(crowd.stdout.read() or "[]")
    if len(taken) != phones * ROUNDS:
        return [f"{len(taken)} of {phones * ROUNDS} page views"]
    p95 = taken[len(taken) * 95 // 100]
    figures |= {
        "phones": phones,
        "views": len(taken),
        "p50_ms": round(taken[len(taken) // 2]),
        "p95_ms": round(p95),
        "memory_mb": round(most, 1),
    }
    wrong = [f"p95 {p95:.0f} ms"] if p95 > MOST_P95_MS and phones <= PHONES else []
    return wrong + ([f"{most:.0f} MB"] if most > MOST_MB else [])


def without_the_firewall(made: Networks, figures: dict[str, Any]) -> list[str]:
    """Return the faults found: the web server must reach nothing, and the attacks must succeed once the firewall's
    rules are gone."""
    came = {user: reached(made, user) for user in (SERVER, DOOR)}
    wrong = [f"user {user} reaches {each}" for user, each in came.items() if each != ["blocked"] * 3]
    if reached(made) != ["answered"] * 3:
        wrong.append("the attack on the desk and the internet cannot fail")
    run(*made.within(made.kiosk), "nft", "delete", "table", "inet", "kiosk_public")
    if misled(made) != ["answered"] * 2:
        wrong.append("a guest who says to be somebody else cannot mislead anybody")
    through = [name for name, came, good in tried(made) if not good and came == "answered"]
    figures["attacks_without_firewall_that_come_through"] = len(through)
    return wrong + ([] if len(through) >= 12 else [f"without a firewall only {through} come through"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
