"""Lock of a data folder, held by its writer: refresher, import or desk. The kernel drops it when the process ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content_cache.files import open_to_write, set_aside
from content_cache.model.errors import Code, StoreError
from content_cache.tables.sqlite_errors import store_error

LOCK = "lock"


class FolderBusyError(StoreError):
    """Error for a data folder to which another process writes."""


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raise StoreError at once if another process has it, or if it may not be opened."""
    import fcntl  # Windows has none: the office's PC publishes, and has no data folder to lock

    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = open_to_write(path)
    except OSError as error:
        raise store_error(error, path) from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderBusyError(Code.FOLDER_BUSY, path=str(folder)) from error
        yield
    finally:
        file.close()


def take_away(folder: Path) -> None:
    """Remove the folder's lock from its holder, for a writer that another user of the folder keeps out. Raises OSError."""
    set_aside(folder / LOCK, "a lock that is held")
