"""kill -9 at random moments of refreshes with real content."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.checking import Acknowledged, check
from tests.faults.village import Village

ROOT = Path(__file__).parents[2]
KILLS_A_FOLDER = 25  # then a fresh one: what is checked grows with each refresh

MOMENTS = ("text", "media", "start", "text", "text", "start")  # what is to be under way at the kill


@dataclass
class Killed:
    wrong: Counter[str]
    acknowledged: int = 0
    media: int = 0
    slowest_start: float = 0.0


def start_worker(data: Path, url: str, *more: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", str(data), url, *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    return process


def kill_again_and_again(scratch: Path, kills: int, *, seed: int = 0, mode: str = "") -> Killed:
    """Kill a refresher `kills` times, each at another moment between its start and some refreshes; check after each.

    `mode` is that of the worker: "forgetful" is the control, which must be seen to lose what it acknowledged.
    """
    chance = random.Random(seed)
    result = Killed(Counter())
    with Village() as village:
        for number in range(kills):
            if number % KILLS_A_FOLDER == 0:
                folder, safe = scratch / f"data-{number}", Acknowledged()
            process = start_worker(folder, village.url, *([mode] if mode else []))
            assert process.stdout is not None
            when = MOMENTS[number % len(MOMENTS)]
            if when != "start":
                safe.wait_for(process.stdout.fileno(), media=when == "media" and not mode)
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.6))
            process.kill()
            process.wait()
            safe.drain(process.stdout.fileno())
            process.stdout.close()
            safe.forget_half_a_line()
            begin = time.monotonic()
            result.wrong += check(folder, safe)
            result.slowest_start = max(result.slowest_start, time.monotonic() - begin)
            if (number + 1) % KILLS_A_FOLDER == 0 or number + 1 == kills:
                result.acknowledged += len(safe.items)
                result.media += len(safe.media)
    return result
