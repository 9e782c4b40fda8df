"""Time limits for sticks: enough for a slow stick on a slow machine, and few enough that a hanging one does not block the
kiosk.

While a stick is taken in nothing else is: the limits follow from how many bytes there are, and one that oversteps them is told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from content_cache.central.import_result import LONGEST_S
from content_cache.jobs.sandbox import run_bounded
from content_cache.model.errors import CacheError, Code, DeadlineError
from content_cache.signing.edition import Listed

T = TypeVar("T")

_STARTING_S = 120.0  # three children begin at once, and each loads the libraries that decode
_READ = 500_000  # bytes a second of an old stick in a slot that is shared with the network
_MADE = 100_000  # bytes a second of a recording, of which up to eight times as many are written onto the card, beside two others
_FILE_S = 20.0  # a large picture, made small


class SlowError(CacheError):
    """Error for a stick, or a machine, that is too slow; the content may be good."""


def verifying(total_bytes: int) -> float:
    """Return the seconds allowed for reading a bundle of *total_bytes* once."""
    return min(_STARTING_S + total_bytes / _READ, LONGEST_S)


def copying(files: Sequence[Listed]) -> float:
    """Return the seconds allowed for reading *files*, decoding them and writing them anew."""
    return _STARTING_S + _FILE_S * len(files) + sum(listed.size for listed in files) / _MADE


def run_in(
    seconds: float,
    memory_bytes: int,
    function: Callable[..., T],
    *args: object,
    readable: Iterable[Path],
    handed: Sequence[int] = (),
    reserving: Sequence[str] = (),
) -> T:
    """Run *function* in a bounded child for at most *seconds*, as `run_bounded`.

    Raise SlowError if it takes longer: the stick is slow, and no line is involved. Raises CacheError.
    """
    try:
        return run_bounded(
            function,
            *args,
            deadline=seconds,
            memory_bytes=memory_bytes,
            readable=readable,
            handed=handed,
            reserving=reserving,
        )
    except DeadlineError as error:
        raise SlowError(Code.STICK_TOO_SLOW, seconds=round(seconds)) from error
