"""The way back under load: kiosks that are mostly offline, a month in minutes, against `kiosk office` itself over loopback.

    python -m tests.campaigns.bench.bench_post [KIOSKS [DAYS]]

Each kiosk makes a health and a counts envelope a day and asks a question of 40 KB every tenth day. It has a line 5 % of the hours,
sends what waits then, loses one answer in twenty and sends again; at the end it is online until all is taken. Prints what was
sent and kept, the server's memory and disk before and after, the 95th percentile of the request and of pages (milliseconds), and
how long the post takes to sort once its key is opened. Exit 1 where an envelope is missing, there twice or another one, or
acknowledged wrongly, and for a list of kiosks that takes longer than 500 ms.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from kiosk.core.children import OWN_MODULES
from kiosk.office.context import OfficeContext
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.opening import open_office
from kiosk.office.people.access_file import access_file
from kiosk.office.people.people import People, Role
from kiosk.office.setup.setup import write_setup
from kiosk.post.envelope import EnvelopeKind
from tests.support.newsroom import make_shared_keys
from tests.support.posting import PostingKiosk, new_kiosk

PORT = 18_094
BASE = f"http://127.0.0.1:{PORT}"
PASSWORD = "ikan cakalang terbang"
KEY = "kunci laut biru tua"
ONLINE, LOST, AT_ONCE = 0.05, 0.05, 4
LEAST = datetime(2026, 10, 1, tzinfo=UTC)
MOST_BODY = 900_000


@dataclass
class Simulated:
    """One kiosk with its spool. `marks` are the hashes of all that it has made, by number."""

    kiosk: PostingKiosk
    chance: random.Random
    spool: dict[int, bytes] = field(default_factory=dict)
    marks: dict[int, bytes] = field(default_factory=dict)
    asked: int = 0

    def day(self, number: int) -> None:
        self.kiosk.made = LEAST + timedelta(days=number)
        self._keep(self.kiosk.health(speech=True, disk=True, temperature=48, day=number))
        self._keep(self.kiosk.envelope(EnvelopeKind.COUNTS, json.dumps({"read": number, "heard": 2}).encode()))
        if self.chance.random() < 0.1:
            self.asked += 1
            self._keep(self.kiosk.question(self.asked, b"OggS" + self.chance.randbytes(40_000)))

    def _keep(self, envelope: bytes) -> None:
        self.spool[self.kiosk.number] = envelope
        self.marks[self.kiosk.number] = hashlib.sha256(envelope).digest()

    def send(self, session: requests.Session, times: dict[str, list[float]], *, lossy: bool) -> None:
        """All that waits; an answer that is lost on its way leaves it waiting."""
        while self.spool:
            body = b""
            for envelope in self.spool.values():
                if body and len(body) + len(envelope) > MOST_BODY:
                    break
                body += envelope
            address = f"10.{int(self.kiosk.id[:2], 16)}.{int(self.kiosk.id[2:4], 16)}.{int(self.kiosk.id[4:6], 16)}"
            began = time.perf_counter()
            answer = session.post(f"{BASE}/post", data=body, headers={"X-Forwarded-For": address}, timeout=120)
            times["post"].append((time.perf_counter() - began) * 1_000)
            if answer.status_code != 200:
                raise RuntimeError(f"{answer.status_code} {answer.text[:200]}")
            if lossy and self.chance.random() < LOST:
                return
            for n in answer.json()["taken"]:
                self.spool.pop(n, None)


def made(folder: Path, kiosks: int) -> list[Simulated]:
    write_setup(folder, title="Diskominfo Contoh", area="72.01", out="")
    people = People(access_file(folder / ".kantor"), memory_kib=8)
    now = datetime.now(UTC)
    people.accept(people.invite("rahma", {Role.EDITOR, Role.ADMINISTRATOR}, "", now), PASSWORD, PASSWORD, now)
    office = open_office(folder, cabinet=KeyCabinet(folder / ".kantor/kunci", memory=2**20))
    make_shared_keys(office.cabinet, KEY)
    codes = office.post.store.register.make_codes(
        [(f"Desa {n:04}", f"72.01.{n // 50:02}.{n:04}") for n in range(kiosks)], now
    )
    found = []
    for n, code in enumerate(codes):
        kiosk = new_kiosk(office)
        office.post.store.register.enrol(kiosk.id, bytes(kiosk.key.verify_key), code.code, now)
        found.append(Simulated(kiosk, random.Random(n)))
    office.post.store.file.close()
    return found


def memory_mb(pid: int) -> float:
    """PSS of the process, in millions of bytes."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[0]) * 1_024 / 1e6


def disk_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in (folder / ".kantor").glob("kiriman.sqlite*")) / 1e6


def served(folder: Path) -> subprocess.Popen[bytes]:
    """`kiosk office`, once it answers."""
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", "office", "--folder", str(folder), "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with suppress(requests.ConnectionError):
            requests.get(f"{BASE}/masuk", timeout=5)
            return server
        time.sleep(0.05)
    raise RuntimeError("the desk does not answer")


