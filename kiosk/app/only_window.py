"""Lock that allows one window for a data folder: two would read out everything twice at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "window.lock"


class WindowOpenError(Exception):
    """Error that another process shows this data folder."""


@contextmanager
def only_window(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder* for windows within the block.

    The kernel drops it when this process ends; child processes do not inherit it. Raises WindowOpenError if another
    process holds it. If it cannot be made, because the card is full or read-only, the block runs without: a dark
    screen is worse than two voices.
    """
    handle = _locked(folder / LOCK)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(path: Path) -> int | None:
    import fcntl  # as in content_cache.store.lock

    try:
        # reading is enough for the lock, even on a read-only card; a FIFO there must not block
        handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW, 0o660)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise WindowOpenError from error
        return None  # a file system without locks
    return handle
