"""Breaks the publishing of an edition at random moments: its process is killed, or its line ends at a random byte. A kiosk that
polls all the time then has the edition before or the new one, whole, and the next try brings the new one.

The long form: python -m tests.kiosk.office.targets.cutting [200 [folder] [sftp] [webdav] [s3] [rsync]]
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

from kiosk.office.targets.delivery import Delivery, deliver
from kiosk.office.targets.faults import CutError
from kiosk.office.targets.secrets import Secrets
from tests.content_cache.central.office import NEWS, OfficePC, picture
from tests.kiosk.office.targets.polling import MissingError, look, watching
from tests.kiosk.office.targets.servers import SERVERS, Line, Server, line

ITEMS, CHANGED = 6, 3
_PROCESSES = multiprocessing.get_context("forkserver")  # servers and kiosks are threads here
_PROCESSES.set_forkserver_preload([__name__, "paramiko", "webdav4.client", "minio"])
_SHADES = ("red", "green", "blue", "teal", "black", "white", "gold", "pink", "navy", "gray", "lime", "cyan")


@dataclass
class Bench:
    """An office, one server, and the dice."""

    place: Path
    server: Server
    line: Line | None
    dice: random.Random
    seconds: float = 0.0
    carried: int = 0
    missed: int = 0
    endings: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.office = OfficePC.at(self.place)
        self.publish()
        self.office.publish(keep=2)
        self.deliver()

    @property
    def seq(self) -> int:
        return int((self.office.out / "latest.minisig").read_text("utf-8").partition("seq=")[2].partition(" ")[0])

    def target(self) -> str:
        return self.server.at(self.line.port if self.line else 0)

    def deliver(self) -> Delivery:
        return send(self.office.out, self.target(), self.server.secrets, self.place / "ingat")

    def _seen(self) -> int:
        for _ in range(100):
            with suppress(MissingError):
                return look(self.server.public, self.place)
            time.sleep(0.05)
        raise AssertionError("no signature any more")

    def publish(self) -> None:
        """The next edition: some notices are others, with other pictures."""
        for number in self.dice.sample(range(ITEMS), CHANGED if self.seconds else ITEMS):
            shade, size = self.dice.choice(_SHADES), (600, 300 + self.dice.randrange(300))
            self.office.put(f"{number}.png", picture(shade, size))
            head = f"id: n{number}\ntitle: {shade} {self.dice.random()}\npictures:\n  - file: {number}.png\n    alt: x"
            self.office.put(f"{number}.md", f"---\n{head}\n---\nIsi.\n")
        self.office.publish(later=timedelta(hours=1), keep=2)

    def measure(self) -> None:
        """Measure the seconds and bytes of an undisturbed delivery."""
        self.publish()
        if self.line:
            self.line.mend()
        process = self._process()
        began = time.monotonic()
        process.join(120)
        assert process.exitcode == 0
        self.seconds = time.monotonic() - began
        self.carried = self.line.carried if self.line else 0

    def kill(self) -> str:
        process = self._process()
        process.join(self.dice.uniform(0, self.seconds))
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        return "killed" if process.exitcode else "done before"

    def cut(self) -> str:
        assert self.line is not None
        self.line.cut_after(self.dice.randint(1, self.carried))
        ending = "done before"
        try:
            self.deliver()
        except CutError:
            ending = "cut"
        self.line.mend()
        return ending

    def _process(self) -> multiprocessing.process.BaseProcess:
        """One that has loaded all it needs, and begins."""
        begins = _PROCESSES.Event()
        words = (begins, self.office.out, self.target(), self.server.secrets, self.place / "ingat")
        process = _PROCESSES.Process(target=_begin, args=words)
        process.start()
        assert begins.wait(60)
        return process

    def moment(self, number: int) -> int:
        """One more edition, broken off once. Returns how many looks of the kiosk saw it whole. Raises AssertionError."""
        before = self.seq
        self.publish()
        after = self.seq
        assert after == before + 1
        with watching(self.server.public, self.place) as watch:
            ending = self.cut() if self.line and number % 2 else self.kill()
            seen = self._seen()
            assert seen in (before, after)
            self.endings[f"{ending}, edition {'before' if seen == before else 'new'}"] += 1
            for _ in range(3):  # a server may still hold what was killed
                with suppress(CutError):
                    self.deliver()
                    break
            assert look(self.server.public, self.place) == after
        assert not watch.wrong, watch.wrong[:3]
        # where a host takes a file away before it moves another one there; the kiosk asks again
        assert not watch.missed or self.server.scheme.startswith("webdav")
        self.missed += watch.missed
        assert set(watch.seen) <= {before, after}, watch.seen
        return watch.seen.total()


def send(out: Path, target: str, secrets: Secrets, memory: Path) -> Delivery:
    return deliver(out, target, secrets, key=NEWS.public, memory=memory, tries=1)


def _begin(begins: Event, out: Path, target: str, secrets: Secrets, memory: Path) -> None:
    begins.set()
    send(out, target, secrets, memory)


def run(name: str, place: Path, times: int, seed: int, told: bool = False) -> tuple[Counter[str], int, int]:
    """The endings, how often the kiosk looked, and how often it found no signature."""
    looks = 0
    with ExitStack() as stack:
        server = stack.enter_context(SERVERS[name](place / "server"))
        broken = stack.enter_context(line(server.port)) if server.port else None
        bench = Bench(place, server, broken, random.Random(seed))
        bench.measure()
        for number in range(times):
            looks += bench.moment(number)
            if told and number % 20 == 19:
                print(f"{name}: {number + 1} moments …", flush=True)
        if server.root != Path():
            names = [path for path in server.root.rglob("*") if path.is_file()]
            assert not [path for path in names if path.suffix == ".part"]
            assert len(names) <= 3 * (ITEMS + 2) + 2, len(names)  # three editions' at most
    return bench.endings, looks, bench.missed


def main(times: int, names: list[str]) -> None:
    for name in names:
        began, place = time.monotonic(), Path(tempfile.mkdtemp(prefix="kiosk-cuts-"))
        endings, looks, missed = run(name, place, times, 23, told=True)
        shutil.rmtree(place)
        told = ", ".join(f"{ending} {count}" for ending, count in sorted(endings.items()))
        print(
            f"{name}: {times} moments in {time.monotonic() - began:.0f} s, {looks} looks, {missed} without an answer: {told}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2:] or list(SERVERS))
