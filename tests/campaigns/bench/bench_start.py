"""Time to the first frame and memory, side by side with Chromium in kiosk mode on an equal page.

    python -m tests.campaigns.bench.bench_start [ROUNDS]

Both start on the same virtual display by software, turn about: first the idle screen, and after a click the home screen.
The first frame is there when the idle screen's ground has its colour. Memory is the sum of proportional set sizes, 10 s after the
first frame, while nobody is there, and 10 s after the click, when the kiosk has its voice ready for the visitor. Both hold 5,000
items (see web_page.py for what is equal and what is not). An empty Kivy window is measured beside them: what is left of our time
when nothing is ours. Needs xvfb, xdotool and chromium.
"""

from __future__ import annotations

import compileall
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

import content_cache
import kiosk
from content_cache.model.changes import Changes
from content_cache.model.items import Item
from content_cache.model.records import SourceRecord
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.settings import Settings
from tests.campaigns.bench.bench_search import made
from tests.campaigns.bench.display import HEIGHT, WIDTH, display, family, pss_megabytes
from tests.campaigns.bench.web_page import browser, fill_profile, write_page

ITEMS = 5000
ROUNDS = 5
SETTLES_S = 10.0
GROUND, BAR = (10, 300), (0x0A, 0x3A, 0x45)  # a place of the idle screen
PAGE, SAND = (10, 300), (0xFA, 0xF4, 0xE8)  # and of the home screen
# Kivy as it comes, with the window's settings of kiosk.ui.runtime.environment and nothing in it
EMPTY = """
import os, sys
os.environ.update(KIVY_NO_ARGS="1", KIVY_LOG_MODE="PYTHON", KIVY_NO_FILELOG="1", KIVY_IMAGE="sdl2", KIVY_HOME=sys.argv[1])
from kivy.config import Config
for name in list(Config["input"]):
    Config.remove_option("input", name)
Config.set("input", "mouse", "mouse,disable_multitouch")
for key, value in {"width": 1280, "height": 720, "maxfps": 30, "multisamples": 0, "show_cursor": 0}.items():
    Config.set("graphics", key, str(value))
from kivy.app import App
from kivy.core.window import Window
Window.clearcolor = (0x0A / 255, 0x3A / 255, 0x45 / 255, 1)
App().run()
"""


@dataclass(frozen=True, slots=True)
class Reading:
    first_frame_s: float
    resting_mb: float  # all processes, before the click
    main_mb: float
    all_mb: float


