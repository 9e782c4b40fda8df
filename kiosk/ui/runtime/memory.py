"""Memory that is given back, by Python's collector and then to the system, at moments when nobody waits.

A screen's old widgets are cycles. Left to itself the collector looks for them in the middle of a touch (120 ms with all screens
built), and the C library keeps what became free between what did not: a kiosk that had 250 MB grew past 400 within a day.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.core.heap import hand_back

_MUCH = 5_000  # containers made since the last sweep: a page of a list makes more, a clock that moves on does not
# containers made since what has outlived a sweep was looked at too, four times as much: an open sheet is 47,000, and what four of
# them left behind took the heap apart
_VERY_MUCH = 20_000
_GUARD = 200_000  # number of new objects at which the collector runs by itself, whatever is under way


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause Python's garbage collector within the block, which may be nested. Use it while the whole screen changes
    colours, sizes or language.

    Kivy evaluates a rule on a weak reference. If the collector removes a widget in the middle of that widget's rule,
    the change ends with a ReferenceError. A visitor would then see half of the screen in the old colours. At other
    times the collector runs by itself: without it the memory of a busy kiosk more than doubled within a thousand acts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Sweeper:
    """Garbage collector of the widgets that screens leave behind.

    Call `clean` when all that stays has been built, and `sweep` about once a second.
    """

    def __init__(self) -> None:
        self._visited = False
        self._made = 0  # containers, since all of a visit was swept
        # freed by the last sweep; textures go with the next frame, and only then are whole pages free
        self._freed = False

    def expect_much(self) -> None:
        """Make the next sweep collect everything, because something large was closed.

        The count of new objects would not show that.
        """
        self._made = _VERY_MUCH

    def sweep(self, *, visited: bool) -> None:
        """Collect recent garbage while there is a visitor (*visited*), and everything after a visit."""
        if self._visited and not visited:
            self.clean()
        elif self._freed:
            self._freed = False
            hand_back()
        elif visited and ((made := gc.get_count()[0]) > _MUCH or self._made >= _VERY_MUCH):
            self._made += made
            self._freed = self._made >= _VERY_MUCH
            gc.collect(2 if self._freed else 1)
            if self._freed:
                self._made = 0
        self._visited = visited

    def clean(self) -> None:
        """Collect everything, freeze what is left, and raise the collector's thresholds so that it runs only when called."""
        gc.set_threshold(_GUARD, 10, 10)
        gc.enable()
        gc.unfreeze()
        gc.collect()
        self._made, self._freed = 0, True
        gc.freeze()  # remaining objects live long, and the sweeps of a visit skip them
