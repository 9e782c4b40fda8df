"""What a bounded child has loaded. It imports next to nothing: a child that runs it has loaded no more than this."""

from __future__ import annotations

import importlib
import sys


def loads(module: str, other: str) -> bool:
    """Return whether importing *module* has imported *other*."""
    importlib.import_module(module)
    return other in sys.modules
