"""Kivy 2.3.1 imported without what it loads for other programs: a third of the time that its modules take.

Each stand-in is there while `kivy.base` is imported and gone afterwards; what has been imported before is left as it is.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from kiosk.ui.runtime.stand_in import stand_in

_STYLE = Path(__file__).with_name("style")


def import_kivy() -> None:
    """Import Kivy's loop, clock and language. Its environment must be set."""
    if "kivy.base" in sys.modules:
        return
    left_out = (
        # the clock imports asyncio for apps that run within its loop, and makes one Event, which it sets from any thread
        stand_in("asyncio", Event=threading.Event, wait_for=None),
        # and asks for the C library, for which a process would be started; the program itself has it (None)
        stand_in("ctypes.util", find_library=lambda _: None),
        # what a picture without a name is: none is shown here that has not been looked at before it was stored
        stand_in("filetype", guess_extension=lambda _: None),
        stand_in("zipfile"),  # nor is one made of a row of them
        stand_in("tempfile"),  # asked on Windows alone, where a library cannot be loaded
        stand_in("subprocess"),
    )
    with ExitStack() as while_imported:
        for each in (*left_out, _own_style()):
            while_imported.enter_context(each)
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
