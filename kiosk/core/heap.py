"""Settings of the C library's heap: how it gives memory back to the system. Elsewhere than on glibc nothing is done."""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # mallopt(3)
# bytes: larger blocks (a picture, a line of text) have pages of their own. Left to itself glibc raises this to 32 MB, and at 128 kB
# lines of text left unusable holes: a third of the heap after 20,000 user actions
_LARGE = 32 * 1024


def settle_heap() -> None:
    """Make large blocks return to the system when they are freed; call before threads start and pictures are loaded.

    Does nothing without glibc.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is None:
        return
    for option, value in ((_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, 2 * _LARGE), (_ARENA_MAX, 1)):
        set_option(option, value)


def hand_back() -> None:
    """Return free memory to the system. Takes some milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
