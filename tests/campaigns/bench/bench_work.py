"""How many instructions a kiosk takes from its start to its first frame, beside an empty Kivy window: a count that no other program
at work on the machine changes, where seconds tell little.

    python -m tests.campaigns.bench.bench_work

Counted by callgrind, with 5,000 items and the compiled modules of an installed program; drawn by software on a virtual display. The
graphics driver's threads are counted too, the display server and children are not. Needs valgrind and xvfb; takes two minutes.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import content_cache
import kiosk
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.settings import Settings
from tests.campaigns.bench.bench_start import EMPTY, fill_store, kiosk_command
from tests.campaigns.bench.display import display

# both end when their window first shows something
_END = "Window.bind(on_flip=lambda *_: os._exit(0))\n"
_KIOSK = f"""
import os, sys
from kiosk.ui.runtime import environment
from kiosk.cli.main import main
prepare = environment.prepare
def prepared(**how):
    prepare(**how)
    from kivy.core.window import Window
    {_END}environment.prepare = prepared
main(sys.argv[1:])
"""
_EMPTY = EMPTY.replace("App().run()\n", f"{_END}App().run()\n")


def counted(command: list[str]) -> int:
    """Raises RuntimeError where there is no count."""
    with display() as screen:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
            env=os.environ | {"DISPLAY": screen.name, "PYTHONHASHSEED": "0", "LP_NATIVE_VECTOR_WIDTH": "128"},
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None:
        raise RuntimeError(done.stderr[-2000:])
    return int(found[1])


def main() -> int:
    if not all(map(shutil.which, ("Xvfb", "valgrind"))):
        print("needs xvfb and valgrind: apt install xvfb valgrind")
        return 2
    for package in (kiosk, content_cache):
        compileall.compile_dir(package.__path__[0], quiet=1)
    nobody = Installation(Settings(), None, Path(tempfile.gettempdir()), print, print)
    with sample_village(nobody, datetime.now(UTC)) as village, tempfile.TemporaryDirectory() as home:
        fill_store(village)
        options = kiosk_command(village)[3:]
        ours = counted([sys.executable, "-c", _KIOSK, *options, "--no-refresh"])
        empty = counted([sys.executable, "-c", _EMPTY, home])
    print(f"kiosk {ours / 1e6:.0f} million instructions, an empty window {empty / 1e6:.0f}: {ours / empty:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
