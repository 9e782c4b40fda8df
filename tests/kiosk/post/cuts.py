"""Kills and power cuts while envelopes are sealed, sent and acknowledged: `python -m tests.kiosk.post.cuts [KILLS [CUTS]]`.

Real processes, a real receiver on loopback that misbehaves at random, and for power cuts a disk that tears and reorders what was
not flushed. Nothing that was confirmed may be missing at the office, no number may name two envelopes, no question two askers.
"""

from __future__ import annotations

import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.core.identity import kiosk_id
from kiosk.post.envelope import EnvelopeKind
from tests.faults.mounts import mounted, run, why_no_fuse
from tests.faults.powercut import bad_disk
from tests.support.post_office import PostOffice, served

ROOT = Path(__file__).parents[3]
MEGABYTES = 16
_PATIENCE_S = 120.0


@dataclass
class Seen:
    """`confirmed` is what a resident was told: the token of each question by its number."""

    confirmed: dict[int, str] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)
    ends: int = 0

    def hear(self, lines: list[str]) -> None:
        for line in lines:
            number, _, token = line.strip().partition(" ")
            if number.isdigit() and len(token) == 16:
                if int(number) in self.confirmed:
                    self.twice.append(int(number))
                self.confirmed[int(number)] = token


@contextmanager
def working(data: Path, office: PostOffice) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Window and refresher, killed at the end."""
    command = [sys.executable, "-m", "tests.kiosk.post.cuts_worker", str(data), office.url, office.key]
    workers = [
        subprocess.Popen([*command, what], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        for what in ("ask", "send")
    ]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"ready\n"
        yield workers
    finally:
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.wait()


def said(workers: list[subprocess.Popen[bytes]]) -> list[str]:
    """Return the lines that the asker still printed, once both processes are dead."""
    assert workers[0].stdout is not None
    assert workers[1].stdout is not None
    workers[1].stdout.close()
    with workers[0].stdout as told:
        return told.read().decode().splitlines()


def kill(data: Path, office: PostOffice, kills: int, seen: Seen, chance: random.Random) -> None:
    for _ in range(kills):
        with working(data, office) as workers:
            time.sleep(chance.uniform(0.0, 0.4))  # any moment
        seen.hear(said(workers))
        seen.ends += 1


def cut(scratch: Path, office: PostOffice, cuts: int, seen: Seen, chance: random.Random) -> Path:
    """Each cut leaves an image, from which the next begins; returns the last one."""
    image, left = scratch / "image", scratch / "left"
    for number in range(cuts):
        with bad_disk(scratch / "fuse", MEGABYTES) as disk:
            if number:
                disk.image.write_bytes(image.read_bytes())
            else:
                run("mkfs.ext4", "-q", "-F", str(disk.image))
            with mounted(disk.image, scratch / "inner") as inner:
                data = inner / "data"
                data.mkdir(exist_ok=True)
                run("sync", "-f", str(inner))
                with working(data, office) as workers:
                    time.sleep(chance.uniform(0.0, 0.5))
                    for worker in workers:
                        worker.send_signal(signal.SIGSTOP)
                    office.shut = True
                    for worker in workers:  # the one may hold what the other waits for
                        worker.send_signal(signal.SIGCONT)
                    before = _lines_now(workers[0])
                    disk.cut(left)
                seen.hear(before)
                said(workers)  # what was told after the cut nobody heard
        left.replace(image)
        office.shut = False
        seen.ends += 1
    return image


def _lines_now(worker: subprocess.Popen[bytes]) -> list[str]:
    """Return the lines that the worker has printed so far; waits for at least one."""
    assert worker.stdout is not None
    told = b""
    while not told.endswith(b"\n") or select.select([worker.stdout], [], [], 0)[0]:
        more = worker.stdout.read(65_536)
        assert more, "the asker has ended"
        told += more
    return told.decode().splitlines()


def settle(data: Path, office: PostOffice, seen: Seen) -> None:
    """All is well again: what waits arrives, and is acknowledged."""
    office.chance, office.fault, office.shut = None, "none", False
    command = [sys.executable, "-m", "tests.kiosk.post.cuts_worker", str(data), office.url, office.key, "send"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as worker:
        try:
            end = time.monotonic() + _PATIENCE_S
            while list((data / "post").glob("*.amplop")) and time.monotonic() < end:
                time.sleep(0.05)
        finally:
            worker.kill()
    waiting = list((data / "post").glob("*.amplop"))
    assert not waiting, f"{len(waiting)} are not acknowledged"
    check(kiosk_id(data), office, seen)


def check(kiosk: str, office: PostOffice, seen: Seen) -> None:
    arrived: dict[int, str] = {}
    for content in office.opened(kiosk, EnvelopeKind.QUESTION).values():
        number, _, token = content.decode().partition(" ")
        assert int(number) not in arrived, f"question {number} arrived twice"
        arrived[int(number)] = token
    assert not seen.twice, f"told twice: {seen.twice}"
    assert not office.copies, f"numbers that name two envelopes: {office.copies}"
    lost = {number: token for number, token in seen.confirmed.items() if arrived.get(number) != token}
    assert not lost, f"confirmed and lost: {lost}"


def main(kills: int = 100, cuts: int = 100) -> None:
    chance = random.Random(24)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with served(PostOffice(chance=random.Random(1))) as office:
            seen, data = Seen(), scratch / "data"
            data.mkdir()
            kill(data, office, kills, seen, chance)
            settle(data, office, seen)
            print(
                f"{seen.ends} kills, {len(seen.confirmed)} confirmed, {len(office.bodies)} messages: none lost, none twice"
            )
        if reason := why_no_fuse():
            print(f"no power cuts: {reason}")
            return
        with served(PostOffice(chance=random.Random(2))) as office:
            seen = Seen()
            image = cut(scratch, office, cuts, seen, chance)
            with mounted(image, scratch / "inner") as inner:
                settle(inner / "data", office, seen)
            print(
                f"{seen.ends} power cuts, {len(seen.confirmed)} confirmed, {len(office.bodies)} messages: none lost, none twice"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
