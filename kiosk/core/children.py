"""Start of Python child processes that load only installed modules, and none that somebody left elsewhere."""

from __future__ import annotations

import os
import sys

OWN_MODULES = ("-s", "-P")
"""Options against packages of the user's home, usercustomize, and modules in the working directory."""


def with_parent() -> list[str]:
    """Return the beginning of a command for a `kiosk` that ends when this process does, also by SIGKILL.

    The thread that starts it must live as long as the process.
    """
    return [sys.executable, *OWN_MODULES, "-m", "kiosk.core.with_parent", str(os.getpid())]
