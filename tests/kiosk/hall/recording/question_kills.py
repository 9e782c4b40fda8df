"""Kill a window at random moments while a question is recorded and sealed.

`python -m tests.kiosk.hall.recording.question_kills` does it a hundred times.

A real recorder, a WAV file as its microphone, a real spool. After each kill: what was confirmed is in the spool and opens at the
office, under a number of its own; no recorder lives on; nothing that was said lies unsealed anywhere below the folder.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from nacl.public import PrivateKey

from kiosk.post.envelope import open_, split
from kiosk.post.identity import own_key
from kiosk.post.spool import Spool
from tests.kiosk.hall.recording.question_window import SAID, now
from tests.support.questions import syllables

SECRET = bytes([7] * 32)
MANY = 100
_LONGEST_S = 4.0  # a question takes less: a second of speech, levelling, sealing; then the next begins


def kill_once(data: Path, microphone: Path, after_s: float) -> list[int]:
    """The numbers that were confirmed before the window was killed, so long after its microphone had opened."""
    office = bytes(PrivateKey(SECRET).public_key).hex()
    command = [
        sys.executable,
        "-m",
        "tests.kiosk.hall.recording.question_window",
        str(data),
        f"wav:{microphone}",
        office,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        time.sleep(after_s)
        window.kill()
        confirmed = [int(line) for line in window.stdout.read().split()]
    end = time.monotonic() + 60
    while any(hearing(microphone)):
        assert time.monotonic() < end, "a recorder outlives its window"
        time.sleep(0.01)
    return confirmed


def hearing(microphone: Path) -> Iterator[str]:
    """Processes that were started with this microphone."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            if str(microphone).encode() in process.read_bytes():
                yield process.parent.name


def sealed(data: Path) -> dict[int, bytes]:
    """Return the question envelopes by number, opened with the office's key."""
    spool = Spool(data, own_key(data, data / "none" / "x"), bytes(PrivateKey(SECRET).public_key), now=now)
    found: dict[int, bytes] = {}
    for waiting in spool.waiting_envelopes():
        for envelope in split(spool.read(waiting)):
            assert waiting.question not in found, "a number is given once"
            found[waiting.question] = open_(envelope, SECRET)
    return found


def check(data: Path, confirmed: list[int]) -> None:
    contents = sealed(data)
    assert set(confirmed) <= set(contents), f"lost: {set(confirmed) - set(contents)}"
    for number, content in contents.items():
        assert content.startswith(b'{"number": %d, ' % number)
        assert b"OggS" in content
    for path in data.rglob("*"):
        if path.is_file():
            left = path.read_bytes()
            assert not any(said in left for said in (b"OggS", b"RIFF", SAID)), f"unsealed: {path}"


def run(folder: Path, many: int, *, seed: int = 1, longest_s: float = _LONGEST_S) -> tuple[int, int]:
    """(confirmed, sealed)"""
    drawn, microphone, data = random.Random(seed), folder / "suara.wav", folder / "data"
    data.mkdir()
    syllables(microphone, 5)
    confirmed: list[int] = []
    for _ in range(many):
        confirmed += kill_once(data, microphone, drawn.uniform(0.0, longest_s))
        check(data, confirmed)
    return len(confirmed), len(sealed(data))


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        print(f"{MANY} kills: %d questions confirmed, %d sealed, none lost, nothing unsealed" % run(Path(place), MANY))
