"""Kivy 2.3.1 imported without what it loads for other programs: a third of the time that its modules take.

Each stand-in is there while `kivy.base` is imported and gone afterwards; what has been imported before is left as it is.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

_STYLE = Path(__file__).with_name("style")


def import_kivy() -> None:
    """Import Kivy's loop, clock and language. Its environment must be set."""
    if "kivy.base" in sys.modules:
        return
    with _no_asyncio(), _no_ldconfig(), _own_style():
        import kivy.base  # noqa: F401 -- for what it does

        _import_mouse_alone()


def _import_mouse_alone() -> None:
    """Kivy's package of input providers imports all that Linux has, and libmtdev with them. Ours is SDL's, the mouse."""
    import kivy

    package = ModuleType("kivy.input.providers")
    package.__path__ = [str(Path(kivy.__file__).parent / "input" / "providers")]
    sys.modules[package.__name__] = package
    import kivy.input.providers.mouse


@contextmanager
def _own_style() -> Iterator[None]:
    """Kivy reads its style.kv, 1,340 lines for all of its widgets, when its language is imported: ours has those we use."""
    import kivy
    import kivy.resources  # keeps the true folder: icons and shaders are found there

    shipped = kivy.kivy_data_dir
    kivy.kivy_data_dir = str(_STYLE)
    try:
        yield
    finally:
        kivy.kivy_data_dir = shipped


@contextmanager
def _no_asyncio() -> Iterator[None]:
    """Kivy's clock imports asyncio for apps that run within its loop, and makes one Event, which it sets from any thread."""
    if "asyncio" in sys.modules:
        yield
        return
    stand_in: Any = ModuleType("asyncio")
    stand_in.Event, stand_in.wait_for = threading.Event, None
    sys.modules["asyncio"] = stand_in
    try:
        yield
    finally:
        del sys.modules["asyncio"]


@contextmanager
def _no_ldconfig() -> Iterator[None]:
    """Kivy's clock asks for the C library by `find_library`, which starts a process; the program itself has it (None)."""
    import ctypes.util

    asked = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None if name == "c" else asked(name)
    try:
        yield
    finally:
        ctypes.util.find_library = asked
