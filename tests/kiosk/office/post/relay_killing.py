"""kill -9 of two receivers and their desk on one S3 store: every envelope is at the desk once, whichever receiver took it.

    python -m tests.kiosk.office.post.relay_killing [TIMES [REQUESTS]]

`kiosk office` itself, three times: a desk and two that only receive, over loopback, and moto's S3 server. Kiosks send to one of the
two, now and then what they sent before; one of the three processes is killed at a moment of chance and started anew, TIMES times.
At the end all is sent once more to the other receiver. Then what REQUESTS cost is measured, two envelopes each: milliseconds, and
the processor's time of receiver and desk. Prints the figures, and what 80,000 kiosks would make of them; exits 1 for an envelope
that was told as taken and is lost, is there twice, or is another one.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import requests

from kiosk.core.children import OWN_MODULES
from kiosk.office.post.relay import KEYS
from kiosk.office.setup.setup import write_setup
from kiosk.office.targets.address import Address
from kiosk.office.targets.s3 import Bucket
from kiosk.post.envelope import EnvelopeKind
from tests.kiosk.office.post.post_killing import Office
from tests.kiosk.office.targets.servers import PASSWORD, Server, free_ports, s3
from tests.support.posting import PostingKiosk

MONTHLY = 63
"""Envelopes of a kiosk (`tests.campaigns.bench.bench_post`: 62,950 of a thousand)."""
KIOSKS = 80_000
_PATIENCE_S = 300.0


class Running:
    """`kiosk office` over a folder that `office.toml` makes a desk or a receiver."""

    def __init__(self, folder: Path, store: Server, port: int, *, receives_only: bool) -> None:
        self._folder, self.port = folder, port
        if receives_only:
            write_setup(folder, title=folder.name, area="", out="")
        with (folder / "office.toml").open("a", encoding="utf-8") as file:
            file.write(f'[post]\nbucket = "{store.at()}"\nreceives_only = {str(receives_only).lower()}\n')
        secret = folder / ".kantor/kunci/tujuan.toml"
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.write_text(f'["{store.at()}"]\npassword = "{PASSWORD}"\n', "utf-8")
        secret.chmod(0o600)
        self.start()

    def start(self) -> None:
        words = [
            sys.executable,
            *OWN_MODULES,
            "-m",
            "kiosk",
            "office",
            "--folder",
            str(self._folder),
            "--port",
            str(self.port),
        ]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers(self) -> None:
        until(lambda: requests.get(f"http://127.0.0.1:{self.port}/masuk", timeout=5).ok)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def processor_s(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def post(self, body: bytes) -> list[int]:
        """Post *body* and return the numbers reported as taken; none if the server was killed meanwhile."""
        with suppress(requests.RequestException):
            answer = requests.post(f"http://127.0.0.1:{self.port}/post", data=body, timeout=30)
            if answer.status_code == 200:
                return list(json.loads(answer.content)["taken"])
        return []


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        with suppress(requests.RequestException):
            if holds():
                return
        time.sleep(0.05)
    raise RuntimeError("it did not come to hold")


class Valley:
    """The three, and kiosks that send."""

    def __init__(self, place: Path, store: Server) -> None:
        (place / "desk").mkdir()
        write_setup(place / "desk", title="Kantor", area="", out="")
        (place / "desk/.kantor/kunci").mkdir()
        self.office = Office(place / "desk/.kantor")
        self.bucket = Bucket(Address.from_target(store.at()), store.secrets)
        ports = free_ports(3)
        self.desk = Running(place / "desk", store, ports[0], receives_only=False)
        self.receivers = [
            Running(place / name, store, port, receives_only=True)
            for name, port in zip(("satu", "dua"), ports[1:], strict=True)
        ]
        self.all = [self.desk, *self.receivers]

    def begin(self) -> None:
        for each in self.all:
            each.answers()
        until(lambda: self.bucket.read(KEYS) is not None)

    def killed_once(self, chance: random.Random) -> None:
        doomed = chance.choice(self.all)
        timer = threading.Timer(chance.random() * 0.25, doomed.kill)
        timer.start()
        for _ in range(chance.randint(1, 6)):
            self._send(chance.choice(self.receivers), self.office.some())
        timer.join()
        doomed.start()
        if doomed is not self.desk or chance.random() < 0.5:  # a desk may be killed while it fetches at its start
            doomed.answers()

    def _send(self, receiver: Running, body: bytes) -> None:
        kiosk = json.loads(body.partition(b"\n")[0])["kiosk"]
        self.office.told |= {(kiosk, n) for n in receiver.post(body)}

    def finish(self) -> None:
        """All once more, and the desk has fetched it."""
        for n, sent in enumerate(self.office.sent.values()):
            for envelope in sent.values():
                self._send(self.receivers[n % 2], envelope)
        self._fetched()

    def _fetched(self) -> None:
        self.desk.kill()
        self.desk.start()  # it fetches when it starts
        until(lambda: all(name == KEYS for name, _ in self.bucket.entries("", below=True)))

    def measure(self, count: int) -> None:
        """One kiosk a receiver, at once."""
        for each in self.receivers:
            each.answers()
        before = [each.processor_s for each in self.receivers]
        times: list[float] = []
        threads = [
            threading.Thread(target=self._requests, args=(kiosk, receiver, count // 2, times))
            for kiosk, receiver in zip(self.office.kiosks, self.receivers, strict=False)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = sum(each.processor_s for each in self.receivers) - sum(before)
        self.desk.kill()
        self.desk.start()
        self.desk.answers()
        at = self.desk.processor_s
        left = len(list(self.bucket.entries("post/", below=True)))
        until(lambda: not list(self.bucket.entries("post/", below=True)))
        fetched = self.desk.processor_s - at
        of_receiver = spent * 1_000 / (2 * len(times))
        of_desk = fetched * 1_000 / max(2 * left, 1)
        p95 = sorted(times)[len(times) * 95 // 100]
        print(
            f"{len(times)} requests of 2 envelopes at 2 receivers: {p95:.0f} ms at the 95th percentile; processor: "
            f"{of_receiver:.2f} ms an envelope at a receiver, {of_desk:.2f} ms at the desk ({left} requests left to fetch)"
        )
        a_second = KIOSKS * MONTHLY / 30 / 86_400
        print(
            f"reckoned for {KIOSKS:,} kiosks: {KIOSKS * MONTHLY:,} envelopes a month, {a_second:.1f} a second; "
            f"{a_second * of_receiver / 20:.2f} % of a processor at each of two receivers, {a_second * of_desk / 10:.2f} % "
            "at the desk"
        )

    def _requests(self, kiosk: PostingKiosk, receiver: Running, count: int, times: list[float]) -> None:
        for n in range(count):
            two = [kiosk.health(day=n), kiosk.envelope(EnvelopeKind.COUNTS, b'{"read": 1}')]
            self.office.sent[kiosk.id] |= {kiosk.number - 1: two[0], kiosk.number: two[1]}
            began = time.perf_counter()
            self._send(receiver, b"".join(two))
            times.append((time.perf_counter() - began) * 1_000)

    def close(self) -> None:
        for each in self.all:
            each.kill()


def main(kills: int, count: int) -> int:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="relay-killing-") as name, s3(Path(name), "kiriman") as store:
        valley = Valley(Path(name), store)
        try:
            valley.begin()
            for _ in range(kills):
                valley.killed_once(chance)
            valley.finish()
            found = valley.office.faults()
            sent = sum(len(each) for each in valley.office.sent.values())
            print(f"{kills} kills; {sent} envelopes, {len(valley.office.told)} told as taken; faults {found}")
            if count and not found:
                valley.measure(count)
                found = valley.office.faults()
        finally:
            valley.close()
    return 1 if found else 0


if __name__ == "__main__":
    said = [int(each) for each in sys.argv[1:]]
    sys.exit(main(said[0] if said else 40, said[1] if len(said) > 1 else 400))
