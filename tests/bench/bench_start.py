"""Time to first frame and memory of the kiosk, beside Chromium in kiosk mode on a like page.

    python -m tests.bench.bench_start

Both draw on the same kind of virtual display by software, turn about: first the idle screen, and after a click the home screen.
The first frame is there when the idle screen's ground has its colour. Memory is the sum of proportional set sizes 10 s after the
click. Needs xvfb, xdotool and chromium.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.call import Call
from kiosk.commands.demo import sample_village
from kiosk.settings import Settings
from tests.bench.display import HEIGHT, WIDTH, display, family, pss_megabytes

ROUNDS = 5
SETTLES_S = 10.0
GROUND, BAR = (10, 300), (0x0A, 0x3A, 0x45)  # a place of the idle screen
PAGE, SAND = (10, 300), (0xFA, 0xF4, 0xE8)  # and of the home screen
FONTS = Path(__file__).parents[2] / "kiosk" / "ui" / "fonts"
# without these Chromium calls home at its start, again and again
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--noerrdialogs",
    "--disable-infobars",
]


@dataclass(frozen=True, slots=True)
class Reading:
    first_frame_s: float
    main_mb: float
    all_mb: float


def measure(command: list[str], environment: dict[str, str]) -> Reading:
    with display() as screen:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            env=os.environ | environment | {"DISPLAY": screen.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            drawn = screen.wait_for(*GROUND, BAR, seconds=60)
            time.sleep(SETTLES_S)
            subprocess.run(
                ["xdotool", "mousemove", "640", "300", "click", "1"], env={"DISPLAY": screen.name}, check=True
            )
            screen.wait_for(*PAGE, SAND, seconds=10)
            time.sleep(SETTLES_S)
            memory = [pss_megabytes(each) for each in family(process.pid)]
        finally:
            for each in family(process.pid):
                each.terminate()
            process.wait()
    return Reading(drawn - started, memory[0], sum(memory))


def kiosk_command(village: Call) -> list[str]:
    settings = ["--config", str(village.config), "--data", str(village.data)]
    return [sys.executable, "-m", "kiosk", *settings, "run", "--window", f"{WIDTH}x{HEIGHT}"]


def chromium_command(village: Call, folder: Path) -> list[str]:
    picture = next((village.data / "media").glob("*.jpg"))
    page = (Path(__file__).parent / "home.html").read_text("utf-8")
    (folder / "home.html").write_text(
        page.replace("FONTS", FONTS.as_uri()).replace("PICTURE", picture.as_uri()), "utf-8"
    )
    profile = f"--user-data-dir={tempfile.mkdtemp(dir=folder)}"
    size = f"--window-size={WIDTH},{HEIGHT}"
    return ["chromium", *QUIET, profile, size, "--kiosk", (folder / "home.html").as_uri()]


def row(name: str, ours: list[float], theirs: list[float], unit: str) -> str:
    mine, other = statistics.median(ours), statistics.median(theirs)
    spread = f"{min(ours):.2f}–{max(ours):.2f} / {min(theirs):.2f}–{max(theirs):.2f}"
    return f"{name:34} {mine:9.2f} {other:9.2f} {unit:3} {mine / other:6.2f}   {spread}"


def main() -> int:
    if not all(map(shutil.which, ("Xvfb", "xdotool", "chromium"))):
        print("needs xvfb, xdotool and chromium: apt install xvfb xdotool chromium")
        return 2
    everything = Call(Settings(), None, Path(tempfile.gettempdir()), print, print)
    ours: list[Reading] = []
    theirs: list[Reading] = []
    with sample_village(everything, datetime.now(UTC)) as village, tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS + 1):
            pair = (measure(kiosk_command(village), {}), measure(chromium_command(village, Path(folder)), {}))
            if number:  # the first warms the disk's cache
                ours.append(pair[0])
                theirs.append(pair[1])
    print(f"{ROUNDS} rounds, medians, turn about{'':14} kiosk  chromium        ratio   min–max")
    print(row("time to first frame", [r.first_frame_s for r in ours], [r.first_frame_s for r in theirs], "s"))
    print(row("memory: kiosk process / all", [r.main_mb for r in ours], [r.all_mb for r in theirs], "MB"))
    print(row("memory: all processes / all", [r.all_mb for r in ours], [r.all_mb for r in theirs], "MB"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
