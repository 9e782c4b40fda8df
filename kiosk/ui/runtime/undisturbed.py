"""Python's garbage collector does not run while the whole screen changes its colours, sizes or language.

A rule of Kivy's is evaluated on a weak reference. Where the collector takes a widget away in the middle of that widget's rule
(a screen's old cards are cycles, they wait for it), the change that was under way ends with a ReferenceError, and a visitor sees
half of the screen in the old colours. At all other times the collector runs by itself: where it was kept from it, the memory of
a busy kiosk more than doubled within a thousand acts.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it nothing is collected. May be nested."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
