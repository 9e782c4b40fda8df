"""What a bounded child does with a recording; imports nothing that would load numpy before it does."""

from __future__ import annotations

import ctypes
import sys

from content_cache.media import convert

_SET_MDWE, _REFUSE_EXEC_GAIN = 65, 1  # prctl(2), from Linux 6.3 on


def loads_numpy_uncounted(body: bytes) -> bool:
    """Was numpy, which reserves much, not there yet when it was asked for without being counted?"""
    there: list[bool] = []
    convert.load_uncounted = lambda name: there.append(name in sys.modules)  # type: ignore[assignment]  # in this process alone
    convert.as_recording(body)
    return there == [False] and "numpy" in sys.modules


def decodes_without_code_made_at_run_time(body: bytes) -> str:
    """The recording's ending, where memory that is written to can never be executed, as in the refresher's unit. "" where the
    kernel knows no such thing."""
    if ctypes.CDLL(None).prctl(_SET_MDWE, _REFUSE_EXEC_GAIN, 0, 0, 0) != 0:
        return ""
    return convert.as_recording(body)[1]