def logged_in() -> requests.Session:
    session = requests.Session()
    session.post(
        f"{BASE}/masuk", data={"tanda": token(session.get(f"{BASE}/masuk").text), "nama": "rahma", "sandi": PASSWORD}
    )
    return session


def token(page: str) -> str:
    found = re.search(r'name="tanda" value="([^"]+)"', page)
    return found[1] if found else ""


def looked(times: dict[str, list[float]], over: threading.Event, every: float) -> None:
    """Somebody looks at the lists all the while."""
    session = logged_in()
    while not over.is_set():
        for path in ("/pendaftaran", "/tanya", "/"):
            began = time.perf_counter()
            answer = session.get(f"{BASE}{path}")
            times[path].append((time.perf_counter() - began) * 1_000)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
        over.wait(every)


def simulated(kiosks: list[Simulated], days: int, times: dict[str, list[float]]) -> None:
    failed: list[BaseException] = []

    def work(part: list[Simulated]) -> None:
        try:
            _month(part, days, times)
        except (RuntimeError, OSError) as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(kiosks[n::AT_ONCE],)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _month(kiosks: list[Simulated], days: int, times: dict[str, list[float]]) -> None:
    session = requests.Session()
    for day in range(days):
        for one in kiosks:
            one.day(day)
            for _ in range(24):
                if one.chance.random() < ONLINE:
                    one.send(session, times, lossy=True)
    for one in kiosks:
        one.send(session, times, lossy=False)


def wrong(folder: Path, kiosks: list[Simulated], office: OfficeContext) -> int:
    """Count the envelopes that are missing, altered or wrongly acknowledged. A table's key rules out doubles."""
    db = sqlite3.connect(folder / ".kantor/kiriman.sqlite")
    held: dict[str, dict[int, bytes]] = defaultdict(dict)
    for name, n, mark in db.execute("SELECT id, n, mark FROM envelope JOIN kiosk USING (who)"):
        held[name][n] = mark
    acks = office.post.acknowledged()
    faults = sum(held[one.kiosk.id] != one.marks for one in kiosks)
    return faults + sum(acks.get(one.kiosk.id, 0) != one.kiosk.number for one in kiosks)


def p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)] if taken else 0.0


def main(count: int, days: int) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-post-") as place:
        folder = Path(place) / "kantor"
        kiosks = made(folder, count)
        server = served(folder)
        try:
            return _run(folder, server.pid, kiosks, days)
        finally:
            server.terminate()


def _run(folder: Path, pid: int, kiosks: list[Simulated], days: int) -> int:
    times: dict[str, list[float]] = defaultdict(list)
    logged_in().get(f"{BASE}/tanya")
    before, disk = memory_mb(pid), disk_mb(folder)
    over = threading.Event()
    looker = threading.Thread(target=looked, args=(times, over, 1.0))
    looker.start()
    began = time.monotonic()
    simulated(kiosks, days, times)
    took = time.monotonic() - began
    over.set()
    looker.join()
    after = memory_mb(pid)
    envelopes = sum(len(one.marks) for one in kiosks)
    questions = sum(one.asked for one in kiosks)
    print(f"{len(kiosks)} kiosks, {days} days: {envelopes} envelopes, {questions} of them questions, in {took:.0f} s")
    for what, taken in sorted(times.items()):
        print(f"{what:14} {len(taken):6} times  p95 {p95(taken):7.1f} ms  most {max(taken):7.1f} ms")
    print(f"memory {before:.0f} -> {after:.0f} MB; disk {disk:.1f} -> {disk_mb(folder):.1f} MB")
    office = open_office(folder)
    faults = wrong(folder, kiosks, office)
    session = logged_in()
    began = time.monotonic()
    session.post(
        f"{BASE}/tanya/buka", data={"tanda": token(session.get(f"{BASE}/tanya").text), "sandi": KEY}, timeout=600
    )
    while office.post.store.count_unread():
        session.get(f"{BASE}/tanya", timeout=600)
    print(f"sorted in {time.monotonic() - began:.0f} s, memory {memory_mb(pid):.0f} MB, disk {disk_mb(folder):.1f} MB")
    waiting = office.post.store.count_questions(datetime.now(UTC))[0]
    idle: dict[str, list[float]] = defaultdict(list)
    quiet = threading.Event()
    threading.Timer(10.0, quiet.set).start()
    looked(idle, quiet, 0.05)
    for what, taken in sorted(idle.items()):
        print(f"idle {what:9} {len(taken):6} times  p95 {p95(taken):7.1f} ms")
    late = p95(times["/pendaftaran"])
    print(
        f"wrong {faults}, questions that wait {waiting}, p95 of the list of kiosks under load {late:.0f} ms (at most 500)"
    )
    return 1 if faults or waiting != questions or late > 500 else 0


if __name__ == "__main__":
    count, days = (*sys.argv[1:3], *("1000", "30")[len(sys.argv) - 1 :])
    sys.exit(main(int(count), int(days)))
