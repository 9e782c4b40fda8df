"""`python -m kiosk.core.with_parent PID WORDS`: `kiosk WORDS`, asked to end as soon as the process PID, which starts it, has ended.

A kiosk that is killed closes nothing: its refresher would go on for ever, and write beside that of the next one. A command that
people type, or a unit, has no parent whose end means anything.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with(parent: int) -> None:
    """SIGTERM when the thread that started this process ends: what is being written is finished, and what is fetched broken off.
    It holds also after this process has begun anew."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit  # it ended before that


if __name__ == "__main__":
    end_with(int(sys.argv.pop(1)))
    runpy.run_module("kiosk", run_name="__main__", alter_sys=True)
