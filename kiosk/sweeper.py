"""Python's garbage collector runs between the frames, never within one.

A rule of Kivy's is evaluated on a weak reference. Where the collector takes a widget away in the middle of that widget's rule
(a screen's old cards are cycles, they wait for it), the change that was under way ends with a ReferenceError, and a visitor sees
half of the screen in the old colours. It also keeps the collector's pauses out of scrolling.
"""

from __future__ import annotations

import gc

_OFTEN = 60  # sweeps from one whole collection to the next, if nobody is there
_AT_LEAST = 600  # and in any case


class Sweeper:
    """Between `begin` and `close` nothing is collected but by `sweep`."""

    def __init__(self) -> None:
        self._turns = 0

    def begin(self) -> None:
        """What is alive now stays for good: it is never looked through again."""
        gc.freeze()
        gc.disable()

    def sweep(self, *, alone: bool) -> None:
        """Once a second, from outside any frame. `alone`: no visitor would notice a longer pause."""
        self._turns += 1
        whole = self._turns >= (_OFTEN if alone else _AT_LEAST)
        gc.collect(2 if whole else 1)
        if whole:
            self._turns = 0

    def close(self) -> None:
        gc.unfreeze()
        gc.enable()
