"""Kivy 2.3.1 imported without what it loads for other programs: a third of the time that its modules take.

Each stand-in is there while `kivy.base` is imported and gone afterwards; what has been imported before is left as it is.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_STYLE = Path(__file__).with_name("style")


def import_kivy() -> None:
    """Import Kivy's loop, clock and language. Its environment must be set."""
    if "kivy.base" in sys.modules:
        return
    # the clock imports asyncio for apps that run within its loop, and makes one Event, which it sets from any thread
    no_asyncio = _stand_in("asyncio", Event=threading.Event, wait_for=None)
    # what a picture without a name is: none is shown here that has not been looked at before it was stored
    no_filetype = _stand_in("filetype", guess_extension=lambda _: None)
    with no_asyncio, no_filetype, _no_ldconfig(), _own_style():
        import kivy.base
        import kivy.core.image  # noqa: F401 -- for what they do

    _alone("kivy.input.providers", "mouse")  # SDL's; the six others that Linux has load libmtdev as well
    # a window and a scroll view ask for one behaviour of ten
    focus = _alone("kivy.uix.behaviors", "focus")
    sys.modules["kivy.uix.behaviors"].FocusBehavior = focus.FocusBehavior  # type: ignore[attr-defined]


def _alone(package: str, module: str) -> ModuleType:
    """One module of a package of Kivy's that imports all of its own when it is imported."""
    import kivy

    bare = ModuleType(package)
    bare.__path__ = [str(Path(kivy.__file__).parent.joinpath(*package.split(".")[1:]))]
    sys.modules[package] = bare
    return import_module(f"{package}.{module}")


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
def _stand_in(name: str, **attributes: Any) -> Iterator[None]:
    """A module of that name with these attributes, unless the true one has been imported already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module = ModuleType(name)
    vars(module).update(attributes)
    try:
        yield
    finally:
        del sys.modules[name]


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
