"""Lock on an office's folder: two desks would publish two editions of one number."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content_cache.files import lock
from kiosk.office.base.folders import PRIVATE

LOCK = "meja.lock"


class DeskOpenError(Exception):
    """Error: another process has the desk of this folder open."""


@contextmanager
def only_desk(folder: Path) -> Iterator[None]:
    """Hold the lock of the desk's *folder* for the block. The kernel drops it when this process ends, and no child
    inherits it. Raise DeskOpenError when another process has it, OSError where the folder cannot be written."""
    private = folder / PRIVATE
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(private / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if sys.platform != "win32":  # which has no flock(2)
            lock(handle, 0.0)
        yield
    except BlockingIOError as error:
        raise DeskOpenError from error
    finally:
        os.close(handle)
