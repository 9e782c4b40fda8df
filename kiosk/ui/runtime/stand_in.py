"""Modules that others load for what is never asked of them, left out while those are imported: it is the first frame that waits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def stand_in(name: str, **attributes: Any) -> Iterator[None]:
    """A module of that name with these attributes, unless the true one has been imported already."""
    module = ModuleType(name)
    vars(module).update(attributes)
    with _instead(name, module):
        yield


@contextmanager
def missing(name: str) -> Iterator[None]:
    """No module of that name, for one who can do without it, unless it has been imported already."""
    with _instead(name, None):
        yield


@contextmanager
def _instead(name: str, module: ModuleType | None) -> Iterator[None]:
    if name in sys.modules:
        yield
        return
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # None: there is none (import system, 5.3.1)
    modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
