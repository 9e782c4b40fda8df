"""How a Python of ours is started: it loads the modules that are installed, and none that somebody left elsewhere."""

from __future__ import annotations

import os
import sys

OWN_MODULES = ("-s", "-P")
"""No packages of the user's home, no usercustomize, and nothing from the folder that it is started in."""


def with_parent() -> list[str]:
    """The beginning of a command: a `kiosk` that ends when this process does, also by SIGKILL. To be started by a thread that
    lives as long as the process."""
    return [sys.executable, *OWN_MODULES, "-m", "kiosk.core.with_parent", str(os.getpid())]
