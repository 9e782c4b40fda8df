"""What a bounded child does with a recording; imports nothing that would load numpy before it does."""

from __future__ import annotations

import ctypes
import resource
import sys
from importlib.abc import MetaPathFinder

from content_cache.media import convert

_SET_MDWE, _REFUSE_EXEC_GAIN = 65, 1  # prctl(2), from Linux 6.3 on


def loads_numpy_uncounted(body: bytes) -> bool:
    """Was numpy, which reserves much, loaded when what a library reserves is not counted?"""
    looking = _NotesLimit()
    sys.meta_path.insert(0, looking)  # in this process alone
    convert.as_recording(body)
    return looking.lifted == [True] and "numpy" in sys.modules


class _NotesLimit(MetaPathFinder):
    """Notes whether the data of this process may grow as far as it ever may, at the moment at which numpy is looked for."""

    def __init__(self) -> None:
        self.lifted: list[bool] = []

    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        if name == "numpy":
            counted, most = resource.getrlimit(resource.RLIMIT_DATA)
            self.lifted.append(counted == most)


def decodes_without_code_made_at_run_time(body: bytes) -> str:
    """The recording's ending, where memory that is written to can never be executed, as in the refresher's unit. "" where the
    kernel knows no such thing."""
    if ctypes.CDLL(None).prctl(_SET_MDWE, _REFUSE_EXEC_GAIN, 0, 0, 0) != 0:
        return ""
    return convert.as_recording(body)[1]
