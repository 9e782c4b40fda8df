"""Kills an import or a refresh at a random moment: the store then holds the old edition or the new one, whole.

The long form: python -m tests.content_cache.central.killing 200
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
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from content_cache.store import Store
from tests.content_cache.central.office import NOW, OfficePC, picture
from tests.content_cache.central.village import web

ITEMS = 12
_SHADES = ("red", "green", "blue", "teal", "black", "white", "gold", "pink", "navy", "gray", "lime", "cyan")

WORK = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from content_cache.central.bundle import Bundle
from content_cache.central.importing import import_bundle
from content_cache.limits import Limits
from content_cache.lock import writer_lock
from content_cache.refresh import Refresher
from content_cache.store import Store
from tests.content_cache.central.village import pinned
how, where, url, data = sys.argv[1:]
clock = lambda: datetime.now(UTC)
with writer_lock(Path(data)), Store.open(Path(data)) as store:
    if how == "import":
        print(import_bundle(store, Bundle(Path(where)), [pinned(url)], clock=clock, limits=Limits()).result)
    else:
        refresher = Refresher(store, [pinned(url)], data_dir=Path(data), kiosk_id="k", clock=clock)
        print(refresher.refresh(force=True)[0].status)
"""


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

    def run(self, how: str, data: Path, *, kill_after: float | None = None) -> str:
        """What it said, "" when it was killed."""
        data.mkdir(exist_ok=True)
        words = [sys.executable, "-c", WORK, how, str(self.site), self.url, str(data)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            told, wrong = process.communicate(timeout=kill_after if kill_after is not None else 120)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return ""
        assert process.returncode == 0, wrong
        return told.strip()

    def killed(self, how: str, after: float) -> int:
        """The edition that is there after a kill. Raises AssertionError when it is no whole one, or cannot be finished."""
        data = self.place / "daten"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.place / "data", data)
        self.run(how, data, kill_after=after)
        seq = self.whole(data)
        self.run(how, data)
        assert self.whole(data, pictures=True) == 2
        return seq

    def whole(self, data: Path, *, pictures: bool = False) -> int:
        with Store.open(data) as store:
            seq = store.edition("Diskominfo").seq
            items = store.items()
            assert sorted(item.id for item in items) == sorted(f"n{number}" for number in range(ITEMS))
            assert {item.title for item in items} == {f"Edisi {seq}"}
            shown = [item.picture for item in items]
            assert all((data / one.path).is_file() for one in shown if one is not None)
            if pictures:
                assert None not in shown
        return seq


def main(times: int) -> None:
    with tempfile.TemporaryDirectory(prefix="kiosk-kills-") as folder:
        place = Path(folder)
        site = place / "terbit"
        site.mkdir()
        with web(site) as (url, _):
            bench = Bench.at(place, site, url)
            for how in ("import", "refresh"):
                started = time.monotonic()
                shutil.copytree(place / "data", place / "probe", dirs_exist_ok=True)
                bench.run(how, place / "probe")
                whole = time.monotonic() - started
                shutil.rmtree(place / "probe")
                seen = Counter(bench.killed(how, random.uniform(0.05, whole * 1.1)) for _ in range(times))
                print(
                    f"{how}: {times} kills within {whole:.1f} s: edition 1 whole {seen[1]}, edition 2 whole {seen[2]}, broken 0"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
