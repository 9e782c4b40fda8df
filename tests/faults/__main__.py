"""The faults at full length, with their controls:

    python -m tests.faults                     all of them, about half an hour
    python -m tests.faults kill [COUNT]        500 x kill -9 at random moments of refreshes
    python -m tests.faults corrupt [COUNT]     200 damages of database and media
    python -m tests.faults schema [COUNT]      2,000 single bits, a quarter as many pages, each byte of the schema's pages
    python -m tests.faults snapshots [COUNT]   200 power cuts by reflink snapshots (root, mkfs.xfs of xfsprogs)
    python -m tests.faults badcard [COUNT]     60 power cuts on a FUSE disk that reorders and tears (root, /dev/fuse)
    python -m tests.faults eio [COUNT]         each of the first 60 system calls of a kind fails once (strace)

Each prints a line a run; the exit status is 1 when anything was wrong, or when a control was not seen to fail.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import mounts
from tests.faults.checking import FAULTS
from tests.faults.corrupting import corrupt_again_and_again, damage_everywhere
from tests.faults.failing_calls import CALLS, fail_each_call
from tests.faults.killing import kill_again_and_again
from tests.faults.powercut import Cut, cut_by_snapshots, cut_on_a_bad_disk

CONTROLS = 20  # rounds of each control
CONTROLS_OF_CUTS = (("normal", CONTROLS), ("renamed", 6))  # the latter fills its disk quickly
Run = Iterator[tuple[str, bool]]  # what to print, whether it is as it should be


def kill(scratch: Path, count: int) -> Run:
    killed = kill_again_and_again(scratch, count)
    safe = f"{killed.acknowledged} items and {killed.media} media acknowledged"
    start = f"{safe}, slowest check of a start {killed.slowest_start:.2f} s"
    yield f"kill -9, {count} times: {_faults(killed.wrong)}; {start}", not killed.wrong
    forgetful = kill_again_and_again(scratch / "forgetful", CONTROLS, mode="forgetful").wrong
    yield f"  control, acknowledged without storing, {CONTROLS} times: {_faults(forgetful)}", forgetful["lost"] > 0


def corrupt(scratch: Path, count: int) -> Run:
    result = corrupt_again_and_again(scratch, count)
    kept = f"{result.kept} of {result.items} items there at once, all after the next refresh"
    yield f"damage, {count} times: {_faults(result.wrong)}; {kept}", not +result.wrong
    control = (
        f"SQLite's own check found nothing in {result.unnoticed_by_sqlite}, of which plain SQL shows wrong text in"
    )
    yield f"  control: {control} {result.naive_wrong}", result.naive_wrong > 0


def schema(scratch: Path, count: int) -> Run:
    result = damage_everywhere(scratch, count, count // 4, max(2_000 // count, 1))
    rest = f"{result.both} times in the good copy too, which left a reader nothing in {result.empty}"
    yield f"single bits and pages, {result.rounds} times: {_faults(result.wrong)}; {rest}", not +result.wrong


def snapshots(scratch: Path, count: int) -> Run:
    if reason := mounts.why_not("mkfs.xfs"):
        yield f"power cuts by snapshots: cannot be made here: {reason}", False
        return
    result = cut_by_snapshots(scratch, count)
    yield f"power cuts by snapshots, {_cut(result)}", not result.wrong
    for mode, cuts in CONTROLS_OF_CUTS:
        control = cut_by_snapshots(scratch, cuts, mode)
        yield f"  control, {mode}, {_cut(control)}", control.hurt > 0


def badcard(scratch: Path, count: int) -> Run:
    if reason := mounts.why_no_fuse():
        yield f"power cuts on a bad disk: cannot be made here: {reason}", False
        return
    result = cut_on_a_bad_disk(scratch, count)
    yield f"power cuts on a bad disk, {_cut(result)}", not result.wrong
    for mode, cuts in CONTROLS_OF_CUTS:
        control = cut_on_a_bad_disk(scratch, cuts, mode)
        yield f"  control, {mode}, {_cut(control)}", control.hurt > 0
    lying = cut_on_a_bad_disk(scratch, CONTROLS, lying=True)
    yield f"  control, a disk that lies, {_cut(lying)}", lying.hurt > 0


def eio(scratch: Path, count: int) -> Run:
    if reason := mounts.not_installed("strace"):
        yield f"failing system calls: cannot be made here: {reason}", False
        return
    for call in CALLS:
        result = fail_each_call(scratch / call, call, count)
        yield (
            (
                f"EIO at each of {count} {call}: {_faults(result.wrong)}; {result.failed} made the refresh fail, "
                f"{result.recovered} of which the next one made good"
            ),
            not result.wrong and result.failed == result.recovered,
        )


RUNS: dict[str, tuple[Callable[[Path, int], Run], int]] = {
    "kill": (kill, 500),
    "corrupt": (corrupt, 200),
    "schema": (schema, 2_000),
    "snapshots": (snapshots, 200),
    "badcard": (badcard, 60),
    "eio": (eio, 60),
}


def _faults(wrong: Counter[str]) -> str:
    return ", ".join(f"{name} {wrong[name]}" for name in FAULTS)


def _cut(result: Cut) -> str:
    waiting = f", {max(result.waiting)} writes at most in the disk's cache" if any(result.waiting) else ""
    return (
        f"{result.cuts} times: {result.hurt} hurt ({_faults(result.wrong)}); "
        f"{result.acknowledged} items and {result.media} media acknowledged, {result.unmountable} not mountable{waiting}"
    )


def main(arguments: list[str]) -> int:
    logging.disable()  # mending tells a lot
    names = [arguments[0]] if arguments else list(RUNS)
    if names[0] not in RUNS:
        print(__doc__)
        return 2
    well = True
    for name in names:
        run, count = RUNS[name]
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="faults-") as scratch:
            for text, right in run(Path(scratch), int(arguments[1]) if len(arguments) > 1 else count):
                print(f"{'ok   ' if right else 'WRONG'} {text} [{time.monotonic() - begin:.0f} s]", flush=True)
                well = well and right
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
