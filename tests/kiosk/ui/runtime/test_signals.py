"""A kiosk that is told to stop while it starts stops."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

STARTING = """
import os, signal, sys
from pathlib import Path
from kiosk.ui.runtime.environment import bar_keyboard, prepare
prepare(size=(320, 240), offscreen=True, home=Path(sys.argv[1]))
from kivy.base import EventLoop
from kivy.core.window import Window
bar_keyboard(Window)
EventLoop.ensure_window()
os.kill(os.getpid(), signal.SIGTERM)
EventLoop.idle()
print("goes on")
"""


def test_a_signal_before_the_loop_ends_the_program(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STARTING, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.stdout, ended.returncode) == ("", -signal.SIGTERM)
