"""Power cuts during refreshes with real content: a disk's state at some moment, mounted and started from."""

from __future__ import annotations

import fcntl
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.faults.checking import Acknowledged, check
from tests.faults.killing import ROOT, start_worker
from tests.faults.mounts import make_ext4, make_xfs, mounted, run, unmount
from tests.faults.village import Village

FICLONE = 0x40049409  # linux/fs.h: a file made of another's blocks, in one moment
CUTS_A_FOLDER = 40  # then a fresh disk: what is checked grows with each refresh
MEGABYTES = 64


@dataclass
class Cut:
    """`hurt` counts the cuts after which anything was wrong; `waiting` is what the disk held in its cache, in writes."""

    wrong: Counter[str] = field(default_factory=Counter)
    hurt: int = 0
    cuts: int = 0
    acknowledged: int = 0
    media: int = 0
    unmountable: int = 0
    waiting: list[int] = field(default_factory=list)


def cut_by_snapshots(scratch: Path, cuts: int, mode: str = "") -> Cut:
    """Reflink snapshots (XFS) of an ext4 image: all that ext4 has written to its disk by then, and nothing of its cache."""
    result = Cut()
    outer = make_xfs(scratch / "outer.img", 600)
    with mounted(outer, scratch / "outer") as xfs, Village() as village:
        image, snapshot = xfs / "disk.img", xfs / "cut.img"

        def cut() -> int:
            with image.open("rb") as source, snapshot.open("wb") as target:
                fcntl.ioctl(target, FICLONE, source.fileno())
            return 0

        while result.cuts < cuts:
            make_ext4(image, MEGABYTES)
            with mounted(image, scratch / "inner") as inner:
                run("sync", "-f", str(inner))
                _cut_some(inner, snapshot, village, cut, min(CUTS_A_FOLDER, cuts - result.cuts), mode, result)
    return result


def cut_on_a_bad_disk(scratch: Path, cuts: int, mode: str = "", *, lying: bool = False) -> Cut:
    """A FUSE disk that reorders what was not flushed and tears it in the middle; a lying one is the control."""
    result = Cut()
    snapshot = scratch / "cut.img"
    with Village() as village:
        while result.cuts < cuts:
            with bad_disk(scratch / "fuse", MEGABYTES, lying=lying) as disk:
                run("mkfs.ext4", "-q", "-F", str(disk.image))
                with mounted(disk.image, scratch / "inner") as inner:
                    run("sync", "-f", str(inner))
                    some = min(CUTS_A_FOLDER, cuts - result.cuts)
                    _cut_some(inner, snapshot, village, partial(disk.cut, snapshot), some, mode, result)
    return result


def _cut_some(
    inner: Path, snapshot: Path, village: Village, cut: Callable[[], int], cuts: int, mode: str, result: Cut
) -> None:
    chance = random.Random(cuts)
    safe = Acknowledged()
    worker = start_worker(inner / "data", village.url, *([mode] if mode else []))
    assert worker.stdout is not None
    try:
        safe.wait_for(worker.stdout.fileno(), media=True)
        for _ in range(cuts):
            if chance.random() < 0.5:  # just after something was acknowledged, or at any moment
                safe.wait_for(worker.stdout.fileno())
            else:
                with suppress(subprocess.TimeoutExpired):
                    worker.wait(chance.uniform(0.02, 0.35))
            assert worker.poll() is None, "the worker has ended"
            safe.drain(worker.stdout.fileno())
            # another file each time: somebody on this machine may still look into the loop device of the last one, and mount would
            # take that one again, with what it remembers of a file system that has changed beneath it
            snapshot.unlink(missing_ok=True)
            result.waiting.append(cut())
            result.cuts += 1
            try:
                with mounted(snapshot, snapshot.parent / "cut") as folder:
                    wrong = check(folder / "data", safe)
            except subprocess.CalledProcessError:
                result.unmountable += 1
                wrong = Counter(no_start=1)
            result.wrong += wrong
            result.hurt += wrong.total() > 0
        result.acknowledged += len(safe.items)
        result.media += len(safe.media)
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


class BadDisk:
    """A running `fusedisk`."""

    def __init__(self, process: subprocess.Popen[str], mountpoint: Path) -> None:
        self._process = process
        self.image = mountpoint / "disk"

    def cut(self, path: Path) -> int:
        """A power cut at one of the next writes; returns how many writes were waiting to be flushed."""
        return int(self._ask(f"cut {path}").split()[1])

    def fail(self, writes: int) -> None:
        self._ask(f"fail {writes}")

    def _ask(self, command: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def bad_disk(mountpoint: Path, megabytes: int, *, lying: bool = False) -> Iterator[BadDisk]:
    mountpoint.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.faults.fusedisk", str(mountpoint), str(megabytes), *["lying"] * lying]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield BadDisk(process, mountpoint)
        finally:
            unmount(mountpoint)
            process.kill()
