"""How a process that goes on for ever ends, or begins anew under its own number: who waits for it notices nothing."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

ANEW = 75
"""The exit status of who wants to: also whoever looks after it starts it again (EX_TEMPFAIL of sysexits.h)."""


def begin_anew() -> NoReturn:
    """With the same command. Raises OSError."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 -- itself


def end(status: int) -> NoReturn:
    """End this process at once. Python would wait for its threads, and the last of them may wait a minute for a host's answer."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(status)
