"""Kills an import or a refresh at a random moment: the store then holds the old edition or the new one, whole.

The long form: python -m tests.content_cache.central.killing [200 [import] [refresh]]
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import import_bundle
from content_cache.jobs.limits import Limits
from content_cache.refresh.refresher import Refresher
from content_cache.store.lock import FolderBusyError, writer_lock
from content_cache.store.store import Store
from tests.content_cache.central.office import NOW, OfficePC, picture
from tests.content_cache.central.village import pinned, web

ITEMS = 12
_SHADES = ("red", "green", "blue", "teal", "black", "white", "gold", "pink", "navy", "gray", "lime", "cyan")

WORK = """
import sys
from pathlib import Path
from tests.content_cache.central.killing import work
how, where, url, data = sys.argv[1:]
print("begins", flush=True)
work(how, Path(where), url, Path(data))
"""


def work(how: str, site: Path, url: str, data: Path) -> str:
    """Take what the office published, as the kiosk does."""
    clock = lambda: datetime.now(UTC)  # noqa: E731
    with writer_lock(data), Store.open(data) as store:
        if how == "import":
            return import_bundle(store, Bundle(site), [pinned(url)], clock=clock, limits=Limits()).result
        refresher = Refresher(store, [pinned(url)], data_dir=data, kiosk_id="k", clock=clock)
        return refresher.refresh(force=True)[0].status


@dataclass
class Bench:
    """Two editions, and a data folder that holds the first."""

    place: Path
    site: Path
    url: str

    @classmethod
    def at(cls, place: Path, site: Path, url: str) -> Bench:
        office = OfficePC(place / "kantor", site, now=NOW)
        office.folder.mkdir()
        for edition in (1, 2):
            for number in range(ITEMS):
                office.put(f"{number}.png", picture(_SHADES[(number + edition) % ITEMS], (900, 600 + number)))
                text = f"---\nid: n{number}\ntitle: Edisi {edition}\npictures:\n  - file: {number}.png\n    alt: Warna\n---\nIsi.\n"
                office.put(f"{number}.md", text)
            office.publish(later=timedelta(days=1))
            if edition == 1:
                made = cls(place, site, url)
                made.run("import", place / "data")
        return made

    def run(self, how: str, data: Path) -> float:
        """Seconds that it took, in a process of its own."""
        data.mkdir(exist_ok=True)
        with self._process(how, data) as process:
            start = time.monotonic()
            assert process.wait(120) == 0
            return time.monotonic() - start

    @contextmanager
    def _process(self, how: str, data: Path) -> Iterator[subprocess.Popen[str]]:
        """One that has loaded all it needs, and begins."""
        words = [sys.executable, "-c", WORK, how, str(self.site), self.url, str(data)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begins\n"
            yield process

    def killed(self, how: str, after: float) -> int:
        """The edition that is there after a kill, 0 where the work was done before it. Raises AssertionError when it is no whole
        one, or cannot be finished."""
        data = self.place / "daten"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.place / "data", data)
        with self._process(how, data) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(after)
            process.send_signal(signal.SIGKILL)
        _await_lock(data)
        seq = self.whole(data) if process.returncode == -signal.SIGKILL else 0
        work(how, self.site, self.url, data)
        assert self.whole(data, pictures=True) == 2
        return seq

    def whole(self, data: Path, *, pictures: bool = False) -> int:
        with Store.open(data) as store:
            seq = store.edition("Diskominfo").seq
            items = store.reader.items()
            assert sorted(item.id for item in items) == sorted(f"n{number}" for number in range(ITEMS))
            assert {item.title for item in items} == {f"Edisi {seq}"}
            shown = [item.picture for item in items]
            assert all((data / one.path).is_file() for one in shown if one is not None)
            if pictures:
                assert None not in shown
        return seq


def _await_lock(data: Path) -> None:
    """A child that was being made when its parent was killed holds the lock until it becomes another program."""
    end = time.monotonic() + 30
    while True:
        try:
            with writer_lock(data):
                return
        except FolderBusyError:
            assert time.monotonic() < end, "the lock of a process that was killed is held for ever"


def main(times: int, ways: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="kiosk-kills-") as folder:
        place = Path(folder)
        site = place / "terbit"
        site.mkdir()
        with web(site) as (url, _):
            bench = Bench.at(place, site, url)
            for how in ways:
                shutil.copytree(place / "data", place / "probe")
                seconds = bench.run(how, place / "probe")
                shutil.rmtree(place / "probe")
                seen: Counter[int] = Counter()
                while (kills := seen[1] + seen[2]) < times:
                    seen[bench.killed(how, random.uniform(0.0, seconds))] += 1
                    if kills % 20 == 0:
                        print(f"{how}: {kills} kills …", flush=True)
                print(f"{how}: killed {kills} times within {seconds:.1f} s: edition 1 whole {seen[1]}, edition 2 whole {seen[2]}; "
                      f"done before the kill {seen[0]}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2:] or ("import", "refresh"))
