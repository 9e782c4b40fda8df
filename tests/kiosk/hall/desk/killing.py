"""A power cut at any step of the desk: `python -m tests.kiosk.hall.desk.killing 200` kills a writer so many times.

The writer publishes, changes and withdraws notices with photos without pause, and tells each thing done on a line. After each
SIGKILL the folder is looked at: every file is whole, what was told as done is done, and no notice names a file that is not there.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from content_cache.formats import read_feed
from kiosk.hall.notices.notice import Attached, Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore, new_id
from kiosk.state.hall_sources import local_sources

NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)


def work(data: Path, seed: int) -> None:
    """Publish and withdraw notices until the process is killed, and print each act that is done."""
    rng, notice_store = random.Random(seed), NoticeStore(data, "Bunga")
    while True:
        up = notice_store.up(NOW)
        if len(up) > 20 or (up and rng.random() < 0.3):
            gone = rng.choice(up).id
            notice_store.withdraw_notice(gone, "Sari", NOW)
            print("tarik", gone, flush=True)
            continue
        photo = f"{rng.randrange(10**9):09}.jpg"
        (notice_store.drafts / photo).write_bytes(photo.encode() * 2_000)
        old = rng.choice(up) if up and rng.random() < 0.3 else None
        notice = Notice(
            id=old.id if old else new_id(), kind=NoticeKind.ANNOUNCEMENT, title=f"Rapat {photo}",
            text="Isi. " * 200, ends=NOW + timedelta(days=2), attached=(Attached(photo),), author="Sari", written=NOW,
        )  # fmt: skip
        notice_store.publish_notice(notice, NOW)
        print("terbit", notice.id, photo, flush=True)


def check(data: Path, told: list[str]) -> None:
    """Raises AssertionError with what is wrong."""
    notice_store = NoticeStore(data, "Bunga")
    notice_store.mend(NOW)
    assert not (notice_store.folder / "notices.damaged").exists(), "notices.json was damaged"
    up = {notice.id: notice for notice in notice_store.up(NOW)}
    last = {line.split()[1]: line.split() for line in told}
    for notice_id, (what, *_rest) in last.items():
        if what == "tarik":
            assert notice_id not in up, f"{notice_id} was withdrawn and is up"
        else:
            known = any(notice.id == notice_id for notice in notice_store.notices())
            assert known, f"{notice_id} was published and is not there"
    for notice in up.values():
        path = notice_store.folder / "media" / notice.attached[0].file
        assert path.is_file(), f"{notice.attached[0].file} is not there"
        assert path.read_bytes() == notice.attached[0].file.encode() * 2_000, f"{notice.attached[0].file} is torn"
    json.loads((notice_store.folder / "feed.json").read_text("utf-8"))
    for source in local_sources(data, "Bunga", "Asia/Makassar"):
        path = Path(source.url)
        items = read_feed(path.read_bytes(), source, url=str(path), now=NOW).items
        if source.format == "json":
            assert {item.id for item in items} == set(up)


def kill(times: int, seed: int = 1) -> int:
    """Kill the writer *times* times. Return how many notices it reported as done; raises AssertionError if one is lost."""
    rng, done = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        told: list[str] = []
        for _ in range(times):
            writer = subprocess.Popen(
                [sys.executable, "-m", "tests.kiosk.hall.desk.killing", "work", folder, str(rng.randrange(10**6))],
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert writer.stdout is not None
            told.append(writer.stdout.readline().strip())
            deadline = time.monotonic() + rng.uniform(0.0, 0.3)
            while time.monotonic() < deadline:
                told.append(writer.stdout.readline().strip())
            writer.kill()
            told += [line for line in writer.stdout.read().splitlines() if len(line.split()) >= 2]
            writer.wait()
            check(Path(folder), [line for line in told if line])
            done = len(told)
    return done


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(f"{sys.argv[1]} kills, {kill(int(sys.argv[1]))} things done, 0 wrong")
