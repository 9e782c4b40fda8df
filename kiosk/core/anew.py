"""End or restart of a long-running process; a restart keeps the process id, so its parent notices nothing."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

ANEW = 75
"""Exit status of a process that asks its supervisor to start it again (EX_TEMPFAIL of sysexits.h)."""


def begin_anew() -> NoReturn:
    """Replace this process by a new one with the same command. Raise OSError."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 -- itself


def exit_now(status: int) -> NoReturn:
    """End this process at once with exit status *status*.

    Python would wait for its threads, and the last of them may wait a minute for a host's answer.
    """
    logging.shutdown()
    sys.stdout.flush()
    os._exit(status)
