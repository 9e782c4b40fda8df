"""A window on an X server without a window manager: it fills the screen, for nobody else would widen it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_SIZE = (1024, 600)
_PROGRAM = """
import sys
from pathlib import Path
from kiosk.ui.runtime.environment import draws_unseen, prepare
prepare(size=None, offscreen=False, home=Path(sys.argv[1]))
from kivy.core.window import Window
print(*Window.system_size, draws_unseen())
"""


@pytest.fixture
def plain_x() -> Iterator[str]:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    size = "x".join(map(str, (*_SIZE, 24)))
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield f":{number}"
        server.terminate()


@pytest.mark.slow(cases=1)
def test_without_a_window_manager_the_window_has_the_size_of_the_screen(plain_x: str, tmp_path: Path) -> None:
    unset = ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY")
    environment = {name: value for name, value in os.environ.items() if name not in unset and "KIVY" not in name}
    environment |= {"DISPLAY": plain_x, "LIBGL_ALWAYS_SOFTWARE": "1"}
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout.split() == [*map(str, _SIZE), "False"]
