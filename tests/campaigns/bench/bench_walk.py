"""From the store to the screen: how long a new item that the refresher stored takes to be seen.

    python -m tests.campaigns.bench.bench_walk

A real kiosk on a virtual display with its real refresher, and a feed on loopback that gets a new item each round. Needs xvfb
and xdotool.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from content_cache.store.store import Store
from kiosk.demo.server import serve
from tests.campaigns.bench.bench_start import BAR, GROUND, PAGE, SAND
from tests.campaigns.bench.display import HEIGHT, WIDTH, display, family

ROUNDS = 7
TILES = (110, 590)  # rows of the home screen between its bars


def publish(site: Path, number: int) -> None:
    now = datetime.now(UTC).isoformat()
    items = [
        {"id": str(n), "title": f"Kabar nomor {n}", "content_text": "Isi.", "date_published": now}
        for n in range(number, -1, -1)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Kantor", "items": items}
    (site / "feed.json").write_text(json.dumps(feed), "utf-8")


def wait_for_revision(store: Store, known: int) -> float:
    end = time.monotonic() + 60
    while store.revision() <= known:
        if time.monotonic() > end:
            raise TimeoutError("the refresher has stored nothing for 60 s")
        time.sleep(0.005)
    return time.monotonic()


def main() -> int:
    seen: list[float] = []
    with tempfile.TemporaryDirectory() as name, display() as screen:
        folder = Path(name)
        (folder / "site").mkdir()
        publish(folder / "site", 0)
        with serve(folder / "site") as address:
            config = folder / "kiosk.toml"
            config.write_text(f'[[source]]\nname = "Kantor"\nurl = "{address}/feed.json"\nevery = "2s"\n', "utf-8")
            command = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(folder / "data")]
            kiosk = subprocess.Popen(
                [*command, "run", "--window", f"{WIDTH}x{HEIGHT}"], env=os.environ | {"DISPLAY": screen.name}
            )
            try:
                screen.wait_for(*GROUND, BAR, seconds=30)
                subprocess.run(
                    ["xdotool", "mousemove", "640", "300", "click", "1"], env={"DISPLAY": screen.name}, check=True
                )
                screen.wait_for(*PAGE, SAND, seconds=10)
                with Store.open(folder / "data", read_only=True) as store:
                    if store.revision() == 0:
                        wait_for_revision(store, 0)
                    time.sleep(2)
                    for number in range(1, ROUNDS + 1):
                        known, shown = store.revision(), screen.band(*TILES)
                        publish(folder / "site", number)
                        stored = wait_for_revision(store, known)
                        while screen.band(*TILES) == shown:
                            time.sleep(0.005)
                        seen.append(time.monotonic() - stored)
            finally:
                for each in family(kiosk.pid):
                    each.terminate()
                kiosk.wait()
    print(f"stored to seen, {ROUNDS} rounds: median {statistics.median(seen):.2f} s, {min(seen):.2f}–{max(seen):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
