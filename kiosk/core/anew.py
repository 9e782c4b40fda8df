"""A process that begins anew under its own number: who started it, and waits for it, notices nothing."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

ANEW = 75
"""The exit status of who wants to: also whoever looks after it starts it again (EX_TEMPFAIL of sysexits.h)."""


def begin_anew() -> NoReturn:
    """With the same command. Raises OSError."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 -- itself