def measure(command: list[str], *, click: bool = True) -> Reading:
    with display() as screen:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            env=os.environ | {"DISPLAY": screen.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            drawn = screen.wait_for(*GROUND, BAR, seconds=60)
            time.sleep(SETTLES_S)
            resting = sum(map(pss_megabytes, family(process.pid)))
            if click:
                subprocess.run(
                    ["xdotool", "mousemove", "640", "300", "click", "1"], env={"DISPLAY": screen.name}, check=True
                )
                screen.wait_for(*PAGE, SAND, seconds=10)
                time.sleep(SETTLES_S)
            memory = [pss_megabytes(each) for each in family(process.pid)]
        finally:
            for each in family(process.pid):
                with suppress(psutil.NoSuchProcess):  # Chromium's children come and go
                    each.terminate()
            process.wait()
    return Reading(drawn - started, resting, memory[0], sum(memory))


def let_it_read(command: list[str]) -> None:
    """A first start, until the readers of what came with the edition (the text on its posters) have ended.

    They work once for each poster, and no later start has them: what is measured is the kiosk of every other day.
    """
    with display() as screen:
        process = subprocess.Popen(
            command, env=os.environ | {"DISPLAY": screen.name}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            screen.wait_for(*GROUND, BAR, seconds=60)
            last_seen = time.monotonic()
            while time.monotonic() - last_seen < SETTLES_S:
                if any(map(_reads, family(process.pid))):
                    last_seen = time.monotonic()
                time.sleep(0.1)
        finally:
            for each in family(process.pid):
                with suppress(psutil.NoSuchProcess):  # Chromium's children come and go
                    each.terminate()
            process.wait()


def _reads(process: psutil.Process) -> bool:
    try:
        return any("captive.serve()" in part for part in process.cmdline())
    except psutil.Error:  # it has just ended
        return False


def kiosk_command(village: Installation) -> list[str]:
    settings = ["--config", str(village.config), "--data", str(village.data)]
    return [sys.executable, "-m", "kiosk", *settings, "run", "--window", f"{WIDTH}x{HEIGHT}"]


def fill_store(village: Installation) -> list[Item]:
    """ITEMS more in the village's store; returns all that a visitor could see."""
    now = datetime.now(UTC)
    with Store.open(village.data) as store:
        store.apply("desa", Changes(added=tuple(made(ITEMS, random.Random(1)))), SourceRecord(name="desa"), now)
    repository = village.repository()
    moment = Moment(now, Trust.TRUSTED)
    everything: list[Item] = list(repository.items(None, moment))
    everything += repository.event_calendar.upcoming(moment, 100)
    repository.close()
    return everything


def row(name: str, ours: list[float], theirs: list[float], unit: str) -> str:
    mine, other = statistics.median(ours), statistics.median(theirs)
    spread = f"{min(ours):.2f}–{max(ours):.2f} / {min(theirs):.2f}–{max(theirs):.2f}"
    return f"{name:34} {mine:9.2f} {other:9.2f} {unit:3} {mine / other:6.2f}   {spread}"


def main(rounds: int = ROUNDS) -> int:
    if not all(map(shutil.which, ("Xvfb", "xdotool", "chromium"))):
        print("needs xvfb, xdotool and chromium: apt install xvfb xdotool chromium")
        return 2
    for package in (kiosk, content_cache):  # as an installed program is; a checkout need not be
        compileall.compile_dir(package.__path__[0], quiet=1)
    everything = Installation(Settings(), None, Path(tempfile.gettempdir()), print, print)
    ours: list[Reading] = []
    theirs: list[Reading] = []
    empty: list[Reading] = []
    with sample_village(everything, datetime.now(UTC)) as village, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        items = fill_store(village)
        assert village.config is not None
        with village.config.open("a") as config:  # a touch on a poster leads elsewhere than home
            config.write("\n[loop]\nposters = false\n")
        write_page(folder, items, next((village.data / "media").glob("*.jpg")))
        fill_profile(folder)
        print(f"{len(items)} items, {rounds} rounds, medians, turn about")
        let_it_read(kiosk_command(village))
        for number in range(rounds + 1):
            readings = (
                measure(kiosk_command(village)),
                measure(browser(folder)),
                measure([sys.executable, "-c", EMPTY, name], click=False),
            )
            if number:  # the first warms the disk's cache
                for kept, reading in zip((ours, theirs, empty), readings, strict=True):
                    kept.append(reading)
    print(f"{'':34}     kiosk  chromium        ratio   min–max")
    print(row("time to first frame", [r.first_frame_s for r in ours], [r.first_frame_s for r in theirs], "s"))
    print(row("memory: kiosk process / all", [r.main_mb for r in ours], [r.all_mb for r in theirs], "MB"))
    print(row("memory: all processes / all", [r.all_mb for r in ours], [r.all_mb for r in theirs], "MB"))
    print(row("memory at rest: all / all", [r.resting_mb for r in ours], [r.resting_mb for r in theirs], "MB"))
    print(f"{'':34}     empty  chromium        ratio   min–max")
    print(
        row(
            "an empty Kivy window: first frame",
            [r.first_frame_s for r in empty],
            [r.first_frame_s for r in theirs],
            "s",
        )
    )
    print(row("an empty Kivy window: memory", [r.main_mb for r in empty], [r.all_mb for r in theirs], "MB"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
