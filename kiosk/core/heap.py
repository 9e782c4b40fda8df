"""The C library's heap: how it gives memory back to the system. Only glibc knows how; elsewhere nothing is done."""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # mallopt(3)
# bytes: from here on a block (a picture, a line of text) has pages of its own. Left to itself glibc makes it 32 MB, and at 128 kB
# lines of text left holes that nothing else filled: a third of the heap after 20,000 acts
_LARGE = 32 * 1024


def settle_heap() -> None:
    """Before threads start and pictures are loaded: large blocks are given back when they are freed. Only glibc knows how."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is None:
        return
    for option, value in ((_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, 2 * _LARGE), (_ARENA_MAX, 1)):
        set_option(option, value)


def hand_back() -> None:
    """Free memory goes back to the system. Costs some milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
