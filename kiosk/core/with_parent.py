"""Command `python -m kiosk.core.with_parent PID WORDS`: runs `kiosk WORDS`, which ends when its parent process PID does.

A kiosk that is killed closes nothing: its refresher would go on for ever, and write beside that of the next one. A
command that people type, or a unit, has no parent whose end means anything.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with(parent: int) -> None:
    """Make the kernel send SIGTERM to this process when the thread that started it ends.

    Writes in progress are then finished, and fetches broken off. It also holds after `begin_anew`.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit  # the parent ended before prctl was called


if __name__ == "__main__":
    end_with(int(sys.argv.pop(1)))
    runpy.run_module("kiosk", run_name="__main__", alter_sys=True)
